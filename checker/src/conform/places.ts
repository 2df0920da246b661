/**
 * Places in the logs: how many events of each sequence are explained, and how many ticks have passed since time is counted. Each has a number,
 * which is part of the nodes of the search.
 */
import { bitOf } from './bits.ts';
import type { LogEvent, Sequence } from './event.ts';

/** How ticks of the model stand in the time of the logs, both in milliseconds. */
export interface Timing {
  readonly tick: number;
  /** clocks of the logs are off by at most so much */
  readonly clockError: number;
}

export interface Place {
  /** of each sequence */
  readonly at: readonly number[];
  /** since the earliest time of the logs; NOT_YET while time is not counted: before the first event that has a time, and after the last */
  readonly ticks: number;
  /** how many events are explained, of all sequences */
  readonly explained: number;
  /** some event to come can be at no later tick */
  readonly latest: number;
}

export const NOT_YET = -1;

/** Ticks at which an event may stand: from `earliest` to `latest`. */
interface Window {
  readonly earliest: number;
  readonly latest: number;
}

/** A place of one log with fewer ticks has a number for its key, which is quicker than a text. */
const MOST_TICKS_IN_KEY = 2 ** 24;

/** Where logs grow, ticks are counted so far beyond the last that some event has: without an end there would be none to a search in vain. */
const MOST_BEYOND = 1000;

/** Quotients of decimal fractions are not quite what they should be. */
const TINY = 1e-9;

/** About what a place takes, and more of it for each log; and what an event does, with its place and time, beside its text: in bytes. */
const [PLACE_BYTES, POSITION_BYTES, EVENT_BYTES] = [200, 16, 400];

interface PlacesOptions {
  /** more events may come behind those that there are: see `grow` */
  readonly grows?: boolean;
  /** of places that go on from others */
  readonly from?: { readonly contents: Map<string, number>; readonly start: number; readonly last: number };
}

export class Places {
  readonly sequences: readonly LogEvent[][];
  /** events of all sequences */
  total: number;
  /** ticks were counted too far beyond all times to go on: see `MOST_BEYOND` */
  isCapped = false;
  /** by sequence and position: a number for all that an event says but its time, the same for events that say the same */
  readonly #contents: readonly number[][];
  readonly #windows: readonly (Window | null)[][];
  /** by sequence and position: the last tick for some event from there on */
  readonly #latest: readonly number[][];
  readonly #numbers = new Map<string | number, number>();
  readonly #places: Place[] = [];
  readonly #timing: Timing | null;
  readonly #grows: boolean;
  readonly #known: Map<string, number>;
  /** the earliest time, from which ticks are counted; infinite where there is none */
  #start: number;
  /** the last tick of any event */
  #last: number;
  #logBytes = 0;

  constructor(sequences: readonly Sequence[], timing: Timing | null, { grows = false, from }: PlacesOptions = {}) {
    this.#timing = timing;
    this.#grows = grows;
    this.#known = from?.contents ?? new Map();
    this.#start = from?.start ?? earliestOf(sequences);
    this.#last = from?.last ?? 0;
    this.total = 0;
    this.sequences = sequences.map(() => []);
    this.#contents = sequences.map(() => []);
    this.#windows = sequences.map(() => []);
    this.#latest = sequences.map(() => [Number.POSITIVE_INFINITY]);
    for (const [s, events] of sequences.entries()) this.#append(s, events);
  }

