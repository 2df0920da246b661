/** A list of keys of 64 bits, each of two words: what is looked for on disk. */

/** Where the lower half of a number of 64 bits stands in memory. */
const LOW = new Uint32Array(new BigUint64Array([1n]).buffer)[0] === 1 ? 0 : 1;

export class Keys {
  count: number;
  /** both words of each */
  readonly words: Int32Array;
  readonly #numbers: BigUint64Array;
  readonly #unsigned: Uint32Array;

  /** Room for so many, all of which are to be set. */
  constructor(count: number) {
    this.count = count;
    this.#numbers = new BigUint64Array(count);
    this.words = new Int32Array(this.#numbers.buffer);
    this.#unsigned = new Uint32Array(this.#numbers.buffer);
  }

  high(i: number): number {
    return this.#unsigned[2 * i + 1 - LOW];
  }

  low(i: number): number {
    return this.#unsigned[2 * i + LOW];
  }

  sort(): void {
    this.#numbers.sort();
  }

  isBelow(i: number, high: number, low: number): boolean {
    const own = this.high(i);
    return own < high || (own === high && this.low(i) < low);
  }

  isAtMost(i: number, high: number, low: number): boolean {
    const own = this.high(i);
    return own < high || (own === high && this.low(i) <= low);
  }

  is(i: number, high: number, low: number): boolean {
    return this.high(i) === high && this.low(i) === low;
  }

  /** A key takes the place of another. */
  move(from: number, to: number): void {
    this.words[2 * to] = this.words[2 * from];
    this.words[2 * to + 1] = this.words[2 * from + 1];
  }
}
