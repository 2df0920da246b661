/**
 * What holds in a state before any step is taken: bounds in force, what has arrived, what is due. Rules are asked of
 * drafts as well as of finished states.
 */
import type { Bound, Model, Role } from '../ir.ts';
import type { Cut, MessageState, State, TimerState } from '../state.ts';
import { CutSignal, everyPath, ModelErrorSignal } from './choices.ts';
import { deferred } from './defer.ts';
import type { Draft } from './draft.ts';
import { StepRun } from './run.ts';

type AnyState = State | Draft;

export const OFF: TimerState = { kind: 'off' };

export function roleOf(model: Model, node: number): Role {
  return model.roles[model.instances[node].role];
}

/** The bound of `quantity` for a node if it is in force in this state, else null. */
export function inForce(model: Model, state: AnyState, quantity: 'delay' | 'pause' | 'drift' | 'skew', node: number): Bound | null {
  const bound = model.timing[quantity][node];
  return bound !== null && (bound.always || state.stable) ? bound : null;
}

/** Running its own code: up and not Byzantine. */
export function runs(state: AnyState, node: number): boolean {
  return state.nodes[node].status === 'up' && !state.byzantine[node];
}

/** A delay bound is in force and the message is as old as it may get. */
export function arrived(model: Model, state: AnyState, message: MessageState): boolean {
  const delay = inForce(model, state, 'delay', message.to);
  return delay !== null && message.age === delay.max;
}

/** Old enough to be handed over. */
export function oldEnough(model: Model, state: AnyState, message: MessageState): boolean {
  const delay = inForce(model, state, 'delay', message.to);
  return message.age >= (delay?.min ?? 0);
}

/** Messages of the same ordered pair that were sent before `messages[index]`; only under fifo does this mean anything. */
export function olderOfPair(state: AnyState, index: number): MessageState[] {
  const { from, to } = state.messages[index];
  return state.messages.filter((m, i) => i < index && m.from === from && m.to === to);
}

/**
 * Whether `messages[index]` may be handled by its up receiver, under the readings that `run` has made or makes: old
 * enough, not deferred, and under fifo with no older undeferred message of its pair.
 */
export function deliverable(run: StepRun, index: number): boolean {
  const { model, state } = run;
  const message = state.messages[index];
  if (!oldEnough(model, state, message) || deferred(run, message)) return false;
  return !model.network.fifo || olderOfPair(state, index).every((m) => deferred(run, m));
}

/** Arrived, and deliverable whatever loose timers and clocks are read as. */
function messageIsDue(model: Model, state: State, index: number): boolean {
  const message = state.messages[index];
  if (!arrived(model, state, message)) return false;
  const paths = everyPath((choices) => {
    try {
      return deliverable(new StepRun(model, state, message.to, choices), index);
    } catch (signal) {
      // Delivering it is then itself the step that ends in the error, or is cut.
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return true;
      throw signal;
    }
  });
  return paths.every((path) => path.result);
}

function timerIsDue(timer: TimerState): boolean {
  return (timer.kind === 'exact' && timer.left === 0) || (timer.kind === 'loose' && timer.until === 0);
}

/** The node has something that it should react to: a suspended handler, an expired timer with a handler, a message that has arrived. */
export function somethingDue(model: Model, state: State, node: number): boolean {
  if (!runs(state, node)) return false;
  const { suspended, timers } = state.nodes[node];
  if (suspended !== null) return true;
  const role = roleOf(model, node);
  if (timers.some((keys, t) => role.timers[t].hasHandler && keys.some(timerIsDue))) return true;
  return state.messages.some((m, index) => m.to === node && messageIsDue(model, state, index));
}

/** Whether what `from` sends to `to` is lost now. What a node sends to itself never is. */
export function crosses(cut: Cut | null, from: number, to: number): boolean {
  if (cut === null || from === to) return false;
  switch (cut.kind) {
    case 'two-way':
      return cut.members[from] !== cut.members[to];
    case 'one-way':
      return cut.members[from] && !cut.members[to];
    case 'link':
      return cut.from === from && cut.to === to;
  }
}

/** The readings that true time allows for a clock of a node: its band where an error bound is in force, else its whole range. */
export function band(model: Model, state: AnyState, node: number, clock: number): { readonly low: number; readonly high: number } {
  const { horizon, monotonic } = model.clocks[clock];
  const bound = inForce(model, state, monotonic ? 'drift' : 'skew', node);
  if (bound === null) return { low: 0, high: horizon };
  const truth = trueReading(model, state, node, clock);
  return { low: Math.max(0, truth - bound.max), high: Math.min(horizon, truth + bound.max) };
}

/** What a perfect clock would show: true time, or for a monotonic clock the time since the node's start. */
export function trueReading(model: Model, state: AnyState, node: number, clock: number): number {
  return model.clocks[clock].monotonic ? state.time - state.nodes[node].origin : state.time;
}
