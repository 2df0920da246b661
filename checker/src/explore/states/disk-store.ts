/**
 * States of one or two words on disk: in the order in which they were found, which is the queue of the search and what traces are made of,
 * and once more in the order of their words, in few bytes each, to find them again (key-runs.ts).
 *
 * What is inserted waits until much of it can be looked for together, at the latest at the end of a level: delayed duplicate detection (Stern
 * and Dill, "Using magnetic disk instead of main memory in the Murphi verifier", CAV 1998; Korf, "Best-first frontier search with delayed
 * duplicate detection", AAAI 2004). So each time all of what was found before is read once, in sequence. Nothing is forgotten or taken for
 * something else: states are compared whole. States met lately are kept in memory as long as there is room, so that those met again
 * need not be looked for (Della Penna and others, "Exploiting transition locality in automatic verification of finite-state concurrent
 * systems", STTT 2004).
 *
 * New states get their numbers in the order in which they were inserted, as in memory.
 */
import { Bits } from './bits.ts';
import type { DiskOptions, PartFile } from './disk.ts';
import { KeyRuns } from './key-runs.ts';
import { Keys } from './keys.ts';
import { bytesOf, wordsOf } from './slot.ts';
import type { States } from './states.ts';
import { StateStore } from './store.ts';

/** States of a part of the file: two to this power. */
const PART_BITS = 12;
/** Parts that are kept at hand: several levels are read by turns. */
const PARTS = 4;
/** States that wait together at most: sorting more takes some seconds, in which nobody is heard. */
const MOST = 2 ** 24;
/** Of what it may use, so much is for states in memory: a table that grows is there twice for a moment. */
const SHARE = 0.75;
/** Where not more than one of so many states in memory waits, those that wait are few. */
const FEW = 4;
/** A state that waits has a key besides. */
const KEY_BYTES = 8;

/** What the search has to know once states that waited from this number on have numbers: about `numberOf` the first, the second, ... */
export type Numbered = (from: number, numberOf: (waiting: number) => number) => void;

/** Of so many states that waited one number is kept for `Numbered`. */
const SAMPLE = 256;

export class DiskStore implements States {
  readonly words: number;
  count = 0;
  /** Nobody learns which state was new before it was looked for. */
  readonly fresh = new Int32Array(0);
  readonly #most: number;
  readonly #numbered: Numbered;
  readonly #file: PartFile;
  readonly #runs: KeyRuns;
  /** the end of the states, which is no part of the file yet */
  readonly #end: Int32Array;
  /** parts read last, by their numbers */
  readonly #parts = new Map<number, Int32Array>();
  /** states met lately; from number `#settled` on they wait */
  #recent: StateStore;
  #settled = 0;
  /** bytes */
  #allowed = Infinity;

  constructor(words: 1 | 2, options: DiskOptions, numbered: Numbered = () => {}) {
    this.words = words;
    this.#numbered = numbered;
    this.#most = Math.min(MOST, Math.ceil(options.most ?? MOST));
    this.#file = options.disk.open();
    this.#runs = new KeyRuns(options.disk);
    this.#end = new Int32Array(words << PART_BITS);
    this.#recent = new StateStore(words, true);
  }

  get bytes(): number {
    return this.#recent.bytes + this.#waiting * KEY_BYTES + this.#bytesBeside();
  }

  bytesWith(count: number): number {
    return this.#recent.bytesWith(count) + (this.#waiting + count) * KEY_BYTES + this.#bytesBeside();
  }

  /** It may use so many bytes, and keeps to that where it can. Returns whether it can with so many states more. */
  allow(bytes: number, count: number): boolean {
    this.#allowed = bytes;
    return (
      this.#fits(count) || new StateStore(this.words, true).bytesWith(count) + count * KEY_BYTES + this.#bytesBeside() <= bytes * SHARE
    );
  }

