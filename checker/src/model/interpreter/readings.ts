/** Readings that are uncertain: what is left of a loose timer, and clocks. Each is chosen once a segment. */
import { unhandled } from '#grammar';
import type { Expr, Type, Value } from '../ir.ts';
import { band, withoutError } from './bounds.ts';
import type { Scope } from './expressions.ts';

/** The remaining ticks of a timer, 0 if it is off. */
export function readLeft(scope: Scope, node: number, timer: number, key: number): number {
  const left = leftOf(scope, node, timer, key);
  recordTimer(scope, node, timer, 'left', left, { kind: 'int', lo: 0, hi: left, limit: null });
  return left;
}

/** Whether anything is left of a timer. */
export function readRunning(scope: Scope, node: number, timer: number, key: number): boolean {
  const running = leftOf(scope, node, timer, key) > 0;
  recordTimer(scope, node, timer, 'running', running, { kind: 'bool' });
  return running;
}

/** Known where a drift bound made the timer exact; otherwise chosen, never more than last time and not 0 before the first tick. */
function leftOf(scope: Scope, node: number, timer: number, key: number): number {
  const state = scope.state.nodes[node].timers[timer][key];
  if (state.kind === 'off') return 0;
  if (state.kind === 'exact') return Math.min(state.left, state.duration);
  // The analysis lets only steps at the node itself ask for what is left of a loose timer.
  const run = scope.run!;
  const name = `${node}.${timer}.${key}`;
  const known = run.lefts.get(name);
  if (known !== undefined) return known;
  const least = state.ripe ? 0 : 1;
  const alternatives = Array.from({ length: state.top - least + 1 }, (_, i) => least + i);
  const left = run.choices.choose('left', `${timerName(scope, node, timer)}.left`, alternatives) as number;
  run.lefts.set(name, left);
  run.state.nodes[node].timers[timer][key] = { ...state, top: left };
  return left;
}

function recordTimer(scope: Scope, node: number, timer: number, part: 'left' | 'running', value: Value, type: Type): void {
  if (!scope.run?.recording) return;
  scope.run.events.push({ kind: 'read', node, name: `${timerName(scope, node, timer)}.${part}`, value, type });
}

function timerName(scope: Scope, node: number, timer: number): string {
  return scope.model.roles[scope.model.instances[node].role].timers[timer].name;
}

export function readClock(scope: Scope, e: Extract<Expr, { op: 'clock' }>): Value {
  const { horizon, uncertainty, name } = scope.model.clocks[e.clock];
  const now = reading(scope, e.clock);
  const shown = partOf(e.part, now, uncertainty);
  if (scope.run?.recording) {
    scope.run.events.push({
      kind: 'read',
      node: scope.self!,
      name: `${name}.${e.part}`,
      value: shown,
      type: { kind: 'int', lo: 0, hi: horizon + uncertainty, limit: null },
    });
  }
  return shown;
}

/** The latest that it can be may lie beyond the clock's horizon: nothing is known of the time that it stands for. */
function partOf(part: Extract<Expr, { op: 'clock' }>['part'], now: number, uncertainty: number): number {
  switch (part) {
    case 'now':
      return now;
    case 'earliest':
      return Math.max(0, now - uncertainty);
    case 'latest':
      return now + uncertainty;
    default:
      return unhandled(part);
  }
}

/** Any value from the floor to the band's high end, or the floor alone where the clock is ahead of its band; the one without error first. */
function reading(scope: Scope, clock: number): number {
  const run = scope.run!;
  const self = scope.self!;
  const known = run.readings.get(clock);
  if (known !== undefined) return known;
  const floor = run.state.nodes[self].clocks[clock];
  const most = Math.max(floor, band(scope.model, run.state, self, clock).high);
  const nominal = Math.min(most, Math.max(floor, withoutError(scope.model, run.state, self, clock)));
  const others = Array.from({ length: most - floor + 1 }, (_, i) => floor + i).filter((v) => v !== nominal);
  const now = run.choices.choose('clock', `${scope.model.clocks[clock].name}.now`, [nominal, ...others]) as number;
  run.readings.set(clock, now);
  run.state.nodes[self].clocks[clock] = now;
  return now;
}
