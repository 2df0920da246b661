/** Walks over statements, nested ones included. */
import type { Block, Expr, Model, Role, Stmt } from './ir.ts';

export function* statements(block: Block): Generator<Stmt> {
  for (const stmt of block) {
    yield stmt;
    if (stmt.kind === 'if') {
      yield* statements(stmt.then);
      yield* statements(stmt.else);
    } else if (stmt.kind === 'for' || stmt.kind === 'ghost') yield* statements(stmt.body);
  }
}

/** Every body of a role: handlers and actions. */
export function bodies(role: Role): Block[] {
  return [...role.handlers.map((h) => h.body), ...role.actions.map((a) => a.body)];
}

export function* roleStatements(role: Role): Generator<Stmt> {
  for (const body of bodies(role)) yield* statements(body);
}

export function instancesOf(model: Model, role: number): number[] {
  return model.instances.filter((i) => i.role === role).map((i) => i.index);
}

/** An expression, a statement, or what stands between them. */
export interface Part {
  readonly op?: string;
  readonly kind?: string;
}

/** Types, places in the text and constant values hold no code. */
const NO_CODE = new Set(['type', 'span', 'in', 'values']);

/** Calls `visit` with every object in a piece of a model, outermost first; where it answers false, what is inside is left out. */
export function eachPart(piece: unknown, visit: (part: Part) => boolean): void {
  if (piece === null || typeof piece !== 'object') return;
  if (Array.isArray(piece)) {
    for (const one of piece) eachPart(one, visit);
    return;
  }
  const part = piece as Part;
  if (!visit(part) || part.op === 'const') return;
  for (const [name, inner] of Object.entries(part)) if (!NO_CODE.has(name)) eachPart(inner, visit);
}

/** Every expression in a piece of a model, the piece itself included, outer ones first. */
export function expressionsIn(piece: unknown): Expr[] {
  const found: Expr[] = [];
  eachPart(piece, (part) => {
    if (part.op !== undefined) found.push(part as Expr);
    return true;
  });
  return found;
}

/** Whether an expression with one of these operators stands in a piece of a model. */
export function mentions(piece: unknown, operators: readonly Expr['op'][]): boolean {
  return expressionsIn(piece).some(({ op }) => operators.includes(op));
}
