/**
 * Some path to a goal with the fewest faults and steps. Of a state that was found at (faults, steps) some predecessor stands one step
 * earlier; where about, the origins of its level say, and from there it is looked for in both directions.
 */
import { Bits } from '../states/bits.ts';
import type { Level } from '../states/levels.ts';
import type { Place } from './findings.ts';
import type { Goal } from './goal.ts';
import type { Search } from './search.ts';

/** States that are expanded at a time; the distance that is looked at doubles from there. */
const PART = 256;

/** A state on the path. */
interface Stop extends Place {
  readonly state: number;
}

/** The states of the path. Yields the number of states looked at since it last did. */
export function* somePath(search: Search, goal: Goal): Generator<number, Bits> {
  const states = new Bits();
  let stop = yield* endOf(search, goal);
  while (stop !== null) {
    states.add(stop.state);
    stop = stop.steps === 0 ? null : yield* before(search, stop);
  }
  search.machine.successors.clear();
  return states;
}

/** The last state: the goal, or where the goal's step begins; null where that is an initial step. */
function* endOf(search: Search, goal: Goal): Generator<number, Stop | null> {
  const { place } = goal;
  const level = search.levels.at(place.faults, place.steps);
  const isGoal = (state: number) => goal.state(search.store.segment(state), search.store.offset(state), state);
  if (level !== null) {
    const found = yield* firstOf(level.start, level.end, isGoal);
    if (found !== null) return { ...place, state: found };
  }
  const { step } = goal;
  for (let faults = place.faults; step !== null && faults >= 0; faults--) {
    const from = search.levels.at(faults, place.steps - 1);
    if (from === null) continue;
    const takes = (state: number) => {
      expand(search, state, place.faults > faults);
      return step(search.machine.successors, place.faults - faults);
    };
    const found = yield* firstOf(from.start, from.end, takes);
    if (found !== null) return { faults, steps: place.steps - 1, state: found };
  }
  return null;
}

function* firstOf(start: number, end: number, fits: (state: number) => boolean): Generator<number, number | null> {
  for (let state = start; state < end; state++) {
    if (fits(state)) return state;
    if (state % PART === PART - 1) yield PART;
  }
  return null;
}

function expand(search: Search, state: number, costly: boolean): void {
  const { machine, store } = search;
  machine.successors.clear();
  machine.expand(store.segment(state), store.offset(state), costly ? 'all' : 'free');
}

/** Some state one step before, from which a step leads here that costs what is missing. */
function* before(search: Search, stop: Stop): Generator<number, Stop> {
  const { store } = search;
  const offset = store.offset(stop.state);
  const target = store.segment(stop.state).slice(offset, offset + store.words);
  const windows = sourcesOf(search, stop).map((source) => new Window(source));
  for (let reach = PART; windows.some((window) => !window.isSeen); reach *= 2) {
    for (const window of windows) {
      const { level } = window.source;
      const leads = (state: number) => leadsTo(search, state, stop.faults - level.faults, target);
      for (const [start, end] of window.widen(reach)) {
        const state = yield* firstOf(start, end, leads);
        if (state !== null) return { faults: level.faults, steps: level.steps, state };
      }
    }
  }
  throw new Error(`internal error: a state of ${stop.faults} faults and ${stop.steps} steps comes from nowhere`);
}

interface Source {
  readonly level: Level;
  /** where to begin to look */
  readonly near: number;
}

function sourcesOf({ levels }: Search, { faults, steps, state }: Stop): Source[] {
  const { origins } = levels.at(faults, steps)!;
  const near = [origins.free, origins.faults].map((origin) => origin.near(state));
  return Array.from({ length: faults + 1 }, (_, cost) => levels.at(faults - cost, steps - 1)).flatMap((level, cost) =>
    level === null || level.start === level.end ? [] : [{ level, near: near[cost] ?? level.start }],
  );
}

/** The states of a level that have been looked at: those about one of them. */
class Window {
  readonly source: Source;
  #start: number;
  #end: number;

  constructor(source: Source) {
    this.source = source;
    const { level, near } = source;
    this.#start = this.#end = Math.min(Math.max(near, level.start), level.end);
  }

  get isSeen(): boolean {
    const { level } = this.source;
    return this.#start === level.start && this.#end === level.end;
  }

  /** What is new when so many more on either side are looked at. */
  widen(reach: number): readonly (readonly [number, number])[] {
    const { level } = this.source;
    const [start, end] = [this.#start, this.#end];
    this.#start = Math.max(level.start, start - reach);
    this.#end = Math.min(level.end, end + reach);
    return [
      [this.#start, start],
      [end, this.#end],
    ];
  }
}

function leadsTo(search: Search, from: number, cost: number, to: Int32Array): boolean {
  expand(search, from, cost > 0);
  const { successors } = search.machine;
  for (let i = 0; i < successors.count; i++) if (successors.cost[i] === cost && stands(to, successors.words, i * to.length)) return true;
  return false;
}

function stands(state: Int32Array, words: Int32Array, offset: number): boolean {
  for (let w = 0; w < state.length; w++) if (words[offset + w] !== state[w]) return false;
  return true;
}
