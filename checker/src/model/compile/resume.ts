/** Going on after a `pause`: the rest of each enclosing block, from the innermost outwards. */
import type { Block, Role } from '../ir.ts';
import type { SuspendedLayout } from '../layout.ts';
import { bodies } from '../walk.ts';
import { writeField } from './access.ts';
import { TARGET } from './bases.ts';
import { local } from './expressions.ts';
import { overRest } from './loops.ts';
import { type Body, block } from './statements.ts';
import type { Code } from './unit.ts';

/** A statement on the way to a pause: its block and where it stands there. The outermost is first. */
interface Level {
  readonly block: Block;
  readonly index: number;
}

export function findPause(role: Role, point: number): { body: Block; path: Level[] } {
  for (const body of bodies(role)) {
    const path = pathTo(body, point);
    if (path !== null) return { body, path };
  }
  throw new Error(`pause point ${point} stands in no handler of ${role.name}`);
}

function pathTo(block: Block, point: number): Level[] | null {
  for (const [index, stmt] of block.entries()) {
    if (stmt.kind === 'pause' && stmt.point === point) return [{ block, index }];
    const inner = stmt.kind === 'if' ? [stmt.then, stmt.else] : stmt.kind === 'for' ? [stmt.body] : [];
    for (const b of inner) {
      const path = pathTo(b, point);
      if (path !== null) return [{ block, index }, ...path];
    }
  }
  return null;
}

export function continuation(body: Body, path: readonly Level[]): void {
  for (let i = path.length - 1; i >= 0; i--) {
    const level = path[i];
    const stmt = level.block[level.index];
    if (stmt.kind === 'for') overRest(body, stmt, local(body, stmt.rest), (inner) => block(inner, stmt.body));
    block(body, level.block.slice(level.index + 1));
  }
}

export function clearSuspended(code: Code, s: SuspendedLayout): void {
  for (const f of [s.point, s.hasContext, s.from, s.corrupted, s.call, ...s.frame]) writeField(code, TARGET.words, TARGET.offset, f, '0');
}
