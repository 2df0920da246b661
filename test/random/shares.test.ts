/** What counts as too seldom, by hand. */
import { expect, test } from 'vitest';
import { expectShare, lowerTail } from './shares.ts';

test('the chance of so few is that of the binomial distribution', () => {
  expect(lowerTail(0, 3, 0.5)).toBeCloseTo(1 / 8);
  expect(lowerTail(1, 3, 0.5)).toBeCloseTo(4 / 8);
  expect(lowerTail(3, 3, 0.5)).toBeCloseTo(1);
  expect(lowerTail(1, 21, 1 / 20)).toBeCloseTo(0.95 ** 21 + 21 * (1 / 20) * 0.95 ** 20);
});

test('of a few cases none may be seen, of many some have to be', () => {
  expectShare(0, 20, 1 / 20);
  expectShare(1, 21, 1 / 20);
  expect(() => expectShare(0, 400, 1 / 20)).toThrow('0 of 400');
  expect(() => expectShare(20, 150, 1 / 3)).toThrow('20 of 150');
});
