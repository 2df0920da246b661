/**
 * What keeps the steps from coming next that the code of the nodes declares: a guard, with the parts of it that are false, or a message or a
 * timer that is waited for. A step that can come is none of them, whatever it leads to.
 */
import { combinations } from '../model/fair-items.ts';
import { oldEnough, olderOfPair, roleOf, runs } from '../model/interpreter/bounds.ts';
import { CutSignal, everyPath, ModelErrorSignal } from '../model/interpreter/choices.ts';
import { bindPattern, deferred } from '../model/interpreter/defer.ts';
import { guardHolds } from '../model/interpreter/expressions.ts';
import { type FalsePart, falseParts } from '../model/interpreter/false-parts.ts';
import { distinctMessages } from '../model/interpreter/node-steps.ts';
import { StepRun } from '../model/interpreter/run.ts';
import type { Expr, Model, Trigger, Value } from '../model/ir.ts';
import type { MessageState, State, Step, TimerState } from '../model/state.ts';
import { values } from '../model/values.ts';

/** Something that cannot come next at a node. */
export interface Waiting {
  readonly node: number;
  readonly what: Declared;
  readonly because: Because;
}

export type Declared =
  /** nothing at all */
  | { readonly kind: 'node' }
  /** `params`: of all that it may have those for which the fewest parts of the guard are false; `others`: how many there are besides */
  | { readonly kind: 'action'; readonly action: number; readonly params: readonly Value[]; readonly others: number }
  /** `message`: one that is in flight, and that it does not take now */
  | { readonly kind: 'handler'; readonly handler: number; readonly message: MessageState | null }
  /** of an indexed timer the key that runs out first */
  | { readonly kind: 'timer'; readonly timer: number; readonly key: number };

export type Because =
  | { readonly kind: 'down' | 'stopped' }
  /** index into `Model.pausePoints` */
  | { readonly kind: 'pause'; readonly point: number }
  /** `anyReading`: they are false whatever its clocks and timers show, and are told for one reading */
  | { readonly kind: 'guard'; readonly parts: readonly FalsePart[]; readonly anyReading: boolean }
  | { readonly kind: 'timer'; readonly timer: TimerState }
  /** none that it takes is in flight to the node */
  | { readonly kind: 'no message' }
  /** index into `Role.defers` */
  | { readonly kind: 'deferred'; readonly defer: number }
  /** of its pair one that was sent before comes first */
  | { readonly kind: 'order' }
  /** it has not been in flight for the least delay */
  | { readonly kind: 'young' }
  /** it answers another request than the newest */
  | { readonly kind: 'call' };

/** `all`: every step from the state. Node by node; at each the actions, then the handlers, then the timers. */
export function waitingIn(model: Model, state: State, all: readonly Step[]): Waiting[] {
  return model.instances.flatMap(({ index: node }) => {
    const { status, suspended } = state.nodes[node];
    const whole = (because: Because): Waiting[] => [{ node, what: { kind: 'node' }, because }];
    if (status !== 'up') return whole({ kind: status });
    if (!runs(state, node)) return [];
    if (suspended !== null) return whole({ kind: 'pause', point: suspended.point });
    return [...actions(model, state, node, all), ...handlers(model, state, node, all), ...timers(model, state, node)];
  });
}

function actions(model: Model, state: State, node: number, all: readonly Step[]): Waiting[] {
  return roleOf(model, node).actions.flatMap(({ params, guard }, action): Waiting[] => {
    if (all.some(({ label }) => label.kind === 'act' && label.node === node && label.action === action)) return [];
    const possible = combinations(params.map((param) => param.values));
    const failing = possible.flatMap((chosen) => {
      const because = guardFails(model, state, node, guard, (run) => {
        for (const [i, { local }] of params.entries()) run.locals[local] = chosen[i];
        return true;
      });
      return because === null ? [] : [{ chosen, because }];
    });
    const nearest = failing.toSorted((a, b) => a.because.parts.length - b.because.parts.length)[0];
    if (nearest === undefined) return [];
    const { chosen, because } = nearest;
    return [{ node, what: { kind: 'action', action, params: chosen, others: possible.length - 1 }, because }];
  });
}

