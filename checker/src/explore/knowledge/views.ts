/**
 * What a node sees of a state: its variables without ghosts, where it is suspended, which of the timers that it reacts to are
 * off, and what its code can read of timers and clocks. Two states with the same view are one to the node.
 */
import { unhandled } from '#grammar';
import type { Block, Expr, Model, Role, Stmt, Timer } from '../../model/ir.ts';
import type { NodeState, State, Suspended, TimerState } from '../../model/state.ts';

/** The view of a node in a state as a text: equal views have equal texts. Null where it has none: down, stopped or Byzantine. */
export type ViewOf = (state: State) => string | null;

export function viewsOf(model: Model, node: number): ViewOf {
  const sight = sightOf(model, node);
  return (state) => {
    const own = seeing(state, node);
    return own === null ? null : sight(own);
  };
}

/** What a node looks at: what it has. Null where it sees nothing. */
export function seeing({ nodes, byzantine }: State, node: number): NodeState | null {
  const own = nodes[node];
  return own.status !== 'up' || byzantine[node] ? null : own;
}

/** The view of a node from what it has. */
export function sightOf(model: Model, node: number): (own: NodeState) => string {
  const role = model.roles[model.instances[node].role];
  const variables = role.variables.flatMap((variable, i) => (variable.ghost ? [] : [i]));
  const clocks = model.clocks.flatMap((_, clock) => (readsClock(role, clock) ? [clock] : []));
  return (own) =>
    JSON.stringify([
      variables.map((i) => own.variables[i]),
      own.timers.map((keys, t) => keys.map((timer) => timerView(role.timers[t], timer))),
      clocks.map((clock) => own.clocks[clock]),
      own.suspended === null ? 0 : suspendedView(own.suspended, node),
    ]);
}

/** Whether a timer is off shows where it has a handler; what is left of it, where code asks. */
function timerView({ hasHandler, isRead }: Timer, timer: TimerState): unknown {
  return [hasHandler && timer.kind !== 'off', isRead ? lastLeft(timer) : 0];
}

/** Of a timer that nothing bounds the last reading is all that the node has. */
function lastLeft(timer: TimerState): number {
  switch (timer.kind) {
    case 'off':
      return 0;
    case 'exact':
      return Math.min(timer.left, timer.duration);
    case 'loose':
      return timer.top;
    default:
      return unhandled(timer);
  }
}

/** A node sees which request a message belongs to, but only of its own requests whether that is still the newest. */
function suspendedView({ point, values, context }: Suspended, node: number): unknown {
  if (context === null) return [point, values];
  const { from, corrupted, call } = context;
  return [point, values, from, corrupted, call === null ? 0 : [call.caller, call.call, call.caller === node ? call.fresh : 0]];
}

/** Some code of the role reads this clock; what ghosts read nobody knows. */
function readsClock({ handlers, actions, defers }: Role, clock: number): boolean {
  const bodies = [...handlers, ...actions].flatMap(({ guard, body }) => [guard, withoutGhosts(body)]);
  return reads([...bodies, ...defers.map(({ guard }) => guard)], clock);
}

function withoutGhosts(block: Block): Stmt[] {
  return block.flatMap((stmt): Stmt[] => {
    switch (stmt.kind) {
      case 'ghost':
        return [];
      case 'if':
        return [{ ...stmt, then: withoutGhosts(stmt.then), else: withoutGhosts(stmt.else) }];
      case 'for':
        return [{ ...stmt, body: withoutGhosts(stmt.body) }];
      case 'assign':
      case 'let':
      case 'choose':
      case 'send':
      case 'broadcast':
      case 'reply':
      case 'start':
      case 'stop':
      case 'pause':
      case 'assert':
        return [stmt];
      default:
        return unhandled(stmt);
    }
  });
}

function reads(part: unknown, clock: number): boolean {
  if (Array.isArray(part)) return part.some((each) => reads(each, clock));
  if (typeof part !== 'object' || part === null) return false;
  const e = part as Partial<Expr>;
  if (e.op === 'clock' && e.clock === clock) return true;
  return Object.entries(part).some(([key, child]) => key !== 'type' && key !== 'span' && reads(child, clock));
}
