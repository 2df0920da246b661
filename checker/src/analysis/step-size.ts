/**
 * How much one step, or one look at a state, can have to do: loops and quantifiers inside each other multiply. It is bounded, since a search
 * can be stopped between two states only.
 */
import type { Span } from '#grammar';
import type { Expr, Model, Stmt } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import type { Reporter } from './report.ts';

/** Operations of one body or property: about a second. */
const MOST_OPERATIONS = 100_000_000;
/** Elements that a set or list whose elements are known to no analysis is taken to have, at most. */
const GUESS = 64;

export interface LongStep {
  readonly operations: number;
  readonly span: Span;
}

/** Returns whether there is one. */
export function reportLongSteps(model: Model, reporter: Reporter): boolean {
  const steps = longSteps(model);
  for (const { operations, span } of steps)
    reporter.report('PV0603', span, `this can take ${operations.toExponential(0).replace('e+', 'e')} operations at once`, {
      why: 'Loops and quantifiers inside each other multiply, and a search can be stopped between two states only.',
      help: 'use smaller sets, or let several steps do the work',
    });
  return steps.length > 0;
}

/** The innermost loop or quantifier of which so much is asked, of each body and property where there is one. */
function longSteps({ roles, properties, limits }: Model): LongStep[] {
  const found: LongStep[] = [];
  const pieces = [...roles.flatMap(({ handlers, actions, defers }) => [...handlers, ...actions, ...defers]), ...properties, ...limits];
  for (const piece of pieces) new Counter((step) => void found.push(step)).operations(piece);
  return found;
}

class Counter {
  /** expressions are shared, as a function's argument is */
  readonly #known = new Map<object, number>();
  readonly #report: (step: LongStep) => void;
  #reported = false;

  constructor(report: (step: LongStep) => void) {
    this.#report = report;
  }

  operations(piece: unknown): number {
    if (piece === null || typeof piece !== 'object') return 0;
    const known = this.#known.get(piece);
    if (known !== undefined) return known;
    const counted = Array.isArray(piece) ? this.#sum(piece) : this.#of(piece as Partial<Expr> & Partial<Stmt>);
    this.#known.set(piece, counted);
    return counted;
  }

  #sum(pieces: readonly unknown[]): number {
    return pieces.reduce((sum: number, piece) => sum + this.operations(piece), 0);
  }

  #of(piece: Partial<Expr> & Partial<Stmt>): number {
    if (piece.op === 'const') return 0;
    const children = this.#sum(Object.entries(piece).flatMap(([key, part]) => (LEFT_OUT.has(key) ? [] : [part])));
    const own = piece.op === undefined && piece.kind === undefined ? 0 : 1;
    const total = own + children * times(piece);
    if (total > MOST_OPERATIONS && piece.span !== undefined && times(piece) > 1 && !this.#reported) {
      this.#reported = true;
      this.#report({ operations: total, span: piece.span });
    }
    return total;
  }
}

const LEFT_OUT: ReadonlySet<string> = new Set(['type', 'span', 'nameSpan']);

/** How often what stands inside is done. */
function times(piece: Partial<Expr> & Partial<Stmt>): number {
  const { op, kind } = piece as { op?: string; kind?: string };
  if (op === 'forall' || op === 'exists' || op === 'countWhere' || kind === 'for' || kind === 'choose') {
    const { from } = piece as { from: Expr };
    return kind === 'choose' ? 1 : Math.max(1, elementsOf(from));
  }
  if (op === 'comprehension') {
    const { binders } = piece as Extract<Expr, { op: 'comprehension' }>;
    return binders.reduce((product, { from }) => product * Math.max(1, elementsOf(from)), 1);
  }
  if (op === 'mapBy') {
    const { type } = piece as Expr;
    return type.kind === 'map' ? Math.max(1, cardinality(type.key)) : 1;
  }
  return 1;
}

function elementsOf(from: Expr): number {
  if (from.op === 'const') return Array.isArray(from.value) ? from.value.length : 1;
  if (from.op === 'comprehension') return from.binders.reduce((product, binder) => product * elementsOf(binder.from), 1);
  const { type } = from;
  if (type.kind === 'list') return Math.min(GUESS, type.max);
  if (type.kind !== 'set') return 1;
  // A local that is bound to a set written here can hold all of it.
  return from.op === 'local' ? cardinality(type.of) : Math.min(GUESS, cardinality(type.of));
}
