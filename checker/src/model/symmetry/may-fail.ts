/** Whether evaluating an expression may end the step: in a model error, or in a cut where a limited type is passed. Conservative. */
import { unhandled } from '#grammar';
import type { Expr, Type } from '../ir.ts';
import type {
  Access,
  Binding,
  Circumstance,
  ClockRead,
  Construction,
  Equality,
  ListOperation,
  Logic,
  Order,
  Quantifier,
  SetAlgebra,
  Sum,
  TimerRead,
  VariableRead,
} from '../operators.ts';
import { expressionsIn } from '../walk.ts';

export function mayEnd(part: unknown, how: 'error' | 'cut'): boolean {
  return expressionsIn(part).some((e) => (how === 'cut' ? endsInCut(e) : endsInError(e)));
}

/** Operators that have a value for all operands: `min` and `max` of numbers never are of nothing, other reads are judged by their operands. */
type NeverFails =
  | (Binding | VariableRead | TimerRead | ClockRead | Circumstance | 'next' | 'knows')
  | (Logic | Equality | Order | Sum | 'min' | 'max' | 'numberOf' | Quantifier | SetAlgebra)
  | (Construction | Exclude<Access, 'position'> | Exclude<ListOperation, 'first' | 'last'>);

function endsInError(e: Expr): boolean {
  switch (e.op) {
    case '/':
    case '%':
    case 'minOf':
    case 'maxOf':
    case 'position':
    case 'first':
    case 'last':
      return true;
    case 'numbered':
      return e.number.type.kind !== 'int' || e.type.kind !== 'node' || e.number.type.lo < 1 || e.number.type.hi > e.type.instances.length;
    case 'convert':
      return !fits(e.value.type, e.type);
    default:
      e.op satisfies NeverFails;
      return false;
  }
}

function endsInCut(e: Expr): boolean {
  return e.op === 'convert' && hasLimit(e.type) && !fits(e.value.type, e.type);
}

function hasLimit(type: Type): boolean {
  switch (type.kind) {
    case 'int':
      return type.limit !== null;
    case 'optional':
    case 'set':
    case 'list':
      return hasLimit(type.of);
    case 'struct':
      return type.fields.some((field) => hasLimit(field.type));
    case 'map':
      return hasLimit(type.key) || hasLimit(type.value);
    case 'bool':
    case 'enum':
    case 'node':
      return false;
    default:
      return unhandled(type);
  }
}

/** Every value of the one type is one of the other. */
export function fits(from: Type, to: Type): boolean {
  if (to.kind === 'optional') return fits(from.kind === 'optional' ? from.of : from, to.of);
  switch (from.kind) {
    case 'bool':
      return to.kind === 'bool';
    case 'int':
      return to.kind === 'int' && to.lo <= from.lo && from.hi <= to.hi;
    case 'enum':
      return to.kind === 'enum' && to.name === from.name;
    case 'node':
      return to.kind === 'node' && from.instances.every((i) => to.instances.includes(i));
    case 'set':
      return to.kind === 'set' && fits(from.of, to.of);
    case 'list':
      return to.kind === 'list' && from.max <= to.max && fits(from.of, to.of);
    case 'struct':
      return to.kind === 'struct' && from.fields.every((field, i) => fits(field.type, to.fields[i].type));
    case 'map':
      return to.kind === 'map' && fits(from.key, to.key) && fits(to.key, from.key) && fits(from.value, to.value);
    case 'optional':
      // `to` is none: that `from` is one may be a model error.
      return false;
    default:
      return unhandled(from);
  }
}
