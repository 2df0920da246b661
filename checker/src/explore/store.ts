/**
 * Every state found so far, once, in the order in which it was found: a state is a number, its words stand in segments. An
 * open-addressing table of 32-bit entries (state and hash tag) finds a state again. Storage is exact: a tag only saves
 * comparisons.
 */
import { recentStates, type StoreCode, storeCode } from './store-text.ts';

/** A segment that is full is at most so large, in bytes; the first grows up to there by doubling. */
const SEGMENT_BYTES = 2 ** 24;
const FIRST_STATES = 2 ** 10;
const FIRST_TABLE_BITS = 12;

export class StateStore {
  /** 32-bit words of a state */
  readonly words: number;
  count = 0;
  /** what an insertion of a batch found: `fresh[i]` is the new state's number n, or -1 - n where it was known */
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

  constructor(words: number) {
    this.words = words;
    this.#segmentBits = Math.max(13, Math.floor(Math.log2(SEGMENT_BYTES / 4 / words)));
    this.#segments = [new Int32Array(FIRST_STATES * words)];
    this.#code = storeCode(words, this.#segmentBits);
    this.#recent = recentStates(words, this.#code);
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#segments.reduce((sum, { byteLength }) => sum + byteLength, 0) + this.#table.byteLength;
  }

  /** The words of a state stand in `segment(state)` from `offset(state)` on, until the next insertion. */
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

  /** The number of a state, or -1 where it was never found. */
  find(source: Int32Array, offset: number): number {
    return this.#code.seek(source, offset, this.#table, 32 - this.#bits, this.#segments);
  }

  /** Room for a batch: the table stays at most three quarters full. */
  #reserve(count: number): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(count * 2);
      this.#places = new Int32Array(count * 2);
      this.fresh = new Int32Array(count * 2);
    }
    this.#reserveSegments(this.count + count);
    let bits = this.#bits;
    while ((this.count + count) * 4 > 2 ** bits * 3) bits++;
    if (bits > this.#bits) this.#growTable(bits);
  }

  #reserveSegments(states: number): void {
    const full = 2 ** this.#segmentBits;
    const first = this.#segments[0];
    if (first.length < Math.min(states, full) * this.words) {
      let room = first.length / this.words;
      while (room < Math.min(states, full)) room *= 2;
      this.#segments[0] = new Int32Array(room * this.words);
      this.#segments[0].set(first);
    }
    while (this.#segments.length * full < states) this.#segments.push(new Int32Array(full * this.words));
  }

  #growTable(bits: number): void {
    if (bits > 30) throw new RangeError('more than 800 million states');
    // A small table grows in fewer, larger strides.
    this.#bits = bits <= 21 ? bits + 1 : bits;
    this.#table = new Int32Array(1 << this.#bits);
    this.#code.rehash(this.#table, 32 - this.#bits, this.#segments, this.count);
  }
}
