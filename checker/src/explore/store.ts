/**
 * Every state found so far, once, in the order in which it was found: a state is a number, its words stand in segments. An
 * open-addressing table of 32-bit entries (state and hash tag) finds a state again. Storage is exact: a tag only saves
 * comparisons.
 */
import { enlargedWords, words as wordArray } from './memory.ts';
import type { SharedParts } from './parallel/shared.ts';
import { type ParallelCode, recentStates, type StoreCode, storeCode } from './store-text.ts';

/** A segment that is full is at most so large, in bytes; the first grows up to there by doubling. */
const SEGMENT_BYTES = 2 ** 24;
const FIRST_STATES = 2 ** 10;
const FIRST_TABLE_BITS = 12;

/** A range of numbers that no state has. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

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
  #table: Int32Array = new Int32Array(1 << FIRST_TABLE_BITS);
  #bits = FIRST_TABLE_BITS;
  #hashes = new Int32Array(0);
  #places = new Int32Array(0);
  readonly #recent: Int32Array;
  /** it stands in memory that threads can share */
  #shared = false;

  constructor(words: number) {
    this.words = words;
    this.#segmentBits = Math.max(13, Math.floor(Math.log2(SEGMENT_BYTES / 4 / words)));
    this.#segments = [wordArray(FIRST_STATES * words, false)];
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

  /** Where the store stands: as long as no more room is made. */
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
    this.#reserveTable(states, gaps);
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
    const free = [...unused].filter((number) => number < this.count).sort((a, b) => a - b);
    const moved = new Map<number, number>();
    for (let last = count - 1; last >= this.count; last--) {
      if (unused.has(last)) continue;
      const to = free[moved.size];
      this.#code.parallel?.renumber(last, to, this.#table, 32 - this.#bits, this.#segments);
      moved.set(last, to);
    }
    return moved;
  }

  /** Room for a batch: the table stays at most three quarters full. */
  #reserve(count: number): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(count * 2);
      this.#places = new Int32Array(count * 2);
      this.fresh = new Int32Array(count * 2);
    }
    this.#reserveSegments(this.count + count);
    this.#reserveTable(this.count + count);
  }

  #reserveTable(states: number, gaps: readonly Gap[] = []): void {
    let bits = this.#bits;
    while (states * 4 > 2 ** bits * 3) bits++;
    if (bits > this.#bits) this.#growTable(bits, gaps);
  }

  #reserveSegments(states: number): void {
    const full = 2 ** this.#segmentBits;
    const first = this.#segments[0];
    if (first.length < Math.min(states, full) * this.words) {
      let room = first.length / this.words;
      while (room < Math.min(states, full)) room *= 2;
      this.#segments[0] = enlargedWords(first, room * this.words, this.#shared);
    }
    while (this.#segments.length * full < states) this.#segments.push(wordArray(full * this.words, this.#shared));
  }

  #growTable(bits: number, gaps: readonly Gap[]): void {
    if (bits > 30) throw new RangeError('more than 800 million states');
    // A small table grows in fewer, larger strides.
    this.#bits = bits <= 21 ? bits + 1 : bits;
    this.#table = wordArray(1 << this.#bits, this.#shared);
    let from = 0;
    for (const { start, end } of [...gaps].sort((a, b) => a.start - b.start)) {
      this.#code.rehash(this.#table, 32 - this.#bits, this.#segments, from, start);
      from = end;
    }
    this.#code.rehash(this.#table, 32 - this.#bits, this.#segments, from, this.count);
  }
}
