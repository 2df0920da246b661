/**
 * What a node sees of a state: its variables without ghosts, where it is suspended, which of its timers run, and what its
 * code can read of timers and clocks. Two states with the same view are one to the node.
 */
import { unhandled } from '#grammar';
import type { Block, Expr, Model, Role, Stmt } from '../../model/ir.ts';
import type { NodeState, State, Suspended, TimerState } from '../../model/state.ts';

export interface View {
  /** all of the view but `lefts`, as a text: equal views have equal texts */
  readonly key: string;
  /** what the node may read as left of its timers, for each of which its code reads that */
  readonly lefts: readonly Left[];
}

/** Known exactly, or anything from 0 to `upTo`: a timer without a drift bound tells no more. */
type Left = number | { readonly upTo: number };

/** The view of a node in a state; null where it has none: down, stopped or Byzantine. */
export type ViewOf = (state: State) => View | null;

export function viewsOf(model: Model, node: number): ViewOf {
  const role = model.roles[model.instances[node].role];
  const variables = role.variables.flatMap((variable, i) => (variable.ghost ? [] : [i]));
  const clocks = model.clocks.flatMap((_, clock) => (readsClock(role, clock) ? [clock] : []));
  const read = role.timers.map((timer) => timer.readsLeft);
  return ({ nodes, byzantine }) => {
    const own = nodes[node];
    if (own.status !== 'up' || byzantine[node]) return null;
    const key = JSON.stringify([
      variables.map((i) => own.variables[i]),
      own.timers.map((keys) => keys.map(({ kind }) => (kind === 'off' ? 0 : 1))),
      clocks.map((clock) => own.clocks[clock]),
      own.suspended === null ? 0 : suspendedView(own.suspended, node),
    ]);
    return { key, lefts: leftsOf(own, read) };
  };
}

/** There is a reading of every timer that both views allow. */
export function mayRead(a: readonly Left[], b: readonly Left[]): boolean {
  return a.every((left, i) => overlap(left, b[i]));
}

function overlap(a: Left, b: Left): boolean {
  if (typeof a === 'number') return typeof b === 'number' ? a === b : a <= b.upTo;
  return typeof b === 'number' ? b <= a.upTo : true;
}

function leftsOf({ timers }: NodeState, read: readonly boolean[]): Left[] {
  return timers.flatMap((keys, timer) => (read[timer] ? keys.map(leftOf) : []));
}

function leftOf(timer: TimerState): Left {
  switch (timer.kind) {
    case 'off':
      return 0;
    case 'exact':
      return Math.min(timer.left, timer.duration);
    case 'loose':
      return { upTo: timer.duration };
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
