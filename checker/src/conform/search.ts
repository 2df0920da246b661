/**
 * Looks for a run that explains logs. Its nodes are pairs of a state and a place in the logs, each looked at once; of those that wait the
 * next one is always at the furthest place, with the fewest faults, and among these the one found first. So where little is hidden
 * each event takes little, and what could have been otherwise before is only looked at where it does not go on.
 *
 * A node is two numbers in a store, with one for the node before it and one for the step, so that the run can be given at the end.
 */
import { IntList } from '../explore/states/int-list.ts';
import { StateStore } from '../explore/states/store.ts';
import type { Model } from '../model/ir.ts';
import type { Logs } from './event.ts';
import { placesAfter } from './explain.ts';
import { NOT_YET, type Place, Places, type Timing } from './places.ts';
import { type Edge, HIDDEN_WORDS, StateSpace, stepNumber } from './states.ts';

/** A node of the search, in full. */
export interface Node {
  readonly number: number;
  readonly state: number;
  readonly place: Place;
  /** -1 at an initial state */
  readonly parent: number;
  /** number of the step among all steps of the state before, or among the initial steps */
  readonly step: number;
  readonly isTick: boolean;
  readonly faults: number;
}

/** Nodes looked at between two yields, about. */
const PART = 64;

export class ConformSearch {
  readonly space: StateSpace;
  readonly places: Places;
  /** the most events that some run explains, as far as is known */
  furthest = 0;
  /** a node at which so many are explained; -1 where there is none */
  best = -1;
  readonly #nodes = new StateStore(2);
  readonly #parents = new IntList();
  readonly #steps = new IntList();
  readonly #faults = new IntList();
  readonly #waiting = new Waiting();
  readonly #pair = new Int32Array(2);

  constructor(model: Model, logs: Logs, timing: Timing | null) {
    this.space = new StateSpace(model, logs.complete);
    this.places = new Places(logs.sequences, timing);
  }

  /** nodes found so far */
  get count(): number {
    return this.#nodes.count;
  }

  /** Memory in use, about, in bytes, with the logs. */
  get bytes(): number {
    const lists = this.#parents.bytes + this.#steps.bytes + this.#faults.bytes;
    return this.space.bytes + this.#nodes.bytes + lists + this.places.bytes + this.#waiting.bytes;
  }

  /**
   * Until some run explains `wanted` events, or no run explains more than `furthest`: then false. Yields the number of nodes looked at
   * since it last did. It may be asked for more events afterwards.
   */
  *explain(wanted: number): Generator<number, boolean> {
    if (this.count === 0) yield* this.#start();
    for (let looked = 1; this.furthest < wanted; looked++) {
      const next = this.#waiting.next();
      if (next === null) return false;
      this.#expand(next);
      if (looked % PART === 0) yield PART;
    }
    return true;
  }

  node(number: number): Node {
    const words = this.#nodes.segment(number);
    const offset = this.#nodes.offset(number);
    return {
      number,
      state: words[offset],
      place: this.places.place(words[offset + 1]),
      parent: this.#parents.at(number),
      step: this.#steps.at(number) >> 1,
      isTick: (this.#steps.at(number) & 1) === 1,
      faults: this.#faults.at(number),
    };
  }

  /** Every node at which as much is explained as at any. */
  *frontier(): Generator<Node, void> {
    for (let number = 0; number < this.count; number++) {
      const node = this.node(number);
      if (node.place.explained === this.furthest) yield node;
    }
  }

  *#start(): Generator<number, void> {
    const begin: Place = { at: this.places.sequences.map(() => 0), ticks: NOT_YET, explained: 0, latest: Number.POSITIVE_INFINITY };
    let looked = 0;
    for (const edge of this.space.starts()) {
      this.#follow(edge, begin, -1, 0);
      if (++looked % PART === 0) yield PART;
    }
  }

