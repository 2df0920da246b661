/** Large sets, which are chunks of 32 elements in value order: each chunk as a text of its own, so that no array is made where none is needed. */
import type { Expr, Type } from '../../ir.ts';
import { domainSize, isSmall, sameShape, shape } from '../../shapes.ts';
import { readChunk } from '../memory/access.ts';
import { isNumber, type Scope } from '../unit.ts';
import { convert } from './convert.ts';
import { value } from './expressions.ts';
import { placeOf } from './places.ts';
import { rankText } from './values.ts';

type SetType = Type & { kind: 'set' };

/** An expression whose value is a large set. */
export type LargeSet = Expr & { readonly type: SetType };

export function isLargeSet(e: Expr): e is LargeSet {
  return e.type.kind === 'set' && !isSmall(e.type);
}

export function chunkCount(type: SetType): number {
  return Math.ceil(domainSize(type.of) / 32);
}

/** The chunks of a set that the expression gives; each text may be used once and later, as that of a value. */
export function chunksOf(scope: Scope, e: LargeSet): readonly string[] {
  const { code, base, unit } = scope;
  const place = placeOf(scope, e);
  if (place?.kind === 'set') {
    return place.chunks.map((f) => readChunk(base.words, base.offset, f));
  }
  const count = chunkCount(e.type);
  if (unit.kept.has(e)) return chunksOfValue(scope, e);
  switch (e.op) {
    case 'const':
      return (shape(e.type, e.value) as readonly number[]).map(String);
    case 'union':
    case 'intersection':
    case 'difference': {
      const [a, b] = [e.left, e.right].map((side) => operand(scope, side, e.type));
      return a.map((chunk, i) => joined(e.op, chunk, b[i]));
    }
    case 'setOf': {
      const ranks = e.elements.map((x) => code.hold(rankText(unit, e.type.of, convert(scope, x.type, e.type.of, value(scope, x)))));
      return Array.from({ length: count }, (_, i) => ranks.map((rank) => bitOf(rank, i)).reduce((a, b) => joined('union', a, b), '0'));
    }
    default:
      return chunksOfValue(scope, e);
  }
}

function chunksOfValue(scope: Scope, e: LargeSet): readonly string[] {
  const array = scope.code.hold(value(scope, e));
  return Array.from({ length: chunkCount(e.type) }, (_, i) => `${array}[${i}]`);
}

/** Chunks of a side of an operator, as those of its type. */
function operand(scope: Scope, side: Expr, type: SetType): readonly string[] {
  if (isLargeSet(side) && sameShape(side.type, type)) return chunksOf(scope, side);
  const array = scope.code.hold(convert(scope, side.type, type, value(scope, side)));
  return Array.from({ length: chunkCount(type) }, (_, i) => `${array}[${i}]`);
}

export const JOINS = {
  union: (a: number, b: number) => a | b,
  intersection: (a: number, b: number) => a & b,
  difference: (a: number, b: number) => a & ~b,
};

export function joined(op: keyof typeof JOINS, a: string, b: string): string {
  if (isNumber(a) && isNumber(b)) return String(JOINS[op](Number(a), Number(b)));
  if (b === '0') return op === 'intersection' ? '0' : a;
  if (a === '0') return op === 'union' ? b : '0';
  if (op === 'difference') return `(${a}&~${b})`;
  return `(${a}${op === 'union' ? '|' : '&'}${b})`;
}

/** The bit of an element in one chunk. */
function bitOf(rank: string, chunk: number): string {
  if (isNumber(rank)) return Number(rank) >>> 5 === chunk ? String(1 << Number(rank)) : '0';
  return `(${rank}>>>5===${chunk}?1<<${rank}:0)`;
}
