/** Timers, clocks and bounds in force: the text that reads and writes them. */
import type { Bound } from '../../ir.ts';
import { type TimerLayout, timerFields } from '../../layout.ts';
import { field, plus, readField, writeField } from '../memory/access.ts';
import { type Base, Code, isNumber, type Scope, type Unit } from '../unit.ts';

export function stableText(unit: Unit, base: Base): string {
  return unit.model.stabilises ? `(${field(base, unit.layout.stable)}===1)` : '1';
}

/** Whether the bound is in force, as a condition; `0` or `1` where that is known. */
export function inForce(unit: Unit, bound: Bound | null, base: Base): string {
  if (bound === null) return '0';
  return bound.always ? '1' : stableText(unit, base);
}

export function timeText(unit: Unit, base: Base): string {
  return field(base, unit.layout.time);
}

// Timers

export function isOff(t: TimerLayout, base: Base): string {
  if (t.durations.length === 0) return '1';
  return `(${field(base, t.compact ? t.value : t.duration)}===0)`;
}

export function isExact(t: TimerLayout, base: Base): string {
  if (!t.loose) return '1';
  return t.exact ? `(${field(base, t.isLoose)}===0)` : '0';
}

/** Expired: exact with nothing left. The timer may be off. */
export function isExpired(t: TimerLayout, base: Base): string {
  if (t.durations.length === 0 || !t.exact) return '0';
  if (t.compact) return `(${field(base, t.value)}===1)`;
  return `(${field(base, t.duration)}!==0&&${isExact(t, base)}&&${field(base, t.value)}===0)`;
}

export function isLooseAnd(t: TimerLayout, base: Base, what: 'ripe' | 'due'): string {
  if (t.durations.length === 0 || !t.loose) return '0';
  const loose = t.exact ? `${field(base, t.isLoose)}===1&&` : '';
  if (what === 'due' && t.value.bits === 0) return '0';
  const state = what === 'ripe' ? `${field(base, t.ripe)}===1` : `${field(base, t.value)}===1`;
  return `(${field(base, t.duration)}!==0&&${loose}${state})`;
}

export function durationText(unit: Unit, t: TimerLayout, base: Base): string {
  if (t.durations.length === 1) return String(t.durations[0]);
  const index = field(base, t.duration);
  if (isRange(t.durations)) return plus(index, t.durations[0] - 1);
  return `${unit.onceConstant(`durations ${t.durations}`, () => Int32Array.from([0, ...t.durations]))}[${index}]`;
}

function isRange(durations: readonly number[]): boolean {
  return durations.every((n, i) => n === durations[0] + i);
}

function durationCode(unit: Unit, t: TimerLayout, duration: string): string {
  if (t.durations.length === 1) return '1';
  if (isRange(t.durations)) return plus(duration, 1 - t.durations[0]);
  const table = unit.onceConstant(`duration codes ${t.durations}`, () => {
    const codes = new Int32Array(t.durations.at(-1)! + 1);
    for (const [i, n] of t.durations.entries()) codes[n] = i + 1;
    return codes;
  });
  return `${table}[${duration}]`;
}

export function writeOff(code: Code, t: TimerLayout, base: Base): void {
  for (const f of timerFields(t)) writeField(code, base.words, base.offset, f, '0');
}

export function writeExact(unit: Unit, code: Code, t: TimerLayout, base: Base, left: string, duration: string): void {
  if (!t.compact) writeField(code, base.words, base.offset, t.duration, durationCode(unit, t, duration));
  writeField(code, base.words, base.offset, t.isLoose, '0');
  writeField(code, base.words, base.offset, t.ripe, '0');
  writeField(code, base.words, base.offset, t.value, t.compact ? plus(left, 1) : left);
  writeField(code, base.words, base.offset, t.top, '0');
}

/** Loose, not ripe, nothing that bounds it. */
export function writeLoose(unit: Unit, code: Code, t: TimerLayout, base: Base, duration: string): void {
  writeField(code, base.words, base.offset, t.duration, durationCode(unit, t, duration));
  writeField(code, base.words, base.offset, t.isLoose, '1');
  writeField(code, base.words, base.offset, t.ripe, '0');
  writeField(code, base.words, base.offset, t.value, '0');
  writeField(code, base.words, base.offset, t.top, duration);
}

