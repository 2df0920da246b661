/**
 * One thread's part in making a level: it takes states a chunk at a time, collects their targets in a batch, and inserts
 * them into the store that all threads share. A new state's words are written first, at a number of the thread's own; then
 * its entry is put into the table by compare-and-swap. Who loses compares with the winner, and uses the number for its next state.
 */

import type { Watch } from '../../model/watch.ts';
import type { Machine } from '../machine/machine.ts';
import { BATCH, lastForced } from '../machine/successors.ts';
import { eachBroken, maskOf } from '../search/findings.ts';
import { BLOCK, CHUNK, control, OUTBOX, type Outbox, resultAt, type SharedParts } from '../states/shared.ts';
import type { ParallelCode } from '../states/store-code.ts';

export interface ExpanderOptions {
  readonly machine: Machine;
  readonly watch: Watch;
  readonly code: ParallelCode;
  readonly segmentBits: number;
  readonly noteTime: boolean;
  readonly control: Int32Array;
  readonly results: Float64Array;
  readonly outbox: Outbox;
}

/** Indexes into `#at`, where `ParallelCode.place` reads its place. */
const [FROM, END, NEXT, LAST] = [0, 1, 2, 3];

export class Expander {
  readonly #options: ExpanderOptions;
  #segments: Int32Array[] = [];
  #table: Int32Array = new Int32Array(0);
  #shift = 0;
  #timely: Uint8Array = new Uint8Array(0);
  #onward: Int32Array = new Int32Array(0);
  #hashes = new Int32Array(BATCH * 2);
  #places = new Int32Array(BATCH * 2);
  readonly #recent: Int32Array;
  readonly #at = new Int32Array(4);
  /** what the batch was expanded from */
  #which: 'free' | 'faults' = 'free';
  /** the chunk at hand, and what is to be taken of it */
  #next = 0;
  #end = 0;
  #nextWhich: 'free' | 'faults' = 'free';
  #through = false;
  /** a batch is in the middle of being inserted */
  #pending = false;
  /** states of the batch whose targets are to be noted, each followed by which successor that is */
  readonly #toNote: number[] = [];

  constructor(options: ExpanderOptions, recent: Int32Array) {
    this.#options = options;
    this.#recent = recent;
    options.machine.successors.skipSame = true;
  }

  /** The store stands here now. */
  use({ segments, table, notes }: SharedParts): void {
    this.#segments = segments.map((buffer) => new Int32Array(buffer));
    this.#table = new Int32Array(table);
    this.#shift = 32 - Math.log2(this.#table.length);
    if (notes === null) return;
    this.#timely = new Uint8Array(notes.timely);
    this.#onward = new Int32Array(notes.onward);
  }

  /** Clears its results for the last level. */
  reset(): void {
    const { results } = this.#options;
    results.fill(0);
    results.fill(-1, resultAt.broken);
    results[resultAt.error] = -1;
    this.#at[NEXT] = this.#at[LAST] = 0;
    this.#through = false;
  }

