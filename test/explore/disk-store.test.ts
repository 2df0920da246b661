/** States on disk get the numbers that they get in memory, however little memory there is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DiskStore } from '../../checker/src/explore/states/disk-store.ts';
import { StateStore } from '../../checker/src/explore/states/store.ts';
import { TreeStore } from '../../checker/src/explore/states/tree-store.ts';
import { MemoryDisk } from '../support/disk.ts';

const KIB = 2 ** 10;

interface Case {
  readonly words: 1 | 2 | 5;
  /** how many batches of how many states, out of so many for each word */
  readonly batches: readonly number[];
  readonly values: number;
  readonly seed: number;
  /** how many of the batches come before the states go to disk */
  readonly before: number;
  readonly most: number;
  readonly memory: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  words: fc.constantFrom(1 as const, 2 as const, 5 as const),
  batches: fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 20 }),
  values: fc.constantFrom(3, 20, 60, 5000, 2 ** 32),
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  before: fc.nat(3),
  most: fc.constantFrom(1, 700, 10_000, Infinity),
  memory: fc.constantFrom(300 * KIB, 400 * KIB, 500 * KIB, Infinity),
});

/** A batch of states, in a fixed sequence (Park and Miller). */
function* batchesOf({ words, batches, values, seed }: Case): Generator<Int32Array, void> {
  let state = seed;
  for (const count of batches)
    yield Int32Array.from({ length: count * words }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return (state * 3) % values;
    });
}

function run(work: Generator<number, void>): void {
  for (const _ of work);
}

test('the same states under the same numbers as in memory', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(cases, (one) => {
      const { words, before, most, memory } = one;
      const [plain, tree, memoryStore] = [new StateStore(words), words === 5 ? new TreeStore(words) : null, new StateStore(words)];
      let store: StateStore | TreeStore | DiskStore = tree ?? memoryStore;
      const options = { disk: new MemoryDisk(), most };
      for (const [i, batch] of [...batchesOf(one)].entries()) {
        if (i === before && tree !== null) run(tree.moveToDisk(options, memory));
        if (i === before && words !== 5) {
          const moved = new DiskStore(words, options);
          moved.allow(memory, 0);
          run(moved.copy(memoryStore));
          run(moved.index(memoryStore));
          store = moved;
        }
        const count = batch.length / words;
        // Of different parts there may be too many for so little memory.
        if (!(store instanceof StateStore) && !store.allow(memory, count)) return;
        run(store.grow(count));
        plain.insert(batch, count, false);
        store.insert(batch, count);
        if (!(store instanceof StateStore) && (i % 3 === 2 || i === before)) run(store.settle());
      }
      if (!(store instanceof StateStore)) run(store.settle());
      expect(store.count).toBe(plain.count);
      for (let state = 0; state < plain.count; state++) {
        const [there, here] = [store, plain].map((from) => from.segment(state).slice(from.offset(state), from.offset(state) + words));
        expect(there).toEqual(here);
      }
    }),
    { numRuns: process.env.PROVISO_SLOW === '1' ? 60 : 10 },
  );
});

test('few that wait stay, where those that were met lately are forgotten', () => {
  const store = new DiskStore(2, { disk: new MemoryDisk() });
  const plain = new StateStore(2);
  for (let batch = 0; batch < 400; batch++) {
    const states = Int32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? batch * 100 + i : 7));
    expect(store.allow(400 * KIB, 100)).toBe(true);
    run(store.grow(100));
    store.insert(states, 100);
    plain.insert(states, 100, false);
    if (batch % 10 === 9) run(store.settle());
  }
  expect(store.count).toBe(plain.count);
});