function handlers(model: Model, state: State, node: number, all: readonly Step[]): Waiting[] {
  const mine = distinctMessages(model, state).filter((i) => state.messages[i].to === node);
  return roleOf(model, node).handlers.flatMap(({ trigger, guard }, handler): Waiting[] => {
    const runsNow = all.some(({ label }) => {
      if (label.kind === 'deliver') return label.message.to === node && label.handler === handler;
      return label.kind === 'fire' && label.node === node && label.handler === handler;
    });
    if (runsNow) return [];
    switch (trigger.kind) {
      case 'start':
      case 'restart':
        return [];
      case 'timer': {
        // One that has run out while no handler takes it.
        const fired = all.find(({ label }) => label.kind === 'fire' && label.node === node && label.timer === trigger.timer);
        if (fired?.label.kind !== 'fire' || fired.label.handler !== null) return [];
        const { key } = fired.label;
        const because = guardFails(model, state, node, guard, (run) => bindKey(run, trigger, key));
        return because === null ? [] : [{ node, what: { kind: 'handler', handler, message: null }, because }];
      }
      case 'message': {
        const found = mine.flatMap((index): Waiting[] => {
          const message = state.messages[index];
          if (message.message !== trigger.message) return [];
          const because = notTaken(model, state, node, index, trigger, guard);
          return because === null ? [] : [{ node, what: { kind: 'handler', handler, message }, because }];
        });
        const isAny = mine.some((index) => state.messages[index].message === trigger.message);
        if (!isAny) return [{ node, what: { kind: 'handler', handler, message: null }, because: { kind: 'no message' } }];
        return found.toSorted((a, b) => ORDER.indexOf(a.because.kind) - ORDER.indexOf(b.because.kind)).slice(0, 1);
      }
      default:
        return trigger satisfies never;
    }
  });
}

/** What says most comes first. */
const ORDER: readonly Because['kind'][] = ['guard', 'deferred', 'order', 'young', 'call'];

function bindKey(run: StepRun, trigger: Extract<Trigger, { kind: 'timer' }>, key: number): boolean {
  const { key: type } = roleOf(run.model, run.self).timers[trigger.timer];
  if (trigger.key !== null && type !== null) run.locals[trigger.key] = values(type)[key];
  return true;
}

/** Why a handler does not take a message; null where nothing of its own keeps it from that, as where one above it takes the message. */
function notTaken(
  model: Model,
  state: State,
  node: number,
  index: number,
  trigger: Extract<Trigger, { kind: 'message' }>,
  guard: Expr | null,
): Because | null {
  const message = state.messages[index];
  if (!oldEnough(model, state, message)) return { kind: 'young' };
  const [way] = waysOf(model, state, node, (run): Because | null => {
    run.context = message;
    const defer = roleOf(model, node).defers.findIndex((one) => bindPattern(run, one, message) && guardHolds(run, one.guard));
    if (defer >= 0) return { kind: 'deferred', defer };
    if (model.network.fifo && !olderOfPair(state, index).every((older) => deferred(run, older))) return { kind: 'order' };
    return bindPattern(run, trigger, message) ? null : { kind: 'call' };
  });
  if (way?.result != null) return way.result;
  return guardFails(model, state, node, guard, (run) => {
    run.context = message;
    return bindPattern(run, trigger, message);
  });
}

/** The parts that are false; null where the guard may hold, or has no value. `bind`: gives the names in it their values */
function guardFails(
  model: Model,
  state: State,
  node: number,
  guard: Expr | null,
  bind: (run: StepRun) => boolean,
): Extract<Because, { kind: 'guard' }> | null {
  if (guard === null) return null;
  const ways = waysOf(model, state, node, (run) => (bind(run) ? falseParts(run, guard) : []));
  if (ways.some(({ result }) => result === null || result.length === 0)) return null;
  return { kind: 'guard', parts: ways[0].result ?? [], anyReading: ways.length > 1 };
}

/** For each reading of its clocks and loose timers; null where something has no value, or passes a bound: that is a step. */
function waysOf<T>(model: Model, state: State, node: number, ask: (run: StepRun) => T) {
  return everyPath((choices): T | null => {
    try {
      return ask(new StepRun(model, state, node, choices));
    } catch (signal) {
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return null;
      throw signal;
    }
  });
}

function timers(model: Model, state: State, node: number): Waiting[] {
  return roleOf(model, node).timers.flatMap((declared, timer): Waiting[] => {
    const keys = state.nodes[node].timers[timer];
    if (!declared.hasHandler || keys.some((one) => hasRunOut(one))) return [];
    const first = keys.map((one, key) => ({ one, key })).toSorted((a, b) => leftOf(a.one) - leftOf(b.one))[0];
    return [{ node, what: { kind: 'timer', timer, key: first.key }, because: { kind: 'timer', timer: first.one } }];
  });
}

function hasRunOut(timer: TimerState): boolean {
  return (timer.kind === 'exact' && timer.left === 0) || (timer.kind === 'loose' && timer.ripe);
}

function leftOf(timer: TimerState): number {
  if (timer.kind === 'off') return Infinity;
  return timer.kind === 'exact' ? timer.left : (timer.until ?? timer.duration);
}
