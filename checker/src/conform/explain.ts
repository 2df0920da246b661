/**
 * Which events one step explains. A step may be several events at once (what a handler receives and sends), and each of them is explained by
 * one thing that happens in it. Events of a state alone are explained by the state before or after, and so no step is theirs.
 */
import type { State } from '../model/state.ts';
import { bitOf } from './bits.ts';
import { fits, isSo } from './occurrences.ts';
import { NOT_YET, type Place, type Places } from './places.ts';
import type { Edge } from './states.ts';

/** What is met of the ends of logs that may grow. */
export interface Growth {
  /** logs whose end was met, as bits */
  ends: number;
  /** a step explains all that is left, though logs that have all of their kind have not all of it yet */
  isInside: boolean;
}

/** Numbers of the places after the step into `target`, each once. Those at which most is explained come first. */
export function placesAfter(places: Places, place: Place, edge: Edge, target: () => State, growth: Growth | null): readonly number[] {
  const { ticks } = place;
  const passed = edge.isTick && ticks !== NOT_YET ? ticks + 1 : ticks;
  if (passed > place.latest) return [];
  const found = new Set<number>();
  new Stride(places, place.at, edge, target, found, growth).extend([...place.at], passed);
  return found.size < 2 ? [...found] : [...found].sort((a, b) => places.place(b).explained - places.place(a).explained);
}

/** Numbers of the places of a state that has come as far as `at`, with what the logs say of states there. Time is not counted yet. */
export function placesAt(places: Places, at: readonly number[], state: () => State): ReadonlySet<number> {
  const found = new Set<number>();
  new Stride(places, at, NO_STEP, state, found, null).extend([...at], NOT_YET);
  return found;
}

const NO_STEP: Edge = { index: 0, cost: 0, isTick: false, occurrences: [], numbers: [], required: [], target: 0 };

/** As far as the step explains events even if the log has not all that it would have of the step. */
export interface Partly {
  readonly at: readonly number[];
  /** events of this step */
  readonly explained: number;
  /** for each occurrence of the step: it explains an event */
  readonly used: readonly boolean[];
}

/** The most that the step into `target` explains of what comes next, whether or not the log has the rest of it. */
export function partlyAfter(places: Places, place: Place, edge: Edge, target: () => State): Partly {
  const passed = edge.isTick && place.ticks !== NOT_YET ? place.ticks + 1 : place.ticks;
  const stride = new Stride(places, place.at, edge, target, new Set(), null);
  stride.extend([...place.at], passed);
  return stride.most;
}

class Stride {
  most: Partly;
  readonly #places: Places;
  readonly #edge: Edge;
  readonly #target: () => State;
  readonly #found: Set<number>;
  readonly #growth: Growth | null;
  /** occurrences that explain an event already, and sequences of which some event is explained by this step */
  readonly #used: boolean[];
  readonly #touched: number[];
  /** of each occurrence: those with the same explain the same */
  readonly #classes: readonly number[];
  #explained = 0;

  constructor(places: Places, at: readonly number[], edge: Edge, target: () => State, found: Set<number>, growth: Growth | null) {
    this.#places = places;
    this.#edge = edge;
    this.#target = target;
    this.#found = found;
    this.#growth = growth;
    this.#used = edge.occurrences.map(() => false);
    this.#touched = places.sequences.map(() => 0);
    this.#classes = classesOf(places, at, edge, growth);
    this.most = { at: [], explained: 0, used: this.#used };
  }

  /** From `at`, which is changed on the way and left as it was. */
  extend(at: number[], ticks: number): void {
    const { occurrences, required } = this.#edge;
    const explained = this.#explained;
    if (explained > this.most.explained) this.most = { at: [...at], explained, used: [...this.#used] };
    const isWhole = required.every((must, i) => !must || this.#used[i]);
    // What would have been logged after the end of all logs is not known, unless they grow: then it is not known yet.
    const isInside = !isWhole && explained > 0 && this.#places.isEnd(at);
    if (isInside && this.#growth !== null) this.#growth.isInside = true;
    else if (isWhole || isInside) this.#settle(at, ticks);
    if (occurrences.length === 0) return;
    for (let s = 0; s < at.length; s++) {
      const event = this.#places.next(at, s);
      if (event === undefined) {
        this.#meetEnd(s);
        continue;
      }
      if (event.meant.kind === 'state') {
        // Before the first event of the step it would be about the state before.
        if (this.#touched[s] > 0 && isSo(event.state, this.#target())) this.#advance(at, s, ticks);
        continue;
      }
      for (let i = 0; i < occurrences.length; i++) {
        if (this.#used[i] || this.#isAfterLike(i) || !fits(event.meant, occurrences[i]) || !isSo(event.state, this.#target())) continue;
        this.#used[i] = true;
        this.#touched[s]++;
        this.#advance(at, s, ticks);
        this.#touched[s]--;
        this.#used[i] = false;
      }
    }
  }

  #meetEnd(s: number): void {
    if (this.#growth !== null) this.#growth.ends |= bitOf(s);
  }

  /** One that would explain the same comes first. */
  #isAfterLike(i: number): boolean {
    for (let before = 0; before < i; before++) if (!this.#used[before] && this.#classes[before] === this.#classes[i]) return true;
    return false;
  }

  #advance(at: number[], s: number, ticks: number): void {
    for (const then of this.#places.ticksAt(at, s, ticks)) {
      at[s]++;
      this.#explained++;
      this.extend(at, then);
      this.#explained--;
      at[s]--;
    }
  }

  /**
   * What the logs say of states at this point is explained at once where it is so: waiting would explain no more, but where it is
   * from this event that time is counted.
   */
  #settle(at: readonly number[], ticks: number): void {
    for (let s = 0; s < at.length; s++) {
      const event = this.#places.next(at, s);
      if (event === undefined) this.#meetEnd(s);
      if (event?.meant.kind !== 'state' || !isSo(event.state, this.#target())) continue;
      const then = this.#places.ticksAt(at, s, ticks);
      for (const one of then) this.#settle(at.with(s, at[s] + 1), one);
      const begins = ticks === NOT_YET && this.#places.windowOf(at, s) !== null;
      if (then.length > 0 && !begins) return;
    }
    const number = this.#places.number(at, ticks);
    if (number !== null) this.#found.add(number);
  }
}

/**
 * A class for each occurrence: two of one class fit the same of the events that may be explained by this step, so it is enough to try one of
 * them. Else a broadcast of which the log does not say to whom each message goes could be explained in any order.
 */
function classesOf(places: Places, at: readonly number[], { occurrences, required }: Edge, growth: Growth | null): number[] {
  if (occurrences.length < 2) return occurrences.map(() => 0);
  const fitting = occurrences.map((_, i) => (required[i] ? 'required' : ''));
  for (let s = 0; s < at.length; s++) {
    let position = at[s];
    for (; position < places.sequences[s].length; position++) {
      const { meant } = places.sequences[s][position];
      if (meant.kind === 'state') continue;
      const some = occurrences.map((one) => fits(meant, one));
      // Nothing behind it in its sequence can be of this step.
      if (!some.includes(true)) break;
      for (const [i, one] of some.entries()) fitting[i] += one ? '1' : '0';
    }
    if (growth !== null && position === places.sequences[s].length) growth.ends |= bitOf(s);
    for (let i = 0; i < fitting.length; i++) fitting[i] += ' ';
  }
  const classes = [...new Set(fitting)];
  return fitting.map((one) => classes.indexOf(one));
}
