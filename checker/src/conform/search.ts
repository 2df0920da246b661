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
import { bitOf } from './bits.ts';
import type { Logs, Sequence } from './event.ts';
import { type Growth, placesAfter } from './explain.ts';
import { NOT_YET, type Place, Places, type Timing } from './places.ts';
import { type Edge, HIDDEN_WORDS, StateSpace, stepNumber } from './states.ts';
import { Waiting } from './waiting.ts';

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

/** Of what was forgotten: the run before a node whose parent is not kept. */
export interface Prefix {
  readonly steps: number;
  readonly hidden: number;
  readonly ticks: number;
}

const NOTHING: Prefix = { steps: 0, hidden: 0, ticks: 0 };

export interface SearchOptions {
  /** the logs may get more events behind those that they have: see `grow` */
  readonly grows?: boolean;
  /** of a search that goes on from another one */
  readonly from?: { readonly space: StateSpace; readonly places: Places };
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
  #waiting = new Waiting();
  readonly #pair = new Int32Array(2);
  /** events that are forgotten */
  forgotten = 0;
  /** nothing of the search was left out */
  isWhole = true;
  #isBegun = false;
  /** what looking at a node met of the ends of logs; null where logs do not grow */
  #growth: Growth | null;
  /** nodes that met the end of some log, -1 for the beginning, and which logs' */
  readonly #open = new Map<number, number>();
  /** a node, -1 for the beginning, from which a step explains all that is left, though the log has not all of the step yet; null: there is none */
  #inside: number | null = null;
  readonly #prefixes = new Map<number, Prefix>();

  constructor(model: Model, logs: Logs, timing: Timing | null, { grows = false, from }: SearchOptions = {}) {
    this.space = from?.space ?? new StateSpace(model, logs.complete);
    this.places = from?.places ?? new Places(logs.sequences, timing, { grows });
    this.#growth = grows ? { ends: 0, isInside: false } : null;
  }

  /** Some run explains every event; where logs grow, it may end in the middle of a step. */
  get isExplained(): boolean {
    return this.#inside !== null || (this.furthest === this.places.total && this.best >= 0);
  }

