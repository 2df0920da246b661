/** Looking through the statements of handlers and actions. */
import type { Block, Expr, Span, Statement } from '#grammar';

/** Whether some statement fits, those inside others included. Ghost blocks do not change the run: `ghosts` says whether they count. */
export function someStatement(body: Block, fits: (s: Statement) => boolean, ghosts = true): boolean {
  return body.statements.some(
    (s) => fits(s) || (s.kind === 'call' && fits(s.send)) || inner(s, ghosts).some((b) => someStatement(b, fits, ghosts)),
  );
}

export function eachStatement(body: Block, visit: (s: Statement) => void): void {
  someStatement(body, (s) => {
    visit(s);
    return false;
  });
}

function inner(s: Statement, ghosts: boolean): Block[] {
  if (s.kind === 'if') return s.else === null ? [s.then] : [s.then, s.else];
  if (s.kind === 'for' || (s.kind === 'ghost' && ghosts)) return [s.body];
  if (s.kind === 'match') return [...s.cases.map((c) => c.body), ...(s.otherwise === null ? [] : [s.otherwise])];
  return [];
}

/** The variable that an assignment changes, or a part of which it changes. */
export function assigned(target: Expr): string | null {
  if (target.kind === 'name') return target.name.text;
  if (target.kind === 'field') return target.of.kind === 'self' ? target.field.text : assigned(target.of);
  return target.kind === 'index' ? assigned(target.of) : null;
}

/** Whether the name stands somewhere in the expression. */
export function mentions(part: unknown, name: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (isName(part)) return part.text === name;
  return Object.entries(part).some(([key, child]) => key !== 'span' && mentions(child, name));
}

function isName(part: object): part is { text: string; span: Span } {
  return 'text' in part && 'span' in part;
}
