/** Looking through the statements of handlers and actions. */
import { type Block, blocksIn, type Expr, type Span, type Statement, sendIn } from '#grammar';

/** Whether some statement fits, those inside others included. Ghost blocks do not change the run: `ghosts` says whether they count. */
export function someStatement(body: Block, fits: (s: Statement) => boolean, ghosts = true): boolean {
  return body.statements.some((s) => {
    const send = sendIn(s);
    if (fits(s) || (send !== null && send !== s && fits(send))) return true;
    return (ghosts || s.kind !== 'ghost') && blocksIn(s).some((inner) => someStatement(inner, fits, ghosts));
  });
}

export function eachStatement(body: Block, visit: (s: Statement) => void): void {
  someStatement(body, (s) => {
    visit(s);
    return false;
  });
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
