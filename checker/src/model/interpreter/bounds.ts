/**
 * What holds in a state whatever node code says: bounds in force, what has arrived, what clocks can show.
 * Asked of drafts as well as of finished states.
 */
import type { Bound, Model, Role } from '../ir.ts';
import type { MessageState, State, TimerState } from '../state.ts';
import type { Draft } from './draft.ts';

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

/** The readings that its error bound allows for a clock of a node: around what it would show without error; its whole range where no bound is in force. */
export function band(model: Model, state: AnyState, node: number, clock: number): { readonly low: number; readonly high: number } {
  const { horizon, monotonic } = model.clocks[clock];
  const bound = inForce(model, state, monotonic ? 'drift' : 'skew', node);
  if (bound === null) return { low: 0, high: horizon };
  const shown = withoutError(model, state, node, clock);
  return { low: onDial(model, clock, shown - bound.max), high: onDial(model, clock, shown + bound.max) };
}

/** What a clock without error would show: true time plus what steps have set it off by, or for a monotonic clock the time since the node's start. */
export function withoutError(model: Model, state: AnyState, node: number, clock: number): number {
  const { origin, offsets } = state.nodes[node];
  return model.clocks[clock].monotonic ? state.time - origin : state.time + offsets[clock];
}

/** The value put into what the clock can show. */
export function onDial(model: Model, clock: number, value: number): number {
  return Math.max(0, Math.min(model.clocks[clock].horizon, value));
}
