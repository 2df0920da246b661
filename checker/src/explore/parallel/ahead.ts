/**
 * A search that keeps its steps, made by several threads. Each takes portions of the states of a level and makes their steps ahead; one of
 * them alone, which leads, takes these over in the order of the states: it looks the targets up, numbers the new ones and keeps the steps.
 *
 * So nothing depends on how many threads there are, or on which is faster. The steps of a state are a function of its words, and the
 * states of a level have theirs before its steps are asked for; what a thread notes besides (bounds, handlers that ran, ticks) is added up
 * only as a portion is taken over. What the leader does to the store, the stash and the list of steps is then, portion by portion, what one
 * thread does that makes the steps itself; portions end at the same states then (`portionEnd`). So the numbers of states and steps are the same ones at
 * each moment at which the search can be interrupted, and with them all that follows: components, and the lasso that is shown.
 *
 * Nobody is waited for who may not answer: a portion that nobody has taken yet the leader makes itself. Where a thread has ended with one, the
 * leader goes on alone from there, and no more looks at what the others write.
 */
import type { Machine } from '../machine/machine.ts';
import { BATCH } from '../machine/successors.ts';
import type { StateStore } from '../states/store.ts';
import type { HelperThread } from './messages.ts';
import { ahead, type PortionPlace, placesIn, portionBuffers, rangeOf, WHICH } from './portions.ts';

/** States from which on other threads are called: what one takes over is most of the work, and two gain nothing on fewer. */
export const AHEAD_FROM = 1_000_000;
/** Milliseconds that the leader waits at once for a portion. */
const WAIT = 2;
/** Steps of all places together, at most. */
const MOST_STEPS = 2 ** 19;

export interface AheadOptions {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly threads: readonly HelperThread[];
  /** steps of a state, on average, so far */
  readonly branching: number;
  /** states of a portion */
  readonly portion: number;
  /** milliseconds after which a thread that does not answer counts as lost */
  readonly patience: number;
}

/** Portions that can be at some stage between being given out and being taken over. */
function placesFor(threads: number): number {
  return Math.min(64, 4 * (threads + 1));
}

export class Ahead {
  readonly #store: StateStore;
  readonly #threads: readonly HelperThread[];
  readonly #patience: number;
  readonly #control = new Int32Array(new SharedArrayBuffer(ahead.length * 4));
  readonly #crew: Crew;
  #segments: readonly SharedArrayBuffer[] = [];
  #views: readonly Int32Array[] = [];
  /** a thread is lost, with a portion or without: nothing is given out any more */
  #alone = false;

