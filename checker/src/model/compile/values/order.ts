/** Order and equality of values in their written form, as functions that generated code calls where one comparison of numbers does not do. */
import { unhandled } from '#grammar';
import type { Type } from '../../ir.ts';
import { isScalar, isSmall, keepsOrder, type Shaped, sameShape, unshape } from '../../shapes.ts';
import { compare } from '../../values.ts';

/** Negative, zero or positive. */
export type Order = (a: Shaped, b: Shaped) => number;

type Parts = readonly Shaped[];

/** The order of two values of types that are the same but for the bounds of integers and lengths of lists. */
export function orderOf(left: Type, right: Type): Order {
  if (isScalar(left) && isScalar(right)) return (a, b) => (a as number) - (b as number);
  if (isSmall(left) || isSmall(right)) return sameShape(left, right) ? orderOfCodes(left) : byValue(left, right);
  switch (left.kind) {
    case 'optional': {
      if (right.kind !== 'optional') return byValue(left, right);
      const of = orderOf(left.of, right.of);
      return (a, b) => (a === null || b === null ? (a === null ? 0 : 1) - (b === null ? 0 : 1) : of(a, b));
    }
    case 'struct': {
      if (right.kind !== 'struct') return byValue(left, right);
      const fields = left.fields.map((f, i) => orderOf(f.type, right.fields[i].type));
      return (a, b) => {
        for (const [i, order] of fields.entries()) {
          const c = order((a as Parts)[i], (b as Parts)[i]);
          if (c !== 0) return c;
        }
        return 0;
      };
    }
    case 'list':
      return right.kind === 'list' ? orderOfLists(orderOf(left.of, right.of)) : byValue(left, right);
    case 'map':
      return right.kind === 'map' ? orderOfLists(orderOf(left.value, right.value)) : byValue(left, right);
    case 'set':
      return right.kind === 'set' && sameShape(left, right)
        ? (a, b) => orderOfChunks(a as readonly number[], b as readonly number[])
        : byValue(left, right);
    case 'bool':
    case 'int':
    case 'enum':
    case 'node':
      return byValue(left, right);
    default:
      return unhandled(left);
  }
}

/** By the interpreter's form of the values: for what is rarely compared. */
function byValue(left: Type, right: Type): Order {
  return (a, b) => compare(left, unshape(left, a), unshape(right, b));
}

/** Element by element; a proper prefix stands first. */
function orderOfLists(of: Order): Order {
  return (a, b) => {
    const [x, y] = [a as Parts, b as Parts];
    for (let i = 0; i < x.length && i < y.length; i++) {
      const c = of(x[i], y[i]);
      if (c !== 0) return c;
    }
    return x.length - y.length;
  };
}

function orderOfCodes(type: Type): Order {
  if (keepsOrder(type)) return (a, b) => (a as number) - (b as number);
  if (type.kind === 'set') return (a, b) => orderOfChunks([a as number], [b as number]);
  return byValue(type, type);
}

/**
 * As the lists of their elements in value order. Up to the least element that only one of them has both lists are the same; there the
 * one that has it is less, unless the other has ended.
 */
function orderOfChunks(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const differ = a[i] ^ b[i];
    if (differ === 0) continue;
    const least = differ & -differ;
    const other = (a[i] & least) !== 0 ? b : a;
    // what lies above the bit; nothing where it is the highest
    const more = (other[i] & ~(least | (least - 1))) !== 0 || other.some((chunk, j) => j > i && chunk !== 0);
    return (other === b) === more ? -1 : 1;
  }
  return 0;
}
