/**
 * Every state found so far, once, in the order in which it was found: a state is a number, its words stand in segments
 * that never move, so growing copies nothing. An open-addressing table of 32-bit entries (state and hash tag) finds a
 * state again. Storage is exact: a tag only saves comparisons.
 */

/** States in one segment. */
const SEGMENT_BITS = 13;
const SEGMENT = 1 << SEGMENT_BITS;
const FIRST_TABLE_BITS = 12;

export class StateStore {
  /** 32-bit words of a state */
  readonly words: number;
  count = 0;
  /** what an insertion of a batch found: `fresh[i]` is the new state's number n, or -1 - n where it was known */
  fresh = new Int32Array(0);
  #segments: Int32Array[] = [];
  #table = new Int32Array(1 << FIRST_TABLE_BITS);
  #bits = FIRST_TABLE_BITS;
  #hashes = new Int32Array(0);

  constructor(words: number) {
    this.words = words;
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#segments.length * SEGMENT * this.words * 4 + this.#table.byteLength;
  }

  /** The words of a state stand in `segment(state)` from `offset(state)` on. */
  segment(state: number): Int32Array {
    return this.#segments[state >>> SEGMENT_BITS];
  }

  offset(state: number): number {
    return (state & (SEGMENT - 1)) * this.words;
  }

  /**
   * Adds those of `count` packed states that are new. First all are hashed, then all table slots and candidates are
   * touched, so that their cache misses overlap, and only then are they inserted one by one.
   */
  insert(source: Int32Array, count: number): void {
    this.#reserve(count);
    const { words } = this;
    const hashes = this.#hashes;
    for (let i = 0; i < count; i++) hashes[i] = hash(source, i * words, words);
    this.#touch(count);
    for (let i = 0; i < count; i++) this.fresh[i] = this.#add(source, i * words, hashes[i]);
  }

  /** The number of a state, or -1 where it was never found. */
  find(source: Int32Array, offset: number): number {
    const slot = this.#probe(source, offset, hash(source, offset, this.words));
    return (this.#table[slot] & (this.#table.length - 1)) - 1;
  }

  #touch(count: number): void {
    const table = this.#table;
    const shift = 32 - this.#bits;
    const mask = table.length - 1;
    let seen = 0;
    for (let i = 0; i < count; i++) {
      const state = (table[this.#hashes[i] >>> shift] & mask) - 1;
      if (state >= 0) seen ^= this.segment(state)[this.offset(state)];
    }
    touched = seen;
  }

  #add(source: Int32Array, offset: number, h: number): number {
    const slot = this.#probe(source, offset, h);
    const entry = this.#table[slot];
    if (entry !== 0) return -(entry & (this.#table.length - 1));
    const state = this.count++;
    const { words } = this;
    const to = this.offset(state);
    if (to === 0) this.#segments.push(new Int32Array(SEGMENT * words));
    const segment = this.segment(state);
    for (let i = 0; i < words; i++) segment[to + i] = source[offset + i];
    this.#table[slot] = this.#entry(state, h);
    return state;
  }

  /** An entry is the state's number plus 1 in the low bits, so that 0 is empty, and a tag of the hash above them. */
  #entry(state: number, h: number): number {
    return (state + 1) | (tagOf(h) & ~(this.#table.length - 1));
  }

  /** The slot that holds the state, or the empty one where it belongs. */
  #probe(source: Int32Array, offset: number, h: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    const tag = tagOf(h) & ~mask;
    let slot = h >>> (32 - this.#bits);
    for (;;) {
      const entry = table[slot];
      if (entry === 0) return slot;
      if ((entry & ~mask) === tag && this.#equal((entry & mask) - 1, source, offset)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equal(state: number, source: Int32Array, offset: number): boolean {
    const segment = this.segment(state);
    const at = this.offset(state);
    for (let i = 0; i < this.words; i++) if (segment[at + i] !== source[offset + i]) return false;
    return true;
  }

  /** Room for a batch: the table stays at most three quarters full. */
  #reserve(count: number): void {
    if (this.#hashes.length < count) {
      this.#hashes = new Int32Array(count * 2);
      this.fresh = new Int32Array(count * 2);
    }
    while ((this.count + count) * 4 > this.#table.length * 3) this.#grow();
  }

  #grow(): void {
    if (this.#bits >= 30) throw new RangeError('more than 800 million states');
    this.#bits++;
    this.#table = new Int32Array(1 << this.#bits);
    const mask = this.#table.length - 1;
    for (let state = 0; state < this.count; state++) {
      const h = hash(this.segment(state), this.offset(state), this.words);
      let slot = h >>> (32 - this.#bits);
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = this.#entry(state, h);
    }
  }
}

/** Written so that the reads of `#touch` cannot be optimised away. */
export let touched = 0;

function hash(source: Int32Array, offset: number, words: number): number {
  let h = 0x12345;
  for (let i = 0; i < words; i++) {
    h = Math.imul(h ^ source[offset + i], 0x9e3779b1);
    h ^= h >>> 15;
  }
  h = Math.imul(h, 0x85ebca6b);
  return h ^ (h >>> 13);
}

/** Bits of the hash that the slot does not show already. */
function tagOf(h: number): number {
  return Math.imul(h, 0x2545f491);
}
