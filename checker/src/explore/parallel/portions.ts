/**
 * The steps of a portion of states, made ahead by whichever thread is free and taken over by one alone, in the order of the states. What they
 * come to lies in shared memory: in one of a few places that portions take by turns.
 */
import type { Machine, Successors } from '../machine/machine.ts';

/** States of a portion, unless `Threads` says otherwise. */
export const PORTION = 256;

/** Model errors of a portion; where there are more, it is left to the thread that takes over. */
const ERRORS = 256;

/** What is taken over: as `Successors` of a machine. */
export type Batch = Pick<Successors, 'words' | 'count' | 'cost' | 'flags' | 'tag' | 'same' | 'cuts' | 'errors' | 'errorCost' | 'clear'>;

/** Places in the control words of the threads. */
export const ahead = {
  /** one more whenever there may be more to do; threads wait for it to change */
  signal: 0,
  /** how often the states were given other memory */
  version: 1,
  /** portions, counted through the whole search: given out, taken over, and those that may be given out by now */
  claimed: 2,
  consumed: 3,
  last: 4,
  /** of the states whose steps are made now: their first portion, their first number, the one after the last, and which steps */
  firstPortion: 5,
  start: 6,
  end: 7,
  which: 8,
  /** 1 where nobody takes over any more */
  over: 9,
  /** threads that wait for the signal */
  waiting: 10,
  length: 11,
} as const;

export const WHICH = ['free', 'faults'] as const;

/** What one place has beside its steps. */
const numberAt = { count: 0, same: 1, cuts: 2, errors: 3, ticks: 4, gaveUp: 5, length: 6 } as const;
/** In place of the number of steps: they found no room. */
const TOO_MANY = -1;

export interface PortionBuffers {
  /** of each place the number of the portion whose steps it has, and one more */
  readonly ready: SharedArrayBuffer;
  readonly numbers: SharedArrayBuffer;
  readonly words: SharedArrayBuffer;
  readonly tag: SharedArrayBuffer;
  readonly flags: SharedArrayBuffer;
  readonly cost: SharedArrayBuffer;
  readonly errorCost: SharedArrayBuffer;
  readonly ends: SharedArrayBuffer;
  readonly timely: SharedArrayBuffer;
  readonly bounds: SharedArrayBuffer;
  readonly ran: SharedArrayBuffer;
}

export interface PortionShape {
  /** places that portions take by turns */
  readonly places: number;
  /** steps that a place has room for */
  readonly capacity: number;
  /** states of a portion, at most */
  readonly portion: number;
}

export function portionBuffers({ words, successors, ran }: Machine, { places, capacity, portion }: PortionShape): PortionBuffers {
  const bytes = (count: number) => new SharedArrayBuffer(places * count);
  return {
    ready: bytes(4),
    numbers: bytes(4 * numberAt.length),
    words: bytes(4 * words * capacity),
    tag: bytes(4 * capacity),
    flags: bytes(4 * capacity),
    cost: bytes(capacity),
    errorCost: bytes(ERRORS),
    ends: bytes(4 * portion),
    timely: bytes(portion),
    bounds: bytes(successors.bounds.length),
    ran: bytes(ran.length),
  };
}

export function placesIn(machine: Machine, buffers: PortionBuffers, shape: PortionShape): PortionPlace[] {
  return Array.from({ length: shape.places }, (_, i) => new PortionPlace(machine, buffers, i, shape));
}

/** The states of a portion: from number `start` up to `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The first state after the portion in which this one is, as far as `last`. It depends on numbers of states alone, not on who makes the steps. Nor does,
 * then, where a search that takes one portion after another can be interrupted.
 */
export function portionEnd(state: number, last: number, portion: number): number {
  return Math.min(last, (Math.floor(state / portion) + 1) * portion);
}

/** The `index`-th portion of the states from `start` up to `end`. */
export function rangeOf(index: number, start: number, end: number, portion: number): Range {
  const first = index === 0 ? start : (Math.floor(start / portion) + index) * portion;
  return { start: first, end: portionEnd(first, end, portion) };
}

export class PortionPlace implements Batch {
  readonly words: Int32Array;
  readonly tag: Int32Array;
  readonly flags: Int32Array;
  readonly cost: Uint8Array;
  readonly errorCost: Uint8Array;
  /** for each state of the portion the number of steps of it and those before, and 1 where a tick or a forced cut was among its own */
  readonly ends: Int32Array;
  readonly timely: Uint8Array;
  readonly #bounds: Uint8Array;
  readonly #ran: Uint8Array;
  readonly #numbers: Int32Array;
  readonly #machine: Machine;
  readonly #capacity: number;
  count = 0;
  same = 0;
  cuts = 0;
  errors = 0;

