/**
 * How a value is written as numbers. A scalar (bool as 0/1, int, enum, node) is a plain number; any other value whose code
 * takes at most 30 bits is that code; wider ones are small arrays. Codes are what is stored in packed words.
 *
 * Optional: 0 is none, else code + 1. Struct and map: parts side by side, the first highest. List: for each position
 * code + 1 or 0 behind the end, the first highest. Set: a mask with one bit for each value of the element type, in value
 * order. But for sets the order of codes is the order of values.
 */
import { unhandled } from '#grammar';
import type { Type, Value } from './ir.ts';
import { cardinality, rank, values } from './values.ts';

/** Thrown where the compiled machine cannot represent a model: the search then uses the interpreter. */
export class Unsupported extends Error {}

/** A scalar or code is a number; otherwise parts in an array, chunks of 32 elements for a set, null for a missing optional. */
export type Shaped = number | null | readonly Shaped[];

const SMALL = 30;
const MAX_DOMAIN = 4096;

/** Bits that distinguish `n` values. */
export function bitsFor(n: number): number {
  return n <= 1 ? 0 : Math.ceil(Math.log2(n));
}

export type Scalar = Extract<Type, { readonly kind: 'bool' | 'int' | 'enum' | 'node' }>;

export function isScalar(type: Type): type is Scalar {
  switch (type.kind) {
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return true;
    case 'optional':
    case 'struct':
    case 'set':
    case 'list':
    case 'map':
      return false;
    default:
      return unhandled(type);
  }
}

/** The value is one number: a scalar, or a code. */
export function isSmall(type: Type): boolean {
  return isScalar(type) || width(type) <= SMALL;
}

/** Bits of the code. */
export function width(type: Type): number {
  switch (type.kind) {
    case 'bool':
      return 1;
    case 'int': {
      const bits = bitsFor(type.hi - type.lo + 1);
      if (bits > 32) throw new Unsupported(`a range of more than 2^32 values (${type.lo}..${type.hi})`);
      return bits;
    }
    case 'enum':
      return bitsFor(type.members.length);
    case 'node':
      return bitsFor(type.instances.length);
    case 'optional':
      return bitsFor(maxCode(type.of) + 2);
    case 'struct':
      return type.fields.reduce((n, f) => n + width(f.type), 0);
    case 'set':
      return domainSize(type.of);
    case 'list':
      return type.max * elementWidth(type);
    case 'map':
      return domainSize(type.key) * width(type.value);
    default:
      return unhandled(type);
  }
}

function maxCode(type: Type): number {
  switch (type.kind) {
    case 'int':
      return type.hi - type.lo;
    case 'enum':
      return type.members.length - 1;
    case 'node':
      return type.instances.length - 1;
    case 'optional':
      return maxCode(type.of) + 1;
    case 'bool':
    case 'struct':
    case 'set':
    case 'list':
    case 'map':
      return 2 ** width(type) - 1;
    default:
      return unhandled(type);
  }
}

/** How many values an element or key type has; refused where that is beyond listing. */
export function domainSize(type: Type): number {
  const n = cardinality(type);
  if (n > MAX_DOMAIN) throw new Unsupported(`a set or map over a type of ${n} values`);
  return n;
}

/** Bits of one position of a list. */
export function elementWidth(type: Type & { kind: 'list' }): number {
  return bitsFor(maxCode(type.of) + 2);
}

/** Shift of the i-th of `count` parts of equal width. */
export function partShift(count: number, bits: number, i: number): number {
  return bits * (count - 1 - i);
}

export function fieldShift(type: Type & { kind: 'struct' }, field: number): number {
  return type.fields.slice(field + 1).reduce((n, f) => n + width(f.type), 0);
}

/** Comparing codes (or scalars) compares values. */
export function keepsOrder(type: Type): boolean {
  switch (type.kind) {
    case 'optional':
    case 'list':
      return keepsOrder(type.of);
    case 'struct':
      return type.fields.every((f) => keepsOrder(f.type));
    case 'map':
      return keepsOrder(type.value);
    case 'set':
      return false;
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return true;
    default:
      return unhandled(type);
  }
}

/** The scalar's or composite's code. */
export function toCode(type: Type, shaped: Shaped): number {
  if (type.kind === 'int') return (shaped as number) - type.lo;
  if (type.kind === 'node') return type.instances.indexOf(shaped as number);
  return shaped as number;
}

export function fromCode(type: Type, code: number): Shaped {
  if (type.kind === 'int') return code + type.lo;
  if (type.kind === 'node') return type.instances[code];
  return code;
}

/** From the interpreter's form of a value. */
export function shape(type: Type, value: Value): Shaped {
  if (isScalar(type)) return Number(value);
  return isSmall(type) ? codeOf(type, value) : shapeParts(type, value);
}

