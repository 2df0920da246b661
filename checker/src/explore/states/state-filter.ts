/**
 * A set of packed states that may say yes wrongly, but never no: one bit for each hash (Bloom, "Space/time trade-offs in hash
 * coding with allowable errors", CACM 1970, with one hash function). It fits in the cache where the store of all states does
 * not, so that most states that are not in the set need no look at the store.
 */

/** Bits for each state that is expected. */
const BITS_EACH = 64;
const LEAST_BITS = 2 ** 12;
/** One MiB. */
const MOST_BITS = 2 ** 23;

export class StateFilter {
  readonly #words: number;
  #bits = new Int32Array(LEAST_BITS / 32);
  #shift = 32 - Math.log2(LEAST_BITS);

  /** `words`: 32-bit words of a state. */
  constructor(words: number) {
    this.#words = words;
  }

  /** Empties the set and makes it ready for at most so many states. */
  clear(expected: number): void {
    const bits = 2 ** Math.ceil(Math.log2(Math.min(MOST_BITS, Math.max(LEAST_BITS, expected * BITS_EACH))));
    if (this.#bits.length * 32 === bits) this.#bits.fill(0);
    else this.#bits = new Int32Array(bits / 32);
    this.#shift = 32 - Math.log2(bits);
  }

  add(source: Int32Array, offset: number): void {
    const bit = this.#hash(source, offset) >>> this.#shift;
    this.#bits[bit >>> 5] |= 1 << (bit & 31);
  }

  mayHave(source: Int32Array, offset: number): boolean {
    const bit = this.#hash(source, offset) >>> this.#shift;
    return ((this.#bits[bit >>> 5] >>> (bit & 31)) & 1) === 1;
  }

  #hash(source: Int32Array, offset: number): number {
    let hash = 0;
    for (let end = offset + this.#words; offset < end; offset++) {
      hash = Math.imul((hash >>> 15) ^ hash ^ source[offset], 0x9e3779b1);
    }
    return Math.imul((hash >>> 16) ^ hash, 0x85ebca6b);
  }
}
