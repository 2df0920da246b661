/** Lists: codes with the first position highest, or arrays where that is too wide. */
import { unhandled } from '#grammar';
import type { Place } from '../../fields.ts';
import type { Expr, Type } from '../../ir.ts';
import type { ListOperation } from '../../operators.ts';
import { isSmall, sameShape } from '../../shapes.ts';
import { readField, readPlace } from '../memory/access.ts';
import { ERROR, failIf, isNumber, type Scope } from '../unit.ts';
import { convert } from './convert.ts';
import { held, value } from './expressions.ts';
import {
  aligned,
  convertList,
  dropped,
  eachOfCode,
  joinedLists,
  type ListType,
  listArray,
  listOfElements,
  packed,
  taken,
} from './list-codes.ts';
import { oneOf, placeOf } from './places.ts';
import { compareText, listElement, listLength } from './values.ts';

type ListExpr = Extract<Expr, { readonly op: 'listOf' | ListOperation }>;

export function listValue(scope: Scope, e: ListExpr): string {
  switch (e.op) {
    case 'listOf':
      return listOf(scope, e);
    case 'concat':
      return concat(scope, e);
    case 'first':
    case 'last':
      return end(scope, e.of, e.op);
    case 'rest':
      return cutOut(scope, e, 'rest', held(scope, e.of), '1');
    case 'take':
    case 'drop': {
      const list = held(scope, e.of);
      return cutOut(scope, e, e.op, list, held(scope, e.number));
    }
    default:
      return unhandled(e);
  }
}

/** Element `index`; outside is a model error. */
export function positionValue(scope: Scope, e: Expr & { op: 'position' }): string {
  const place = placeOf(scope, e.of);
  if (place?.kind === 'list') {
    const index = held(scope, e.index);
    failIf(scope, `${index}<0||${index}>=${lengthAt(scope, place)}`, ERROR);
    // a number that is known to be outside is of no place
    return isNumber(index) && !(Number(index) in place.parts) ? '0' : scope.code.hold(oneOf(scope, place.parts, index));
  }
  const list = held(scope, e.of);
  const index = held(scope, e.index);
  const type = e.of.type as ListType;
  failIf(scope, `${index}<0||${index}>=${listLength(type, list, scope)}`, ERROR);
  return scope.code.hold(listElement(scope.unit, type, list, index));
}

function lengthAt({ base }: Scope, place: ListPlace): string {
  return readField(base.words, base.offset, place.length);
}

type ListPlace = Place & { readonly kind: 'list' };

/** How many elements the list has. */
export function lengthOf(scope: Scope, e: Expr): string {
  const place = placeOf(scope, e);
  if (place?.kind === 'list') return lengthAt(scope, place);
  return listLength(e.type as ListType, value(scope, e), scope);
}

export function listMember(scope: Scope, type: ListType, list: string, elementType: Type, element: string): string {
  const { code, unit } = scope;
  const [found, label] = [code.keep('0'), code.label()];
  eachInList(scope, type, list, label, (one) => {
    code.line(`if(${compareText(unit, type.of, one, elementType, element, '===')}){${found}=1;break ${label};}`);
  });
  return `(${found}===1)`;
}

/** Least or greatest element; none at all is a model error. */
export function extremeOfList(scope: Scope, type: ListType, list: string, op: 'minOf' | 'maxOf'): string {
  const { code, unit } = scope;
  const [found, best] = [code.keep('0'), code.variable()];
  eachInList(scope, type, list, code.label(), (one) => {
    const better = compareText(unit, type.of, one, type.of, best, op === 'minOf' ? '<' : '>');
    code.line(`if(${found}===0||${better}){${found}=1;${best}=${one};}`);
  });
  failIf(scope, `${found}===0`, ERROR);
  return best;
}

/** Runs `body` for each element in list order; inside, `label` names the loop. */
function eachInList(scope: Scope, type: ListType, list: string, label: string, body: (element: string) => void): void {
  if (isSmall(type)) {
    eachOfCode(scope, type, list, label, body);
    return;
  }
  const { code } = scope;
  const [array, i] = [code.hold(list), code.variable()];
  code.line(`${label}:for(${i}=0;${i}<${array}.length;${i}++){`);
  body(`${array}[${i}]`);
  code.line('}');
}

function listOf(scope: Scope, e: Expr & { op: 'listOf' }): string {
  const type = e.type as ListType;
  const elements = e.elements.map((x) => convert(scope, x.type, type.of, held(scope, x)));
  return listOfElements(scope.unit, type, elements);
}

function concat(scope: Scope, e: Expr & { op: 'concat' }): string {
  const type = e.type as ListType;
  const sides = [e.left, e.right].map((side) => side.type as ListType);
  if ([type, ...sides].every((one) => isSmall(one) && sameShape(one.of, type.of))) {
    const [a, b] = [held(scope, e.left), held(scope, e.right)];
    const length = scope.code.hold(listLength(sides[0], a, scope));
    failIf(scope, `${length}+${listLength(sides[1], b, scope)}>${type.max}`, ERROR);
    return joinedLists(type, aligned(type, sides[0], a), length, aligned(type, sides[1], b));
  }
  const [a, b] = [elementsAs(scope, e.left, type), elementsAs(scope, e.right, type)];
  const joined = scope.code.keep(`${a}.concat(${b})`);
  failIf(scope, `${joined}.length>${type.max}`, ERROR);
  return isSmall(type) ? packed(scope, type, joined) : joined;
}

/** The elements of a list expression as an array, written as those of `type` are. */
function elementsAs(scope: Scope, e: Expr, type: ListType): string {
  const own = e.type as ListType;
  const wide = { ...type, max: Math.max(own.max, type.max) };
  const list = convert(scope, own, wide, value(scope, e));
  return listArray(scope, wide, list);
}

function end(scope: Scope, of: Expr, op: 'first' | 'last'): string {
  const { code, base, unit } = scope;
  const type = of.type as ListType;
  const place = placeOf(scope, of);
  if (place?.kind === 'list') {
    const length = code.hold(lengthAt(scope, place));
    failIf(scope, `${length}===0`, ERROR);
    return code.hold(op === 'first' ? readPlace(unit, base.words, base.offset, place.parts[0]) : oneOf(scope, place.parts, `${length}-1`));
  }
  const list = held(scope, of);
  const length = op === 'first' ? '' : code.hold(listLength(type, list, scope));
  failIf(scope, op === 'first' ? (isSmall(type) ? `${list}===0` : `${list}.length===0`) : `${length}===0`, ERROR);
  return code.keep(listElement(unit, type, list, op === 'first' ? '0' : `(${length}-1)`));
}

/** All but the first `n`, or only these. */
function cutOut(scope: Scope, e: ListExpr & { readonly of: Expr }, op: Cut, list: string, n: string): string {
  const [from, to] = [e.of.type as ListType, e.type as ListType];
  const shorter = { ...to, of: from.of };
  return convert(scope, shorter, to, convertList(scope, from, shorter, part(from, op, list, n)));
}

type Cut = 'rest' | 'take' | 'drop';

function part(type: ListType, op: Cut, list: string, n: string): string {
  if (isSmall(type)) return op === 'take' ? taken(type, list, n) : dropped(type, list, n);
  return `${list}.slice(${op === 'take' ? '0,' : ''}Math.max(0,${n}))`;
}
