/**
 * About which states the states of a level come from: sources are expanded in order, and what is new is numbered in order, so a few
 * pairs of how far both had come say where to look. It is a hint only: threads that make a level together come to it by turns.
 */
export class Origins {
  readonly #pairs: number[] = [];

  /** Every source below `source` has been expanded, and what is new has numbers below `count`. */
  note(source: number, count: number): void {
    this.#pairs.push(source, count);
  }

  /** States that waited for their numbers from `from` on have them now: `numberOf` the first, the second, ... of them. */
  numbered(from: number, numberOf: (waiting: number) => number): void {
    const pairs = this.#pairs;
    for (let i = pairs.length - 1; i > 0 && pairs[i] > from; i -= 2) pairs[i] = numberOf(pairs[i] - from);
  }

  kept(): Float64Array {
    return Float64Array.from(this.#pairs);
  }

  restore(kept: Float64Array): void {
    for (let i = 0; i < kept.length; i += 2) this.note(kept[i], kept[i + 1]);
  }

  /** A source about which the state of this number was found; null where no source of these was found to lead to a new state. */
  near(state: number): number | null {
    const pairs = this.#pairs;
    let low = 0;
    let high = pairs.length / 2;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (pairs[2 * middle + 1] > state) high = middle;
      else low = middle + 1;
    }
    if (pairs.length === 0) return null;
    return pairs[2 * Math.min(low, pairs.length / 2 - 1)] - 1;
  }
}
