/** What a random test has to see often enough, said so that chance does not decide it where few cases were tried. */
import { expect } from 'vitest';

/** How seldom a right test may fail by chance. */
const CHANCE = 1e-6;

/** The chance of `count` or fewer of `of`, each of which is one with probability `share`: the lower tail of the binomial distribution. */
export function lowerTail(count: number, of: number, share: number): number {
  let term = (1 - share) ** of;
  let sum = term;
  for (let k = 1; k <= Math.min(count, of); k++) {
    term *= ((of - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}

/** So few of so many would not come about by chance if at least `share` of all were expected. */
export function isTooSeldom(count: number, of: number, share: number): boolean {
  return lowerTail(count, of, share) < CHANCE;
}

/** Fails where it is too seldom. */
export function expectShare(count: number, of: number, share: number): void {
  expect(isTooSeldom(count, of, share), `${count} of ${of}, where ${share} of all were expected, are too few`).toBe(false);
}
