/**
 * Targets of the rare steps that cost two faults or more (a tick at which several nodes begin to pause, an initial state
 * with several Byzantine nodes), kept until the search comes to their level.
 */
export interface Batch {
  words: Int32Array;
  count: number;
}

export class Stash {
  readonly #words: number;
  /** by faults, then by steps */
  readonly #layers: Map<number, Map<number, Batch>> = new Map();

  constructor(words: number) {
    this.#words = words;
  }

  add(faults: number, steps: number, source: Int32Array, offset: number): void {
    const batch = this.#batch(faults, steps);
    const at = batch.count * this.#words;
    if (at + this.#words > batch.words.length) batch.words = grown(batch.words);
    for (let i = 0; i < this.#words; i++) batch.words[at + i] = source[offset + i];
    batch.count++;
  }

  /** What waits for a level, and is then forgotten. */
  take(faults: number, steps: number): Batch | null {
    const batch = this.#layers.get(faults)?.get(steps) ?? null;
    this.#layers.get(faults)?.delete(steps);
    return batch;
  }

  /** Something waits for this level or a later one of its layer. */
  waits(faults: number, steps: number): boolean {
    return [...(this.#layers.get(faults)?.keys() ?? [])].some((at) => at >= steps);
  }

  /** Something waits in this layer or a later one. */
  waitsBeyond(faults: number): boolean {
    return [...this.#layers].some(([at, batches]) => at >= faults && batches.size > 0);
  }

  /** All that waits, as plain data. */
  kept(): readonly { readonly faults: number; readonly steps: number; readonly words: Int32Array }[] {
    return [...this.#layers].flatMap(([faults, batches]) =>
      [...batches].map(([steps, { words, count }]) => ({ faults, steps, words: words.slice(0, count * this.#words) })),
    );
  }

  restore(kept: ReturnType<Stash['kept']>): void {
    for (const { faults, steps, words } of kept)
      for (let offset = 0; offset < words.length; offset += this.#words) this.add(faults, steps, words, offset);
  }

  get bytes(): number {
    let bytes = 0;
    for (const batches of this.#layers.values()) for (const batch of batches.values()) bytes += batch.words.byteLength;
    return bytes;
  }

  #batch(faults: number, steps: number): Batch {
    const batches = this.#layers.get(faults) ?? new Map<number, Batch>();
    this.#layers.set(faults, batches);
    const batch = batches.get(steps) ?? { words: new Int32Array(this.#words * 8), count: 0 };
    batches.set(steps, batch);
    return batch;
  }
}

function grown(words: Int32Array): Int32Array {
  const next = new Int32Array(words.length * 2);
  next.set(words);
  return next;
}
