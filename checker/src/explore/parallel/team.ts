/**
 * The threads of a search, seen from the one that leads it. A level is made by all of them together; between levels the
 * leader alone touches the store. What a level comes to depends on no order in which threads work: states of one level may
 * be numbered otherwise, but which states a level has, and everything that is reported about it, stays the same.
 */

import type { Watch } from '../../model/watch.ts';
import type { Machine } from '../machine/machine.ts';
import { BATCH } from '../machine/successors.ts';
import type { Level } from '../states/levels.ts';
import { BLOCK, commands, control, OUTBOX, type Outbox, resultAt, type SharedParts } from '../states/shared.ts';
import type { Stash } from '../states/stash.ts';
import type { Gap, StateStore } from '../states/store.ts';
import { Expander } from './expander.ts';
import { type LevelReport, levelReport, together } from './level-report.ts';
import type { HelperThread } from './messages.ts';
import type { SearchNotes } from './notes.ts';

interface Member {
  readonly results: Float64Array;
  readonly outbox: Outbox;
}

interface Helper extends Member {
  readonly thread: HelperThread;
  readonly bounds: Uint8Array;
  readonly ran: Uint8Array;
}

export interface TeamOptions {
  readonly machine: Machine;
  readonly watch: Watch;
  readonly store: StateStore;
  readonly stash: Stash;
  /** null where nothing is noted */
  readonly notes: SearchNotes | null;
  /** new states of a level to make room for beforehand, besides two for each that is expanded */
  readonly room: number;
  /** whether memory allows for so many states in all */
  readonly mayHave: (states: number) => boolean;
  /** milliseconds until a thread that is to stop and does not answer counts as lost */
  readonly patience: number;
}

/** Milliseconds that the leader waits at once for the others. */
const WAIT = 2;

export class Team {
  readonly #machine: Machine;
  readonly #watch: Watch;
  readonly #store: StateStore;
  readonly #stash: Stash;
  readonly #notes: SearchNotes | null;
  readonly #control = new Int32Array(new SharedArrayBuffer(control.length * 4));
  readonly #helpers: Helper[] = [];
  readonly #lead: Member;
  #expander: Expander | null = null;
  /** a level is under way: numbers have been given out that may not all be used */
  #inLevel = false;
  /** helpers that take part */
  #joined = 0;
  readonly #room: number;
  readonly #mayHave: (states: number) => boolean;
  readonly #patience: number;
  /** states there were when the level was begun */
  #start = 0;
  /** a thread did not answer, and may still write into what it shares */
  #lost = false;
  /** where all believe the store to stand */
  #sent: SharedParts | null = null;
  /** of the level under way */
  #steps = 0;

  constructor({ machine, watch, store, stash, notes, room, mayHave, patience }: TeamOptions) {
    this.#patience = patience;
    this.#room = room;
    this.#mayHave = mayHave;
    this.#machine = machine;
    this.#watch = watch;
    this.#store = store;
    this.#stash = stash;
    this.#notes = notes;
    this.#lead = member(machine.words);
  }

