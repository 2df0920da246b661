/** Sets: masks of bits in value order, or chunks of 32 elements where the element type is large. */
import { unhandled } from '#grammar';
import type { Expr, Type } from '../../ir.ts';
import type { SetAlgebra } from '../../operators.ts';
import { domainSize, isSmall, sameShape } from '../../shapes.ts';
import { type Code, ERROR, failIf, isNumber, type Scope, type Unit } from '../unit.ts';
import { chunkCount, chunksOf, isLargeSet, joined } from './chunks.ts';
import { convert } from './convert.ts';
import { value } from './expressions.ts';
import { conditionsOf, keepingInvariants } from './invariant.ts';
import { extremeOfList, lengthOf, listMember } from './lists.ts';
import { eachOf, onlyWhere } from './quantifiers.ts';
import { chunkAt, contains, rankText, singleton, unrankText } from './values.ts';

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

/** A set of its own that is empty, to which `addElement` adds. */
export function startSet(code: Code, type: SetType): string {
  return code.keep(isSmall(type) ? '0' : `[${new Array(chunkCount(type)).fill('0').join(',')}]`);
}

/** Adds to a set that `startSet` has made. */
export function addElement({ code, unit }: Scope, type: SetType, set: string, element: string): void {
  if (isSmall(type)) {
    code.line(`${set}|=${singleton(unit, type, element)};`);
    return;
  }
  const rank = code.hold(rankText(unit, type.of, element));
  code.line(`${set}[${isNumber(rank) ? Number(rank) >>> 5 : `${rank}>>>5`}]|=1<<${rank};`);
}

function setOf(scope: Scope, e: Expr & { op: 'setOf' }): string {
  const type = e.type as SetType;
  if (!isSmall(type)) return `[${chunksOf(scope, { ...e, type }).join(',')}]`;
  let set = '0';
  for (const element of e.elements) {
    const text = convert(scope, element.type, type.of, value(scope, element));
    set = joined('union', set, singleton(scope.unit, type, text));
  }
  return set;
}

function combined(scope: Scope, e: Expr & { op: SetAlgebra }): string {
  const type = e.type as SetType;
  if (!isSmall(type)) return `[${chunksOf(scope, { ...e, type }).join(',')}]`;
  const a = convert(scope, e.left.type, type, value(scope, e.left));
  const b = convert(scope, e.right.type, type, value(scope, e.right));
  return joined(e.op, a, b);
}

function comprehension(scope: Scope, e: Expr & { op: 'comprehension' }): string {
  const type = e.type as SetType;
  const { code } = scope;
  const result = startSet(code, type);
  const run = (i: number): void => {
    if (i === e.binders.length) {
      const element = convert(scope, e.element.type, type.of, value(scope, e.element));
      addElement(scope, type, result, code.hold(element));
      return;
    }
    const { local, from, where } = e.binders[i];
    const label = code.label();
    keepingInvariants(scope.unit, code, local, [where, e.binders.slice(i + 1), e.element], () =>
      eachOf(scope, from, label, (element) => {
        scope.locals.set(local, element);
        if (where !== null) onlyWhere(scope, local, conditionsOf(where, true), label);
        run(i + 1);
      }),
    );
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
  if (type.kind === 'list') return lengthOf(scope, e.of);
  if (isLargeSet(e.of))
    return `(${chunksOf(scope, e.of)
      .map((chunk) => popcount(scope.unit, chunk))
      .join('+')})`;
  return popcount(scope.unit, scope.code.hold(value(scope, e.of)));
}

export function membership(scope: Scope, e: Expr & { op: 'in' }): string {
  const element = scope.code.hold(value(scope, e.element));
  if (e.of.type.kind === 'list') return listMember(scope, e.of.type, value(scope, e.of), e.element.type, element);
  const whole = isLargeSet(e.of) ? chunksOf(scope, e.of) : value(scope, e.of);
  const type = e.of.type as SetType;
  if (sameShape(e.element.type, type.of)) return contains(scope, type, whole, element);
  return mixedMembership(scope, type, whole, e.element.type, element);
}

/** The element's type may hold more than the set's: what is not in it is not in the set. */
function mixedMembership(scope: Scope, type: SetType, whole: string | readonly string[], elementType: Type, element: string): string {
  const { code, unit } = scope;
  if (type.of.kind === 'int' && elementType.kind === 'int') {
    // what is computed for an element that is not of the type is not looked at
    const inside = code.hold(`(${element}>=${type.of.lo}&&${element}<=${type.of.hi}?1:0)`);
    return `(${inside}===1&&${contains(scope, type, whole, element)})`;
  }
  if (type.of.kind === 'node' && elementType.kind === 'node') {
    const known = type.of.instances;
    const inside = unit.onceConstant(`inside ${known}`, () => unit.model.instances.map((i) => known.includes(i.index)));
    return `(${inside}[${element}]&&${contains(scope, type, whole, element)})`;
  }
  return contains(scope, type, whole, convert(scope, elementType, type.of, element));
}

/** Least or greatest element of a set or list; none at all is a model error. */
function extremeOf(scope: Scope, e: Expr & { op: 'minOf' | 'maxOf' }): string {
  const { code, unit } = scope;
  const { type } = e.of;
  if (isLargeSet(e.of)) return extremeOfLarge(scope, e.of, e.op);
  const whole = code.hold(value(scope, e.of));
  if (type.kind === 'list') return extremeOfList(scope, type, whole, e.op);
  const set = type as SetType;
  failIf(scope, `${whole}===0`, ERROR);
  const bit = e.op === 'minOf' ? `(31-Math.clz32(${whole}&-${whole}))` : `(31-Math.clz32(${whole}))`;
  return unrankText(unit, set.of, domainSize(set.of) === 0 ? '0' : bit);
}

/** The first or last bit of the first or last chunk that has any. */
function extremeOfLarge(scope: Scope, of: Expr & { readonly type: SetType }, op: 'minOf' | 'maxOf'): string {
  const { code, unit } = scope;
  const chunks = chunksOf(scope, of);
  const [chunk, rest] = [code.variable(), code.keep('0')];
  const [from, to, next] = op === 'minOf' ? ['0', `<${chunks.length}`, '++'] : [chunks.length - 1, '>=0', '--'];
  const at = chunkAt(code, chunks, chunk);
  code.line(`for(${chunk}=${from};${chunk}${to};${chunk}${next}){${rest}=${at};if(${rest}!==0)break;}`);
  failIf(scope, `${rest}===0`, ERROR);
  const bit = op === 'minOf' ? `31-Math.clz32(${rest}&-${rest})` : `31-Math.clz32(${rest})`;
  return code.keep(unrankText(unit, of.type.of, `((${chunk}<<5)+${bit})`));
}
