/**
 * Every state found so far, once, in the order in which it was found: a state is a number, its words stand in segments. An
 * open-addressing table of 32-bit entries (state and hash tag) finds a state again. Storage is exact: a tag only saves
 * comparisons.
 */
import type { States } from './states.ts';
import { recentStates, type StoreCode, storeCode } from './store-text.ts';

/** A segment that is full is at most so large, in bytes; the first grows up to there by doubling. */
const SEGMENT_BYTES = 2 ** 24;
const FIRST_STATES = 2 ** 10;
const FIRST_TABLE_BITS = 12;
/** A number and at least two bits of a tag share an entry of the table. */
const MOST_TABLE_BITS = 30;
/** States that are dealt with at a time when a table grows or a store is taken apart. */
const PART = 4096;

export class StateStore implements States {
  readonly words: number;
  count = 0;
  fresh = new Int32Array(0);
  readonly #code: StoreCode;
  /** states in a full segment: two to this power */
  readonly #segmentBits: number;
  readonly #segments: Int32Array[];
  #table = new Int32Array(1 << FIRST_TABLE_BITS);
  #bits = FIRST_TABLE_BITS;
  #hashes = new Int32Array(0);
  #places = new Int32Array(0);
  readonly #recent: Int32Array;
  readonly #sparing: boolean;

  /** `sparing`: a small table too is no larger than it has to be. */
  constructor(words: number, sparing = false) {
    this.words = words;
    this.#sparing = sparing;
    this.#segmentBits = Math.max(13, Math.floor(Math.log2(SEGMENT_BYTES / 4 / words)));
    this.#segments = [new Int32Array(FIRST_STATES * words)];
    this.#code = storeCode(words, this.#segmentBits);
    this.#recent = recentStates(words, this.#code);
  }

  get bytes(): number {
    return this.#segments.reduce((sum, { byteLength }) => sum + byteLength, 0) + this.#table.byteLength;
  }

  bytesWith(count: number): number {
    const states = this.count + count;
    const full = 2 ** this.#segmentBits;
    const segments = Math.max(Math.ceil(states / full), this.#segments.length);
    const room = segments > 1 ? segments * full : this.#roomInFirst(states);
    return room * this.words * 4 + 2 ** this.#bitsFor(states) * 4;
  }

  *grow(count: number): Generator<number, void> {
    const bits = this.#bitsFor(this.count + count);
    if (bits <= this.#bits) return;
    if (bits > MOST_TABLE_BITS) throw new RangeError('more states than a store can number');
    const table = new Int32Array(2 ** bits);
    const hashes = new Int32Array(PART);
    for (let from = 0; from < this.count; from += PART) {
      this.#code.rehash(table, 32 - bits, this.#segments, from, Math.min(from + PART, this.count), hashes);
      yield PART;
    }
    this.#bits = bits;
    this.#table = table;
  }

  segment(state: number): Int32Array {
    return this.#segments[state >>> this.#segmentBits];
  }

  offset(state: number): number {
    return (state & ((1 << this.#segmentBits) - 1)) * this.words;
  }

  /**
   * Adds those of `count` packed states that are new. First all are hashed, then all table slots, then all candidates are
   * touched, so that their cache misses overlap, and only then are they inserted one by one. `telling`: sets `fresh`.
   */
  insert(source: Int32Array, count: number, telling = true): void {
    this.#reserve(count);
    const { fresh } = this;
    const insert = telling ? this.#code.insertAndTell : this.#code.insert;
    this.count = insert(
      source,
      count,
      this.#hashes,
      this.#places,
      fresh,
      this.#table,
      32 - this.#bits,
      this.#segments,
      this.count,
      this.#recent,
    );
  }

  find(source: Int32Array, offset: number): number {
    return this.#code.seek(source, offset, this.#table, 32 - this.#bits, this.#segments);
  }

  /** All states in order, some at a time; what has been told of is let go of, and nothing can be found any more. */
  *takeApart(): Generator<Int32Array, void> {
    this.#table = new Int32Array(0);
    const full = 2 ** this.#segmentBits;
    for (let start = 0, i = 0; start < this.count; start += full, i++) {
      const segment = this.#segments[i];
      this.#segments[i] = new Int32Array(0);
      const states = Math.min(full, this.count - start);
      for (let at = 0; at < states; at += PART) yield segment.subarray(at * this.words, Math.min(states, at + PART) * this.words);
    }
  }

  /** Room for a batch: the table stays at most three quarters full. */
  #reserve(count: number): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(count * 2);
      this.#places = new Int32Array(count * 2);
      this.fresh = new Int32Array(count * 2);
    }
    this.#reserveSegments(this.count + count);
    if (this.#bitsFor(this.count + count) > this.#bits) for (const _ of this.grow(count));
  }

  #reserveSegments(states: number): void {
    const full = 2 ** this.#segmentBits;
    const first = this.#segments[0];
    const room = this.#roomInFirst(Math.min(states, full));
    if (room * this.words > first.length) {
      this.#segments[0] = new Int32Array(room * this.words);
      this.#segments[0].set(first);
    }
    while (this.#segments.length * full < states) this.#segments.push(new Int32Array(full * this.words));
  }

  /** For how many states the first segment has room when it has to take so many. */
  #roomInFirst(states: number): number {
    let room = this.#segments[0].length / this.words;
    while (room < states) room *= 2;
    return room;
  }

  /** Bits of the table for so many states. A small one grows in fewer, larger strides, unless memory matters. */
  #bitsFor(states: number): number {
    let bits = this.#bits;
    while (states * 4 > 2 ** bits * 3) bits++;
    return bits > this.#bits && bits <= 21 && !this.#sparing ? bits + 1 : bits;
  }
}
