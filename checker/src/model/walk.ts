/** Walks over statements, nested ones included. */
import type { Block, Model, Role, Stmt } from './ir.ts';

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
