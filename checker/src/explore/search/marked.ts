/** The states on the cheapest paths to a goal, and whether a packed state is one of them at the place where it is looked for. */
import type { Bits } from '../states/bits.ts';
import type { Level } from '../states/levels.ts';
import { StateStore } from '../states/store.ts';
import type { Search } from './search.ts';

export interface Marked {
  /** Before `has` is asked about levels of so many steps. Yields the number of states looked at since it last did. */
  lookAt(steps: number): Generator<number, void>;
  /** The state is one of them, and stands at that number of faults. */
  has(source: Int32Array, offset: number, faults: number): boolean;
}

/** `states`: by number; none is added once `lookAt` has been asked about its level. */
export function markedAmong(search: Search, states: Bits): Marked {
  return search.room.isOnDisk ? new MarkedOnDisk(search, states) : new MarkedInMemory(search, states);
}

class MarkedInMemory implements Marked {
  readonly #search: Search;
  readonly #states: Bits;
  #steps = 0;

  constructor(search: Search, states: Bits) {
    this.#search = search;
    this.#states = states;
  }

  *lookAt(steps: number): Generator<number, void> {
    this.#steps = steps;
    yield 0;
  }

  has(source: Int32Array, offset: number, faults: number): boolean {
    const { store, levels } = this.#search;
    const state = store.find(source, offset);
    if (state < 0 || !this.#states.has(state)) return false;
    const level = levels.at(faults, this.#steps);
    return level !== null && state >= level.start && state < level.end;
  }
}

/** No single state is looked for on disk: those that are marked are read where the levels with so many steps are looked at. */
class MarkedOnDisk implements Marked {
  readonly #search: Search;
  readonly #states: Bits;
  /** of the levels that are looked at, by faults */
  #tables: StateStore[] = [];

  constructor(search: Search, states: Bits) {
    this.#search = search;
    this.#states = states;
  }

  *lookAt(steps: number): Generator<number, void> {
    const { levels } = this.#search;
    this.#tables = [];
    for (let faults = 0; faults < levels.layers.length; faults++) {
      const table = new StateStore(this.#search.machine.words);
      this.#tables.push(table);
      const level = levels.at(faults, steps);
      if (level !== null) yield* this.#read(level, table);
    }
  }

  has(source: Int32Array, offset: number, faults: number): boolean {
    const table = this.#tables[faults];
    return table !== undefined && table.find(source, offset) >= 0;
  }

  *#read({ start, end }: Level, table: StateStore): Generator<number, void> {
    const { store } = this.#search;
    for (let state = start; state < end; state++) {
      if (this.#states.has(state)) table.insert(store.segment(state).subarray(store.offset(state)), 1, false);
      if (state % SLICE === 0) yield SLICE;
    }
  }
}

/** States between two yields. */
const SLICE = 4096;
