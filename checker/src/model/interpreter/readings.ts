/** Readings that are uncertain: what is left of a loose timer, and clocks. Each is chosen once a segment. */
import type { Expr, Value } from '../ir.ts';
import type { TimerState } from '../state.ts';
import { band, withoutError } from './bounds.ts';
import type { Scope } from './expressions.ts';

/** Ticks left of a timer: known where a drift bound made it exact, any of 0..n where nothing is known. */
export function readLeft(scope: Scope, node: number, timer: number, key: number, state: TimerState): number {
  const left = leftOf(scope, node, timer, key, state);
  if (scope.run?.telling) {
    scope.run.events.push({
      kind: 'read',
      node,
      name: `${timerName(scope, node, timer)}.left`,
      value: left,
      type: { kind: 'int', lo: 0, hi: left, limit: null },
    });
  }
  return left;
}

function leftOf(scope: Scope, node: number, timer: number, key: number, state: TimerState): number {
  if (state.kind === 'off') return 0;
  if (state.kind === 'exact') return Math.min(state.left, state.duration);
  // The analysis lets only steps at the node itself ask for what is left of a loose timer.
  const run = scope.run!;
  const name = `${node}.${timer}.${key}`;
  const known = run.lefts.get(name);
  if (known !== undefined) return known;
  const alternatives = Array.from({ length: state.duration + 1 }, (_, i) => i);
  const left = run.choices.choose('left', `${timerName(scope, node, timer)}.left`, alternatives) as number;
  run.lefts.set(name, left);
  return left;
}

function timerName(scope: Scope, node: number, timer: number): string {
  return scope.model.roles[scope.model.instances[node].role].timers[timer].name;
}

export function readClock(scope: Scope, e: Extract<Expr, { op: 'clock' }>): Value {
  const { horizon, uncertainty, name } = scope.model.clocks[e.clock];
  const now = reading(scope, e.clock);
  const shown = partOf(e.part, now, uncertainty);
  if (scope.run?.telling) {
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