  /** Goes on with the level until nothing is left of it, or all shall halt. Yields the states expanded since it last did. */
  *work(): Generator<number, void> {
    const { control: words } = this.#options;
    if (this.#pending && !this.#insert()) return;
    let done = 0;
    while (Atomics.load(words, control.halt) === 0) {
      if (this.#next === this.#end && !this.#take()) {
        if (this.#flush()) this.#through = true;
        break;
      }
      const from = this.#next;
      const more = this.#expandChunk();
      done += this.#next - from;
      if (!more) break;
      if (done < BATCH) continue;
      yield done;
      done = 0;
    }
    yield done;
  }

  /** Nothing is left of the level for this thread. */
  get through(): boolean {
    return this.#through;
  }

  /** Tells what is left of its numbers, for the end of a level. */
  reportSpare(): void {
    const { results, machine } = this.#options;
    results[resultAt.spare] = this.#at[NEXT];
    results[resultAt.spareEnd] = this.#at[LAST];
    results[resultAt.ticked] = machine.successors.ticks > 0 ? 1 : 0;
    results[resultAt.gaveUp] = machine.successors.gaveUp ? 1 : 0;
  }

  /** Lets go of a batch that will not be inserted any more. */
  drop(): void {
    this.#pending = false;
    this.#next = this.#end = 0;
    this.#toNote.length = 0;
    this.#options.machine.successors.clear();
  }

  /** A chunk of the level: first of the states of which free steps are to be taken. False where there is none left. */
  #take(): boolean {
    return this.#chunk('free', control.nextFree, control.endFree) || this.#chunk('faults', control.nextFaults, control.endFaults);
  }

  /** Chunks end at multiples of their size, so that threads share no byte of `timely`. */
  #chunk(which: 'free' | 'faults', next: number, last: number): boolean {
    const { control: words } = this.#options;
    for (;;) {
      const start = Atomics.load(words, next);
      if (start >= words[last]) return false;
      const end = Math.min(words[last], (Math.floor(start / CHUNK) + 1) * CHUNK);
      if (Atomics.compareExchange(words, next, start, end) !== start) continue;
      [this.#nextWhich, this.#next, this.#end] = [which, start, end];
      return true;
    }
  }

  /** False where all shall halt, maybe with part of the chunk left. */
  #expandChunk(): boolean {
    const { machine, noteTime, segmentBits, results } = this.#options;
    const { successors } = machine;
    if (this.#nextWhich !== this.#which) {
      if (!this.#flush()) return false;
      this.#which = this.#nextWhich;
    }
    const free = this.#which === 'free';
    while (this.#next < this.#end) {
      const state = this.#next++;
      const before = successors.count;
      const { ticks, forcedCuts } = successors;
      const offset = (state & (2 ** segmentBits - 1)) * machine.words;
      machine.expand(this.#segments[state >>> segmentBits], offset, this.#which);
      if (free) results[resultAt.expanded]++;
      if (noteTime) {
        if (successors.ticks > ticks || successors.forcedCuts > forcedCuts) this.#timely[state >>> 3] |= 1 << (state & 7);
        else if (free) this.#noteOnward(state, before);
      }
      if (successors.count >= BATCH && !this.#flush()) return false;
    }
    return true;
  }

  #noteOnward(state: number, before: number): void {
    const { successors } = this.#options.machine;
    const successor = lastForced(successors, before, successors.count);
    if (successor >= 0) this.#toNote.push(state, successor);
  }

  /** False where there was no room for all: the rest waits until there is. */
  #flush(): boolean {
    if (this.#pending) return false;
    const { machine, watch, results, control: words } = this.#options;
    const { successors } = machine;
    if (this.#which === 'faults' && results[resultAt.outbox] + successors.count > OUTBOX) {
      if (results[resultAt.outbox] === 0) throw new RangeError(`more than ${OUTBOX} targets of one batch`);
      Atomics.store(words, control.halt, 1);
      return false;
    }
    const from = this.#which === 'free' ? words[control.faults] : words[control.faults] - 1;
    results[resultAt.transitions] += successors.count + successors.same;
    results[resultAt.cut] += successors.cuts;
    for (let i = 0; i < successors.errors; i++) this.#least(resultAt.error, from + successors.errorCost[i]);
    if (watch.steps.length > 0) {
      const sought = maskOf(
        results.subarray(resultAt.broken, resultAt.broken + watch.steps.length),
        (faults) => faults < 0 || faults > words[control.faults],
      );
      eachBroken(successors, from, sought, (predicate, faults) => this.#least(resultAt.broken + predicate, faults));
    }
    if (this.#which === 'faults') this.#sendHigherCost(from);
    if (this.#hashes.length < successors.count) {
      this.#hashes = new Int32Array(successors.count * 2);
      this.#places = new Int32Array(successors.count * 2);
    }
    const { code } = this.#options;
    this.#at[FROM] = 0;
    this.#at[END] = code.prepare(
      successors.words,
      successors.count,
      this.#hashes,
      this.#places,
      this.#table,
      this.#shift,
      this.#segments,
      this.#recent,
    );
    this.#pending = true;
    return this.#insert();
  }

  #insert(): boolean {
    const { machine, code } = this.#options;
    const { successors } = machine;
    const at = this.#at;
    while (at[FROM] < at[END]) {
      const first = at[NEXT];
      code.place(successors.words, this.#hashes, this.#places, this.#table, this.#shift, this.#segments, at);
      for (let state = first; state < at[NEXT]; state++) this.#look(state);
      if (at[FROM] < at[END] && !this.#takeNumbers()) return false;
    }
    this.#noteTargets();
    successors.clear();
    this.#pending = false;
    return true;
  }

  /** A block of numbers, or false where there is no room for one: then all halt. */
  #takeNumbers(): boolean {
    const { control: words } = this.#options;
    for (;;) {
      const first = Atomics.load(words, control.count);
      if (first + BLOCK > words[control.limit]) {
        Atomics.store(words, control.halt, 1);
        return false;
      }
      if (Atomics.compareExchange(words, control.count, first, first + BLOCK) !== first) continue;
      this.#at[NEXT] = first;
      this.#at[LAST] = first + BLOCK;
      return true;
    }
  }

  /** Evaluates what is watched in a new state. */
  #look(state: number): void {
    const { machine, watch, results, segmentBits } = this.#options;
    const segment = this.#segments[state >>> segmentBits];
    const offset = (state & (2 ** segmentBits - 1)) * machine.words;
    if (watch.deadline !== null && machine.counter(segment, offset) > watch.deadline.within) results[resultAt.missed] = 1;
    if (watch.predicates.length === 0) return;
    const bits = machine.evaluate(segment, offset);
    if (bits === -1) {
      this.#least(resultAt.error, this.#options.control[control.faults]);
      return;
    }
    results[resultAt.anyTrue] |= bits;
    results[resultAt.anyFalse] |= ~bits;
  }

  #noteTargets(): void {
    const { machine, code } = this.#options;
    const toNote = this.#toNote;
    const { words } = machine.successors;
    for (let i = 0; i < toNote.length; i += 2) {
      const target = code.seek(words, toNote[i + 1] * machine.words, this.#table, this.#shift, this.#segments);
      this.#onward[toNote[i]] = target + 1;
    }
    toNote.length = 0;
  }

  #least(place: number, faults: number): void {
    const { results } = this.#options;
    if (results[place] < 0 || faults < results[place]) results[place] = faults;
  }

  /** Puts targets that cost more than the level under way into the outbox; what stays moves to the front. */
  #sendHigherCost(from: number): void {
    const { machine, outbox, results, code, control: words } = this.#options;
    const { successors, words: width } = machine;
    let kept = 0;
    for (let i = 0; i < successors.count; i++) {
      const faults = from + successors.cost[i];
      if (faults === words[control.faults]) {
        if (kept < i) for (let w = 0; w < width; w++) successors.words[kept * width + w] = successors.words[i * width + w];
        kept++;
      } else if (code.seek(successors.words, i * width, this.#table, this.#shift, this.#segments) < 0) {
        const at = results[resultAt.outbox]++;
        for (let w = 0; w < width; w++) outbox.words[at * width + w] = successors.words[i * width + w];
        outbox.faults[at] = faults;
      }
    }
    successors.count = kept;
  }
}
