/**
 * The states found so far, compressed without loss: Laarman, van de Pol, Weber, "Parallel recursive state compression for
 * free", SPIN 2011. The words of a state are the leaves of a balanced binary tree. Each inner node is a pair of what stands
 * below it, and a pair is kept once: a node's value is the number of its pair. So a state is the pair at the root, and as
 * the parts of a system take few values each, nearly all of the memory is what the roots take: 8 bytes a state and a table.
 *
 * A batch goes up the tree row by row, each row a power of two wide: in the lowest one some words go up alone.
 */

import type { DiskOptions } from './disk.ts';
import { DiskStore, type Numbered } from './disk-store.ts';
import type { States } from './states.ts';
import { StateStore } from './store.ts';

/** Below this many words there is nothing to gain: a pair is a state already. */
export const LEAST_COMPRESSED = 3;

export class TreeStore implements States {
  readonly words: number;
  /** the pairs of all nodes but the root */
  readonly #inner = new StateStore(2, true);
  #roots: StateStore | DiskStore = new StateStore(2, true);
  /** values in the lowest row */
  readonly #width: number;
  /** for each value of the lowest row the first of its words, and then the number of words */
  readonly #first: Int32Array;
  /** words that have a partner in the lowest row, in pairs */
  readonly #paired: number;
  /** pairs of one state that are inserted at a time, at most */
  readonly #most: number;
  /** a batch of rows, and of the pairs that the lowest row is made of */
  #rows: Int32Array = new Int32Array(0);
  #pairs: Int32Array = new Int32Array(0);
  readonly #decoded: Int32Array;
  readonly #row: Int32Array;

  constructor(words: number) {
    if (words < LEAST_COMPRESSED) throw new RangeError(`states of ${words} words are not compressed`);
    this.words = words;
    this.#width = 2 ** (31 - Math.clz32(words));
    this.#paired = words - this.#width;
    this.#most = Math.max(this.#paired, this.#width >>> 1);
    // Pairs are spread evenly over the row, so that both halves of the tree weigh the same.
    this.#first = Int32Array.from({ length: this.#width + 1 }, (_, j) => j + Math.floor((j * this.#paired) / this.#width));
    this.#decoded = new Int32Array(words);
    this.#row = new Int32Array(this.#width);
  }

  get count(): number {
    return this.#roots.count;
  }

  get fresh(): Int32Array {
    return this.#roots.fresh;
  }

  get bytes(): number {
    return this.#inner.bytes + this.#roots.bytes;
  }

  bytesWith(count: number): number {
    return this.#inner.bytesWith(count * this.#most) + this.#roots.bytesWith(count);
  }

  *grow(count: number): Generator<number, void> {
    yield* this.#inner.grow(count * this.#most);
    yield* this.#roots.grow(count);
  }

