/** Successors: how many are collected, what is asked of them, and the batch that a machine fills, in plain growing arrays. */
import { isForced, tagKind, tagKinds } from '../../model/tags.ts';
import type { Successors } from './machine.ts';

/** Successors collected before they are inserted together. */
export const BATCH = 1024;

/** The last successor from number `first` up to `end` whose step some run must take; -1 where there is none. */
export function lastForced({ tag }: Pick<Successors, 'tag'>, first: number, end: number): number {
  for (let successor = end - 1; successor >= first; successor--) if (isForced(tag[successor])) return successor;
  return -1;
}

/** Grows by doubling. The interpreted machine calls `add`; generated code writes into the arrays directly. */
export class SuccessorBatch implements Successors {
  words: Int32Array;
  count = 0;
  cost: Uint8Array;
  flags: Int32Array;
  tag: Int32Array;
  skipSame = false;
  same = 0;
  gaveUp = false;
  ticks = 0;
  cuts = 0;
  forcedCuts = 0;
  readonly bounds: Uint8Array;
  errors = 0;
  errorCost = new Uint8Array(16);
  private readonly width: number;

  /** `width`: words of a state; `bounds`: how many bounds the search has. */
  constructor(width: number, bounds: number) {
    this.width = width;
    this.words = new Int32Array(BATCH * width);
    this.cost = new Uint8Array(BATCH);
    this.flags = new Int32Array(BATCH);
    this.tag = new Int32Array(BATCH);
    this.bounds = new Uint8Array(bounds);
  }

  /** Makes room for one more state and counts it; returns where its words begin. */
  add(cost: number, flags: number, tag: number): number {
    if (this.count === this.cost.length) this.grow();
    const index = this.count++;
    this.cost[index] = cost;
    this.flags[index] = flags;
    this.tag[index] = tag;
    if (tagKind(tag) === tagKinds.tick) this.ticks++;
    return index * this.width;
  }

  addError(cost: number): void {
    if (this.errors === this.errorCost.length) this.errorCost = enlarged(this.errorCost, new Uint8Array(this.errors * 2));
    this.errorCost[this.errors++] = cost;
  }

  clear(): void {
    this.count = 0;
    this.same = 0;
    this.cuts = 0;
    this.forcedCuts = 0;
    this.errors = 0;
  }

  grow(): void {
    const room = this.cost.length * 2;
    this.words = enlarged(this.words, new Int32Array(room * this.width));
    this.cost = enlarged(this.cost, new Uint8Array(room));
    this.flags = enlarged(this.flags, new Int32Array(room));
    this.tag = enlarged(this.tag, new Int32Array(room));
  }
}

function enlarged<A extends Int32Array | Uint8Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