  #expand(number: number): void {
    const { state, place, faults } = this.node(number);
    const same = this.#nodes.segment(number)[this.#nodes.offset(number) + 1];
    const hidden = this.space.hiddenFrom(state);
    for (let i = 0; i < hidden.length; i += HIDDEN_WORDS) {
      const target = hidden[i];
      const step = hidden[i + 1];
      if ((place.ticks !== NOT_YET && (step & 1) === 1) || this.#isStateNext(place, target))
        this.#follow(this.space.edge(state, step >> 1), place, number, faults);
      else this.#add(target, same, number, step, faults + hidden[i + 2]);
    }
    for (let s = 0; s < place.at.length; s++) {
      const event = this.places.next(place.at, s);
      if (event === undefined || event.meant.kind === 'state') continue;
      for (const edge of this.space.fittingFrom(state, event, this.places.content(place.at, s))) this.#follow(edge, place, number, faults);
    }
  }

  /** In this state something is so that comes next in a log. */
  #isStateNext({ at }: Place, state: number): boolean {
    for (let s = 0; s < at.length; s++) {
      const event = this.places.next(at, s);
      if (event?.meant.kind === 'state' && this.space.isSo(state, event, this.places.content(at, s))) return true;
    }
    return false;
  }

  #follow(edge: Edge, place: Place, parent: number, faults: number): void {
    for (const to of placesAfter(this.places, place, edge, () => this.space.state(edge.target)))
      this.#add(edge.target, to, parent, stepNumber(edge.index, edge.isTick), faults + edge.cost);
  }

  #add(state: number, place: number, parent: number, step: number, faults: number): void {
    this.#pair[0] = state;
    this.#pair[1] = place;
    this.#nodes.insert(this.#pair, 1);
    const fresh = this.#nodes.fresh[0];
    if (fresh < 0) return;
    this.#parents.push(parent);
    this.#steps.push(step);
    this.#faults.push(faults);
    const { explained } = this.places.place(place);
    this.#waiting.add(fresh, explained, faults);
    if (explained > this.furthest || this.best < 0) [this.furthest, this.best] = [explained, fresh];
  }
}

/** About what a node that waits takes, and those at which as much is explained beside that, in bytes. */
const [NODE_BYTES, LEVEL_BYTES] = [16, 500];

/** Nodes that are yet to be looked at: those at which most is explained first, among them those of the fewest faults. */
class Waiting {
  /** by events explained */
  readonly #levels: (Level | undefined)[] = [];
  #most = -1;
  #nodes = 0;
  #open = 0;

  /** Memory in use, about, in bytes. */
  get bytes(): number {
    return this.#nodes * NODE_BYTES + this.#open * LEVEL_BYTES;
  }

  add(node: number, explained: number, faults: number): void {
    if (this.#levels[explained] === undefined) {
      this.#levels[explained] = new Level();
      this.#open++;
    }
    this.#levels[explained].add(node, faults);
    this.#nodes++;
    if (explained > this.#most) this.#most = explained;
  }

  next(): number | null {
    for (; this.#most >= 0; this.#most--) {
      const level = this.#levels[this.#most];
      if (level === undefined) continue;
      const node = level.next();
      if (node !== null) {
        this.#nodes--;
        return node;
      }
      this.#levels[this.#most] = undefined;
      this.#open--;
    }
    return null;
  }
}

/** Those at which as much is explained. */
class Level {
  /** by faults: those of a long run are many, and there are few different numbers of them */
  readonly #queues = new Map<number, Queue>();
  /** of the faults that have a queue */
  #fewest = Number.POSITIVE_INFINITY;

  add(node: number, faults: number): void {
    const queue = this.#queues.get(faults) ?? new Queue();
    queue.add(node);
    this.#queues.set(faults, queue);
    if (faults < this.#fewest) this.#fewest = faults;
  }

  next(): number | null {
    for (;;) {
      const queue = this.#queues.get(this.#fewest);
      if (queue === undefined) return null;
      const node = queue.take();
      if (node !== null) return node;
      this.#queues.delete(this.#fewest);
      this.#fewest = Math.min(...this.#queues.keys());
    }
  }
}

class Queue {
  #nodes: number[] = [];
  #taken = 0;

  add(node: number): void {
    this.#nodes.push(node);
  }

  take(): number | null {
    if (this.#taken === this.#nodes.length) {
      if (this.#taken > 0) [this.#nodes, this.#taken] = [[], 0];
      return null;
    }
    return this.#nodes[this.#taken++];
  }
}
