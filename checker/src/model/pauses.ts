/** Where the pauses of a role stand: a suspended handler is found again by walking down to its pause. */
import type { Block, Role, Stmt } from './ir.ts';
import { bodies } from './walk.ts';

/** A statement on the way to a pause: its block and its position there. */
export interface Level {
  readonly block: Block;
  readonly index: number;
}

/** The body that holds the pause, and the way to it; the outermost level comes first. */
export function findPause(role: Role, point: number): { readonly body: Block; readonly path: readonly Level[] } {
  for (const body of bodies(role)) {
    const path = pathTo(body, point);
    if (path !== null) return { body, path };
  }
  throw new Error(`pause point ${point} stands in no handler of ${role.name}`);
}

function pathTo(block: Block, point: number): Level[] | null {
  for (const [index, stmt] of block.entries()) {
    if (stmt.kind === 'pause' && stmt.point === point) return [{ block, index }];
    for (const inner of suspendableBlocks(stmt)) {
      const path = pathTo(inner, point);
      if (path !== null) return [{ block, index }, ...path];
    }
  }
  return null;
}

export function holdsPause(block: Block, point: number): boolean {
  return pathTo(block, point) !== null;
}

export function isOnTheWay(stmt: Stmt, point: number): boolean {
  return pathTo([stmt], point) !== null;
}

/** The blocks inside a statement in which a handler can be suspended. */
function suspendableBlocks(stmt: Stmt): readonly Block[] {
  if (stmt.kind === 'if') return [stmt.then, stmt.else];
  return stmt.kind === 'for' ? [stmt.body] : [];
}
