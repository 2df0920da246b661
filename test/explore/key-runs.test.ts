/** Keys on disk are found again, and no others. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK, KeyBlock } from '../../checker/src/explore/states/key-block.ts';
import { KeyRuns } from '../../checker/src/explore/states/key-runs.ts';
import { Keys } from '../../checker/src/explore/states/keys.ts';
import { MemoryDisk } from '../support/disk.ts';

const HALVES = [0, 1, 127, 128, 16_383, 16_384, 2 ** 28 - 1, 2 ** 28, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const half = fc.oneof(fc.constantFrom(...HALVES), fc.nat(40), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const number = (high: number, low: number) => (BigInt(high) << 32n) | BigInt(low);
const setOf = fc.array(fc.tuple(half, half), { maxLength: 60 }).map((pairs) => new Set(pairs.map(([high, low]) => number(high, low))));

function keysOf(numbers: Iterable<bigint>): Keys {
  const all = [...numbers];
  const keys = new Keys(all.length);
  new BigUint64Array(keys.words.buffer).set(all);
  keys.sort();
  return keys;
}

function numbersOf(keys: Keys): bigint[] {
  return Array.from({ length: keys.count }, (_, i) => number(keys.high(i), keys.low(i)));
}

function run(work: Generator<number, void>): void {
  for (const states of work) expect(states).toBeGreaterThanOrEqual(0);
}

test('a block is read as it was written', () => {
  fc.assert(
    fc.property(setOf, (numbers) => {
      const [block, other] = [new KeyBlock(), new KeyBlock()];
      const keys = keysOf(numbers);
      for (let i = 0; i < keys.count; i++) block.push(keys.high(i), keys.low(i));
      other.decode(block.encoded());
      expect(other.count).toBe(keys.count);
      for (let i = 0; i < keys.count; i++) expect([other.high[i], other.low[i]]).toEqual([keys.high(i), keys.low(i)]);
    }),
    { numRuns: 60 },
  );
});

test('keys that were added are taken away from those looked for, and no others', () => {
  fc.assert(
    fc.property(fc.array(setOf, { maxLength: 12 }), (sets) => {
      const disk = new MemoryDisk();
      const runs = new KeyRuns(disk);
      const known = new Set<bigint>();
      for (const numbers of sets) {
        const keys = keysOf(numbers);
        run(runs.subtractFrom(keys));
        expect(numbersOf(keys)).toEqual(numbersOf(keysOf([...numbers].filter((one) => !known.has(one)))));
        run(runs.add(keys));
        for (const one of numbers) known.add(one);
        expect(disk.files.size).toBeLessThan(9);
      }
    }),
    { numRuns: 40 },
  );
});

test('runs of several blocks: what holds none of the keys is not read', () => {
  const disk = new MemoryDisk();
  const runs = new KeyRuns(disk);
  const all = Array.from({ length: 3 * BLOCK + 17 }, (_, i) => BigInt(i) * 2_000_003n);
  run(runs.add(keysOf(all)));
  disk.read = 0;
  const keys = keysOf([...all.slice(BLOCK - 2, BLOCK + 2), 1n, all.at(-1)!, all.at(-1)! + 1n]);
  run(runs.subtractFrom(keys));
  expect(numbersOf(keys)).toEqual([1n, all.at(-1)! + 1n]);
  expect(disk.read).toBeLessThan(disk.written);
  run(runs.add(keysOf(all.map((one) => one + 1n))));
  const both = keysOf([...all, ...all.map((one) => one + 1n), ...all.map((one) => one + 2n)]);
  run(runs.subtractFrom(both));
  expect(numbersOf(both)).toEqual(numbersOf(keysOf(all.map((one) => one + 2n))));
});
