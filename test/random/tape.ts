/**
 * Random decisions as data: a tape of numbers that a writer of specs reads from. A tape that has run out gives 0, and 0
 * always means the simplest thing, so a shorter tape of smaller numbers is a simpler spec: that is how failures shrink.
 */
import fc from 'fast-check';

export class Tape {
  readonly #values: readonly number[];
  #at = 0;

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  get ended(): boolean {
    return this.#at >= this.#values.length;
  }

  /** 0..n-1 */
  below(n: number): number {
    const value = this.#values[this.#at] ?? 0;
    this.#at += 1;
    return value % n;
  }

  pick<T>(alternatives: readonly T[]): T {
    return alternatives[this.below(alternatives.length)];
  }

  /** true `part` times in `whole`; never once the tape has run out */
  chance(part: number, whole: number): boolean {
    return this.below(whole) >= whole - part;
  }

  /** Each of `items` with the given chance, in order. */
  some<T>(items: readonly T[], part: number, whole: number): T[] {
    return items.filter(() => this.chance(part, whole));
  }
}

/** Never very short, so that specs are not dull; zeros shrink it further. */
export function tape(length: number): fc.Arbitrary<number[]> {
  return fc.noBias(fc.array(fc.nat({ max: 5039 }), { minLength: Math.floor(length / 2), maxLength: length, size: 'max' }));
}
