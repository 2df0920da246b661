/**
 * Lists that are one number: the first position stands highest, an element as its code + 1, and nothing (0) behind the end. So
 * taking apart and putting together are shifts. Wider lists are arrays.
 */
import type { Type } from '../../ir.ts';
import { elementWidth, isSmall, partShift } from '../../shapes.ts';
import { codeText, mask, plus } from '../memory/access.ts';
import { ERROR, failIf, isNumber, type Scope, type Unit } from '../unit.ts';
import { listElement, partShiftText } from './values.ts';

export type ListType = Type & { kind: 'list' };

/** Bits of all positions. */
function bitsOf(type: ListType): number {
  return type.max * elementWidth(type);
}

/** The same list, of elements written in the same way, as one of another greatest length; what is longer is a model error. */
export function convertList(scope: Scope, from: ListType, to: ListType, list: string): string {
  const { code } = scope;
  if (from.max === to.max) return list;
  if (isSmall(from) && isSmall(to)) {
    const spare = elementWidth(from) * (from.max - to.max);
    if (spare === 0) return list;
    const held = code.hold(list);
    if (spare > 0) failIf(scope, `(${held}&${mask(spare)})!==0`, ERROR);
    return aligned(to, from, held);
  }
  const array = listArray(scope, from, list);
  if (from.max > to.max) failIf(scope, `${array}.length>${to.max}`, ERROR);
  return isSmall(to) ? packed(scope, to, array) : array;
}

/** Runs `body` for each element of a list that is one number; inside, `label` names the loop. */
export function eachOfCode(scope: Scope, type: ListType, list: string, label: string, body: (element: string) => void): void {
  const { code, unit } = scope;
  const whole = code.hold(list);
  const [at, element] = [code.variable(), code.variable()];
  const bits = elementWidth(type);
  const none = bits === 0 ? '1' : `((${whole}>>>${partShiftText(type.max, bits, at)})&${mask(bits)})===0`;
  code.line(`${label}:for(${at}=0;${at}<${type.max};${at}++){if(${none})break;`);
  code.line(`${element}=${listElement(unit, type, whole, at)};`);
  body(element);
  code.line('}');
}

/** The elements as an array, in a variable or constant. */
export function listArray(scope: Scope, type: ListType, list: string): string {
  const { code } = scope;
  if (!isSmall(type)) return code.hold(list);
  const array = code.keep('[]');
  eachOfCode(scope, type, list, code.label(), (element) => code.line(`${array}.push(${element});`));
  return array;
}

/** An array of at most so many elements as one number. */
export function packed(scope: Scope, type: ListType, array: string): string {
  const { code, unit } = scope;
  const [list, at] = [code.keep('0'), code.variable()];
  const bits = elementWidth(type);
  const shift = partShiftText(type.max, bits, at);
  code.line(`for(${at}=0;${at}<${array}.length;${at}++)${list}|=${codeOf(unit, type, `${array}[${at}]`)}<<${shift};`);
  return list;
}

/** The list of these elements; there are no more than it may have. */
export function listOfElements(unit: Unit, type: ListType, elements: readonly string[]): string {
  if (!isSmall(type)) return `[${elements.join(',')}]`;
  const bits = elementWidth(type);
  const codes = elements.map((element, i) => {
    const [code, shift] = [codeOf(unit, type, element), partShift(type.max, bits, i)];
    return isNumber(code) ? String(Number(code) << shift) : `((${code})<<${shift})`;
  });
  return codes.length === 0 ? '0' : `(${codes.join('|')})`;
}

function codeOf(unit: Unit, { of }: ListType, element: string): string {
  return plus(codeText(unit, of, element), 1);
}

/** Without the first `n`, which is held. */
export function dropped(type: ListType, list: string, n: string): string {
  const whole = mask(bitsOf(type));
  if (isNumber(n)) return Number(n) >= type.max ? '0' : `((${list}<<${elementWidth(type) * Math.max(0, Number(n))})&${whole})`;
  return `(${n}>=${type.max}?0:(${list}<<${elementWidth(type)}*Math.max(0,${n}))&${whole})`;
}

/** Of these only the first `n`, which is held. */
export function taken(type: ListType, list: string, n: string): string {
  return `(${n}>=${type.max}?${list}:${list}&~(${mask(bitsOf(type))}>>>${elementWidth(type)}*Math.max(0,${n})))`;
}

/** What is in a list with the positions of another type, in which it is known to fit. */
export function aligned(type: ListType, own: ListType, list: string): string {
  const more = elementWidth(type) * (type.max - own.max);
  if (more === 0) return list;
  if (isNumber(list)) return String(more > 0 ? Number(list) << more : Number(list) >>> -more);
  return more > 0 ? `(${list}<<${more})` : `(${list}>>>${-more})`;
}

/** One behind the other, both with the positions of `type`; together they fit. */
export function joinedLists(type: ListType, a: string, length: string, b: string): string {
  return `(${a}|${b}>>>${elementWidth(type)}*${length})`;
}
