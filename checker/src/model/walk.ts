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

/** Every expression in a part of a model, the part itself included, outer ones first. */
export function expressionsIn(part: unknown): Expr[] {
  if (Array.isArray(part)) return part.flatMap(expressionsIn);
  if (typeof part !== 'object' || part === null) return [];
  const isExpr = 'op' in part;
  if (isExpr && part.op === 'const') return [part as Expr];
  const inner = Object.entries(part).flatMap(([key, child]) => (key === 'type' || key === 'span' ? [] : expressionsIn(child)));
  return isExpr ? [part as Expr, ...inner] : inner;
}
