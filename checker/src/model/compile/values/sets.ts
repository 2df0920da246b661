/** Sets: masks of bits in value order, or chunks of 32 elements where the element type is large. */
import { unhandled } from '#grammar';
import type { Expr, Type } from '../../ir.ts';
import type { SetAlgebra } from '../../operators.ts';
import { domainSize, isSmall, sameShape } from '../../shapes.ts';
import { ERROR, failIf, isNumber, type Scope, type Unit } from '../unit.ts';
import { convert } from './convert.ts';
import { condition, value } from './expressions.ts';
import { listMember } from './lists.ts';
import { eachOf } from './quantifiers.ts';
import { compareText, contains, eachElement, listArray, literal, singleton, unrankText } from './values.ts';

type SetType = Type & { kind: 'set' };

type SetExpr = Extract<Expr, { readonly op: 'setOf' | SetAlgebra | 'comprehension' | 'size' | 'minOf' | 'maxOf' }>;

export function setValue(scope: Scope, e: SetExpr): string {
  switch (e.op) {
    case 'setOf':
      return setOf(scope, e);
    case 'union':
    case 'intersection':
    case 'difference':
      return combined(scope, e);
    case 'comprehension':
      return comprehension(scope, e);
    case 'size':
      return sizeOf(scope, e);
    case 'minOf':
    case 'maxOf':
      return extremeOf(scope, e);
    default:
      return unhandled(e);
  }
}

export function emptySet(unit: Unit, type: SetType): string {
  return literal(unit, type, []);
}

/** Text for the set with the element added. */
export function withElement(unit: Unit, type: SetType, set: string, element: string): string {
  return joinSets(unit, type, 'union', set, singleton(unit, type, element));
}

function setOf(scope: Scope, e: Expr & { op: 'setOf' }): string {
  const type = e.type as SetType;
  let set = emptySet(scope.unit, type);
  for (const element of e.elements) {
    const text = convert(scope, element.type, type.of, value(scope, element));
    set = withElement(scope.unit, type, set, text);
  }
  return set;
}

function combined(scope: Scope, e: Expr & { op: 'union' | 'intersection' | 'difference' }): string {
  const type = e.type as SetType;
  const a = convert(scope, e.left.type, type, value(scope, e.left));
  const b = convert(scope, e.right.type, type, value(scope, e.right));
  return joinSets(scope.unit, type, e.op, a, b);
}

const JOINS = {
  union: (a: number, b: number) => a | b,
  intersection: (a: number, b: number) => a & b,
  difference: (a: number, b: number) => a & ~b,
};

function joinSets(unit: Unit, type: SetType, op: keyof typeof JOINS, a: string, b: string): string {
  if (isSmall(type)) {
    if (isNumber(a) && isNumber(b)) return String(JOINS[op](Number(a), Number(b)));
    if (op === 'difference') return `(${a}&~${b})`;
    return op === 'union' && a === '0' ? b : `(${a}${op === 'union' ? '|' : '&'}${b})`;
  }
  const join = unit.onceConstant(op, () => (x: number[], y: number[]) => x.map((chunk, i) => JOINS[op](chunk, y[i])));
  return `${join}(${a},${b})`;
}

function comprehension(scope: Scope, e: Expr & { op: 'comprehension' }): string {
  const type = e.type as SetType;
  const { code, unit } = scope;
  const result = code.keep(emptySet(unit, type));
  const run = (i: number): void => {
    if (i === e.binders.length) {
      const element = convert(scope, e.element.type, type.of, value(scope, e.element));
      code.line(`${result}=${withElement(unit, type, result, code.hold(element))};`);
      return;
    }
    const { local, from, where } = e.binders[i];
    eachOf(scope, from, code.label(), (element) => {
      scope.locals.set(local, element);
      if (where !== null) code.line(`if(!(${condition(scope, where)}))continue;`);
      run(i + 1);
    });
  };
  run(0);
  return result;
}