  segment(state: number): Int32Array {
    const decoded = this.#decoded;
    const roots = this.#roots.segment(state);
    const at = this.#roots.offset(state);
    decoded[0] = roots[at];
    decoded[1] = roots[at + 1];
    // From the last to the first: a pair takes the place of values that have been dealt with.
    for (let width = 2; width < this.#width; width *= 2) for (let j = width - 1; j >= 0; j--) this.#open(j, 2 * j);
    if (this.#paired > 0) this.#openWords();
    return decoded;
  }

  offset(_state: number): number {
    return 0;
  }

  contiguous(): number {
    return 1;
  }

  /** Always reports, because the recent roots are kept with their numbers. */
  insert(source: Int32Array, count: number): void {
    let row = this.#paired > 0 ? this.#lowest(source, count) : source;
    for (let width = this.#width; width > 2; width >>>= 1) {
      const values = count * (width >>> 1);
      this.#inner.insert(row, values, true);
      row = this.#rows = withRoom(this.#rows, values);
      copyNumbers(this.#inner.fresh, row, values);
    }
    this.#roots.insert(row, count, true);
  }

  find(source: Int32Array, offset: number): number {
    const row = this.#row;
    for (let j = 0; j < this.#width; j++) {
      const at = offset + this.#first[j];
      const isPair = this.#first[j + 1] - this.#first[j] === 2;
      row[j] = isPair ? this.#inner.find(source, at) : source[at];
      if (isPair && row[j] < 0) return -1;
    }
    for (let width = this.#width; width > 2; width >>>= 1) {
      for (let j = 0; j < width; j += 2) {
        const value = this.#inner.find(row, j);
        if (value < 0) return -1;
        row[j >>> 1] = value;
      }
    }
    return this.#roots.find(row, 0);
  }

  get isOnDisk(): boolean {
    return this.#roots instanceof DiskStore;
  }

  /** The roots go to disk, and stay there: they are nearly all of the memory. */
  *moveToDisk(options: DiskOptions, bytes: number, numbered?: Numbered): Generator<number, void> {
    const roots = this.#roots;
    if (roots instanceof DiskStore) return;
    const disk = new DiskStore(2, options, numbered);
    disk.allow(bytes - this.#inner.bytes, 0);
    yield* disk.copy(roots);
    this.#roots = disk;
    yield* disk.index(roots);
  }

  allow(bytes: number, count: number): boolean {
    return !(this.#roots instanceof DiskStore) || this.#roots.allow(bytes - this.#inner.bytesWith(count * this.#most), count);
  }

  *settle(): Generator<number, void> {
    if (this.#roots instanceof DiskStore) yield* this.#roots.settle();
  }

  get countAtMost(): number {
    return this.#roots instanceof DiskStore ? this.#roots.countAtMost : this.count;
  }

  get bytesOnDisk(): number {
    return this.#roots instanceof DiskStore ? this.#roots.bytesOnDisk : 0;
  }

  drop(): void {
    if (this.#roots instanceof DiskStore) this.#roots.drop();
  }

  /**
   * Moves all states of another store here, under their numbers, while there are none yet; the other store is then used up.
   * Yields the number of states moved since it last did; when it is ended early, all are moved before it ends.
   */
  *take(other: StateStore): Generator<number, void> {
    yield* this.#roots.grow(other.count);
    const parts = other.takeApart();
    let waiting: Int32Array | null = null;
    try {
      for (let part = parts.next(); !part.done; part = parts.next()) {
        waiting = part.value;
        yield* this.grow(waiting.length / this.words);
        const moved = this.#takePart(waiting);
        waiting = null;
        yield moved;
      }
    } finally {
      if (waiting !== null) this.#takePart(waiting);
      for (const part of parts) this.#takePart(part);
    }
  }

  #takePart(part: Int32Array): number {
    const count = part.length / this.words;
    this.insert(part, count);
    return count;
  }

  /** The lowest row of each state: the numbers of its pairs of words, and the words that go up alone. */
  #lowest(source: Int32Array, count: number): Int32Array {
    const [first, width, words] = [this.#first, this.#width, this.words];
    const pairs = withRoom(this.#pairs, count * this.#paired * 2);
    this.#pairs = pairs;
    const rows = withRoom(this.#rows, count * width);
    this.#rows = rows;
    let end = 0;
    for (let at = 0; at < count * words; at += words) {
      for (let j = 0; j < width; j++) {
        if (first[j + 1] - first[j] === 1) continue;
        pairs[end++] = source[at + first[j]];
        pairs[end++] = source[at + first[j] + 1];
      }
    }
    this.#inner.insert(pairs, end >>> 1, true);
    const { fresh } = this.#inner;
    let pair = 0;
    let to = 0;
    for (let at = 0; at < count * words; at += words) {
      for (let j = 0; j < width; j++) rows[to++] = first[j + 1] - first[j] === 1 ? source[at + first[j]] : numberOf(fresh[pair++]);
    }
    return rows;
  }

  /** Puts a pair, whose number stands at `from`, to `to`. */
  #open(from: number, to: number): void {
    const pair = this.#decoded[from];
    const segment = this.#inner.segment(pair);
    const at = this.#inner.offset(pair);
    this.#decoded[to] = segment[at];
    this.#decoded[to + 1] = segment[at + 1];
  }

  #openWords(): void {
    const [decoded, first] = [this.#decoded, this.#first];
    for (let j = this.#width - 1; j >= 0; j--) {
      if (first[j + 1] - first[j] === 2) this.#open(j, first[j]);
      else decoded[first[j]] = decoded[j];
    }
  }
}

function copyNumbers(fresh: Int32Array, into: Int32Array, count: number): void {
  for (let i = 0; i < count; i++) into[i] = numberOf(fresh[i]);
}

/** The state that an insertion reported. */
function numberOf(fresh: number): number {
  return fresh ^ (fresh >> 31);
}

function withRoom(array: Int32Array, length: number): Int32Array {
  return array.length >= length ? array : new Int32Array(length * 2);
}
