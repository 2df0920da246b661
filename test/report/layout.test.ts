/** Columns and lines of a terminal. */
import { expect, test } from 'vitest';
import { padded, width, wrapped } from '#report';

test.each([
  ['Holder#1', 8],
  ['Größe', 5],
  ['e\u0301', 1],
  ['仕様.proviso', 12],
  ['한글', 4],
  ['ｆｕｌｌ', 8],
  ['✓ × → …', 7],
  ['✅', 2],
  ['👩‍🔬', 2],
  ['🇩🇪', 2],
  ['a\tb', 2],
])('%s takes %i columns', (text, columns) => {
  expect(width(text)).toBe(columns);
});

test('names align, however wide their characters are', () => {
  const names = ['Lease', '仕様', '한글', '👩‍🔬'];
  expect(names.map((name) => `${padded(name, 6)}|`)).toEqual(['Lease |', '仕様  |', '한글  |', '👩‍🔬    |']);
  expect(names.map((name) => width(padded(name, 6)))).toEqual([6, 6, 6, 6]);
});

test('lines are broken at spaces, and not inside parentheses where it can be helped', () => {
  expect(wrapped('Store(version: 1) from Writer to Replica is corrupted into Store(version: 0)', 40)).toEqual([
    'Store(version: 1) from Writer to Replica',
    'is corrupted into Store(version: 0)',
  ]);
  expect(wrapped('仕様 仕様 仕様', 9)).toEqual(['仕様 仕様', '仕様']);
});
