/**
 * A search that is kept as it goes: its states in the order in which they were found, the steps and notes that belong to them, and in a head
 * where it stands. It is kept between two batches, when no thread is at work; what goes on from there does just what the search would
 * have done.
 */

import { bytesOf, type Column, type Kept, type Slot, wordsOf } from '../states/slot.ts';
import type { Findings, Place } from './findings.ts';
import type { Search } from './search.ts';

/** States, or numbers of another column, that are written at a time. */
const PART = 2 ** 14;

interface Head {
  readonly words: number;
  readonly states: number;
  /** the level under way */
  readonly place: Place;
  readonly next: Search['next'];
  readonly transitions: number;
  readonly cut: number;
  readonly expanded: number;
  readonly seen: Place;
  readonly levels: ReturnType<Search['levels']['kept']>;
  readonly stash: ReturnType<Search['stash']['kept']>;
  readonly found: ReturnType<Findings['kept']>;
  readonly timely: Uint8Array;
  readonly bounds: Uint8Array;
  readonly ran: Uint8Array;
  readonly ticked: boolean;
  /** lengths of the columns beside the states */
  readonly lengths: Readonly<Record<string, number>>;
  readonly besides: unknown;
}

/** What else belongs to a search, as plain data. */
export interface Besides<T> {
  readonly kept: () => T;
  readonly restore: (kept: T) => void;
}

export class Checkpoint<T> {
  readonly #slot: Slot;
  readonly #besides: Besides<T>;
  /** what has been appended of each column; of the states under no name */
  readonly #done = new Map<string, number>();

  constructor(slot: Slot, besides: Besides<T>) {
    this.#slot = slot;
    this.#besides = besides;
  }

  /** Where it is time. `over`: the search has seen all. */
  keep(search: Search, over = false): void {
    if (search.machine.successors.gaveUp || !(over ? this.#slot.isWorth() : this.#slot.isDue())) return;
    this.#appendStates(search);
    const columns = columnsOf(search);
    for (const column of columns) this.#append(column);
    const { machine, store, levels, stash, found, time, next, transitions, cut, expanded, seen, place, ticked } = search;
    const head: Head = {
      words: machine.words,
      states: store.count,
      place: { faults: place.faults, steps: place.steps },
      next: { ...next },
      transitions,
      cut,
      expanded,
      seen,
      levels: levels.kept(),
      stash: stash.kept(),
      found: found.kept(),
      timely: time.timely.kept(store.count),
      bounds: machine.successors.bounds.slice(),
      ran: machine.ran.slice(),
      ticked,
      lengths: Object.fromEntries(columns.map(({ name, length }) => [name, length])),
      besides: this.#besides.kept(),
    };
    this.#slot.commit(head, store.count);
  }

  /** The level that was being made; null where nothing was kept. Yields the number of states looked at since it last did. */
  *restore(search: Search): Generator<number, Place | null> {
    const kept = this.#slot.load();
    if (kept === null) return null;
    const head = kept.head as Head;
    const { machine } = search;
    if (head.words !== machine.words) throw new Error('internal error: what was kept of a search is of another one');
    yield* this.#takeStates(search, kept, head.states);
    if (search.store.count !== head.states)
      throw new Error(`internal error: ${search.store.count} states are left of ${head.states} that were kept`);
    for (const column of columnsOf(search)) this.#put(column, kept, head.lengths[column.name]);
    search.levels.restore(head.levels);
    search.stash.restore(head.stash);
    search.found.restore(head.found);
    search.time.timely.restore(head.timely);
    search.next = { ...head.next };
    search.transitions = head.transitions;
    search.cut = head.cut;
    search.expanded = head.expanded;
    search.seen = head.seen;
    machine.successors.bounds.set(head.bounds);
    machine.ran.set(head.ran);
    if (head.ticked) machine.successors.ticks++;
    this.#besides.restore(head.besides as T);
    return head.place;
  }

  #appendStates({ store, machine: { words } }: Search): void {
    const part = new Int32Array(PART * words);
    for (let from = this.#doneOf(''); from < store.count; from += PART) {
      const count = Math.min(PART, store.count - from);
      for (let i = 0, at = 0; i < count; i++) {
        const segment = store.segment(from + i);
        for (let offset = store.offset(from + i), end = offset + words; offset < end; ) part[at++] = segment[offset++];
      }
      this.#slot.append('states', bytesOf(part.subarray(0, count * words)));
    }
    this.#done.set('', store.count);
  }

  #append(column: Column): void {
    const { name, length } = column;
    for (let from = this.#doneOf(name); from < length; from += PART)
      this.#slot.append(name, bytesOf(column.part(from, Math.min(length, from + PART))));
    this.#done.set(name, length);
  }

  #doneOf(column: string): number {
    return this.#done.get(column) ?? 0;
  }

  *#takeStates(search: Search, kept: Kept, states: number): Generator<number, void> {
    const { words } = search.machine;
    for (const bytes of kept.column('states', 4 * words)) {
      const part = wordsOf(bytes);
      for (let from = 0; from < part.length; from += PART * words) {
        const some = part.subarray(from, from + PART * words);
        yield* search.room.make(some.length / words);
        search.store.insert(some, some.length / words, search.edges !== null);
        yield some.length / words;
      }
    }
    this.#done.set('', states);
  }

  #put(column: Column, kept: Kept, length: number): void {
    let at = 0;
    for (const bytes of kept.column(column.name, 4)) {
      column.put(at, bytes);
      at += bytes.length / column.width;
    }
    if (at !== length) throw new Error(`internal error: ${at} of ${length} numbers are left of ${column.name}`);
    this.#done.set(column.name, length);
  }
}

/** The search notes of the states in their order. */
function columnsOf({ time, edges, expanded, store }: Search): readonly Column[] {
  return [...(time.wanted ? [time.onward.column('onward', expanded)] : []), ...(edges?.columns(store.count) ?? [])];
}
