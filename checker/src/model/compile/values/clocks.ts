/** Clocks: the band of what they can read, and one reading of each for a step. */
import type { Bound, Model } from '../../ir.ts';
import { field } from '../memory/access.ts';
import { type Base, Code, type Unit } from '../unit.ts';
import { inForce, timeText } from './timers.ts';

/** Low and high end of what the error bound allows for a clock of a node; and what it would show without error. */
export function band(unit: Unit, node: number, clock: number, base: Base): { low: string; high: string; now: string } {
  const declared = unit.model.clocks[clock];
  const now = withoutError(unit, node, clock, base);
  const bound = clockBound(unit.model, node, clock);
  const force = inForce(unit, bound, base);
  if (bound === null || force === '0') return { low: '0', high: String(declared.horizon), now };
  const low = onDial(unit, clock, `${now}-${bound.max}`);
  const high = onDial(unit, clock, `${now}+${bound.max}`);
  if (force === '1') return { low, high, now };
  return { low: `(${force}?${low}:0)`, high: `(${force}?${high}:${declared.horizon})`, now };
}

function withoutError(unit: Unit, node: number, clock: number, base: Base): string {
  const { origin } = unit.layout.nodes[node];
  const time = timeText(unit, base);
  if (unit.model.clocks[clock].monotonic) return origin.bits === 0 ? time : `(${time}-${field(base, origin)})`;
  const offset = offsetText(unit, node, clock, base);
  return offset === '0' ? time : `(${time}+${offset})`;
}

/** How far steps have set a clock off; see `NodeLayout.offsets`. */
export function offsetText(unit: Unit, node: number, clock: number, base: Base): string {
  const f = unit.layout.nodes[node].offsets[clock];
  return f.bits === 0 ? '0' : `(${field(base, f)}>>>1^-(${field(base, f)}&1))`;
}

/** The value put into what the clock can show. */
export function onDial(unit: Unit, clock: number, value: string): string {
  return `Math.max(0,Math.min(${unit.model.clocks[clock].horizon},${value}))`;
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
    const { high, now } = band(unit, node, clock, base);
    const code = new Code(unit);
    const floor = field(base, unit.layout.nodes[node].clocks[clock]);
    code.line(`if(CK[${id}]>=0)return CK[${id}];`);
    code.line(`const floor=${floor},most=Math.max(floor,${high}),g=Math.min(most,Math.max(floor,${now}));`);
    code.line('const c=choose(most-floor+1);');
    code.line(`return CK[${id}]=c===0?g:floor+c-1<g?floor+c-1:floor+c;`);
    unit.define(name, 'A,a', code);
  });
}
