/** Short circuit, quantifiers and counting. Small constant domains are unrolled, others are loops. */
import type { Expr, Type } from '../../ir.ts';
import { isSmall } from '../../shapes.ts';
import { isNumber, type Scope, within } from '../unit.ts';
import { chunksOf, isLargeSet } from './chunks.ts';
import { condition, not, value } from './expressions.ts';
import { conditionsOf, invariantFirst, keepingInvariants, type Wanted } from './invariant.ts';
import { eachElement, literal } from './values.ts';

/** The parts joined by `&&` or `||`; a part that needs code of its own runs only where it is asked. */
export function lazy(scope: Scope, operator: '&&' | '||', parts: readonly ((s: Scope) => string)[]): string {
  const { code } = scope;
  const [neutral, decided] = operator === '&&' ? ['1', '0'] : ['0', '1'];
  let sofar = neutral;
  for (const part of parts) {
    const inner = code.inner();
    const text = part(within(scope, inner));
    if (sofar === neutral) {
      code.add(inner);
      sofar = text;
    } else if (inner.empty) {
      if (text !== neutral) sofar = text === decided ? decided : `(${sofar}${operator}${text})`;
    } else {
      const q = code.keep(`${sofar}?1:0`);
      code.line(operator === '&&' ? `if(${q}===1){` : `if(${q}===0){`);
      code.add(inner);
      code.line(`${q}=${text}?1:0;}`);
      sofar = q;
    }
    if (isNumber(sofar)) sofar = sofar === '0' ? '0' : '1';
    if (sofar === decided) return sofar;
  }
  return sofar;
}

/** The elements as texts where the set is constant and running through it in the text is worth while. */
export function unrolled(scope: Scope, from: Expr, cost: number): string[] | null {
  if (from.op !== 'const' || from.type.kind !== 'set') return null;
  const elements = from.value as readonly (typeof from.value)[];
  const of = from.type.of;
  if (elements.length > 16 || elements.length * cost > 400 || !isSmall(of)) return null;
  return elements.map((v) => literal(scope.unit, of, v));
}

/** Rough size of what an expression compiles to. */
export function size(e: unknown): number {
  if (Array.isArray(e)) return e.reduce((n: number, x) => n + size(x), 0);
  if (typeof e !== 'object' || e === null) return 0;
  let n = 'op' in e ? 1 : 0;
  for (const [key, part] of Object.entries(e)) if (key !== 'type' && key !== 'span') n += size(part);
  return n;
}

export function quantifier(scope: Scope, e: Expr & { op: 'forall' | 'exists' }): string {
  const all = e.op === 'forall';
  const { code, unit } = scope;
  const texts = unrolled(scope, e.from, size(e.body) + size(e.where));
  const test = (s: Scope, element: string): string => {
    s.locals.set(e.local, element);
    const { where } = e;
    if (where === null) return condition(s, e.body);
    if (all) return lazy(s, '||', [(x) => not(condition(x, where)), (x) => condition(x, e.body)]);
    return lazy(s, '&&', [(x) => condition(x, where), (x) => condition(x, e.body)]);
  };
  let result = '';
  keepingInvariants(unit, code, e.local, [e.where, e.body], () => {
    if (texts !== null) {
      result = lazy(
        scope,
        all ? '&&' : '||',
        texts.map((text) => (s: Scope) => test(s, text)),
      );
      return;
    }
    // an element decides: one that is as wanted, or one that is not
    const decides = [...(e.where === null ? [] : conditionsOf(e.where, true)), ...conditionsOf(e.body, !all)];
    result = code.keep(all ? '1' : '0');
    const label = code.label();
    eachOf(scope, e.from, label, (element) => {
      scope.locals.set(e.local, element);
      onlyWhere(scope, e.local, decides, label);
      code.line(`${result}=${all ? 0 : 1};break ${label};`);
    });
  });
  return result;
}

/** Inside a loop: goes on to the next element where a condition is false, and ends the loop where that does not depend on the element. */
export function onlyWhere(scope: Scope, local: number, conditions: readonly Wanted[], label: string): void {
  const { first, rest } = invariantFirst(scope.unit, local, conditions);
  const leave = (list: readonly Wanted[], how: string) => {
    for (const { e, truth } of list) {
      const text = condition(scope, e);
      const fails = truth ? not(text) : text;
      if (fails !== '0') scope.code.line(`if(${fails})${how};`);
    }
  };
  leave(first, `break ${label}`);
  leave(rest, 'continue');
}

export function countWhere(scope: Scope, e: Expr & { op: 'countWhere' }): string {
  const { code, unit } = scope;
  const { where } = e;
  if (where === null) return value(scope, { op: 'size', of: e.from, type: e.type, span: e.span });
  const texts = unrolled(scope, e.from, size(where));
  let result = '';
  keepingInvariants(unit, code, e.local, [where], () => {
    if (texts !== null) {
      const parts = texts.map((text) => {
        scope.locals.set(e.local, text);
        return `(${code.hold(condition(scope, where))}?1:0)`;
      });
      result = parts.length === 0 ? '0' : `(${parts.join('+')})`;
      return;
    }
    result = code.keep('0');
    const label = code.label();
    eachOf(scope, e.from, label, (element) => {
      scope.locals.set(e.local, element);
      onlyWhere(scope, e.local, conditionsOf(where, true), label);
      code.line(`${result}++;`);
    });
  });
  return result;
}

/** A loop over the set that the expression gives. */
export function eachOf(scope: Scope, from: Expr, label: string, body: (element: string) => void): void {
  const type = from.type as Type & { kind: 'set' };
  eachElement(scope, type, isLargeSet(from) ? chunksOf(scope, from) : scope.code.hold(value(scope, from)), label, body);
}
