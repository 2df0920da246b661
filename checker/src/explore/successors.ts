/** Successors: how many are collected, what is asked of them, and the batch that a machine fills, in plain growing arrays. */
import { isForced, tagKind, tagKinds } from '../model/tags.ts';
import type { Successors } from './machine.ts';

/** Successors collected before they are inserted together. */
export const BATCH = 1024;

/** The last successor from number `first` on whose step some run must take; -1 where there is none. */
export function lastForced({ count, tag }: Successors, first: number): number {
  for (let successor = count - 1; successor >= first; successor--) if (isForced(tag[successor])) return successor;
  return -1;
}

export class SuccessorBatch implements Successors {
  words: Int32Array;
  count = 0;
  cost = new Uint8Array(256);
  flags = new Int32Array(256);
  tag = new Int32Array(256);
  skipSame = false;
  same = 0;
  gaveUp = false;
  ticks = 0;
  cuts = 0;
  forcedCuts = 0;
  readonly bounds: Uint8Array;
  errors = 0;
  errorCost = new Uint8Array(16);
  readonly #wordsEach: number;

  constructor(wordsEach: number, bounds: number) {
    this.#wordsEach = wordsEach;
    this.words = new Int32Array(256 * wordsEach);
    this.bounds = new Uint8Array(bounds);
  }

  /** Makes room for one more state and counts it; its words begin at what is returned. */
  add(cost: number, flags: number, tag: number): number {
    if (this.count === this.cost.length) this.#grow();
    const index = this.count++;
    this.cost[index] = cost;
    this.flags[index] = flags;
    this.tag[index] = tag;
    if (tagKind(tag) === tagKinds.tick) this.ticks++;
    return index * this.#wordsEach;
  }

  addError(cost: number): void {
    if (this.errors === this.errorCost.length) {
      const errorCost = new Uint8Array(this.errors * 2);
      errorCost.set(this.errorCost);
      this.errorCost = errorCost;
    }
    this.errorCost[this.errors++] = cost;
  }

  clear(): void {
    this.count = this.same = this.cuts = this.forcedCuts = this.errors = 0;
  }

  #grow(): void {
    const size = this.count * 2;
    const { words, cost, flags, tag } = this;
    this.words = new Int32Array(size * this.#wordsEach);
    this.cost = new Uint8Array(size);
    this.flags = new Int32Array(size);
    this.tag = new Int32Array(size);
    this.words.set(words);
    this.cost.set(cost);
    this.flags.set(flags);
    this.tag.set(tag);
  }
}
