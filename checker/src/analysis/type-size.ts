/** How large a value of a type is, and how deeply it nests: both are bounded, so that whoever walks a type may recurse. */
import { unhandled } from '#grammar';
import type { Type } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';

/** Scalars, and one for each composite, of one value. */
export const MOST_PARTS = 4096;
export const DEEPEST_TYPE = 100;

export interface TypeSize {
  readonly parts: number;
  readonly depth: number;
}

/** By type: structs share the types of their fields, so a few lines can describe a value of any size. */
const known = new WeakMap<Type, TypeSize>();

export function sizeOf(type: Type): TypeSize {
  let size = known.get(type);
  if (size === undefined) {
    size = measure(type);
    known.set(type, size);
  }
  return size;
}

function measure(type: Type): TypeSize {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return { parts: 1, depth: 1 };
    case 'optional':
      return around([sizeOf(type.of)], 1);
    case 'struct':
      return around(
        type.fields.map((field) => sizeOf(field.type)),
        1,
      );
    case 'set':
      return { parts: 1 + Math.ceil(cardinality(type.of) / 32), depth: sizeOf(type.of).depth + 1 };
    case 'list':
      return around([sizeOf(type.of)], type.max);
    case 'map':
      return around([sizeOf(type.value)], cardinality(type.key));
    default:
      return unhandled(type);
  }
}

function around(inner: readonly TypeSize[], times: number): TypeSize {
  let [parts, depth] = [1, 1];
  for (const size of inner) {
    parts += times * size.parts;
    depth = Math.max(depth, 1 + size.depth);
  }
  return { parts, depth };
}
