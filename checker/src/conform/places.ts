/**
 * Places in the logs: how many events of each sequence are explained, and how many ticks have passed since time is counted. Each has a number,
 * which is part of the nodes of the search.
 */
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

/** Quotients of decimal fractions are not quite what they should be. */
const TINY = 1e-9;

/** About what a place takes, and more of it for each log; and what an event does, with its place and time, beside its text: in bytes. */
const [PLACE_BYTES, POSITION_BYTES, EVENT_BYTES] = [200, 16, 400];

export class Places {
  readonly sequences: readonly Sequence[];
  /** events of all sequences */
  readonly total: number;
  /** by sequence and position: a number for all that an event says but its time, the same for events that say the same */
  readonly #contents: readonly Int32Array[];
  readonly #windows: readonly (readonly (Window | null)[])[];
  /** by sequence and position: the last tick for some event from there on */
  readonly #latest: readonly Float64Array[];
  readonly #numbers = new Map<string | number, number>();
  readonly #places: Place[] = [];
  readonly #logBytes: number;

  constructor(sequences: readonly Sequence[], timing: Timing | null) {
    this.sequences = sequences;
    this.total = sequences.reduce((sum, { length }) => sum + length, 0);
    this.#logBytes = sequences.reduce((sum, events) => events.reduce((bytes, { text }) => bytes + text.length + EVENT_BYTES, sum), 0);
    const start = sequences.reduce(
      (least, events) => events.reduce((a, { time }) => Math.min(a, time ?? a), least),
      Number.POSITIVE_INFINITY,
    );
    const contents = new Map<string, number>();
    this.#contents = sequences.map((events) => Int32Array.from(events, (event) => contentOf(contents, event)));
    this.#windows = sequences.map((events) => (timing === null ? [] : events.map((event) => windowOf(event, start, timing))));
    this.#latest = sequences.map((events, s) => {
      const latest = new Float64Array(events.length + 1).fill(Number.POSITIVE_INFINITY);
      for (let i = events.length - 1; i >= 0; i--) latest[i] = Math.min(latest[i + 1], this.#windows[s][i]?.latest ?? latest[i + 1]);
      return latest;
    });
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
    const counted = latest === Number.POSITIVE_INFINITY ? NOT_YET : ticks;
    const key = at.length === 1 && counted < MOST_TICKS_IN_KEY - 1 ? at[0] * MOST_TICKS_IN_KEY + counted + 1 : `${counted}:${at.join()}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#places.push({ at: [...at], ticks: counted, explained: at.reduce((a, b) => a + b, 0), latest }) - 1;
    this.#numbers.set(key, number);
    return number;
  }
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
