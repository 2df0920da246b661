/**
 * Every state found so far, once, in the order in which it was found: a state is a number, its words stand in segments. An
 * open-addressing table of 32-bit entries (state and hash tag) finds a state again. Storage is exact: a tag only saves
 * comparisons.
 */

import { enlargedWords, words as wordArray } from './memory.ts';
import type { SharedParts } from './shared.ts';
import type { States } from './states.ts';
import type { ParallelCode, StoreCode } from './store-code.ts';
import { recentStates, storeCode } from './store-text.ts';

/** A segment that is full is at most so large, in bytes; the first grows up to there by doubling. */
const SEGMENT_BYTES = 2 ** 24;
const FIRST_STATES = 2 ** 10;
const FIRST_TABLE_BITS = 12;
/** A number and at least two bits of a tag share an entry of the table. */
const MOST_TABLE_BITS = 30;
/** With a table of two to this power entries, and a larger one, more recent states are kept at hand. */
const LARGE_TABLE_BITS = 17;
/** States that are dealt with at a time when a table grows or a store is taken apart. */
const PART = 4096;

/** A range of numbers that no state has. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export class StateStore implements States {
  readonly words: number;
  count = 0;
  fresh = new Int32Array(0);
  readonly #code: StoreCode;
  /** states in a full segment: two to this power */
  readonly #segmentBits: number;
  readonly #segments: Int32Array[];
  #table: Int32Array = new Int32Array(1 << FIRST_TABLE_BITS);
  #bits = FIRST_TABLE_BITS;
  #hashes = new Int32Array(0);
  #places = new Int32Array(0);
  #recent: Int32Array;
  /** it is in memory that threads can share */
  #shared = false;
  readonly #sparing: boolean;

  /** `sparing`: a small table too is no larger than it has to be. */
  constructor(words: number, sparing = false) {
    this.words = words;
    this.#sparing = sparing;
    this.#segmentBits = Math.max(13, Math.floor(Math.log2(SEGMENT_BYTES / 4 / words)));
    this.#segments = [wordArray(FIRST_STATES * words, false)];
    this.#code = storeCode(words, this.#segmentBits);
    this.#recent = recentStates(words, this.#code, 'few');
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
    if (bits > this.#bits) yield* this.#growTable(bits, []);
  }

  segment(state: number): Int32Array {
    return this.#segments[state >>> this.#segmentBits];
  }

  offset(state: number): number {
    return (state & ((1 << this.#segmentBits) - 1)) * this.words;
  }

  contiguous(state: number): number {
    return Math.min(this.count, ((state >>> this.#segmentBits) + 1) << this.#segmentBits) - state;
  }

  /**
   * Adds those of `count` packed states that are new. First all are hashed, then all table slots, then all candidates are
   * touched, so that their cache misses overlap, and only then are they inserted one by one. `reporting`: sets `fresh`.
   */
  insert(source: Int32Array, count: number, reporting = true): void {
    this.#reserve(count);
    const { fresh } = this;
    const insert = reporting ? this.#code.insertAndReport : this.#code.insert;
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

  get segmentBits(): number {
    return this.#segmentBits;
  }

  /** Moves the store to memory that threads can share. */
  share(): void {
    if (this.#shared) return;
    this.#shared = true;
    for (const [i, segment] of this.#segments.entries()) this.#segments[i] = enlargedWords(segment, segment.length, true);
    this.#table = enlargedWords(this.#table, this.#table.length, true);
  }

  /** What threads need to insert states themselves; only where code can be made at run time. */
  parallel(): { readonly code: ParallelCode; readonly recent: Int32Array; readonly segmentBits: number } {
    const { parallel } = this.#code;
    if (parallel === null) throw new Error('internal error: threads without code made at run time');
    return { code: parallel, recent: this.#recent, segmentBits: this.#segmentBits };
  }

  /** Where the store lies in memory; valid until it grows. */
  parts(): Pick<SharedParts, 'segments' | 'table'> {
    const buffer = (array: Int32Array) => array.buffer as unknown as SharedArrayBuffer;
    return { segments: this.#segments.map(buffer), table: buffer(this.#table) };
  }

  /**
   * Makes room for at least so many states; returns how many there is room for. `gaps`: numbers below `count` that no state
   * has yet.
   */
  makeRoom(states: number, gaps: readonly Gap[]): number {
    this.#reserveSegments(states);
    if (this.#bitsFor(states) > this.#bits) for (const _ of this.#growTable(this.#bitsFor(states), gaps));
    const segments = this.#segments.length === 1 ? this.#segments[0].length / this.words : this.#segments.length * 2 ** this.#segmentBits;
    return Math.min(segments, Math.floor((2 ** this.#bits * 3) / 4));
  }

  /**
   * Threads have inserted states up to number `count`, but for these ranges of numbers, which none of them has used: the last
   * states take those numbers. Returns the new number of each state that has another one.
   */
  closeGaps(gaps: readonly Gap[], count: number): Map<number, number> {
    const unused = new Set(gaps.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
    this.count = count - unused.size;
    const { code } = this.parallel();
    const free = [...unused].filter((number) => number < this.count).sort((a, b) => a - b);
    const moved = new Map<number, number>();
    for (let last = count - 1; last >= this.count; last--) {
      if (unused.has(last)) continue;
      const to = free[moved.size];
      code.renumber(last, to, this.#table, 32 - this.#bits, this.#segments);
      moved.set(last, to);
    }
    return moved;
  }

  /** The states below number `count` stay. Whoever had a part in finding the others may go on writing them: nobody sees it any more. */
  keepOnly(count: number): void {
    this.count = count;
    for (const _ of this.#growTable(this.#bits, []));
    this.#recent = recentStates(this.words, this.#code, this.#bits >= LARGE_TABLE_BITS ? 'many' : 'few');
  }

  /** All states in order, some at a time; each is released once it has been yielded, and lookups no longer work. */
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
      this.#segments[0] = enlargedWords(first, room * this.words, this.#shared);
    }
    while (this.#segments.length * full < states) this.#segments.push(wordArray(full * this.words, this.#shared));
  }

  /** The capacity of the first segment if it has to hold this many states. */
  #roomInFirst(states: number): number {
    let room = this.#segments[0].length / this.words;
    while (room < states) room *= 2;
    return room;
  }

  /** Yields between parts; the old table stays until the new one is whole. `gaps`: numbers that no state has. */
  *#growTable(bits: number, gaps: readonly Gap[]): Generator<number, void> {
    if (bits > MOST_TABLE_BITS) throw new RangeError('more states than a store can number');
    const table = wordArray(2 ** bits, this.#shared);
    const hashes = new Int32Array(PART);
    const ordered = [...gaps].sort((a, b) => a.start - b.start);
    const starts = [0, ...ordered.map(({ end }) => end)];
    const ends = [...ordered.map(({ start }) => start), this.count];
    for (const [i, start] of starts.entries()) {
      for (let from = start; from < ends[i]; from += PART) {
        this.#code.rehash(table, 32 - bits, this.#segments, from, Math.min(from + PART, ends[i]), hashes);
        yield PART;
      }
    }
    if (bits >= LARGE_TABLE_BITS && this.#bits < LARGE_TABLE_BITS) this.#recent = recentStates(this.words, this.#code, 'many');
    this.#bits = bits;
    this.#table = table;
  }

  /** Bits of the table for this many states. A small table grows in fewer, larger strides unless memory is short. */
  #bitsFor(states: number): number {
    let bits = this.#bits;
    while (states * 4 > 2 ** bits * 3) bits++;
    return bits > this.#bits && bits <= 21 && !this.#sparing ? bits + 1 : bits;
  }
}
