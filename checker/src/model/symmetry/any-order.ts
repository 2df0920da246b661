/**
 * Whether a `for` comes to the same in whatever order it takes the elements. Each round may write only what no other round
 * touches (a map's entry or a timer at the round's own key), or what any order leaves the same (a set that only gains elements, or only
 * loses some; a place that is given one constant whoever writes it), and may read nothing that another round writes.
 */

import { unhandled } from '#grammar';
import type { AssignTarget, Expr, Model, Stmt } from '../ir.ts';
import { looksAt } from '../operators.ts';
import { choosesReading } from '../readings.ts';
import { does, expressionsIn, statements } from '../walk.ts';
import { mayEnd } from './may-fail.ts';

type For = Stmt & { readonly kind: 'for' };

/** Why the order may matter, or null where it does not: "can be suspended between two". */
export function whyOrderMatters(model: Model, loop: For): string | null {
  const inside = [...statements(loop.body)];
  if (mayEnd([loop.where, loop.body], 'cut')) return 'a round may be cut';
  for (const stmt of inside) {
    const because = whyNot(model, loop, stmt, inside);
    if (because !== null) return because;
  }
  const parts = [loop.where, loop.body];
  if (choosesReading(model, parts)) return 'readings are taken in it';
  if (looksAt(parts, 'timers') && inside.some((stmt) => does(stmt, 'starts a timer', 'stops a timer')))
    return 'timers are asked about in it';
  if (looksAt(parts, 'messages in flight')) return 'messages in flight are counted in it';
  if (looksAt(parts, 'turns')) return 'what is enabled is asked in it';
  return null;
}

function whyNot(model: Model, loop: For, stmt: Stmt, inside: readonly Stmt[]): string | null {
  switch (stmt.kind) {
    case 'pause':
      return 'can be suspended between two';
    case 'assign':
      return assignment(loop, stmt, inside);
    case 'send':
    case 'broadcast':
      if (stmt.call !== null) return 'each call makes the one before stale';
      if (ordersLinks(model) && !(stmt.kind === 'send' && isRound(stmt.to, loop))) return 'what is sent to one node keeps its order';
      return null;
    case 'reply':
      return ordersLinks(model) ? 'what is sent to one node keeps its order' : null;
    case 'start':
    case 'stop':
      return stmt.key !== null && isRound(stmt.key, loop) ? null : 'a timer is set more than once';
    case 'let':
    case 'choose':
      // What they bind, a round binds for itself.
      return null;
    case 'if':
    case 'for':
    case 'ghost':
      // The statements in them are looked at one by one.
      return null;
    case 'assert':
      // One that fails ends the step in an error in any order.
      return null;
    default:
      return unhandled(stmt);
  }
}

/** Of two messages to one node it matters which was sent first. */
function ordersLinks({ network }: Model): boolean {
  return network.fifo || network.queue !== null;
}

function assignment(loop: For, stmt: Stmt & { readonly kind: 'assign' }, inside: readonly Stmt[]): string | null {
  const { target, value } = stmt;
  const assigns = inside.filter((other) => other.kind === 'assign' && isSame(other.target, target));
  const own = keyOf(target);
  if (own !== null && isRound(own, loop)) {
    const apart = assigns.every(
      (other) => other.kind === 'assign' && isSameOwner(other.target, target) && isRound(keyOf(other.target), loop),
    );
    const within = readsOf(loop.body, target).every((read) => isByOwner(read, target) && isAtKey(read, loop, loop.body));
    return apart && within ? null : 'reads what another round writes';
  }
  if (target.path.length > 0) return 'rounds write the same place';
  const gathers = (op: 'union' | 'difference') => (other: Stmt) =>
    other.kind === 'assign' &&
    other.target.path.length === 0 &&
    other.value.op === op &&
    other.target.variable.kind !== 'other' &&
    isRead(other.value.left, other.target) &&
    isByOwner(other.value.left, other.target) &&
    readsOf(other.value.right, target).length === 0;
  const collected = assigns.every(gathers('union')) || assigns.every(gathers('difference'));
  if (collected && readsOf(loop.body, target).length === assigns.length) return null;
  const isSettled = assigns.every((other) => other.kind === 'assign' && other.target.path.length === 0 && other.value.op === 'const');
  const values = new Set(
    assigns.map((other) => (other.kind === 'assign' && other.value.op === 'const' ? JSON.stringify(other.value.value) : '')),
  );
  if (isSettled && values.size === 1 && readsOf(loop.body, target).length === 0) return null;
  return readsOf(value, target).length > 0 ? 'a round builds on the one before' : 'the last one stays';
}

function isRound(e: Expr | null, { local }: For): boolean {
  return e !== null && e.op === 'local' && e.local === local;
}

/** The key into the map that the target is, or of the node that it belongs to. */
function keyOf({ variable, path }: AssignTarget): Expr | null {
  if (variable.kind === 'other') return variable.node;
  const [first] = path;
  return first?.kind === 'key' ? first.key : null;
}

function isSame(a: AssignTarget, b: AssignTarget): boolean {
  const [x, y] = [a.variable, b.variable];
  if (x.kind === 'system' || y.kind === 'system') return x.kind === 'system' && y.kind === 'system' && x.ghost === y.ghost;
  // An own variable is also one of some node's: taken for the same wherever it has the same number.
  return x.variable === y.variable;
}

/** Whether the expression reads the variable of the target, of whatever node. */
function isRead(e: Expr, { variable }: AssignTarget): boolean {
  if (variable.kind === 'system') return e.op === 'systemGhost' && e.ghost === variable.ghost;
  return (e.op === 'var' || e.op === 'varOf') && e.variable === variable.variable;
}

/** Both are variables of the same kind of owner: oneself, the system, or a node that an expression names. */
function isSameOwner(a: AssignTarget, b: AssignTarget): boolean {
  return a.variable.kind === b.variable.kind;
}

/**
 * The read goes by the owner that the target goes by. A node's own variable may also be read, or written, by way of the node's
 * name; which round that then is depends on who the node is.
 */
function isByOwner(read: Expr, { variable }: AssignTarget): boolean {
  switch (variable.kind) {
    case 'own':
      return read.op === 'var';
    case 'other':
      return read.op === 'varOf';
    case 'system':
      return read.op === 'systemGhost';
    default:
      return unhandled(variable);
  }
}

function readsOf(part: unknown, target: AssignTarget): Expr[] {
  return expressionsIn(part).filter((e) => isRead(e, target));
}

/** The variable is read only at the round's own key. */
function isAtKey(read: Expr, loop: For, body: unknown): boolean {
  if (read.op === 'varOf') return isRound(read.node, loop);
  return expressionsIn(body).some((e) => e.op === 'lookup' && e.of === read && isRound(e.key, loop));
}
