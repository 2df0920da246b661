/**
 * Expressions. `value` gives text for the value, `condition` text that is truthy where a bool is true. The text has no
 * effects and may be used once and later; what chooses or can fail is put into the code at once, so that choices and
 * failures come in the order of evaluation.
 */
import { unhandled } from '#grammar';
import { type Field, fieldsOf, type Place } from '../../fields.ts';
import type { Expr, Type } from '../../ir.ts';
import type { Equality, Logic, Order } from '../../operators.ts';
import { isSmall, sameShape, Unsupported } from '../../shapes.ts';
import { readField, readPlace } from '../memory/access.ts';
import { isNumber, type Scope, within } from '../unit.ts';
import { arithmetic } from './arithmetic.ts';
import { chunksOf, isLargeSet } from './chunks.ts';
import { convert } from './convert.ts';
import { enabledText } from './enabled.ts';
import { keptValue } from './invariant.ts';
import { listValue, positionValue } from './lists.ts';
import { mapBy } from './maps.ts';
import { oneOf, partsOf, placeOf } from './places.ts';
import { countWhere, lazy, quantifier } from './quantifiers.ts';
import { clockValue, correctText, inFlight, numberedText, numberText, readVariable, timerValue, upText, variableOf } from './reads.ts';
import { membership, setValue } from './sets.ts';
import { stableText } from './timers.ts';
import { compareText, filledMap, literal, makeStruct, mapValue, rankText, structField } from './values.ts';

export function value(scope: Scope, e: Expr): string {
  const kept = keptValue(scope.unit, scope.code, e, () => value(scope, e));
  if (kept !== null) return kept;
  if (!isCondition(e)) return plainValue(scope, e);
  const text = conditionText(scope, e);
  return isNumber(text) ? text : `(${text}?1:0)`;
}

export function condition(scope: Scope, e: Expr): string {
  const kept = keptValue(scope.unit, scope.code, e, () => value(scope, e));
  if (kept !== null) return kept;
  return isCondition(e) ? conditionText(scope, e) : plainValue(scope, e);
}

/** A value in a variable or literal, computed now. */
export function held(scope: Scope, e: Expr): string {
  return scope.code.hold(value(scope, e));
}

export function not(text: string): string {
  return isNumber(text) ? (text === '0' ? '1' : '0') : `(!${text})`;
}

type ConditionOp = Exclude<Logic, 'if'> | Equality | Order | 'forall' | 'exists' | 'stable' | 'up' | 'correct' | 'in' | 'enabled';
/** Its text is a JavaScript condition; that of any other expression of type bool is 0 or 1. */
type Condition = Extract<Expr, { readonly op: ConditionOp }>;

const CONDITIONS: Readonly<Record<ConditionOp, true>> = {
  ...({ not: true, and: true, or: true, implies: true } as const),
  ...({ '==': true, '!=': true, '<': true, '<=': true, '>': true, '>=': true } as const),
  ...({ forall: true, exists: true, stable: true, up: true, correct: true, in: true, enabled: true } as const),
};

function isCondition(e: Expr): e is Condition {
  return e.op in CONDITIONS;
}

function conditionText(scope: Scope, e: Condition): string {
  switch (e.op) {
    case 'not':
      return not(condition(scope, e.of));
    case 'and':
    case 'or':
      return lazy(scope, e.op === 'and' ? '&&' : '||', [(s) => condition(s, e.left), (s) => condition(s, e.right)]);
    case 'implies':
      return lazy(scope, '||', [(s) => not(condition(s, e.left)), (s) => condition(s, e.right)]);
    case '==':
    case '!=':
      return comparison(scope, e.left, e.right, e.op === '==' ? '===' : '!==');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(scope, e.left, e.right, e.op);
    case 'forall':
    case 'exists':
      return quantifier(scope, e);
    case 'stable':
      return stableText(scope.unit, scope.base);
    case 'up':
      return upText(scope, value(scope, e.node));
    case 'correct':
      return correctText(scope, value(scope, e.node));
    case 'in':
      return membership(scope, e);
    case 'enabled':
      return enabledText(scope, e);
    default:
      return unhandled(e);
  }
}

function comparison(scope: Scope, left: Expr, right: Expr, operator: string): string {
  const equality = operator === '===' || operator === '!==';
  if (equality && !isSmall(left.type) && sameShape(left.type, right.type)) {
    const parts = partsToCompare(scope, left, right);
    if (parts !== null) return `(${parts.map(([a, b]) => `${a}${operator}${b}`).join(operator === '===' ? '&&' : '||')})`;
  }
  const a = value(scope, left);
  const b = value(scope, right);
  return compareText(scope.unit, left.type, a, right.type, b, operator);
}

/** More parts than these are compared in a loop. */
const MOST_COMPARED = 64;

