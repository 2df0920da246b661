/**
 * Which parts of a guard are not as they have to be, with what they look at. Where `and` (or `not` around an `or`, an implication) joins
 * conditions, each that fails is one; of a `forall` it is what fails for the first element for which something does.
 */
import type { Expr, Type, Value } from '../ir.ts';
import { operandsOf, type Strict } from '../operators.ts';
import { CutSignal, ModelErrorSignal } from './choices.ts';
import { type Scope, scopeOf, value } from './expressions.ts';
import type { StepRun } from './run.ts';

export interface FalsePart {
  readonly part: Expr;
  /** what it would have to be: false where it stands under `not` */
  readonly wanted: boolean;
  /** the elements of quantifiers around it for which it fails, outermost first */
  readonly elements: readonly Element[];
  /** of a comparison of two numbers: what they are */
  readonly sides: { readonly left: number; readonly right: number } | null;
  /** what else it looks at, each once, in the order of the text */
  readonly reads: readonly Read[];
}

export interface Element {
  readonly local: number;
  readonly type: Type;
  readonly value: Value;
}

export interface Read {
  readonly of: Expr;
  readonly value: Value;
}

/** Of a guard that is false in the situation of the run, whose locals are bound; empty where it is true. */
export function falseParts(run: StepRun, guard: Expr): FalsePart[] {
  const scope = scopeOf(run);
  return value(scope, guard) === true ? [] : partsOf(scope, guard, true, []);
}

/** `e` is not `wanted`. */
function partsOf(scope: Scope, e: Expr, wanted: boolean, elements: readonly Element[]): FalsePart[] {
  switch (e.op) {
    case 'not':
      return partsOf(scope, e.of, !wanted, elements);
    case 'and':
    case 'or':
      if ((e.op === 'and') !== wanted) return [leaf(scope, e, wanted, elements)];
      return [e.left, e.right].flatMap((side) => failing(scope, side, wanted, elements));
    case 'implies':
      if (wanted) return [leaf(scope, e, wanted, elements)];
      return [...failing(scope, e.left, true, elements), ...failing(scope, e.right, false, elements)];
    case 'forall':
    case 'exists': {
      // A `forall` that is false has an element that makes it so, and an `exists` that is true another.
      if ((e.op === 'forall') !== wanted) return [leaf(scope, e, wanted, elements)];
      for (const element of value(scope, e.from) as readonly Value[]) {
        scope.locals[e.local] = element;
        if (e.where !== null && value(scope, e.where) !== true) continue;
        if (value(scope, e.body) === wanted) continue;
        const type = e.from.type.kind === 'set' || e.from.type.kind === 'list' ? e.from.type.of : e.from.type;
        return partsOf(scope, e.body, wanted, [...elements, { local: e.local, type, value: element }]);
      }
      return [leaf(scope, e, wanted, elements)];
    }
    case 'let':
      scope.locals[e.local] = value(scope, e.value);
      return partsOf(scope, e.body, wanted, elements);
    default:
      return [leaf(scope, e, wanted, elements)];
  }
}

/** Nothing where it is as wanted, or has no value: then another part has kept it from being looked at. */
function failing(scope: Scope, e: Expr, wanted: boolean, elements: readonly Element[]): FalsePart[] {
  try {
    return value(scope, e) === wanted ? [] : partsOf(scope, e, wanted, elements);
  } catch (signal) {
    if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return [];
    throw signal;
  }
}

function leaf(scope: Scope, part: Expr, wanted: boolean, elements: readonly Element[]): FalsePart {
  const told = new Set(elements.map(({ local }) => local));
  const seen = new Set<string>();
  const reads = readsIn(part, told).flatMap((of): Read[] => {
    const key = JSON.stringify(of, (name, inner) => (name === 'span' ? undefined : inner));
    if (seen.has(key)) return [];
    seen.add(key);
    const found = valueOrNothing(scope, of);
    return found === undefined ? [] : [{ of, value: found }];
  });
  return { part, wanted, elements, sides: sidesOf(scope, part), reads };
}

function sidesOf(scope: Scope, e: Expr): FalsePart['sides'] {
  if (!('left' in e) || !('right' in e) || e.left.type.kind !== 'int' || e.type.kind !== 'bool') return null;
  const [left, right] = [valueOrNothing(scope, e.left), valueOrNothing(scope, e.right)];
  return typeof left === 'number' && typeof right === 'number' ? { left, right } : null;
}

function valueOrNothing(scope: Scope, e: Expr): Value | undefined {
  try {
    return value(scope, e);
  } catch (signal) {
    if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return undefined;
    throw signal;
  }
}

/** What an expression looks at, as far as it has a value by itself. `told`: locals that are known already */
function readsIn(e: Expr, told: ReadonlySet<number>): Expr[] {
  const inside = (...all: readonly (Expr | null)[]) => all.flatMap((one) => (one === null ? [] : readsIn(one, told)));
  switch (e.op) {
    case 'const':
    case 'self':
      return [];
    case 'local':
      return told.has(e.local) ? [] : [e];
    case 'var':
    case 'varOf':
    case 'systemGhost':
    case 'left':
    case 'running':
    case 'clock':
    case 'corrupted':
    case 'up':
    case 'correct':
    case 'stable':
    case 'enabled':
    case 'countInFlight':
    case 'knows':
    case 'field':
    case 'position':
    case 'first':
    case 'last':
      return [e];
    case 'size':
    case 'lookup':
      return [e, ...inside(...(e.op === 'size' ? [e.of] : [e.key]))];
    // The names that these bind have no value outside of them.
    case 'forall':
    case 'exists':
    case 'countWhere':
    case 'comprehension':
    case 'mapBy':
      return e.op === 'countWhere' ? [e] : [];
    case 'let':
      return inside(e.value);
    case 'next':
    case 'not':
      return inside(e.of);
    case 'numberOf':
      return inside(e.node);
    case 'numbered':
      return inside(e.number);
    case 'if':
      return inside(e.cond, e.then, e.else);
    default:
      e satisfies Strict;
      return inside(...operandsOf(e));
  }
}