  constructor(machine: Machine, buffers: PortionBuffers, place: number, { capacity, portion }: PortionShape) {
    const { successors, ran, words } = machine;
    const ints = (buffer: SharedArrayBuffer, length: number) => new Int32Array(buffer, place * length * 4, length);
    const bytes = (buffer: SharedArrayBuffer, length: number) => new Uint8Array(buffer, place * length, length);
    this.words = ints(buffers.words, capacity * words);
    this.tag = ints(buffers.tag, capacity);
    this.flags = ints(buffers.flags, capacity);
    this.cost = bytes(buffers.cost, capacity);
    this.errorCost = bytes(buffers.errorCost, ERRORS);
    this.ends = ints(buffers.ends, portion);
    this.timely = bytes(buffers.timely, portion);
    this.#bounds = bytes(buffers.bounds, successors.bounds.length);
    this.#ran = bytes(buffers.ran, ran.length);
    this.#numbers = ints(buffers.numbers, numberAt.length);
    this.#machine = machine;
    this.#capacity = capacity;
  }

  /**
   * Makes the steps of a portion. What the machine notes besides is noted here, and not in the machine: it counts only once the portion is
   * taken over.
   */
  make({ start, end }: Range, which: (typeof WHICH)[number], segments: readonly Int32Array[], segmentBits: number): void {
    const { successors, ran, words } = this.#machine;
    const before = { bounds: successors.bounds.slice(), ran: ran.slice(), ticks: successors.ticks, gaveUp: successors.gaveUp };
    successors.bounds.fill(0);
    ran.fill(0);
    successors.gaveUp = false;
    for (let state = start; state < end && successors.count <= this.#capacity; state++) {
      const { ticks, forcedCuts } = successors;
      this.#machine.expand(segments[state >>> segmentBits], (state & (2 ** segmentBits - 1)) * words, which);
      this.timely[state - start] = successors.ticks > ticks || successors.forcedCuts > forcedCuts ? 1 : 0;
      this.ends[state - start] = successors.count;
    }
    this.#keep(before.ticks);
    successors.clear();
    successors.bounds.set(before.bounds);
    ran.set(before.ran);
    successors.ticks = before.ticks;
    successors.gaveUp = before.gaveUp;
  }

  #keep(ticks: number): void {
    const { successors, ran, words } = this.#machine;
    const { count } = successors;
    const numbers = this.#numbers;
    if (count > this.#capacity || successors.errors > ERRORS) {
      this.refuse();
      return;
    }
    this.words.set(successors.words.subarray(0, count * words));
    this.tag.set(successors.tag.subarray(0, count));
    this.flags.set(successors.flags.subarray(0, count));
    this.cost.set(successors.cost.subarray(0, count));
    this.errorCost.set(successors.errorCost.subarray(0, successors.errors));
    this.#bounds.set(successors.bounds);
    this.#ran.set(ran);
    numbers[numberAt.count] = count;
    numbers[numberAt.same] = successors.same;
    numbers[numberAt.cuts] = successors.cuts;
    numbers[numberAt.errors] = successors.errors;
    numbers[numberAt.ticks] = successors.ticks - ticks;
    numbers[numberAt.gaveUp] = successors.gaveUp ? 1 : 0;
  }

  /** The steps are left to the thread that takes over. */
  refuse(): void {
    this.#numbers[numberAt.count] = TOO_MANY;
  }

  /** Takes over what was made, by whichever thread: false where that has to be made again. */
  take(): boolean {
    const numbers = this.#numbers;
    if (numbers[numberAt.count] === TOO_MANY) return false;
    const { successors, ran } = this.#machine;
    this.count = numbers[numberAt.count];
    this.same = numbers[numberAt.same];
    this.cuts = numbers[numberAt.cuts];
    this.errors = numbers[numberAt.errors];
    successors.ticks += numbers[numberAt.ticks];
    if (numbers[numberAt.gaveUp] === 1) successors.gaveUp = true;
    for (let i = 0; i < this.#bounds.length; i++) successors.bounds[i] |= this.#bounds[i];
    for (let i = 0; i < this.#ran.length; i++) ran[i] |= this.#ran[i];
    return true;
  }

  clear(): void {
    this.count = this.same = this.cuts = this.errors = 0;
  }
}