/** Numbers that are the same, each pair, where and only where two wide values of one shape are; null where they are no numbers. */
function partsToCompare(scope: Scope, left: Expr, right: Expr): readonly (readonly [string, string])[] | null {
  const { base } = scope;
  if (isLargeSet(left) && isLargeSet(right)) {
    const [a, b] = [chunksOf(scope, left), chunksOf(scope, right)];
    return a.map((chunk, i) => [chunk, b[i]]);
  }
  // what lies behind the end of a list and in a missing value is 0
  const [a, b] = [left, right].map((side) => fieldsAt(placeOf(scope, side)));
  if (a === null || b === null || a.length > MOST_COMPARED) return null;
  return a.map((f, i) => [readField(base.words, base.offset, f), readField(base.words, base.offset, b[i])]);
}

function fieldsAt(place: Place | null): readonly Field[] | null {
  return place === null ? null : fieldsOf(place);
}

function plainValue(scope: Scope, e: Exclude<Expr, Condition>): string {
  const { unit, code } = scope;
  switch (e.op) {
    case 'const':
      return literal(unit, e.type, e.value);
    case 'local':
      return local(scope, e.local);
    case 'let': {
      scope.locals.set(e.local, code.hold(value(scope, e.value)));
      return value(scope, e.body);
    }
    case 'self':
      return String(scope.self);
    case 'var':
      return readVariable(scope, scope.self!, e.variable);
    case 'varOf':
      return variableOf(scope, e.role, e.variable, value(scope, e.node));
    case 'systemGhost':
      return readPlace(unit, scope.base.words, scope.base.offset, unit.layout.ghosts[e.ghost]);
    case 'left':
    case 'running':
      return timerValue(scope, e);
    case 'clock':
      return clockValue(scope, e);
    case 'corrupted':
      return scope.handling?.corrupted ?? '0';
    case 'if':
      return choice(scope, e);
    case 'struct':
      return makeStruct(unit, e.type as Type & { kind: 'struct' }, valuesOf(scope, e.fields));
    case 'mapOf':
      return filledMap(unit, e.type as Type & { kind: 'map' }, held(scope, e.value));
    case 'mapBy':
      return mapBy(scope, e);
    case 'numberOf':
      return numberText(scope, e);
    case 'numbered':
      return numberedText(scope, e);
    case 'field':
      if (placeOf(scope, e) !== null) return readPlace(unit, scope.base.words, scope.base.offset, placeOf(scope, e)!);
      return structField(unit, e.of.type as Type & { kind: 'struct' }, value(scope, e.of), e.field);
    case 'lookup':
      return lookup(scope, e);
    case 'position':
      return positionValue(scope, e);
    case 'convert':
      return convert(scope, e.value.type, e.type, value(scope, e.value));
    case 'next':
      return value({ ...scope, base: scope.next!, next: null }, e.of);
    case 'countInFlight':
      return inFlight(scope, e);
    case 'knows':
      throw new Unsupported('knows');
    case 'countWhere':
      return countWhere(scope, e);
    case 'negate':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case 'min':
    case 'max':
      return arithmetic(scope, e);
    case 'listOf':
    case 'concat':
    case 'first':
    case 'last':
    case 'rest':
    case 'take':
    case 'drop':
      return listValue(scope, e);
    case 'setOf':
    case 'union':
    case 'intersection':
    case 'difference':
    case 'comprehension':
    case 'size':
    case 'minOf':
    case 'maxOf':
      return setValue(scope, e);
    default:
      return unhandled(e);
  }
}

function lookup(scope: Scope, e: Expr & { op: 'lookup' }): string {
  const type = e.of.type as Type & { kind: 'map' };
  const parts = partsOf(scope, e.of);
  if (parts === null) {
    const map = value(scope, e.of);
    return mapValue(scope.unit, type, map, value(scope, e.key));
  }
  const key = rankText(scope.unit, type.key, value(scope, e.key));
  // a key that is known to be none of the type has ended the step already, and is of no place
  return isNumber(key) && !(Number(key) in parts) ? '0' : oneOf(scope, parts, key);
}

function valuesOf(scope: Scope, list: readonly Expr[]): string[] {
  return list.map((e) => value(scope, e));
}

export function local(scope: Scope, id: number): string {
  const text = scope.locals.get(id);
  if (text === undefined) throw new Error(`local ${id} is used outside its scope`);
  return text;
}

function choice(scope: Scope, e: Expr & { op: 'if' }): string {
  const cond = condition(scope, e.cond);
  if (isNumber(cond)) return value(scope, cond === '0' ? e.else : e.then);
  const { code } = scope;
  const [one, other] = [code.inner(), code.inner()];
  const test = code.hold(`(${cond}?1:0)`);
  const a = value(within(scope, one), e.then);
  const b = value(within(scope, other), e.else);
  if (one.empty && other.empty) return `(${test}?${a}:${b})`;
  const result = code.variable();
  code.line(`if(${test}){`);
  code.add(one);
  code.line(`${result}=${a};}else{`);
  code.add(other);
  code.line(`${result}=${b};}`);
  return result;
}
