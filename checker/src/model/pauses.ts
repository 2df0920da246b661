/** Where the pauses of a role stand: a suspended handler is found again by walking down to its pause. */
import { unhandled } from '#grammar';
import type { Block, Role, Stmt } from './ir.ts';
import { bodies, does } from './walk.ts';

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
    if (does(stmt, 'pauses') && stmt.point === point) return [{ block, index }];
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
  switch (stmt.kind) {
    case 'if':
      return [stmt.then, stmt.else];
    case 'for':
      return [stmt.body];
    case 'ghost':
      // It contains nothing that takes time.
      return [];
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
      return [];
    default:
      return unhandled(stmt);
  }
}
