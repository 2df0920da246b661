/** Clocks: the band of what they can read, and one reading of each for a step. */
import type { Bound, Model } from '../../ir.ts';
import { field } from '../memory/access.ts';
import { type Base, Code, type Unit } from '../unit.ts';
import { inForce, timeText } from './timers.ts';

/** Low and high end of what a clock of a node can read, before its floor is looked at; and the true value. */
export function band(unit: Unit, node: number, clock: number, base: Base): { low: string; high: string; now: string } {
  const { model, layout } = unit;
  const declared = model.clocks[clock];
  const time = timeText(unit, base);
  const now = declared.monotonic ? `(${time}-${field(base, layout.nodes[node].origin)})` : time;
  const bound = clockBound(model, node, clock);
  const force = inForce(unit, bound, base);
  if (bound === null || force === '0') return { low: '0', high: String(declared.horizon), now };
  const low = `Math.max(0,${now}-${bound.max})`;
  const high = `Math.min(${declared.horizon},${now}+${bound.max})`;
  if (force === '1') return { low, high, now };
  return { low: `(${force}?${low}:0)`, high: `(${force}?${high}:${declared.horizon})`, now };
}

export function clockBound(model: Model, node: number, clock: number): Bound | null {
  return model.clocks[clock].monotonic ? model.timing.drift[node] : model.timing.skew[node];
}

export function clockId(unit: Unit, node: number, clock: number): number {
  return node * unit.model.clocks.length + clock;
}

/** Function (words, offset) that gives this step's reading of one node's clock. */
export function readingFunction(unit: Unit, node: number, clock: number): string {
  return unit.once(`reading ${node} ${clock}`, (name) => {
    const base: Base = { words: 'A', offset: 'a', slots: '', count: '' };
    const id = clockId(unit, node, clock);
    const { low, high, now } = band(unit, node, clock, base);
    const code = new Code(unit);
    const floor = field(base, unit.layout.nodes[node].clocks[clock]);
    code.line(`if(CK[${id}]>=0)return CK[${id}];`);
    code.line(`const high=${high},low=Math.min(high,Math.max(${floor},${low})),g=Math.min(high,Math.max(low,${now}));`);
    code.line('const c=choose(high-low+1);');
    code.line(`return CK[${id}]=c===0?g:low+c-1<g?low+c-1:low+c;`);
    unit.define(name, 'A,a', code);
  });
}
