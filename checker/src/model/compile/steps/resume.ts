/** Going on after a `pause`: the rest of each enclosing block, from the innermost outwards. */
import type { SuspendedLayout } from '../../layout.ts';
import type { Level } from '../../pauses.ts';
import { TARGET } from '../bases.ts';
import { writeField } from '../memory/access.ts';
import type { Body, Code } from '../unit.ts';
import { local } from '../values/expressions.ts';
import { overRest } from './loops.ts';
import { block } from './statements.ts';

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
