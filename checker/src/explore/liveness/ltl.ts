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

/** How many state predicates stand in a formula, at most. */
export function atomsIn(formula: Temporal): number {
  if (formula.op === 'state') return 1;
  return 'of' in formula ? atomsIn(formula.of) : atomsIn(formula.left) + atomsIn(formula.right);
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
