/**
 * The steps that a search takes, kept as they are taken. Free steps and faults are taken in two rounds over the states, each
 * in the order of the states, so that a list of each needs no sources; the rare steps whose target is found only later
 * are kept with it.
 */
import { IntList } from './int-list.ts';
import type { States } from './states.ts';

export class EdgeLog {
  readonly free = new EdgeList();
  readonly faults = new EdgeList();
  /** edges whose targets were not known when they were taken */
  readonly later = new LateEdges();
  /** for each state the watched predicates that are true in it, one bit each */
  letters = new Int32Array(1024);

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.free.bytes + this.faults.bytes + this.later.bytes + this.letters.byteLength;
  }

  noteLetter(state: number, letter: number): void {
    if (state >= this.letters.length) this.letters = enlarged(this.letters, new Int32Array(roomFor(state)));
    this.letters[state] = letter;
  }
}

/** Edges by ascending source: of each the source, the target, what the step was (see tags.ts), and the faults that it costs. */
export interface SortedEdges {
  readonly length: number;
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly tag: Int32Array;
  readonly cost: Int32Array;
}

/** Edges whose targets are kept as states, not as numbers. */
class LateEdges {
  readonly #source = new IntList();
  readonly #tag = new IntList();
  readonly #cost = new IntList();
  readonly #words = new IntList();

  get bytes(): number {
    return this.#source.bytes + this.#tag.bytes + this.#cost.bytes + this.#words.bytes;
  }

  /** The target's `count` words stand in `words` from `offset` on. */
  add(source: number, tag: number, cost: number, words: Int32Array, offset: number, count: number): void {
    this.#source.push(source);
    this.#tag.push(tag);
    this.#cost.push(cost);
    this.#words.append(words, offset, count);
  }

  /** With the numbers that the targets have by now. */
  sorted(store: States): SortedEdges {
    const { length } = this.#source;
    const order = Int32Array.from({ length }, (_, i) => i).sort((a, b) => this.#source.at(a) - this.#source.at(b) || a - b);
    const words = this.#words.values;
    return {
      length,
      source: order.map((i) => this.#source.at(i)),
      target: order.map((i) => store.find(words, i * store.words)),
      tag: order.map((i) => this.#tag.at(i)),
      cost: order.map((i) => this.#cost.at(i)),
    };
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

  /** What is reserved and not yet written to takes no memory, and is not counted. */
  get bytes(): number {
    return this.count * 9 + this.#sources * 4;
  }

  /** Adds the first `count` edges of a batch; `fresh` has the result of inserting each target. */
  add(sources: Int32Array, fresh: Int32Array, tags: Int32Array, costs: Uint8Array, count: number): void {
    if (count === 0) return;
    this.#reserve(count, sources[count - 1] + 2);
    const { target, tag, cost } = this;
    const first = this.#first;
    let at = this.count;
    let known = this.#sources;
    for (let i = 0; i < count; i++, at++) {
      for (const source = sources[i]; known <= source; ) first[known++] = at;
      target[at] = fresh[i] >= 0 ? fresh[i] : ~fresh[i];
      tag[at] = tags[i];
      if (costs[i] !== 0) cost[at] = costs[i];
    }
    this.count = at;
    this.#sources = known;
  }

  /** For each of so many states where its edges begin, and then where the last one's end. */
  firsts(states: number): Int32Array {
    this.#reserve(0, states + 1);
    this.#first.fill(this.count, this.#sources, states + 1);
    return this.#first.subarray(0, states + 1);
  }

  #reserve(edges: number, sources: number): void {
    if (this.count + edges > this.target.length) {
      const room = roomFor(this.count + edges);
      this.target = enlarged(this.target, new Int32Array(room));
      this.tag = enlarged(this.tag, new Int32Array(room));
      this.cost = enlarged(this.cost, new Uint8Array(room));
    }
    if (sources > this.#first.length) this.#first = enlarged(this.#first, new Int32Array(roomFor(sources)));
  }
}

/** Makes room for at least this many. Unwritten memory costs nothing but copying does, so short lists grow in long strides. */
function roomFor(count: number): number {
  return count < 2 ** 22 ? count * 4 : count * 2;
}

function enlarged<A extends Int32Array | Uint8Array>(old: A, larger: A): A {
  larger.set(old);
  return larger;
}
