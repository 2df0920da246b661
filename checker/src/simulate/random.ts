/** A stream of random numbers that a seed determines. */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** one of 0 .. n - 1 */
  below(n: number): number;
  /** at least 0, less than 1 */
  fraction(): number;
}

/** The stream of this number of a seed: what one of them is asked changes no other. */
export function randomStream(seed: number, number: number): Random {
  const [low, high] = [(seed % 2 ** 32) | 0, Math.floor(seed / 2 ** 32) | 0];
  const own = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0xc2b2ae35);
  // An odd factor: no two numbers below 2^32 come to the same.
  const generator = xoroshiro128plus((own + Math.imul(number, 0x85ebca6b)) | 0);
  return {
    below: (n) => uniformInt(generator, 0, n - 1),
    fraction: () => (generator.next() >>> 0) / 2 ** 32,
  };
}

export function oneOf<T>(random: Random, choices: readonly T[]): T {
  return choices[random.below(choices.length)];
}
