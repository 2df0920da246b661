/**
 * Where a value stands in the state, if it does: then a part of it is read from there alone. A value that is wider than a number would
 * otherwise be made an array of all its parts first.
 */
import type { Place } from '../../fields.ts';
import type { Expr, Type } from '../../ir.ts';
import { readPlace } from '../memory/access.ts';
import { Code, isNumber, type Scope } from '../unit.ts';
import { literal, rankText } from './values.ts';

/** The place of the whole value; what is not stored has fields of no bits. Null where it stands nowhere, or that is known only at run time. */
export function placeOf(scope: Scope, e: Expr): Place | null {
  const { layout } = scope.unit;
  switch (e.op) {
    case 'var':
      return stored(layout.nodes[scope.self!].variables[e.variable]);
    case 'varOf': {
      const node = known(scope, e.node);
      return node === null ? null : stored(layout.nodes[Number(node)].variables[e.variable]);
    }
    case 'systemGhost':
      return stored(layout.ghosts[e.ghost]);
    case 'field':
      return partsOf(scope, e.of)?.[e.field] ?? null;
    case 'lookup': {
      const key = known(scope, e.key);
      const rank = key === null ? '' : rankText(scope.unit, (e.of.type as Type & { kind: 'map' }).key, key);
      return isNumber(rank) ? (partsOf(scope, e.of)?.[Number(rank)] ?? null) : null;
    }
    default:
      return null;
  }
}

function stored(place: Place): Place {
  return place.kind === 'dead' ? place.as : place;
}

/** The places of the parts of a struct or map that is wider than a number. */
export function partsOf(scope: Scope, e: Expr): readonly Place[] | null {
  const place = placeOf(scope, e);
  return place?.kind === 'parts' ? place.parts : null;
}

/** The value as a number that is known while code is made, where no code has to run for it. */
function known(scope: Scope, e: Expr): string | null {
  if (e.op === 'self') return String(scope.self);
  const text = e.op === 'const' ? literal(scope.unit, e.type, e.value) : e.op === 'local' ? scope.locals.get(e.local) : undefined;
  return text !== undefined && isNumber(text) ? text : null;
}

/** One of several places, its number computed; `index` is within. */
export function oneOf(scope: Scope, places: readonly Place[], index: string): string {
  const { unit, base } = scope;
  if (isNumber(index)) return readPlace(unit, base.words, base.offset, places[Number(index)]);
  const name = unit.once(`one of ${JSON.stringify(places)}`, (made) => {
    const code = new Code(unit);
    code.line(`switch(i){${places.map((place, i) => `case ${i}:return ${readPlace(unit, 'A', 'a', place)};`).join('')}}return 0;`);
    unit.define(made, 'A,a,i', code);
  });
  return `${name}(${base.words},${base.offset},${index})`;
}
