import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { States } from '../../checker/src/explore/states/states.ts';
import { StateStore } from '../../checker/src/explore/states/store.ts';
import { TreeStore } from '../../checker/src/explore/states/tree-store.ts';

const WIDTHS = [3, 4, 5, 6, 7, 8, 9, 16, 25, 40];
/** What a word may be: few values, so that pairs meet again, and the ends of the range. */
const WORDS = [0, 1, 2, 3, -1, 0x7fffffff, -0x80000000];

/** Batches of states, each state a list of indexes into `WORDS`. */
const batchesOf = (words: number) =>
  fc.array(fc.array(fc.array(fc.nat(WORDS.length - 1), { minLength: words, maxLength: words }), { minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 6,
  });

/** The plainest store there is. */
class PlainStore {
  readonly numbers = new Map<string, number>();
  readonly states: number[][] = [];

  /** What `fresh` should say of each. */
  insert(batch: readonly number[][]): number[] {
    return batch.map((state) => {
      const known = this.numbers.get(state.join());
      if (known !== undefined) return -1 - known;
      this.numbers.set(state.join(), this.states.length);
      return this.states.push(state) - 1;
    });
  }
}

function meant(batch: readonly (readonly number[])[]): number[][] {
  return batch.map((state) => state.map((index) => WORDS[index]));
}

function insertBoth(store: States, plain: PlainStore, batch: readonly number[][], reporting: boolean): void {
  store.insert(Int32Array.from(batch.flat()), batch.length, reporting);
  const fresh = plain.insert(batch);
  if (reporting) expect([...store.fresh.subarray(0, batch.length)]).toEqual(fresh);
}

function expectSame(store: States, plain: PlainStore): void {
  expect(store.count).toBe(plain.states.length);
  for (const [number, state] of plain.states.entries()) {
    const [segment, offset] = [store.segment(number), store.offset(number)];
    expect([...segment.subarray(offset, offset + store.words)]).toEqual(state);
    expect(store.find(Int32Array.from([9, ...state]), 1)).toBe(number);
    const other = [...state.slice(1), 4];
    expect(store.find(Int32Array.from(other), 0)).toBe(plain.numbers.get(other.join()) ?? -1);
  }
}

describe.each(WIDTHS)('states of %i words', (words) => {
  test('are numbered, reported, found and decoded as by a map', () => {
    fc.assert(
      fc.property(batchesOf(words), fc.boolean(), (batches, reporting) => {
        const [store, plain] = [new TreeStore(words), new PlainStore()];
        for (const batch of batches) insertBoth(store, plain, meant(batch), reporting);
        expectSame(store, plain);
      }),
      { numRuns: 25 },
    );
  });

  test('keep their numbers when a plain store is compressed half-way', () => {
    fc.assert(
      fc.property(batchesOf(words), fc.nat(5), fc.nat(2), (batches, half, patience) => {
        const [before, after, plain] = [new StateStore(words), new TreeStore(words), new PlainStore()];
        for (const batch of batches.slice(0, half)) insertBoth(before, plain, meant(batch), true);
        move(before, after, patience);
        expectSame(after, plain);
        for (const batch of batches.slice(half)) insertBoth(after, plain, meant(batch), true);
        expectSame(after, plain);
      }),
      { numRuns: 25 },
    );
  });
});

/** Moves what is in a store, or ends the move early, which must make no difference. */
function move(from: StateStore, to: TreeStore, patience: number): void {
  let parts = 0;
  for (const _ of to.take(from)) if (++parts >= patience) break;
}

test.each([1, 5, Infinity])('many segments move, also when the move is ended after %d parts', (patience) => {
  const words = 7;
  const [before, after] = [new StateStore(words), new TreeStore(words)];
  const count = 700_000;
  const batch = new Int32Array(words * 1000);
  for (let n = 0; n < count; n += 1000) {
    for (let i = 0; i < 1000; i++) batch.set(stateOf(n + i), i * words);
    before.insert(batch, 1000, false);
  }
  const raw = before.bytes;
  move(before, after, patience);
  expect(after.count).toBe(count);
  expect(after.bytes).toBeLessThan(raw / 1.8);
  expect(before.bytes).toBe(0);
  for (let n = 0; n < count; n += 997) {
    expect([...after.segment(n)]).toEqual(stateOf(n));
    expect(after.find(Int32Array.from(stateOf(n)), 0)).toBe(n);
  }
});

function stateOf(n: number): number[] {
  return [n % 10, Math.floor(n / 10) % 10, Math.floor(n / 100) % 10, 7, Math.floor(n / 1000) % 10, -1, Math.floor(n / 10_000)];
}

test('room is made in slices, and where it is not made to the end nothing has changed', () => {
  for (const store of [new StateStore(3), new TreeStore(3)]) {
    const batch = Int32Array.from({ length: 3 * 20_000 }, (_, i) => (i % 3 === 2 ? Math.floor(i / 3) : 5));
    store.insert(batch, 20_000);
    const { bytes } = store;
    const slices = [...store.grow(100_000)];
    expect(slices.length).toBeGreaterThan(4);
    expect(store.bytes).toBeGreaterThan(bytes);
    for (const _ of store.grow(1_000_000)) break;
    for (let n = 0; n < 20_000; n += 7) expect(store.find(Int32Array.of(5, 5, n), 0)).toBe(n);
    expect(store.count).toBe(20_000);
  }
});

test('what memory an insertion will take is known before', () => {
  for (const store of [new StateStore(5), new TreeStore(5)]) {
    const batch = new Int32Array(5 * 1500);
    for (let n = 0; n < 300_000; n += 1500) {
      for (let i = 0; i < 1500; i++) batch.set([n + i, 0, 0, 0, n], i * 5);
      const reported = store.bytesWith(1500);
      store.insert(batch, 1500);
      expect(store.bytes).toBeLessThanOrEqual(reported);
      if (store instanceof StateStore) expect(store.bytes).toBe(reported);
    }
  }
});
