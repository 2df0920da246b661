/**
 * The steps that a search takes, kept as they are taken. Free steps and faults are taken in two rounds over the states, each
 * in the order of the states, so that a list of each needs no sources; the rare steps whose target is found only later
 * are kept with it.
 */
import type { States } from './states.ts';

export interface Edge {
  readonly source: number;
  readonly target: number;
  /** what the step was (see tags.ts) */
  readonly tag: number;
  /** faults that it costs */
  readonly cost: number;
}

export class EdgeLog {
  readonly free = new EdgeList();
  readonly faults = new EdgeList();
  readonly later: { readonly source: number; readonly tag: number; readonly cost: number; readonly words: Int32Array }[] = [];

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.free.bytes + this.faults.bytes;
  }

  /** The edges whose targets were not known when they were taken. */
  late(store: States): Edge[] {
    return this.later.map(({ source, tag, cost, words }) => ({ source, tag, cost, target: store.find(words, 0) }));
  }
}

/** Edges of ascending sources. */
export class EdgeList {
  count = 0;
  target = new Int32Array(1024);
  tag = new Int32Array(1024);
  cost = new Uint8Array(1024);
  /** for each state where its edges begin, as far as `sources` */
  #first = new Int32Array(1024);
  #sources = 0;

  get bytes(): number {
    return this.target.byteLength * 2 + this.cost.byteLength + this.#first.byteLength;
  }

  add(source: number, target: number, tag: number, cost: number): void {
    this.#begin(source);
    if (this.count === this.target.length) {
      this.target = enlarged(this.target, new Int32Array(this.count * 2));
      this.tag = enlarged(this.tag, new Int32Array(this.count * 2));
      this.cost = enlarged(this.cost, new Uint8Array(this.count * 2));
    }
    this.target[this.count] = target;
    this.tag[this.count] = tag;
    this.cost[this.count++] = cost;
  }

  /** Edges of a state stand from `first(state)` up to `first(state + 1)`. */
  first(state: number): number {
    return state < this.#sources ? this.#first[state] : this.count;
  }

  #begin(source: number): void {
    while (this.#sources <= source) {
      if (this.#sources === this.#first.length) this.#first = enlarged(this.#first, new Int32Array(this.#sources * 2));
      this.#first[this.#sources++] = this.count;
    }
  }
}

function enlarged<A extends Int32Array | Uint8Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