  /** The thread is asked to make its machine; the team is ready when all have. */
  add(thread: HelperThread): void {
    const { recipe, words, successors, ran } = this.#machine;
    if (recipe === null) throw new Error('internal error: helpers for a machine without recipe');
    const results = new SharedArrayBuffer(resultAt.length * 8);
    const outbox = { words: new SharedArrayBuffer(OUTBOX * words * 4), faults: new SharedArrayBuffer(OUTBOX * 4) };
    const [bounds, ranHere] = [new SharedArrayBuffer(successors.bounds.length), new SharedArrayBuffer(ran.length)];
    this.#helpers.push({
      thread,
      results: new Float64Array(results),
      outbox: { words: new Int32Array(outbox.words), faults: new Int32Array(outbox.faults) },
      bounds: new Uint8Array(bounds),
      ran: new Uint8Array(ranHere),
    });
    const { segmentBits } = this.#store;
    const noteTime = this.#notes !== null;
    thread.post({
      kind: 'begin',
      recipe,
      segmentBits,
      noteTime,
      control: bufferOf(this.#control),
      results,
      outbox,
      bounds,
      ran: ranHere,
    });
  }

  get ready(): boolean {
    return this.#helpers.length > 0 && Atomics.load(this.#control, control.ready) === this.#helpers.length;
  }

  /** some helper has counted a tick */
  ticked = false;

  /**
   * Expands the free steps of `same` and the steps that cost of `lowerCost` into the level at that place.
   * Yields the states expanded here since it last did.
   */
  *level(same: Level | null, lowerCost: Level | null, { faults, steps, origins }: Level): Generator<number, LevelReport> {
    const words = this.#control;
    this.#steps = steps;
    this.#begin();
    words[control.nextFree] = same?.start ?? 0;
    words[control.endFree] = same?.end ?? 0;
    words[control.nextFaults] = lowerCost?.start ?? 0;
    words[control.endFaults] = lowerCost?.end ?? 0;
    words[control.faults] = faults;
    const sources = words[control.endFree] - words[control.nextFree] + words[control.endFaults] - words[control.nextFaults];
    yield* this.#makeRoom(this.#store.count + 2 * sources + this.#room);
    const expander = this.#expander!;
    expander.reset();
    const start = this.#store.count;
    this.#start = start;
    this.#inLevel = true;
    for (let command: number = commands.level; ; command = commands.goOn) {
      words[control.halt] = 0;
      this.#command(command);
      for (const expanded of expander.work()) {
        this.#store.count = this.#atLeast(start);
        if (words[control.nextFaults] > (lowerCost?.start ?? 0)) origins.faults.note(words[control.nextFaults], this.#store.count);
        else origins.free.note(words[control.nextFree], this.#store.count);
        yield expanded;
      }
      // Whoever advances the search hears meanwhile that it is interrupted, or that a thread has ended.
      while (!this.#isDone()) yield BATCH;
      this.#emptyOutboxes();
      if (Atomics.load(words, control.halt) === 0 && expander.through) break;
      this.#store.count = words[control.count];
      const room = Math.max(words[control.count] + 4 * BLOCK, Math.ceil(words[control.limit] * 1.5));
      // The search has then reported that memory is used up, and its caller ends it here.
      while (!this.#mayHave(room)) yield BATCH;
      yield* this.#makeRoom(room, this.#spare());
    }
    return this.#end(same);
  }

  /**
   * Ends a level that was left in the middle: what was found of it stands in the store. Null where none was under way, and where a thread has
   * ended or does not answer: which of the states numbered since are whole it alone knew, so the level is as if it had not begun.
   */
  halt(): LevelReport | null {
    if (!this.#inLevel) return null;
    Atomics.store(this.#control, control.halt, 1);
    // That a thread has ended may have been heard before; it cannot be while nobody else has a turn.
    for (let waited = 0; !this.#isLost && !this.#hasAnswered(); waited += WAIT) if (waited > this.#patience) this.#lost = true;
    this.#expander!.drop();
    if (!this.#isLost) return this.#end(null);
    this.#inLevel = false;
    this.#lost = true;
    this.#store.keepOnly(this.#start);
    return null;
  }

  /** The helpers are not needed any more: they go back to their messages. `forGood`: the memory that they share is given back. */
  dismiss(forGood = false): void {
    if (this.#helpers.length > 0) this.#command(commands.listen);
    for (const { thread } of this.#helpers) {
      if (forGood || this.#lost) thread.quit();
      else thread.end();
    }
    this.#helpers.length = 0;
  }

  /** The store is moved to shared memory when the team first works. */
  #begin(): void {
    const store = this.#store;
    this.#control[control.count] = store.count;
    if (this.#expander !== null) return;
    this.#joined = this.#helpers.length;
    store.share();
    this.#notes?.share();
    const { code, recent, segmentBits } = store.parallel();
    this.#expander = new Expander(
      {
        machine: this.#machine,
        watch: this.#watch,
        code,
        segmentBits,
        noteTime: this.#notes !== null,
        control: this.#control,
        results: this.#lead.results,
        outbox: this.#lead.outbox,
      },
      recent,
    );
  }

  /** Room for so many states; every thread learns where it is. */
  *#makeRoom(states: number, gaps: readonly Gap[] = []): Generator<number, void> {
    const words = this.#control;
    if (words[control.limit] < states) {
      const room = this.#store.makeRoom(states, gaps);
      this.#notes?.makeRoom(room);
      words[control.limit] = room;
    }
    // The leader alone may have moved it, too, since the others last heard.
    const parts = { ...this.#store.parts(), notes: this.#notes?.parts() ?? null };
    if (this.#sent === null || !isSame(parts, this.#sent)) yield* this.#send(parts);
  }

  /** Yields while it waits: only then is it heard that a thread has ended, which would never answer. */
  *#send(parts: SharedParts): Generator<number, void> {
    this.#sent = parts;
    this.#expander!.use(parts);
    this.#command(commands.listen);
    while (!this.#isDone()) yield BATCH;
    for (const { thread } of this.#helpers) thread.post({ kind: 'parts', parts });
  }

  #command(command: number): void {
    const words = this.#control;
    words[control.done] = 0;
    Atomics.store(words, control.command, command);
    Atomics.add(words, control.generation, 1);
    Atomics.notify(words, control.generation);
  }

  #isDone(): boolean {
    if (Atomics.load(this.#control, control.done) === this.#joined) return true;
    if (!this.#areAlive) throw new Error('a thread of the search has ended; `--threads 1` does without');
    return this.#hasAnswered();
  }

  /** Waits a moment for the others. */
  #hasAnswered(): boolean {
    const words = this.#control;
    const done = Atomics.load(words, control.done);
    if (done !== this.#joined) Atomics.wait(words, control.done, done, WAIT);
    return Atomics.load(words, control.done) === this.#joined;
  }

  get #areAlive(): boolean {
    return this.#helpers.every(({ thread }) => thread.alive());
  }

  /** Of the level under way nothing more will be heard. */
  get #isLost(): boolean {
    return this.#lost || (!this.#areAlive && Atomics.load(this.#control, control.done) < this.#joined);
  }

  #emptyOutboxes(): void {
    const store = this.#store;
    for (const { results, outbox } of [this.#lead, ...this.#helpers]) {
      for (let i = 0; i < results[resultAt.outbox]; i++) {
        if (store.find(outbox.words, i * store.words) < 0) this.#stash.add(outbox.faults[i], this.#steps, outbox.words, i * store.words);
      }
      results[resultAt.outbox] = 0;
    }
  }

  /** States that are certainly there, while the level that begins with number `start` is being made. */
  #atLeast(start: number): number {
    return Math.max(start, Atomics.load(this.#control, control.count) - BLOCK * (this.#joined + 1));
  }

  /** The unused numbers of each thread. */
  #spare(): Gap[] {
    this.#expander!.reportSpare();
    return [this.#lead, ...this.#helpers].map(({ results }) => ({ start: results[resultAt.spare], end: results[resultAt.spareEnd] }));
  }

  /** Closes the gaps between the numbers that were used, and adds up the results. */
  #end(same: Level | null): LevelReport {
    this.#inLevel = false;
    const members = [this.#lead, ...this.#helpers];
    const moved = this.#store.closeGaps(this.#spare(), this.#control[control.count]);
    if (same !== null) this.#notes?.renumber(same, this.#store.count, moved);
    for (const { bounds, ran, results } of this.#helpers) {
      if (results[resultAt.ticked] === 1) this.ticked = true;
      if (results[resultAt.gaveUp] === 1) this.#machine.successors.gaveUp = true;
      for (const [i, reached] of bounds.entries()) if (reached === 1) this.#machine.successors.bounds[i] = 1;
      for (const [i, once] of ran.entries()) if (once === 1) this.#machine.ran[i] = 1;
    }
    return members.map(({ results }) => levelReport(results)).reduce(together);
  }
}

function isSame(a: SharedParts, b: SharedParts): boolean {
  const segments = a.segments.length === b.segments.length && a.segments.every((segment, i) => segment === b.segments[i]);
  return segments && a.table === b.table && a.notes?.timely === b.notes?.timely && a.notes?.onward === b.notes?.onward;
}

function member(words: number): Member {
  return { results: new Float64Array(resultAt.length), outbox: { words: new Int32Array(OUTBOX * words), faults: new Int32Array(OUTBOX) } };
}

function bufferOf(words: Int32Array): SharedArrayBuffer {
  return words.buffer as unknown as SharedArrayBuffer;
}