function codeOf(type: Type, value: Value): number {
  const code = (of: Type, v: Value) => toCode(of, shape(of, v));
  switch (type.kind) {
    case 'optional':
      return value === null ? 0 : code(type.of, value) + 1;
    case 'struct':
      return join((value as Value[]).map((v, i) => code(type.fields[i].type, v) * 2 ** fieldShift(type, i)));
    case 'map': {
      const bits = width(type.value);
      const all = value as Value[];
      return join(all.map((v, i) => code(type.value, v) * 2 ** partShift(all.length, bits, i)));
    }
    case 'list':
      return join((value as Value[]).map((v, i) => (code(type.of, v) + 1) * 2 ** partShift(type.max, elementWidth(type), i)));
    case 'set':
      return join((value as Value[]).map((v) => 2 ** rank(type.of, v)));
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return toCode(type, Number(value));
    default:
      return unhandled(type);
  }
}

function join(parts: readonly number[]): number {
  return parts.reduce((a, b) => a + b, 0);
}

function shapeParts(type: Type, value: Value): Shaped {
  switch (type.kind) {
    case 'optional':
      return value === null ? null : shape(type.of, value);
    case 'struct':
      return (value as Value[]).map((v, i) => shape(type.fields[i].type, v));
    case 'map':
      return (value as Value[]).map((v) => shape(type.value, v));
    case 'list':
      return (value as Value[]).map((v) => shape(type.of, v));
    case 'set': {
      const chunks = new Array<number>(Math.ceil(cardinality(type.of) / 32)).fill(0);
      for (const v of value as Value[]) {
        const r = rank(type.of, v);
        chunks[r >>> 5] |= 1 << (r & 31);
      }
      return chunks;
    }
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return Number(value);
    default:
      return unhandled(type);
  }
}

/** Back to the interpreter's form. */
export function unshape(type: Type, shaped: Shaped): Value {
  if (type.kind === 'bool') return shaped !== 0;
  if (isScalar(type)) return shaped as number;
  return isSmall(type) ? valueOfCode(type, shaped as number) : unshapeParts(type, shaped);
}

function valueOfCode(type: Type, code: number): Value {
  const part = (shift: number, bits: number) => (code >>> shift) & (2 ** bits - 1);
  const value = (of: Type, c: number) => unshape(of, fromCode(of, c));
  switch (type.kind) {
    case 'optional':
      return code === 0 ? null : value(type.of, code - 1);
    case 'struct':
      return type.fields.map((f, i) => value(f.type, part(fieldShift(type, i), width(f.type))));
    case 'map': {
      const n = cardinality(type.key);
      const bits = width(type.value);
      return Array.from({ length: n }, (_, i) => value(type.value, part(partShift(n, bits, i), bits)));
    }
    case 'list': {
      const bits = elementWidth(type);
      const codes = Array.from({ length: type.max }, (_, i) => part(partShift(type.max, bits, i), bits));
      return codes.filter((c) => c !== 0).map((c) => value(type.of, c - 1));
    }
    case 'set':
      return values(type.of).filter((_, r) => (code >>> r) & 1);
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return value(type, code);
    default:
      return unhandled(type);
  }
}

function unshapeParts(type: Type, shaped: Shaped): Value {
  const parts = shaped as readonly Shaped[];
  switch (type.kind) {
    case 'optional':
      return shaped === null ? null : unshape(type.of, shaped);
    case 'struct':
      return parts.map((p, i) => unshape(type.fields[i].type, p));
    case 'map':
      return parts.map((p) => unshape(type.value, p));
    case 'list':
      return parts.map((p) => unshape(type.of, p));
    case 'set':
      return values(type.of).filter((_, r) => ((parts[r >>> 5] as number) >>> (r & 31)) & 1);
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return shaped as number;
    default:
      return unhandled(type);
  }
}

/** Both types are represented in the same way, so that a value of one is a value of the other. */
export function sameShape(a: Type, b: Type): boolean {
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'int':
      return b.kind === 'int' && a.lo === b.lo && a.hi === b.hi;
    case 'enum':
      return b.kind === 'enum' && a.members.length === b.members.length;
    case 'node':
      return b.kind === 'node' && a.instances.length === b.instances.length && a.instances.every((n, i) => n === b.instances[i]);
    case 'optional':
    case 'set':
      return sameShape(a.of, (b as typeof a).of);
    case 'list':
      return a.max === (b as typeof a).max && sameShape(a.of, (b as typeof a).of);
    case 'struct': {
      const other = (b as typeof a).fields;
      return a.fields.length === other.length && a.fields.every((f, i) => sameShape(f.type, other[i].type));
    }
    case 'map':
      return sameShape(a.key, (b as typeof a).key) && sameShape(a.value, (b as typeof a).value);
    case 'bool':
      return true;
    default:
      return unhandled(a);
  }
}