  #append(s: number, events: readonly LogEvent[]): void {
    const [known, windows, contents, latest] = [this.sequences[s], this.#windows[s], this.#contents[s], this.#latest[s]];
    for (const event of events) {
      known.push(event);
      contents.push(contentOf(this.#known, event));
      this.#logBytes += event.text.length + EVENT_BYTES;
      latest.push(Number.POSITIVE_INFINITY);
      if (this.#timing === null) continue;
      const window = windowOf(event, this.#start, this.#timing);
      windows.push(window);
      this.#last = Math.max(this.#last, window?.latest ?? 0);
    }
    this.total += events.length;
    // Times do not go back in a log: what has a last tick keeps it.
    if (windows.length === 0 || !events.some(({ time }) => time !== null)) return;
    for (let i = known.length - 1; i >= 0 && latest[i] === Number.POSITIVE_INFINITY; i--)
      latest[i] = Math.min(latest[i + 1], windows[i]?.latest ?? latest[i + 1]);
  }

  /** More events behind those of each sequence. As bits those that have some; null where ticks would be counted from another time, or there is another log. */
  grow(more: readonly Sequence[]): number | null {
    const start = earliestOf(more);
    if (more.length !== this.sequences.length || (this.#timing !== null && start < this.#start && this.#start !== Number.POSITIVE_INFINITY))
      return null;
    this.#start = Math.min(this.#start, start);
    let grown = 0;
    for (const [s, events] of more.entries()) {
      if (events.length > 0) grown |= bitOf(s);
      this.#append(s, events);
    }
    return grown;
  }

  /** The same without the first so many events of each sequence. */
  without(base: readonly number[]): Places {
    const from = { contents: this.#known, start: this.#start, last: this.#last };
    return new Places(
      this.sequences.map((events, s) => events.slice(base[s])),
      this.#timing,
      { grows: this.#grows, from },
    );
  }

  get count(): number {
    return this.#places.length;
  }

  /** Memory in use, about, in bytes, with the logs. */
  get bytes(): number {
    return this.#logBytes + this.count * (PLACE_BYTES + this.sequences.length * POSITION_BYTES);
  }

  place(number: number): Place {
    return this.#places[number];
  }

  /** The next event of a sequence, if there is one. */
  next(at: readonly number[], sequence: number): LogEvent | undefined {
    return this.sequences[sequence][at[sequence]];
  }

  /** All events are explained. */
  isEnd(at: readonly number[]): boolean {
    return at.every((position, s) => position === this.sequences[s].length);
  }

  /** What it says, as a number; only where there is such an event. */
  content(at: readonly number[], sequence: number): number {
    return this.#contents[sequence][at[sequence]];
  }

  /** What ticks have passed once the next event of a sequence is explained now: nothing where it cannot be now, several where time begins to be counted. */
  ticksAt(at: readonly number[], sequence: number, ticks: number): readonly number[] {
    const window = this.#windows[sequence][at[sequence]] ?? null;
    if (window === null) return [ticks];
    const { earliest, latest } = window;
    if (ticks !== NOT_YET) return ticks >= earliest && ticks <= latest ? [ticks] : [];
    return Array.from({ length: latest - earliest + 1 }, (_, i) => earliest + i);
  }

  windowOf(at: readonly number[], sequence: number): Window | null {
    return this.#windows[sequence][at[sequence]] ?? null;
  }

  /** The number of a place; null where it is too late for some event to come. After the last event that has a time, time is not counted. */
  number(at: readonly number[], ticks: number): number | null {
    let latest = Number.POSITIVE_INFINITY;
    for (let s = 0; s < at.length; s++) latest = Math.min(latest, this.#latest[s][at[s]]);
    if (ticks > latest) return null;
    const isBehind = latest === Number.POSITIVE_INFINITY;
    // Where logs grow, a time may still come.
    if (isBehind && this.#grows && ticks > this.#last + MOST_BEYOND) {
      this.isCapped = true;
      return null;
    }
    const counted = isBehind && !this.#grows ? NOT_YET : ticks;
    const key = at.length === 1 && counted < MOST_TICKS_IN_KEY - 1 ? at[0] * MOST_TICKS_IN_KEY + counted + 1 : `${counted}:${at.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#places.push({ at: [...at], ticks: counted, explained: at.reduce((a, b) => a + b, 0), latest }) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

function earliestOf(sequences: readonly Sequence[]): number {
  return sequences.reduce((least, events) => events.reduce((a, { time }) => Math.min(a, time ?? a), least), Number.POSITIVE_INFINITY);
}

function contentOf(contents: Map<string, number>, { meant, state }: LogEvent): number {
  const key = JSON.stringify([meant, state]);
  let number = contents.get(key);
  if (number === undefined) {
    number = contents.size;
    contents.set(key, number);
  }
  return number;
}

function windowOf({ time }: LogEvent, start: number, { tick, clockError }: Timing): Window | null {
  if (time === null) return null;
  const earliest = Math.floor((time - start - clockError) / tick + TINY);
  const latest = Math.ceil((time - start + clockError) / tick - TINY);
  return { earliest: Math.max(0, earliest), latest: Math.max(0, latest) };
}
