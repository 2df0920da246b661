/** Maps by a rule: a value for each key, in key order. */
import type { Expr, Type } from '../../ir.ts';
import { domainSize, isSmall, type Shaped, shape, unshape } from '../../shapes.ts';
import { values } from '../../values.ts';
import type { Scope } from '../unit.ts';
import { value } from './expressions.ts';
import { size } from './quantifiers.ts';
import { literal, makeMap, unrankText } from './values.ts';

/** A rule that comes to more code than this for all keys together is run in a loop. */
const MOST_UNROLLED = 400;

export function mapBy(scope: Scope, e: Expr & { op: 'mapBy' }): string {
  const type = e.type as Type & { kind: 'map' };
  const { unit, code } = scope;
  const keys = domainSize(type.key);
  if (keys * size(e.value) <= MOST_UNROLLED) {
    const parts = values(type.key).map((key) => {
      scope.locals.set(e.local, literal(unit, type.key, key));
      return code.hold(value(scope, e.value));
    });
    return makeMap(unit, type, parts);
  }
  const [array, rank] = [code.keep('[]'), code.variable()];
  code.line(`for(${rank}=0;${rank}<${keys};${rank}++){`);
  scope.locals.set(e.local, code.keep(unrankText(unit, type.key, rank)));
  code.line(`${array}.push(${value(scope, e.value)});}`);
  if (!isSmall(type)) return array;
  const packed = (parts: readonly Shaped[]) =>
    shape(
      type,
      parts.map((part) => unshape(type.value, part)),
    );
  return `${unit.constant(packed)}(${array})`;
}
