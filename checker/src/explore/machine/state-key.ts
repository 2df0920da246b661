/** One text for each state: equal states have equal texts, however their objects were made. */
import { unhandled } from '#grammar';
import type { CallTag, Cut, MessageState, NodeState, State, Suspended, TimerState } from '../../model/state.ts';

export function stateKey(state: State): string {
  const { nodes, messages, stable, cuts, byzantine, used, time, ghosts } = state;
  return JSON.stringify([nodes.map(node), messages.map(message), stable, cuts.map(cutKey), byzantine, used, time, ghosts]);
}

function node({ variables, status, timers, suspended, lateness, clocks, offsets, origin }: NodeState): unknown {
  return [variables, status, timers.map((keys) => keys.map(timer)), suspendedKey(suspended), lateness, clocks, offsets, origin];
}

function timer(state: TimerState): unknown {
  switch (state.kind) {
    case 'off':
      return 0;
    case 'exact':
      return [state.left, state.duration];
    case 'loose':
      return [state.ripe, state.until, state.duration, state.top];
    default:
      return unhandled(state);
  }
}

function suspendedKey(suspended: Suspended | null): unknown {
  if (suspended === null) return 0;
  const { point, values, context } = suspended;
  return [point, values, context === null ? 0 : [context.from, context.corrupted, call(context.call)]];
}

function message({ from, to, message, fields, corrupted, call: tag, age }: MessageState): unknown {
  return [from, to, message, fields, corrupted, call(tag), age];
}

function call(tag: CallTag | null): unknown {
  return tag === null ? 0 : [tag.caller, tag.call, tag.fresh];
}

function cutKey(cut: Cut): unknown {
  switch (cut.kind) {
    case 'two-way':
    case 'one-way':
      return [cut.kind, cut.members];
    case 'link':
    case 'one-way link':
      return [cut.kind, cut.from, cut.to];
    default:
      return unhandled(cut);
  }
}