export function popcount(unit: Unit, mask: string): string {
  if (isNumber(mask)) return String(countBits(Number(mask)));
  return `${unit.onceConstant('popcount', () => countBits)}(${mask})`;
}

function countBits(x: number): number {
  x -= (x >>> 1) & 0x55555555;
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function sizeOf(scope: Scope, e: Expr & { op: 'size' }): string {
  const { type } = e.of;
  const text = scope.code.hold(value(scope, e.of));
  if (type.kind === 'list') return `${listArray(scope.unit, type, text)}.length`;
  if (isSmall(type)) return popcount(scope.unit, text);
  const count = scope.unit.onceConstant('count chunks', () => (chunks: number[]) => chunks.reduce((n, c) => n + countBits(c), 0));
  return `${count}(${text})`;
}

export function membership(scope: Scope, e: Expr & { op: 'in' }): string {
  const element = scope.code.hold(value(scope, e.element));
  const whole = value(scope, e.of);
  if (e.of.type.kind === 'list') return listMember(scope, e.of.type, whole, e.element.type, element);
  const type = e.of.type as SetType;
  if (sameShape(e.element.type, type.of)) return contains(scope.unit, type, whole, element);
  return mixedMembership(scope, type, whole, e.element.type, element);
}

/** The element's type may hold more than the set's: what is not in it is not in the set. */
function mixedMembership(scope: Scope, type: SetType, whole: string, elementType: Type, element: string): string {
  const { code, unit } = scope;
  if (type.of.kind === 'int' && elementType.kind === 'int') {
    const set = code.hold(whole);
    return `(${element}>=${type.of.lo}&&${element}<=${type.of.hi}&&${contains(unit, type, set, element)})`;
  }
  if (type.of.kind === 'node' && elementType.kind === 'node') {
    const known = type.of.instances;
    const inside = unit.onceConstant(`inside ${known}`, () => unit.model.instances.map((i) => known.includes(i.index)));
    return `(${inside}[${element}]&&${contains(unit, type, whole, element)})`;
  }
  return contains(unit, type, whole, convert(scope, elementType, type.of, element));
}

/** Least or greatest element of a set or list; none at all is a model error. */
function extremeOf(scope: Scope, e: Expr & { op: 'minOf' | 'maxOf' }): string {
  const { code, unit } = scope;
  const whole = code.hold(value(scope, e.of));
  const { type } = e.of;
  if (type.kind === 'list') return extremeOfList(scope, type, whole, e.op);
  const set = type as SetType;
  if (isSmall(set)) {
    failIf(scope, `${whole}===0`, ERROR);
    const bit = e.op === 'minOf' ? `(31-Math.clz32(${whole}&-${whole}))` : `(31-Math.clz32(${whole}))`;
    return unrankText(unit, set.of, domainSize(set.of) === 0 ? '0' : bit);
  }
  const [found, best] = [code.keep('0'), code.variable()];
  const label = code.label();
  eachElement(scope, set, whole, label, (element) => {
    code.line(`${found}=1;${best}=${element};${e.op === 'minOf' ? `break ${label};` : ''}`);
  });
  failIf(scope, `${found}===0`, ERROR);
  return best;
}

function extremeOfList(scope: Scope, type: Type & { kind: 'list' }, whole: string, op: 'minOf' | 'maxOf'): string {
  const { code, unit } = scope;
  const array = code.keep(listArray(unit, type, whole));
  failIf(scope, `${array}.length===0`, ERROR);
  const [i, best] = [code.variable(), code.keep(`${array}[0]`)];
  code.line(`for(${i}=1;${i}<${array}.length;${i}++){`);
  const better = compareText(unit, type.of, `${array}[${i}]`, type.of, best, op === 'minOf' ? '<' : '>');
  code.line(`if(${better})${best}=${array}[${i}];}`);
  return best;
}
