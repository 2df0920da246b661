/** Evaluation where only some values are known: what comes out, what may be read on the way, and whether anything else may happen. */
import { unhandled } from '#grammar';
import type { Expr, Type, Value } from '../ir.ts';
import type { Circumstance, ClockRead, Pure, VariableRead } from '../operators.ts';
import { cardinality, compare, values } from '../values.ts';
import { eachPart } from '../walk.ts';

/** Any value of its type. */
export const ANY: unique symbol = Symbol('any value');
export type Partly = Value | typeof ANY;

export interface Known {
  readonly self: number;
  /** the variables of one's own whose value is known */
  readonly variables: ReadonlyMap<number, Value>;
  readonly locals: ReadonlyMap<number, Partly>;
  /** called with each variable or timer of one's own that may be read */
  readonly reads: (what: 'variable' | 'timer', index: number) => void;
  /** called where any variable or timer of one's own may be read */
  readonly readsAny: () => void;
  /** called where evaluating may do more than give a value: end in a model error or a cut, or choose a reading */
  readonly mayDoMore: () => void;
}

/** What is known says what is evaluated at all: of `false and e` nothing is read by `e`. */
export function evaluate(e: Expr, known: Known): Partly {
  switch (e.op) {
    case 'const':
      return e.value;
    case 'local':
      return found(known.locals, e.local);
    case 'self':
      return known.self;
    case 'var':
      known.reads('variable', e.variable);
      return found(known.variables, e.variable);
    case 'left':
    case 'running':
      if (e.node !== null) return inParts(e, known);
      known.reads('timer', e.timer);
      return e.key === null ? ANY : inParts(e, known);
    case 'not': {
      const value = evaluate(e.of, known);
      return value === ANY ? ANY : !value;
    }
    case 'and':
      return connective(
        e.left,
        e.right,
        false,
        (left, right) => (left === false || right === false ? false : left === ANY ? ANY : right),
        known,
      );
    case 'or':
      return connective(
        e.left,
        e.right,
        true,
        (left, right) => (left === true || right === true ? true : left === ANY ? ANY : right),
        known,
      );
    case 'implies':
      return connective(
        e.left,
        e.right,
        false,
        (left, right) => (left === false || right === true ? true : left === ANY ? ANY : right),
        known,
      );
    case 'if': {
      const cond = evaluate(e.cond, known);
      if (cond !== ANY) return evaluate(cond === true ? e.then : e.else, known);
      evaluate(e.then, known);
      evaluate(e.else, known);
      return ANY;
    }
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [left, right] = [evaluate(e.left, known), evaluate(e.right, known)];
      if (left === ANY || right === ANY) return ANY;
      return holds(e.op, compare(e.left.type, left as Value, right as Value));
    }
    case '+':
    case '-': {
      const [left, right] = [evaluate(e.left, known), evaluate(e.right, known)];
      if (typeof left !== 'number' || typeof right !== 'number') return ANY;
      return e.op === '+' ? left + right : left - right;
    }
    case 'convert': {
      const value = evaluate(e.value, known);
      if (value === ANY ? !isWithin(e.value.type, e.type) : !isValue(e.type, value)) known.mayDoMore();
      return value;
    }
    case 'let': {
      const value = evaluate(e.value, known);
      return evaluate(e.body, { ...known, locals: new Map(known.locals).set(e.local, value) });
    }
    case 'enabled':
      // it reads what a guard reads, of the node as it is in the middle of the step
      known.readsAny();
      known.mayDoMore();
      return inParts(e, known);
    default:
      e.op satisfies VariableRead | ClockRead | Circumstance | Pure | 'knows';
      if (!NO_MORE.has(e.op)) known.mayDoMore();
      return inParts(e, known);
  }
}

function found<T>(known: ReadonlyMap<number, T>, index: number): T | typeof ANY {
  return known.has(index) ? (known.get(index) as T) : ANY;
}

/** `decides`: the value of the left side with which the right one is not looked at. */
function connective(left: Expr, right: Expr, decides: boolean, result: (left: Partly, right: Partly) => Partly, known: Known): Partly {
  const first = evaluate(left, known);
  return first === decides ? result(first, ANY) : result(first, evaluate(right, known));
}

function holds(op: '==' | '!=' | '<' | '<=' | '>' | '>=', c: number): boolean {
  switch (op) {
    case '==':
      return c === 0;
    case '!=':
      return c !== 0;
    case '<':
      return c < 0;
    case '<=':
      return c <= 0;
    case '>':
      return c > 0;
    case '>=':
      return c >= 0;
    default:
      return unhandled(op);
  }
}

/** Its parts may be evaluated; nothing is known of what comes out. */
function inParts(e: Expr, known: Known): typeof ANY {
  const { type: _, span: __, ...parts } = e;
  eachPart(parts, (part) => {
    if (part === parts || part.op === undefined) return true;
    evaluate(part as Expr, known);
    return false;
  });
  return ANY;
}

/** Operators that give a value for all values of their operands, choose nothing and read nothing that is not in `reads`. */
const NO_MORE: ReadonlySet<Expr['op']> = new Set<Expr['op']>([
  ...(['varOf', 'systemGhost', 'corrupted', 'up', 'correct', 'stable', 'numberOf', 'negate', '*', 'min', 'max'] as const),
  ...(['forall', 'exists', 'countWhere', 'comprehension', 'size', 'struct', 'setOf', 'mapOf', 'mapBy', 'field'] as const),
  ...(['lookup', 'in', 'union', 'intersection', 'difference'] as const),
]);

/** Every value of `inner` is one of `outer`, written in the same way; false where that is not plain. */
function isWithin(inner: Type, outer: Type): boolean {
  if (outer.kind === 'optional' && inner.kind !== 'optional') return isWithin(inner, outer.of);
  if (inner.kind === 'optional' && outer.kind === 'optional') return isWithin(inner.of, outer.of);
  if (inner.kind === 'set' && outer.kind === 'set') return isWithin(inner.of, outer.of);
  if (inner.kind === 'int' && outer.kind === 'int') return inner.lo >= outer.lo && inner.hi <= outer.hi;
  if (inner.kind === 'node' && outer.kind === 'node') return inner.instances.every((i) => outer.instances.includes(i));
  return JSON.stringify(inner) === JSON.stringify(outer);
}

/** Types of more values are not looked through. */
const MOST_VALUES = 64;

function isValue(type: Type, value: Value): boolean {
  if (type.kind === 'int') return typeof value === 'number' && value >= type.lo && value <= type.hi;
  const text = JSON.stringify(value);
  return cardinality(type) <= MOST_VALUES && values(type).some((one) => JSON.stringify(one) === text);
}