/** Index of a timer in the memo of this step's choices of `left`. */
export function timerId(unit: Unit, node: number, timer: number, key: number): number {
  let id = 0;
  for (const [n, layout] of unit.layout.nodes.entries()) {
    for (const [t, keys] of layout.timers.entries()) {
      if (n === node && t === timer) return id + key;
      id += keys.length;
    }
  }
  return id;
}

/** Function (words, offset) that gives `left` of one timer. */
function leftFunction(unit: Unit, node: number, timer: number, key: number): string {
  return unit.once(`left ${node} ${timer} ${key}`, (name) => {
    const t = unit.layout.nodes[node].timers[timer][key];
    const base: Base = { words: 'A', offset: 'a', slots: '', count: '' };
    const code = new Code(unit);
    code.line(`if(${isOff(t, base)})return 0;`);
    if (t.exact) {
      const left = t.compact ? plus(readField('A', 'a', t.value), -1) : readField('A', 'a', t.value);
      code.line(`if(${isExact(t, base)})return Math.min(${left},${durationText(unit, t, base)});`);
    }
    if (t.loose) {
      const reading = `LF[${timerId(unit, node, timer, key)}]`;
      const least = `(1-${readField('A', 'a', t.ripe)})`;
      code.line(`if(${reading}<0)${reading}=${least}+choose(${readField('A', 'a', t.top)}-${least}+1);return ${reading};`);
    }
    unit.define(name, 'A,a', code);
  });
}

/** The loose timers of a node that its code reads, whose last reading is part of the state. */
function readTimers(unit: Unit, node: number): { readonly layout: TimerLayout; readonly id: number }[] {
  return unit.layout.nodes[node].timers.flatMap((keys, t) =>
    keys.flatMap((layout, k) => (layout.top.bits > 0 ? [{ layout, id: timerId(unit, node, t, k) }] : [])),
  );
}

export function keepsReadings(unit: Unit, node: number): boolean {
  return readTimers(unit, node).length > 0;
}

/** What the step at the node has read of its loose timers is written into the target: no later reading rises above it. */
export function keepReadings(unit: Unit, code: Code, node: number): void {
  for (const { layout, id } of readTimers(unit, node)) {
    code.line(`if(LF[${id}]>=0){`);
    writeField(code, 'T', '0', layout.top, `LF[${id}]`);
    code.line('}');
  }
}

/** Calls `make` with each timer that can be meant, chosen at run time where node or key are not known. */
export function forTimer(
  scope: Scope,
  nodes: readonly number[],
  node: string,
  timer: number,
  key: string,
  make: (node: number, key: number) => void,
): void {
  const known = nodes.filter((n) => !isNumber(node) || n === Number(node));
  const cases = known.flatMap((n) =>
    scope.unit.layout.nodes[n].timers[timer].flatMap((_, k) => (!isNumber(key) || k === Number(key) ? [{ n, k }] : [])),
  );
  if (cases.length === 1) {
    make(cases[0].n, cases[0].k);
    return;
  }
  const keys = scope.unit.layout.nodes[nodes[0]].timers[timer].length;
  scope.code.line(`switch(${keys === 1 ? node : `(${node})*${keys}+${key}`}){`);
  for (const c of cases) {
    scope.code.line(`case ${c.n * keys + c.k}:{`);
    make(c.n, c.k);
    scope.code.line('break;}');
  }
  scope.code.line('}');
}

export function leftText(scope: Scope, nodes: readonly number[], node: string, timer: number, key: string): string {
  const result = scope.code.variable();
  forTimer(scope, nodes, node, timer, key, (n, k) =>
    scope.code.line(`${result}=${leftFunction(scope.unit, n, timer, k)}(${scope.base.words},${scope.base.offset});`),
  );
  return result;
}

export function runningText(scope: Scope, nodes: readonly number[], node: string, timer: number, key: string): string {
  const { code, unit, base } = scope;
  const result = code.variable();
  forTimer(scope, nodes, node, timer, key, (n, k) => {
    const t = unit.layout.nodes[n].timers[timer][k];
    code.line(`${result}=${t.loose ? `${leftFunction(unit, n, timer, k)}(${base.words},${base.offset})>0` : hasTicksLeft(t, base)}?1:0;`);
  });
  return result;
}

/** Of a timer that is never loose. */
function hasTicksLeft(t: TimerLayout, base: Base): string {
  if (t.durations.length === 0) return '0';
  if (t.compact) return `(${field(base, t.value)}>1)`;
  return `(${field(base, t.duration)}!==0&&${field(base, t.value)}!==0)`;
}
