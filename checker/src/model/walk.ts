/** Walks over statements, nested ones included. */
import { unhandled } from '#grammar';
import type { Block, Expr, Model, Role, Stmt } from './ir.ts';

export function* statements(block: Block): Generator<Stmt> {
  for (const stmt of block) {
    yield stmt;
    for (const inner of blocksIn(stmt)) yield* statements(inner);
  }
}

/** The blocks directly inside a statement, in text order. */
export function blocksIn(stmt: Stmt): readonly Block[] {
  switch (stmt.kind) {
    case 'if':
      return [stmt.then, stmt.else];
    case 'for':
    case 'ghost':
      return [stmt.body];
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

/** The effects of a statement that analyses of a whole model need; for bodies see also `blocksIn`. */
const DOES = {
  assign: 'assigns',
  let: 'binds',
  choose: 'chooses',
  if: 'holds others',
  for: 'holds others',
  ghost: 'holds others',
  send: 'sends',
  broadcast: 'sends',
  reply: 'answers',
  start: 'starts a timer',
  stop: 'stops a timer',
  pause: 'pauses',
  assert: 'asserts',
} as const satisfies Record<Stmt['kind'], string>;

type Doing = typeof DOES;
type KindsThat<What> = { [Kind in Stmt['kind']]: Doing[Kind] extends What ? Kind : never }[Stmt['kind']];

export function does<What extends Doing[Stmt['kind']]>(
  stmt: Stmt,
  ...what: readonly What[]
): stmt is Extract<Stmt, { readonly kind: KindsThat<What> }> {
  return (what as readonly string[]).includes(DOES[stmt.kind]);
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

/**
 * Types, places in the text and constant values hold no code. Every other property is walked, so that a new kind of
 * expression or statement is too, whatever its parts are called; but these names must not be given to parts with code.
 */
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
