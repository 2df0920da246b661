/** What code and formulas may do with the elements of a sort for the sort to be symmetric; anything else is an `Asymmetry`. */

import { type Span, unhandled } from '#grammar';
import type { Block, Expr, Model, Stmt, Type } from '../ir.ts';
import type {
  Access,
  Binding,
  Circumstance,
  ClockRead,
  Construction,
  Division,
  Equality,
  ListOperation,
  Logic,
  SetAlgebra,
  Sum,
  TimerRead,
  VariableRead,
} from '../operators.ts';
import { choosesReading } from '../readings.ts';
import { expressionsIn, statements } from '../walk.ts';
import { whyOrderMatters } from './any-order.ts';
import { mayEnd } from './may-fail.ts';
import { exchanges, refersTo, replaced, type Sort, typesWithin } from './sorts.ts';

/** Why the elements of a sort are not symmetric. */
export class Asymmetry extends Error {
  readonly why: string;
  readonly span: Span | null;

  constructor(why: string, span: Span | null) {
    super(why);
    this.why = why;
    this.span = span;
  }
}

/** Throws `Asymmetry`. */
export function requireSymmetric(model: Model, block: Block, sort: Sort): void {
  for (const e of expressionsIn(block)) requireSymmetricOp(model, e, sort);
  for (const stmt of statements(block)) requireSymmetricStatement(model, stmt, sort);
}

/** Throws `Asymmetry`. */
export function requireSymmetricExpr(model: Model, expr: Expr, sort: Sort): void {
  for (const e of expressionsIn(expr)) requireSymmetricOp(model, e, sort);
}

/**
 * The same of what may ask what nodes know: who is asked, and what, name no element. What a node knows hangs on the states that look the same to
 * it, and of these permutations make those that look the same to the node that takes its place. Throws `Asymmetry`.
 */
export function requireSymmetricAsked(model: Model, expr: Expr, sort: Sort): void {
  for (const e of expressionsIn(expr)) if (e.op !== 'knows') requireSymmetricOp(model, e, sort);
}

function requireSymmetricStatement(model: Model, stmt: Stmt, sort: Sort): void {
  switch (stmt.kind) {
    case 'choose':
      if (goesThrough(stmt.from, sort) && stmt.where !== null) requireQuiet(model, [stmt.where], stmt.span, 'cut');
      return;
    case 'for': {
      const because = goesThrough(stmt.from, sort) ? whyOrderMatters(model, stmt) : null;
      if (because !== null) throw new Asymmetry(`a \`for\` takes them one after another, and ${because}`, stmt.span);
      return;
    }
    case 'assign':
    case 'let':
    case 'if':
    case 'send':
    case 'broadcast':
    case 'reply':
    case 'start':
    case 'stop':
    case 'pause':
    case 'assert':
    case 'ghost':
      // Equivariant if their expressions are.
      return;
    default:
      unhandled(stmt);
  }
}

/** Operators whose value for permuted operands, in a permuted state, is the permuted value. */
type Equivariant =
  | (Exclude<Binding, 'const'> | VariableRead | TimerRead | ClockRead | Circumstance | 'next')
  | (Logic | Equality | Sum | Division | SetAlgebra)
  | (Construction | Access | ListOperation | 'convert');

function requireSymmetricOp(model: Model, e: Expr, sort: Sort): void {
  requireWhole(e.type, e.span, sort);
  switch (e.op) {
    case 'const':
      if (!exchanges(sort).every((by) => JSON.stringify(replaced(e.type, sort, by, e.value)) === JSON.stringify(e.value)))
        throw new Asymmetry('one of them is named', e.span);
      return;
    case '<':
    case '<=':
    case '>':
    case '>=':
      requireUnordered(e.left.type, e.span, sort);
      return;
    case 'min':
    case 'max':
    case 'minOf':
    case 'maxOf':
      requireUnordered(e.type, e.span, sort);
      return;
    case 'forall':
    case 'exists':
      if (goesThrough(e.from, sort)) requireQuiet(model, [e.where, e.body], e.span, 'error');
      return;
    case 'countWhere':
      if (goesThrough(e.from, sort)) requireQuiet(model, [e.where], e.span, 'cut');
      return;
    case 'comprehension':
      if (e.binders.some(({ from }) => goesThrough(from, sort))) requireQuiet(model, [e.binders, e.element], e.span, 'cut');
      return;
    case 'mapBy':
      if (e.type.kind === 'map' && refersTo(e.type.key, sort)) requireQuiet(model, [e.value], e.span, 'cut');
      return;
    case 'numberOf':
      if (refersTo(e.node.type, sort)) throw new Asymmetry('their numbers are asked for', e.span);
      return;
    case 'numbered':
      if (sort.kind === 'role' && sort.role === e.role) throw new Asymmetry('one of them is named by its number', e.span);
      return;
    case 'knows':
      throw new Asymmetry('what a node knows is asked for', e.span);
    default:
      e.op satisfies Equivariant;
  }
}

/** Values of the type are compared: no element of the sort may stand in them. */
function requireUnordered(type: Type, span: Span, sort: Sort): void {
  if (refersTo(type, sort)) throw new Asymmetry('their order is asked for', span);
}

/** A type names all elements of a sort or none. */
function requireWhole(type: Type, span: Span, sort: Sort): void {
  for (const part of typesWithin(type)) {
    const some = part.kind === 'node' && refersTo(part, sort);
    if (some && !sort.elements.every((element) => part.instances.includes(element)))
      throw new Asymmetry('a type holds only some of them', span);
  }
}

/** Elements of the sort, or values with some in them, are gone through in the order of values. */
function goesThrough(from: Expr, sort: Sort): boolean {
  return from.type.kind === 'set' && refersTo(from.type, sort);
}

/**
 * What is evaluated for one element after another must not end the step, nor read what is chosen when first read: how far
 * it comes would depend on the order. Where every element is evaluated whatever comes out, a model error is one in any order.
 */
function requireQuiet(model: Model, parts: unknown, span: Span, least: 'error' | 'cut'): void {
  if (mayEnd(parts, 'cut') || (least === 'error' && mayEnd(parts, 'error')))
    throw new Asymmetry('what is asked of each of them may end the step', span);
  if (choosesReading(model, parts)) throw new Asymmetry('a reading is taken for each of them', span);
}
