/** The value at a position is the one that stands there when all are listed. */
import { expect, test } from 'vitest';
import type { Type } from '../../checker/src/model/ir.ts';
import { cardinality, valueAt, values } from '../../checker/src/model/values.ts';

const int = (lo: number, hi: number): Type => ({ kind: 'int', lo, hi, limit: null });
const bool: Type = { kind: 'bool' };
const colour: Type = { kind: 'enum', name: 'Colour', members: ['red', 'green', 'blue'] };
const server: Type = { kind: 'node', roles: [1], instances: [2, 5, 6] };
const pair: Type = {
  kind: 'struct',
  name: 'Pair',
  fields: [
    { name: 'a', type: int(-1, 1) },
    { name: 'b', type: { kind: 'optional', of: colour } },
  ],
};

const types: readonly Type[] = [
  bool,
  int(3, 9),
  colour,
  server,
  { kind: 'optional', of: pair },
  pair,
  { kind: 'set', of: int(0, 4) },
  { kind: 'set', of: pair },
  { kind: 'list', of: colour, max: 4 },
  { kind: 'list', of: { kind: 'set', of: bool }, max: 2 },
  { kind: 'map', key: server, value: { kind: 'optional', of: bool } },
  { kind: 'map', key: bool, value: { kind: 'list', of: bool, max: 2 } },
];

for (const type of types) {
  test(`every position of ${JSON.stringify(type)}`, () => {
    const all = values(type);
    expect(all).toHaveLength(cardinality(type));
    expect(all.map((_, position) => valueAt(type, position))).toEqual(all);
  });
}

test('positions of a type that could not be listed', () => {
  const list: Type = { kind: 'list', of: int(0, 9), max: 8 };
  expect(valueAt(list, cardinality(list) - 1)).toEqual([9, 9, 9, 9, 9, 9, 9, 9]);
  expect(valueAt({ kind: 'set', of: int(0, 29) }, 2 ** 29 + 2)).toEqual([1, 2]);
});
