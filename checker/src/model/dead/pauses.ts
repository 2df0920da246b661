/** The values that the rest of a suspended handler can still read. */
import type { Block, Expr, Role } from '../ir.ts';
import { looksAt } from '../operators.ts';
import { findPause } from '../pauses.ts';
import { does, eachPart, statements } from '../walk.ts';

export interface LiveAfter {
  readonly locals: ReadonlySet<number>;
  /** something is replied to the message being handled */
  readonly replies: boolean;
  /** something asks whether that message was corrupted */
  readonly corrupted: boolean;
}

/**
 * The rest of a handler after a pause is the rest of each enclosing block and, of each enclosing `for`, its whole body once
 * more for each element still to come. A local is bound once, by what dominates every use of it: in a piece of code that
 * holds its binder, no use of it can see an older value. So what a piece reads of before is what it names and does not
 * bind, and the rest after a later pause in it is part of it.
 */
export function liveAfter(role: Role, point: number): LiveAfter {
  const live = new Set<number>();
  let replies = false;
  let corrupted = false;
  const add = (piece: Block, bound: readonly number[]) => {
    const { named, binds, ...asks } = namesIn(piece);
    for (const local of named) if (!binds.has(local) && !bound.includes(local)) live.add(local);
    replies ||= asks.replies;
    corrupted ||= asks.corrupted;
  };
  for (const { block, index } of findPause(role, point).path) {
    const stmt = block[index];
    add(block.slice(index + 1), []);
    if (stmt.kind !== 'for') continue;
    live.add(stmt.rest);
    add(stmt.body, [stmt.local]);
  }
  return { locals: live, replies, corrupted };
}

interface Names {
  readonly named: ReadonlySet<number>;
  readonly binds: ReadonlySet<number>;
  readonly replies: boolean;
  readonly corrupted: boolean;
}

function namesIn(piece: Block): Names {
  const [named, binds] = [new Set<number>(), new Set<number>()];
  eachPart(piece, (part) => {
    const { op } = part as Expr;
    if (op === 'local') named.add((part as Expr & { op: 'local' }).local);
    else for (const local of boundBy(part)) binds.add(local);
    return true;
  });
  const replies = [...statements(piece)].some((stmt) => does(stmt, 'answers'));
  return { named, binds, replies, corrupted: looksAt(piece, 'the message handled') };
}

/** Whatever binds has `local`: `let`, `choose`, `for`, quantifiers and binders of comprehensions. */
function boundBy(part: object): number[] {
  const { local, element, rest } = part as Record<string, unknown>;
  return [local, element, rest].filter((id) => typeof id === 'number');
}