  /** That no run explains more is certain: nothing was forgotten, and no bound reached. */
  get isSettled(): boolean {
    return this.isWhole && this.space.bounds.size === 0 && !this.places.isCapped;
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
    if (!this.#isBegun) yield* this.#start();
    for (let looked = 1; this.furthest < wanted && this.#inside === null; looked++) {
      const next = this.#waiting.next();
      if (next === null) return false;
      this.#expand(next);
      if (looked % PART === 0) yield PART;
    }
    return true;
  }

  /**
   * More events, of each log behind those that it had. Only what met the end of one of these logs is looked at again, since everything else
   * would be as it was: what a step explains is decided by the events up to the first that does not fit it. False where that is not so: an
   * event is earlier than all others, from which time is counted, or there is another log.
   */
  grow(more: readonly Sequence[]): boolean {
    const grown = this.places.grow(more);
    if (grown === null) return false;
    // Half a line was written, say: all is as it was.
    if (grown === 0) return true;
    this.#inside = null;
    for (const [number, ends] of this.#open) if ((ends & grown) !== 0) this.#reopen(number);
    return true;
  }

  /** The logs have all that they will have: from here on it is a search of those. */
  end(): void {
    this.#growth = null;
    if (this.#inside === -1) this.#isBegun = false;
    else if (this.#inside !== null) this.#expand(this.#inside);
    this.#inside = null;
  }

  #reopen(number: number): void {
    this.#open.delete(number);
    if (number < 0) this.#isBegun = false;
    else this.#waiting.add(number, this.node(number).place.explained, this.#faults.at(number));
  }

  /** The same without what is more than `keep` events back: nothing can be explained otherwise there any more. This one is of no use then. */
  shortened(keep: number): ConformSearch {
    const isKept = (number: number) => number === this.#inside || this.node(number).place.explained >= this.furthest - keep;
    const base = this.places.sequences.map(() => Number.POSITIVE_INFINITY);
    for (let number = 0; number < this.count; number++)
      if (isKept(number)) for (const [s, at] of this.node(number).place.at.entries()) base[s] = Math.min(base[s], at);
    const from = { space: this.space, places: this.places.without(base) };
    const next = new ConformSearch(this.space.model, { sequences: [], complete: [] }, null, { grows: true, from });
    next.#isBegun = true;
    next.isWhole = false;
    next.forgotten = this.forgotten + base.reduce((sum, one) => sum + one, 0);
    const numbers = new Int32Array(this.count).fill(-1);
    // A node comes after the one before it in the run.
    const prefixes: Prefix[] = [];
    for (let number = 0; number < this.count; number++) {
      const { state, place, parent, step, isTick, faults } = this.node(number);
      prefixes[number] = parent < 0 ? this.prefix(number) : behind(prefixes[parent], isTick, place, this.node(parent).place);
      if (!isKept(number)) continue;
      const to = next.places.number(
        place.at.map((at, s) => at - base[s]),
        place.ticks,
      );
      if (to === null) continue;
      const mapped = parent < 0 ? -1 : numbers[parent];
      numbers[number] = next.count;
      if (mapped < 0) next.#prefixes.set(next.count, prefixes[number]);
      next.#add(state, to, mapped, stepNumber(step, isTick), faults);
    }
    // Those that wait are fewer than those that were found.
    while (next.#waiting.next() !== null);
    for (let waits = this.#waiting.next(); waits !== null; waits = this.#waiting.next())
      if (numbers[waits] >= 0) next.#reopen(numbers[waits]);
    for (const [number, ends] of this.#open) if (number >= 0 && numbers[number] >= 0) next.#open.set(numbers[number], ends);
    if (this.#inside !== null && this.#inside >= 0) next.#inside = numbers[this.#inside];
    return next;
  }

  /** It is known that no run explains more: nothing else has to be looked at. */
  conclude(): void {
    this.#waiting = new Waiting();
  }

  /** The run may begin here: a state and the number of a place. */
  seed(state: number, place: number): void {
    this.#isBegun = true;
    this.#add(state, place, -1, 0, 0);
  }

  /** Of a node without a parent. */
  prefix(number: number): Prefix {
    return this.#prefixes.get(number) ?? NOTHING;
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

  /** Some run explains so many events of each sequence, and perhaps more. */
  reaches(known: readonly number[]): boolean {
    for (let number = 0; number < this.count; number++) if (this.node(number).place.at.every((at, s) => at >= known[s])) return true;
    return false;
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
    this.#isBegun = true;
    this.#meet(begin);
    for (const edge of this.space.starts()) {
      this.#follow(edge, begin, -1, 0);
      if (++looked % PART === 0) yield PART;
    }
    this.#note(-1);
  }

  #expand(number: number): void {
    const { state, place, faults } = this.node(number);
    const same = this.#nodes.segment(number)[this.#nodes.offset(number) + 1];
    const hidden = this.space.hiddenFrom(state);
    this.#meet(place);
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
    this.#note(number);
  }

  /** A node at this place is looked at. */
  #meet({ at }: Place): void {
    if (this.#growth === null) return;
    this.#growth.ends = 0;
    this.#growth.isInside = false;
    for (let s = 0; s < at.length; s++) if (this.places.next(at, s) === undefined) this.#growth.ends |= bitOf(s);
  }

  /** It was looked at. */
  #note(number: number): void {
    if (this.#growth === null) return;
    const { ends, isInside } = this.#growth;
    if (ends !== 0) this.#open.set(number, ends);
    if (isInside) this.#inside = number;
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
    for (const to of placesAfter(this.places, place, edge, () => this.space.state(edge.target), this.#growth))
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

function behind({ steps, hidden, ticks }: Prefix, isTick: boolean, place: Place, before: Place): Prefix {
  const isHidden = place.explained === before.explained;
  return { steps: steps + 1, hidden: hidden + Number(isHidden), ticks: ticks + Number(isTick) };
}
