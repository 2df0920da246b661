/**
 * The steps that a search takes, kept as they are taken. Free steps and faults are taken in two rounds over the states, each
 * in the order of the states, so that a list of each needs no sources; the rare steps whose target is found only later
 * are kept with it.
 */
import { IntList } from './int-list.ts';
import { type Column, wordsOf } from './slot.ts';
import type { States } from './states.ts';

/** Of a batch of steps: what each was, the faults that it costs, and the words of its target. */
interface Steps {
  readonly tag: Int32Array;
  readonly cost: Uint8Array;
  readonly words: Int32Array;
}

export class EdgeLog {
  readonly free = new EdgeList(false);
  readonly faults = new EdgeList(true);
  /** edges whose targets were not known when they were taken */
  readonly later = new LateEdges();
  /** for each state the watched predicates that are true in it, one bit each */
  letters = new Int32Array(1024);
  /** the states of the batch, which follow one another: the first, how many, and for each where its steps end */
  #start = 0;
  #sources = 0;
  #ends = new Int32Array(1024);
  /** of a batch of which steps are kept late: the source of the last one, of how many steps before it, and for each source how many */
  #lateFrom = 0;
  #late = 0;
  #lateOf = new Int32Array(0);

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.free.bytes + this.faults.bytes + this.later.bytes + this.letters.byteLength;
  }

  noteLetter(state: number, letter: number): void {
    this.#reserveLetters(state + 1);
    this.letters[state] = letter;
  }

  /** The steps of the batch up to number `end` come from this state, but for those of the state before it. */
  noteSource(state: number, end: number): void {
    if (this.#sources === 0) this.#start = state;
    if (this.#sources === this.#ends.length) this.#ends = enlarged(this.#ends, new Int32Array(this.#sources * 4));
    this.#ends[this.#sources++] = end;
  }

  /** The first `count` targets of the batch have been inserted, which came to `fresh`. */
  keep(which: 'free' | 'faults', fresh: Int32Array, { tag, cost }: Steps, count: number): void {
    if (this.#late > 0) this.#closeRanks();
    this[which].add(this.#start, this.#ends, this.#sources, fresh, tag, cost, count);
    this.#sources = 0;
  }

  /** The target of step i of the batch, of so many words, is not inserted yet: the step leaves the batch. These come in ascending order. */
  keepLate(i: number, { tag, cost, words }: Steps, width: number): void {
    if (this.#late++ === 0) {
      this.#lateFrom = 0;
      if (this.#lateOf.length < this.#ends.length) this.#lateOf = new Int32Array(this.#ends.length);
      this.#lateOf.fill(0, 0, this.#sources);
    }
    while (this.#ends[this.#lateFrom] <= i) this.#lateFrom++;
    this.#lateOf[this.#lateFrom]++;
    this.later.add(this.#start + this.#lateFrom, tag[i], cost[i], words, i * width, width);
  }

  /** The steps that stay in the batch have taken the places of those that left. */
  #closeRanks(): void {
    for (let source = 0, left = 0; source < this.#sources; source++) {
      left += this.#lateOf[source];
      this.#ends[source] -= left;
    }
    this.#late = 0;
  }

  /** All that is kept, of so many states. */
  columns(states: number): readonly Column[] {
    const letters: Column = {
      name: 'letters',
      width: 4,
      length: states,
      part: (from, to) => {
        this.#reserveLetters(to);
        return this.letters.subarray(from, to);
      },
      put: (at, numbers) => {
        this.#reserveLetters(at + numbers.length / 4);
        this.letters.set(wordsOf(numbers), at);
      },
    };
    return [letters, ...this.free.columns('free'), ...this.faults.columns('faults'), ...this.later.columns('later')];
  }

  #reserveLetters(states: number): void {
    if (states > this.letters.length) this.letters = enlarged(this.letters, new Int32Array(roomFor(states)));
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

  columns(name: string): readonly Column[] {
    const lists = { source: this.#source, tag: this.#tag, cost: this.#cost, words: this.#words };
    return Object.entries(lists).map(([part, list]) => list.column(`${name} ${part}`));
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
  readonly #costs: boolean;

  /** `costs`: of some edges. */
  constructor(costs: boolean) {
    this.#costs = costs;
  }

  /** What is reserved and not yet written to takes no memory, and is not counted. */
  get bytes(): number {
    return this.count * 9 + this.#sources * 4;
  }

  /**
   * Adds the first `count` edges of a batch. They come from so many `sources` from state `start` on, and end at `ends`; `fresh` has the result of inserting
   * each target.
   */
  add(start: number, ends: Int32Array, sources: number, fresh: Int32Array, tags: Int32Array, costs: Uint8Array, count: number): void {
    if (count === 0) return;
    this.#reserve(count, start + sources + 1);
    const { target } = this;
    const first = this.#first;
    const at = this.count;
    for (let state = this.#sources; state <= start; state++) first[state] = at;
    for (let i = 1; i < sources; i++) first[start + i] = at + ends[i - 1];
    this.#sources = start + sources;
    for (let i = 0; i < count; i++) target[at + i] = fresh[i] ^ (fresh[i] >> 31);
    this.tag.set(tags.subarray(0, count), at);
    if (this.#costs) this.cost.set(costs.subarray(0, count), at);
    this.count = at + count;
  }

  columns(name: string): readonly Column[] {
    const ofEdges = (part: 'target' | 'tag' | 'cost', width: 1 | 4): Column => ({
      name: `${name} ${part}`,
      width,
      length: this.count,
      part: (from, to) => this[part].subarray(from, to),
      put: (at, numbers) => {
        const end = at + numbers.length / width;
        this.#reserve(Math.max(0, end - this.count), 0);
        this[part].set(width === 1 ? numbers : wordsOf(numbers), at);
        this.count = Math.max(this.count, end);
      },
    });
    const first: Column = {
      name: `${name} first`,
      width: 4,
      length: this.#sources,
      part: (from, to) => this.#first.subarray(from, to),
      put: (at, numbers) => {
        this.#sources = at + numbers.length / 4;
        this.#reserve(0, this.#sources);
        this.#first.set(wordsOf(numbers), at);
      },
    };
    return [first, ofEdges('target', 4), ofEdges('tag', 4), ofEdges('cost', 1)];
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
