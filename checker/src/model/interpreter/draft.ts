/** A state while a step is working on it. */
import type { Value } from '../ir.ts';
import type { CallTag, Cut, MessageState, NodeState, State, Suspended, TimerState } from '../state.ts';

export interface DraftNode {
  variables: Value[];
  status: NodeState['status'];
  timers: TimerState[][];
  suspended: Suspended | null;
  lateness: number;
  clocks: number[];
  offsets: number[];
  origin: number;
}

export interface Draft {
  nodes: DraftNode[];
  messages: MessageState[];
  stable: boolean;
  cuts: readonly Cut[];
  byzantine: readonly boolean[];
  used: number[];
  time: number;
  ghosts: Value[];
}

export function thaw(state: State): Draft {
  return {
    nodes: state.nodes.map((node) => ({
      variables: [...node.variables],
      status: node.status,
      timers: node.timers.map((timers) => [...timers]),
      suspended: node.suspended,
      lateness: node.lateness,
      clocks: [...node.clocks],
      offsets: [...node.offsets],
      origin: node.origin,
    })),
    messages: [...state.messages],
    stable: state.stable,
    cuts: state.cuts,
    byzantine: state.byzantine,
    used: [...state.used],
    time: state.time,
    ghosts: [...state.ghosts],
  };
}

/** Every call that `which` picks, in flight or held by a suspended handler, becomes stale. */
export function makeStale(draft: Draft, which: (call: CallTag) => boolean): void {
  const stale = (call: CallTag | null) => (call?.fresh && which(call) ? { ...call, fresh: false } : call);
  draft.messages = draft.messages.map((m) => (m.call === null ? m : { ...m, call: stale(m.call) }));
  for (const node of draft.nodes) {
    const context = node.suspended?.context;
    if (node.suspended && context?.call) {
      node.suspended = { ...node.suspended, context: { ...context, call: stale(context.call) } };
    }
  }
}
