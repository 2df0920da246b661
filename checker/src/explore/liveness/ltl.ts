/**
 * Linear temporal logic without next, in negation normal form, hash-consed: equal formulas are one object, so that sets of
 * formulas are sets of numbers. Atoms are numbers; what they mean is the caller's business.
 */
import { unhandled } from '#grammar';
import type { Expr, Temporal } from '../../model/ir.ts';

interface Constant {
  /** equal formulas have equal ids */
  readonly id: number;
  readonly op: 'true' | 'false';
}

interface Atom {
  readonly id: number;
  readonly op: 'atom';
  readonly atom: number;
  readonly negated: boolean;
}

export interface Pair {
  readonly id: number;
  readonly op: 'and' | 'or' | 'until' | 'release';
  readonly left: Formula;
  readonly right: Formula;
}

export type Formula = Constant | Atom | Pair;

type Shape = Omit<Constant, 'id'> | Omit<Atom, 'id'> | Omit<Pair, 'id'>;

/** Makes formulas; two formulas are comparable only when the same `Formulas` made them. */
export class Formulas {
  readonly #known = new Map<string, Formula>();
  readonly true: Formula = this.#intern('true', { op: 'true' });
  readonly false: Formula = this.#intern('false', { op: 'false' });

  #intern(key: string, shape: Shape): Formula {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = { ...shape, id: this.#known.size } as Formula;
    this.#known.set(key, made);
    return made;
  }

  atom(atom: number, negated = false): Formula {
    return this.#intern(`${negated ? '!' : ''}a${atom}`, { op: 'atom', atom, negated });
  }

  and(left: Formula, right: Formula): Formula {
    if (left.op === 'false' || right.op === 'false' || this.not(left) === right) return this.false;
    if (left.op === 'true' || left === right) return right;
    if (right.op === 'true') return left;
    return this.#ordered('and', left, right);
  }

  or(left: Formula, right: Formula): Formula {
    if (left.op === 'true' || right.op === 'true' || this.not(left) === right) return this.true;
    if (left.op === 'false' || left === right) return right;
    if (right.op === 'false') return left;
    return this.#ordered('or', left, right);
  }

  /** Both are commutative: one order for both ways of writing. */
  #ordered(op: 'and' | 'or', a: Formula, b: Formula): Formula {
    const [left, right] = a.id <= b.id ? [a, b] : [b, a];
    return this.#intern(`${op}(${left.id},${right.id})`, { op, left, right });
  }

  until(left: Formula, right: Formula): Formula {
    if (right.op === 'true' || right.op === 'false' || left.op === 'false' || left === right) return right;
    // eventually eventually p
    if (left.op === 'true' && right.op === 'until' && right.left.op === 'true') return right;
    return this.#intern(`until(${left.id},${right.id})`, { op: 'until', left, right });
  }

  release(left: Formula, right: Formula): Formula {
    if (right.op === 'true' || right.op === 'false' || left.op === 'true' || left === right) return right;
    // always always p
    if (left.op === 'false' && right.op === 'release' && right.left.op === 'false') return right;
    return this.#intern(`release(${left.id},${right.id})`, { op: 'release', left, right });
  }

  eventually(of: Formula): Formula {
    return this.until(this.true, of);
  }

  always(of: Formula): Formula {
    return this.release(this.false, of);
  }

  not(f: Formula): Formula {
    switch (f.op) {
      case 'true':
        return this.false;
      case 'false':
        return this.true;
      case 'atom':
        return this.atom(f.atom, !f.negated);
      case 'and':
        return this.or(this.not(f.left), this.not(f.right));
      case 'or':
        return this.and(this.not(f.left), this.not(f.right));
      case 'until':
        return this.release(this.not(f.left), this.not(f.right));
      case 'release':
        return this.until(this.not(f.left), this.not(f.right));
      default:
        return unhandled(f);
    }
  }
}

/**
 * The same formula with promises joined: p and q come to hold for good just where each does, and one of several comes about, once or
 * again and again, just where their disjunction does. An automaton has to note for each promise of a conjunction whether it is kept.
 */
export function joined(formulas: Formulas, f: Formula): Formula {
  if (!('left' in f)) return f;
  if (f.op === 'until') return formulas.until(joined(formulas, f.left), joined(formulas, f.right));
  if (f.op === 'release') return formulas.release(joined(formulas, f.left), joined(formulas, f.right));
  const parts = partsOf(f.op, f).map((part) => joined(formulas, part));
  if (f.op === 'and') {
    const [forGood, others] = split(parts, (part) => inside(inside(part, 'eventually'), 'always'));
    const all = forGood.length === 0 ? [] : [formulas.eventually(formulas.always(forGood.reduce((a, b) => formulas.and(a, b))))];
    return [...others, ...all].reduce((a, b) => formulas.and(a, b));
  }
  const [again, once] = split(parts, (part) => inside(inside(part, 'always'), 'eventually'));
  const [some, others] = split(once, (part) => inside(part, 'eventually'));
  const any = (list: readonly Formula[]) => list.reduce((a, b) => formulas.or(a, b), formulas.false);
  return any([...others, formulas.eventually(any(some)), formulas.always(formulas.eventually(any(again)))]);
}

/** What is joined by `op`, however it is nested. */
function partsOf(op: 'and' | 'or', f: Formula): Formula[] {
  return f.op === op ? [...partsOf(op, f.left), ...partsOf(op, f.right)] : [f];
}

/** P of `eventually P` or `always P`; null where the formula is no such. */
function inside(f: Formula | null, word: 'eventually' | 'always'): Formula | null {
  const [op, left] = word === 'eventually' ? (['until', 'true'] as const) : (['release', 'false'] as const);
  return f !== null && f.op === op && f.left.op === left ? f.right : null;
}

/** What `of` finds in those that have it, and the others. */
function split(parts: readonly Formula[], of: (part: Formula) => Formula | null): [Formula[], Formula[]] {
  const found = parts.map(of);
  return [found.filter((inner) => inner !== null), parts.filter((_, i) => found[i] === null)];
}

/** The state predicates that stand in a formula, each once. */
export function atomsIn(formula: Temporal): Set<Expr> {
  if (formula.op === 'state') return new Set([formula.predicate]);
  return 'of' in formula ? atomsIn(formula.of) : new Set([...atomsIn(formula.left), ...atomsIn(formula.right)]);
}

/** A property's formula over its state predicates; predicate i of `atoms` becomes atom i. The same expression is one atom. */
export function fromTemporal(formulas: Formulas, formula: Temporal, atoms: Expr[]): Formula {
  const of = (f: Temporal) => fromTemporal(formulas, f, atoms);
  switch (formula.op) {
    case 'state': {
      const known = atoms.indexOf(formula.predicate);
      return formulas.atom(known >= 0 ? known : atoms.push(formula.predicate) - 1);
    }
    case 'not':
      return formulas.not(of(formula.of));
    case 'always':
      return formulas.always(of(formula.of));
    case 'eventually':
      return formulas.eventually(of(formula.of));
    case 'and':
      return formulas.and(of(formula.left), of(formula.right));
    case 'or':
      return formulas.or(of(formula.left), of(formula.right));
    case 'implies':
      return formulas.or(formulas.not(of(formula.left)), of(formula.right));
    case 'until':
      return formulas.until(of(formula.left), of(formula.right));
    case 'leadsTo':
      return formulas.always(formulas.or(formulas.not(of(formula.left)), formulas.eventually(of(formula.right))));
    default:
      return unhandled(formula);
  }
}