  /** States are looked for where there is no room for more that wait. */
  *grow(count: number): Generator<number, void> {
    if (this.#waiting + count > this.#most) yield* this.settle();
    if (!this.#fits(count)) {
      if (this.#waiting * FEW > this.#recent.count) yield* this.settle();
      yield* this.#forgetRecent();
    }
    yield* this.#recent.grow(count);
  }

  /** What it comes to if all that wait are new. */
  get countAtMost(): number {
    return this.count + this.#waiting;
  }

  segment(state: number): Int32Array {
    const part = state >>> PART_BITS;
    return part === this.count >>> PART_BITS ? this.#end : this.#part(part);
  }

  offset(state: number): number {
    return (state & (2 ** PART_BITS - 1)) * this.words;
  }

  contiguous(state: number): number {
    return Math.min(this.count, ((state >>> PART_BITS) + 1) << PART_BITS) - state;
  }

  insert(source: Int32Array, count: number): void {
    this.#recent.insert(source, count, false);
  }

  find(): never {
    throw new Error('internal error: a single state is not looked for on disk');
  }

  /** Looks for all that wait: those that are new have numbers then. */
  *settle(): Generator<number, void> {
    const recent = this.#recent;
    const [from, to] = [this.#settled, recent.count];
    if (from === to) return;
    const keys = this.#keysOf(recent, from, to);
    yield to - from;
    keys.sort();
    yield to - from;
    yield* this.#runs.subtractFrom(keys);
    const isNew = new Bits();
    isNew.makeRoom(to - from);
    for (let i = 0; i < keys.count; i++) {
      isNew.add(recent.find(keys.words, 2 * i) - from);
      if (i % SLICE === SLICE - 1) yield SLICE;
    }
    const [first, sample] = [this.count, [] as number[]];
    for (let i = 0; i < to - from; i++) {
      if (i % SAMPLE === 0) sample.push(this.count);
      if (isNew.has(i)) this.#append(recent.segment(from + i), recent.offset(from + i));
      if (i % SLICE === SLICE - 1) yield SLICE;
    }
    this.#numbered(first, (waiting) => sample[Math.floor(waiting / SAMPLE)] ?? this.count);
    yield* this.#runs.add(keys);
    this.#settled = to;
  }

  /** Takes over the states of a store in memory under their numbers, while there are none yet; that store stays as it is. */
  *copy(store: StateStore): Generator<number, void> {
    for (let state = 0; state < store.count; state++) {
      this.#append(store.segment(state), store.offset(state));
      if (state % SLICE === SLICE - 1) yield SLICE;
    }
  }

  /** The states are those of this store, which is used up. */
  *index(store: StateStore): Generator<number, void> {
    const most = Math.max(1, Math.min(this.#most, Math.floor((this.#allowed * SHARE) / 2 / KEY_BYTES)));
    let keys = new Keys(0);
    let next = 0;
    let left = store.count;
    for (const part of store.takeApart()) {
      for (let at = 0; at < part.length; at += this.words) {
        if (next === keys.count) {
          yield* this.#addRun(keys);
          keys = new Keys(Math.min(most, left));
          left -= keys.count;
          next = 0;
        }
        keys.words[2 * next] = part[at];
        if (this.words === 2) keys.words[2 * next + 1] = part[at + 1];
        next++;
      }
      yield part.length / this.words;
    }
    yield* this.#addRun(keys);
  }

  *#addRun(keys: Keys): Generator<number, void> {
    keys.sort();
    yield keys.count;
    yield* this.#runs.add(keys);
  }

  get bytesOnDisk(): number {
    return this.#file.bytes + this.#runs.bytesOnDisk;
  }

  /** Nobody asks about a state any more. */
  drop(): void {
    this.#file.drop();
    this.#runs.drop();
  }

  get #waiting(): number {
    return this.#recent.count - this.#settled;
  }

  #bytesBeside(): number {
    return this.#end.byteLength * (1 + PARTS) + this.#runs.bytes;
  }

  #fits(count: number): boolean {
    return this.bytesWith(count) <= this.#allowed * SHARE;
  }

  /** All but those that wait. */
  *#forgetRecent(): Generator<number, void> {
    const [old, from] = [this.#recent, this.#settled];
    this.#recent = new StateStore(this.words, true);
    this.#settled = 0;
    for (let state = from; state < old.count; state++) this.#recent.insert(old.segment(state).subarray(old.offset(state)), 1, false);
    yield old.count - from;
  }

  #keysOf(store: StateStore, from: number, to: number): Keys {
    const keys = new Keys(to - from);
    const { words } = keys;
    for (let state = from, at = 0; state < to; state++, at += 2) {
      const [segment, offset] = [store.segment(state), store.offset(state)];
      words[at] = segment[offset];
      if (this.words === 2) words[at + 1] = segment[offset + 1];
    }
    return keys;
  }

  #append(source: Int32Array, offset: number): void {
    const at = this.offset(this.count);
    for (let w = 0; w < this.words; w++) this.#end[at + w] = source[offset + w];
    if (at + this.words === this.#end.length) this.#file.append(bytesOf(this.#end));
    this.count++;
  }

  #part(part: number): Int32Array {
    const known = this.#parts.get(part);
    if (known !== undefined) return known;
    if (this.#parts.size === PARTS) this.#parts.delete(this.#parts.keys().next().value!);
    const read = wordsOf(this.#file.read(part));
    this.#parts.set(part, read);
    return read;
  }
}

/** States between two yields, where little is done with each. */
const SLICE = 2 ** 13;