  constructor({ machine, store, threads, branching, portion, patience }: AheadOptions) {
    if (machine.recipe === null) throw new Error('internal error: helpers for a machine without recipe');
    this.#store = store;
    this.#threads = threads;
    this.#patience = patience;
    store.share();
    const places = placesFor(threads.length);
    const capacity = Math.min(Math.floor(MOST_STEPS / places), portion * Math.max(16, Math.ceil(4 * branching)));
    const shape = { places, capacity, portion };
    const buffers = portionBuffers(machine, shape);
    this.#crew = {
      words: this.#control,
      ready: new Int32Array(buffers.ready),
      places: placesIn(machine, buffers, shape),
      portion,
      segmentBits: store.segmentBits,
    };
    const { segmentBits } = store;
    const control = this.#control.buffer as unknown as SharedArrayBuffer;
    for (const thread of threads) thread.post({ kind: 'ahead', recipe: machine.recipe, segmentBits, control, buffers, shape });
  }

  /** From here on the steps of these states are made; those before are all taken over. */
  open(start: number, end: number, which: (typeof WHICH)[number]): void {
    if (this.#alone || start >= end) return;
    const words = this.#control;
    this.#sendSegments();
    words[ahead.firstPortion] = words[ahead.last];
    words[ahead.start] = start;
    words[ahead.end] = end;
    words[ahead.which] = WHICH.indexOf(which);
    // Whoever takes a portion of them reads the words above after this one.
    Atomics.store(words, ahead.last, words[ahead.last] + Math.ceil(end / this.#crew.portion) - Math.floor(start / this.#crew.portion));
    this.#signal();
  }

  /**
   * The next portion, or null where the leader has to make its steps itself. Then `done` is called. Yields while it waits, so that whoever advances
   * the search hears that a thread has ended.
   */
  *next(): Generator<number, PortionPlace | null> {
    const words = this.#control;
    const { places, ready } = this.#crew;
    const portion = words[ahead.consumed];
    if (this.#alone || portion === words[ahead.last]) return null;
    const at = portion % places.length;
    for (let waited = 0; ; ) {
      const made = Atomics.load(ready, at);
      if (made === portion + 1) return places[at].take() ? places[at] : null;
      if (Atomics.compareExchange(words, ahead.claimed, portion, portion + 1) === portion) return null;
      if (makePortion(this.#crew, this.#views)) continue;
      if (Atomics.wait(ready, at, made, WAIT) !== 'timed-out') continue;
      waited += WAIT;
      if (waited > this.#patience || !this.#threads.every((thread) => thread.alive())) {
        this.#leave();
        return null;
      }
      yield BATCH;
    }
  }

  /** The portion is taken over. */
  done(): void {
    const words = this.#control;
    if (this.#alone || words[ahead.consumed] === words[ahead.last]) return;
    Atomics.add(words, ahead.consumed, 1);
    const given = Atomics.load(words, ahead.claimed) - words[ahead.consumed];
    if (Atomics.load(words, ahead.waiting) > 0 && given <= this.#crew.places.length / 2) this.#signal();
  }

  /** The threads go back to their messages. `forGood`: the memory that they share is given back. */
  dismiss(forGood = false): void {
    const lost = this.#alone;
    this.#leave();
    for (const thread of this.#threads) {
      if (forGood || lost) thread.quit();
      else thread.end();
    }
  }

  #leave(): void {
    this.#alone = true;
    Atomics.store(this.#control, ahead.over, 1);
    this.#signal();
  }

  #signal(): void {
    Atomics.add(this.#control, ahead.signal, 1);
    Atomics.notify(this.#control, ahead.signal);
  }

  /** A level's states stay where they are while its steps are made, so only those who begin with one have to know. */
  #sendSegments(): void {
    const { segments } = this.#store.parts();
    if (segments.length === this.#segments.length && segments.every((segment, i) => segment === this.#segments[i])) return;
    this.#segments = segments;
    this.#views = segments.map((segment) => new Int32Array(segment));
    const version = this.#control[ahead.version] + 1;
    for (const thread of this.#threads) thread.post({ kind: 'segments', version, segments });
    Atomics.store(this.#control, ahead.version, version);
  }
}

/** What each thread has of what all share. */
export interface Crew {
  /** as `ahead` */
  readonly words: Int32Array;
  readonly ready: Int32Array;
  readonly places: readonly PortionPlace[];
  /** states of a portion */
  readonly portion: number;
  /** two to this power states stand in a segment */
  readonly segmentBits: number;
}

/**
 * Takes the next portion that nobody has and for which there is a place, and makes its steps. False where there is none. Portions are counted
 * through the whole search and taken over in order, so one that has been taken belongs to the states that are being asked for now. `isCurrent`: the
 * thread knows where these stand.
 */
export function makePortion(
  { words, ready, places, portion, segmentBits }: Crew,
  segments: readonly Int32Array[],
  isCurrent = () => true,
): boolean {
  for (;;) {
    const taken = Atomics.load(words, ahead.claimed);
    if (taken >= Atomics.load(words, ahead.last) || taken - Atomics.load(words, ahead.consumed) >= places.length) return false;
    if (Atomics.compareExchange(words, ahead.claimed, taken, taken + 1) !== taken) continue;
    const at = taken % places.length;
    const range = rangeOf(taken - words[ahead.firstPortion], words[ahead.start], words[ahead.end], portion);
    if (isCurrent()) places[at].make(range, WHICH[words[ahead.which]], segments, segmentBits);
    else places[at].refuse();
    Atomics.store(ready, at, taken + 1);
    Atomics.notify(ready, at);
    return true;
  }
}
