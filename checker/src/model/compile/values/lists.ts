/** Lists: codes with the first position highest, or arrays where that is too wide. */
import { unhandled } from '#grammar';
import type { Expr, Type } from '../../ir.ts';
import type { ListOperation } from '../../operators.ts';
import { sameShape } from '../../shapes.ts';
import { ERROR, failIf, type Scope } from '../unit.ts';
import { convert } from './convert.ts';
import { held, value } from './expressions.ts';
import { compareText, listArray, listElement, listFromArray, listLength } from './values.ts';

type ListType = Type & { kind: 'list' };

type ListExpr = Extract<Expr, { readonly op: 'listOf' | ListOperation }>;

export function listValue(scope: Scope, e: ListExpr): string {
  switch (e.op) {
    case 'listOf':
      return listOf(scope, e);
    case 'concat':
      return concat(scope, e);
    case 'first':
    case 'last':
      return end(scope, e);
    case 'rest':
      return cutOut(scope, e.of, e.type as ListType, (array) => `${array}.slice(1)`);
    case 'take': {
      const list = held(scope, e.of);
      const n = held(scope, e.number);
      return cutOutOf(scope, e.of.type as ListType, list, e.type as ListType, (array) => `${array}.slice(0,Math.max(0,${n}))`);
    }
    case 'drop': {
      const list = held(scope, e.of);
      const n = held(scope, e.number);
      return cutOutOf(scope, e.of.type as ListType, list, e.type as ListType, (array) => `${array}.slice(Math.max(0,${n}))`);
    }
    default:
      return unhandled(e);
  }
}

/** Element `index`; outside is a model error. */
export function positionValue(scope: Scope, e: Expr & { op: 'position' }): string {
  const list = held(scope, e.of);
  const index = held(scope, e.index);
  const type = e.of.type as ListType;
  failIf(scope, `${index}<0||${index}>=${listLength(type, list, scope)}`, ERROR);
  return scope.code.hold(listElement(scope.unit, type, list, index));
}

export function listMember(scope: Scope, type: ListType, list: string, elementType: Type, element: string): string {
  const { code, unit } = scope;
  const array = code.keep(listArray(unit, type, list));
  const [i, found] = [code.variable(), code.keep('0')];
  code.line(`for(${i}=0;${i}<${array}.length;${i}++){`);
  code.line(`if(${compareText(unit, type.of, `${array}[${i}]`, elementType, element, '===')}){${found}=1;break;}}`);
  return `(${found}===1)`;
}

function listOf(scope: Scope, e: Expr & { op: 'listOf' }): string {
  const type = e.type as ListType;
  const elements = e.elements.map((x) => convert(scope, x.type, type.of, held(scope, x)));
  return listFromArray(scope.unit, type, `[${elements.join(',')}]`);
}

function concat(scope: Scope, e: Expr & { op: 'concat' }): string {
  const type = e.type as ListType;
  const [a, b] = [elementsAs(scope, e.left, type), elementsAs(scope, e.right, type)];
  const joined = scope.code.keep(`${a}.concat(${b})`);
  failIf(scope, `${joined}.length>${type.max}`, ERROR);
  return listFromArray(scope.unit, type, joined);
}

/** The elements of a list expression as an array, written as those of `type` are. */
function elementsAs(scope: Scope, e: Expr, type: ListType): string {
  const own = e.type as ListType;
  const wide = { ...type, max: Math.max(own.max, type.max) };
  const list = convert(scope, own, wide, value(scope, e));
  return scope.code.keep(listArray(scope.unit, sameShape(own, wide) ? own : wide, list));
}

function end(scope: Scope, e: Expr & { op: 'first' | 'last' | 'rest' }): string {
  const type = e.of.type as ListType;
  const array = scope.code.keep(listArray(scope.unit, type, value(scope, e.of)));
  failIf(scope, `${array}.length===0`, ERROR);
  return scope.code.keep(e.op === 'first' ? `${array}[0]` : `${array}[${array}.length-1]`);
}

function cutOut(scope: Scope, of: Expr, type: ListType, part: (array: string) => string): string {
  return cutOutOf(scope, of.type as ListType, held(scope, of), type, part);
}

function cutOutOf(scope: Scope, from: ListType, list: string, to: ListType, part: (array: string) => string): string {
  const shorter = { ...to, of: from.of };
  const array = scope.code.keep(part(listArray(scope.unit, from, list)));
  failIf(scope, `${array}.length>${to.max}`, ERROR);
  return convert(scope, shorter, to, listFromArray(scope.unit, shorter, array));
}
