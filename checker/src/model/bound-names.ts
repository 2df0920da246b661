/** Which names are bound where a statement stands. */
import type { Block, Model, Role, Stmt, Trigger } from './ir.ts';
import { findPause } from './pauses.ts';
import { blocksIn, does } from './walk.ts';

/** Code of a role: a handler or an action. */
export interface Code {
  /** `on Renew`, `renew` */
  readonly title: string;
  readonly body: Block;
  /** what binds names before the body begins */
  readonly parameters: readonly number[];
  readonly handlesMessage: boolean;
  readonly span: Stmt['span'];
}

export interface Position {
  /** blocks around it, the body of the code being one */
  readonly depth: number;
  /** locals that have a name there, inner ones last */
  readonly locals: readonly number[];
}

export function codeOfHandler(role: Role, handler: number): Code {
  const { title, body, span, trigger } = role.handlers[handler];
  return { title, body, span, parameters: parametersOf(trigger), handlesMessage: trigger.kind === 'message' };
}

export function codeOfAction(role: Role, action: number): Code {
  const { name, body, span, params } = role.actions[action];
  return { title: name, body, span, parameters: params.map(({ local }) => local), handlesMessage: false };
}

/** All code of a role, in the order of the text by kind. */
export function codesOf(role: Role): Code[] {
  return [...role.handlers.map((_, i) => codeOfHandler(role, i)), ...role.actions.map((_, i) => codeOfAction(role, i))];
}

/** The code that holds a pause. Triggers that share a body bind no names. */
export function codeWithPause(role: Role, point: number): { readonly code: Code; readonly pause: Stmt } {
  const { body, path } = findPause(role, point);
  const { block, index } = path[path.length - 1];
  return { code: codesOf(role).find((one) => one.body === body)!, pause: block[index] };
}

/** Null where the statement is not in this code. */
export function positionOf(code: Code, stmt: Stmt): Position | null {
  return within(code.body, stmt, 1, code.parameters);
}

function within(block: Block, wanted: Stmt, depth: number, bound: readonly number[]): Position | null {
  let locals = bound;
  for (const stmt of block) {
    if (stmt === wanted) return { depth, locals };
    const inner = stmt.kind === 'for' ? [...locals, stmt.local] : locals;
    for (const body of blocksIn(stmt)) {
      const found = within(body, wanted, depth + 1, inner);
      if (found !== null) return found;
    }
    if (does(stmt, 'binds', 'chooses')) locals = [...locals, stmt.local];
  }
  return null;
}

function parametersOf(trigger: Trigger): number[] {
  if (trigger.kind === 'message') return [...trigger.fields, trigger.from].filter((local) => local !== null);
  return trigger.kind === 'timer' && trigger.key !== null ? [trigger.key] : [];
}

/** A name that the author wrote, and not one that the analysis made, such as `the rest of x`. */
export function isWritten({ locals }: Model, local: number): boolean {
  return !locals[local].name.includes(' ');
}
