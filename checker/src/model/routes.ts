/**
 * Which messages can be in flight from whom to whom: found from the sends in the text, so that a message in flight needs
 * only the number of its route. Replies are followed to the senders of what they answer.
 */
import type { Expr, Model, Stmt } from './ir.ts';
import { does, instancesOf, roleStatements, statements } from './walk.ts';

export interface Route {
  readonly from: number;
  readonly to: number;
  readonly message: number;
  /** of messages to `to` from whomever: of such as do nothing any more, or of all, where nobody looks at the sender */
  readonly anyone?: 'ignored' | 'all';
}

/** Messages to a node whose sender is forgotten: such a one stands in flight as if it came from the node itself. */
export interface FromAnyone {
  readonly to: number;
  readonly message: number;
  readonly which: 'ignored' | 'all';
}

export interface Routes {
  /** sorted by from, to, message; the tag of a message in flight is its index here plus 1 */
  readonly list: readonly Route[];
  /** 0 where there is none */
  tag(from: number, to: number, message: number): number;
  /** the message may belong to a call */
  readonly carriesCall: readonly boolean[];
}

/** `fromAnyone`: none that the node sends to itself. */
export function findRoutes(model: Model, fromAnyone: readonly FromAnyone[] = []): Routes {
  const found = new Map<number, Route>();
  const n = model.instances.length;
  const key = (from: number, to: number, message: number) => (from * n + to) * model.messages.length + message;
  const add = (from: number, to: number, message: number): boolean => {
    const k = key(from, to, message);
    if (found.has(k)) return false;
    found.set(k, { from, to, message });
    return true;
  };
  const carriesCall = model.messages.map(() => false);
  for (const role of model.roles) {
    for (const stmt of roleStatements(role)) {
      if (!does(stmt, 'sends')) continue;
      if (stmt.call !== null) carriesCall[stmt.message] = true;
      for (const from of instancesOf(model, role.index)) {
        for (const to of receivers(stmt)) if (stmt.kind === 'send' || to !== from) add(from, to, stmt.message);
      }
    }
  }
  const replies = findReplies(model);
  for (let grew = true; grew; ) {
    grew = false;
    for (const r of replies) {
      for (const route of [...found.values()]) {
        if (route.message !== r.to || model.instances[route.to].role !== r.role) continue;
        if (add(route.to, route.from, r.message)) grew = true;
      }
    }
  }
  for (const r of replies) carriesCall[r.message] = true;
  for (const { to, message, which } of fromAnyone) found.set(key(to, to, message), { from: to, to, message, anyone: which });
  const list = [...found.entries()].sort((a, b) => a[0] - b[0]).map((e) => e[1]);
  const tags = new Map(list.map((r, i) => [key(r.from, r.to, r.message), i + 1]));
  return { list, carriesCall, tag: (from, to, message) => tags.get(key(from, to, message)) ?? 0 };
}

function receivers(stmt: Stmt & { kind: 'send' | 'broadcast' }): readonly number[] {
  const type: Expr['type'] = stmt.to.type.kind === 'set' ? stmt.to.type.of : stmt.to.type;
  return type.kind === 'node' ? type.instances : [];
}

/** Replies of `message` that instances of `role` make while they handle `to`. */
function findReplies(model: Model): { role: number; to: number; message: number }[] {
  const replies = [];
  for (const role of model.roles) {
    for (const handler of role.handlers) {
      if (handler.trigger.kind !== 'message') continue;
      for (const stmt of statements(handler.body)) {
        if (does(stmt, 'answers')) replies.push({ role: role.index, to: handler.trigger.message, message: stmt.message });
      }
    }
  }
  return replies;
}
