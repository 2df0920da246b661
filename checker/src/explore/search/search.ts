/**
 * The search: every reachable state at its least (faults, steps). It goes layer by layer of faults, and inside a layer
 * level by level of steps. Level (f, s) consists of the targets of free steps from level (f, s-1), of steps that cost one
 * fault from level (f-1, s-1), and of the states that steps of higher cost have stashed for it. So a state that is
 * reachable with more faults in fewer steps is still found at its least number of faults first.
 *
 * `run` is a generator that yields often; its results are in the fields. Verdicts and traces are made elsewhere.
 */

import type { Watch } from '../../model/watch.ts';
import type { Machine } from '../machine/machine.ts';
import { BATCH } from '../machine/successors.ts';
import { AHEAD_FROM, Ahead } from '../parallel/ahead.ts';
import type { LevelReport } from '../parallel/level-report.ts';
import { type Batch, PORTION } from '../parallel/portions.ts';
import { Team } from '../parallel/team.ts';
import type { Numbered } from '../states/disk-store.ts';
import { EdgeLog } from '../states/edges.ts';
import { emptyLevel, type Level, Levels } from '../states/levels.ts';
import { Stash } from '../states/stash.ts';
import type { States } from '../states/states.ts';
import { StateStore } from '../states/store.ts';
import { comparePlaces, Findings, type Place } from './findings.ts';
import { makeSteps, takeOver } from './made-steps.ts';
import type { Threads } from './options.ts';
import { Room, type RoomOptions } from './room.ts';
import { TimeNotes } from './time-notes.ts';

export interface SearchOptions extends RoomOptions {
  /** some step can cost a fault; otherwise no state is asked for such steps */
  readonly faults: boolean;
  /** note where time can go on from each state, for time-stops.ts */
  readonly noteTime: boolean;
  /** keep every step that is taken */
  readonly keepEdges?: boolean;
  /** who helps once the search is large */
  readonly threads?: Threads | undefined;
  /** where it is kept as it goes, and goes on from where another search had come to (see checkpoint.ts) */
  readonly checkpoint?: Keeper;
  /** runs at the end of each level, and once more at the end of a layer; true where nothing is left to find out */
  readonly levelDone: (search: Search) => Generator<number, boolean>;
}

interface Keeper {
  /** between two batches; `over`: the whole graph was seen */
  keep(search: Search, over?: boolean): void;
  /** the level under way; null where nothing was kept */
  restore(search: Search): Generator<number, Place | null>;
}

/** States from which on another thread is called: it takes as long to start as the search takes for these. */
const HELP_FROM = 30_000;
/** States of a level that are worth waking the others for. */
const LEVEL_FROM = 2048;
/** Where the search is kept, so many times that are expanded by several threads at a time. */
const PARTS = 8;
/** Milliseconds until a thread that does not answer counts as lost. */
const PATIENCE = 10_000;

export class Search {
  readonly machine: Machine;
  readonly levels = new Levels();
  transitions = 0;
  cut = 0;
  /** the whole graph was seen, within the bounds of the search */
  exhausted = false;
  readonly found: Findings;
  readonly time: TimeNotes;
  /** every step taken; null unless they are kept */
  readonly edges: EdgeLog | null;
  /** states whose free steps have been taken */
  expanded = 0;
  /** every state with fewer faults was found, and those with just so many up to that number of steps, if any */
  seen: Place = { faults: 0, steps: -1 };
  /** of the level under way: the next states from which free steps are taken, and steps that cost */
  next = { free: 0, faults: 0 };
  /** the level under way was begun by another search */
  #resumes = false;
  readonly watch: Watch;
  readonly #options: SearchOptions;
  /** targets that wait for their level */
  readonly stash: Stash;
  readonly room: Room;
  /** states of a portion, where steps are kept */
  readonly portion: number;
  #team: Team | null = null;
  /** the same where steps are kept */
  #ahead: Ahead | null = null;
  /** some step was a tick, as the team saw that is no more */
  #tickedBefore = false;
  #level: Level = emptyLevel(0, 0, 0);

  constructor(machine: Machine, watch: Watch, options: SearchOptions) {
    this.machine = machine;
    const bytes = () => this.stash.bytes + this.time.bytes + (this.edges?.bytes ?? 0);
    const numbered: Numbered = (from, numberOf) => {
      for (const origins of Object.values(this.#level.origins)) origins.numbered(from, numberOf);
    };
    this.room = new Room(machine.words, options, { bytes, numbered, alone: () => this.#dismiss() });
    machine.successors.skipSame = options.keepEdges !== true;
    this.watch = watch;
    this.portion = options.threads?.portion ?? PORTION;
    this.#options = options;
    this.stash = new Stash(machine.words);
    this.time = new TimeNotes(options.noteTime);
    this.edges = options.keepEdges === true ? new EdgeLog() : null;
    this.found = new Findings(watch);
  }

  /** Yields the number of states expanded since it last did. */
  *run(): Generator<number, void> {
    const { checkpoint } = this.#options;
    const begun = checkpoint === undefined ? null : yield* checkpoint.restore(this);
    if (begun !== null) this.#level = this.levels.at(begun.faults, begun.steps)!;
    this.#resumes = begun !== null;
    for (let faults = begun?.faults ?? 0; faults === begun?.faults || this.#hasLayer(faults); faults++) {
      const first = faults === begun?.faults ? begun.steps : 0;
      for (let steps = first; steps === first || this.#hasLevel(faults, steps); steps++) {
        yield* this.#makeLevel(faults, steps);
        this.seen = { faults, steps };
        if (yield* this.#options.levelDone(this)) return;
      }
      this.seen = { faults: faults + 1, steps: -1 };
      if (this.#hasLayer(faults + 1) && (yield* this.#options.levelDone(this))) return;
    }
    this.exhausted = true;
    checkpoint?.keep(this, true);
  }

  /** After an interruption: what was found of the level under way counts. */
  halt(): void {
    const unfinished = this.#team?.halt() ?? null;
    if (unfinished !== null) this.#noteLevel(unfinished);
    this.#team?.dismiss();
    this.#ahead?.dismiss();
    this.#ahead = null;
    this.#level.end = this.store.count;
  }

  /** Found, and everything of lower or equal cost as well. */
  settled(place: Place | null): place is Place {
    return place !== null && (this.exhausted || comparePlaces(place, this.#level) <= 0);
  }

  /** The level that is being made, or was made last. */
  get place(): Place {
    return this.#level;
  }

  /** some step is a tick */
  get ticked(): boolean {
    return this.machine.successors.ticks > 0 || this.#team?.ticked === true || this.#tickedBefore;
  }

  /** Replaced where states are compressed, or go to disk; that happens only between two yields of `run`. */
  get store(): States {
    return this.room.store;
  }

  get bytes(): number {
    return this.store.bytes + this.stash.bytes + this.time.bytes + (this.edges?.bytes ?? 0);
  }

  /** The initial states, some at a time: those without a Byzantine node are the first level, the others wait for theirs. */
  *#begin(): Generator<number, void> {
    const { machine } = this;
    const { successors } = machine;
    for (let more = true; more; ) {
      successors.clear();
      more = machine.initial(BATCH);
      // An initial state over a bound is no step that was cut.
      for (let i = 0; i < successors.errors; i++) this.found.noteError({ faults: successors.errorCost[i], steps: 0 });
      const count = this.#stashByzantine();
      yield* this.room.make(count);
      this.#insert(successors.words, count);
      yield BATCH;
    }
    successors.clear();
  }

  /** Moves initial states with Byzantine nodes to the stash; returns how many stay, now at the front. */
  #stashByzantine(): number {
    const { successors, words } = this.machine;
    let kept = 0;
    for (let i = 0; i < successors.count; i++) {
      if (successors.cost[i] > 0) this.stash.add(successors.cost[i], 0, successors.words, i * words);
      else successors.words.copyWithin(kept++ * words, i * words, (i + 1) * words);
    }
    return kept;
  }

  #hasLayer(faults: number): boolean {
    if (faults === 0 || this.stash.waitsBeyond(faults)) return true;
    const first = this.levels.at(faults - 1, 0)!;
    return this.#options.faults && this.store.count > first.start;
  }

  #hasLevel(faults: number, steps: number): boolean {
    if (steps === 0 || this.stash.waits(faults, steps)) return true;
    const before = this.levels.at(faults, steps - 1)!;
    return before.end > before.start || steps <= this.levels.length(faults - 1);
  }

  *#makeLevel(faults: number, steps: number): Generator<number, void> {
    const same = this.levels.at(faults, steps - 1);
    const lowerCost = this.#options.faults ? this.levels.at(faults - 1, steps - 1) : null;
    if (!this.#resumes) {
      this.#level = this.levels.open(faults, steps, this.store.count);
      if (faults === 0 && steps === 0) yield* this.#begin();
      this.next = { free: same?.start ?? 0, faults: lowerCost?.start ?? 0 };
    }
    this.#resumes = false;
    const team = yield* this.#helpers(same, lowerCost);
    if (team !== null) yield* this.#makeTogether(team, same, lowerCost);
    else {
      if (same !== null) yield* this.#expand(same, 'free');
      if (lowerCost !== null) yield* this.#expand(lowerCost, 'faults');
    }
    const stashed = this.stash.take(faults, steps);
    if (stashed !== null) {
      yield* this.room.make(stashed.count);
      this.#insert(stashed.words, stashed.count);
    }
    if (this.room.isOnDisk) yield* this.#settle();
    this.#level.end = this.store.count;
    this.#options.checkpoint?.keep(this);
  }

  /** Where it is kept, in parts, between which all threads are at rest. */
  *#makeTogether(team: Team, same: Level | null, lowerCost: Level | null): Generator<number, void> {
    const { checkpoint, threads } = this.#options;
    const { next } = this;
    const most = checkpoint === undefined ? Infinity : PARTS * (threads?.from ?? HELP_FROM);
    const part = (level: Level | null, start: number) => level && { ...level, start, end: Math.min(level.end, start + most) };
    do {
      const [free, costly] = [part(same, next.free), part(lowerCost, next.faults)];
      this.#noteLevel(yield* team.level(free, costly, this.#level));
      [next.free, next.faults] = [free?.end ?? 0, costly?.end ?? 0];
      checkpoint?.keep(this);
    } while (next.free < (same?.end ?? 0) || next.faults < (lowerCost?.end ?? 0));
  }

  /**
   * Who makes the level with this thread, where it is worth that: they are called when the search has become large, and help
   * once they are ready. Compressed states are left to one thread.
   */
  *#helpers(same: Level | null, lowerCost: Level | null): Generator<number, Team | null> {
    const { threads } = this.#options;
    const { store } = this;
    const alone = this.machine.recipe === null || !(store instanceof StateStore);
    if (alone || threads === undefined || threads.count < 2) return null;
    const from = threads.from ?? HELP_FROM;
    if (this.edges !== null) {
      if (this.#ahead === null && store.count >= (threads.from ?? AHEAD_FROM)) this.#ahead = this.#callAhead(threads, store);
      return null;
    }
    if (this.#team === null) {
      if (store.count < from) return null;
      const mayHave = (states: number) => !this.room.isFull(states - store.count);
      this.#team = new Team({
        machine: this.machine,
        watch: this.watch,
        store,
        stash: this.stash,
        notes: this.time.together(),
        room: from,
        mayHave,
        patience: threads.patience ?? PATIENCE,
      });
      for (let i = 1; i < threads.count; i++) this.#team.add(threads.start());
    }
    const sources = [same, lowerCost].reduce((sum, level) => sum + (level === null ? 0 : level.end - level.start), 0);
    if (sources < Math.min(LEVEL_FROM, from) || !this.#team.ready) return null;
    yield* this.room.watch(2 * sources + from);
    return this.room.full || this.store !== store ? null : this.#team;
  }

  #callAhead({ count, start, patience = PATIENCE }: Threads, store: StateStore): Ahead {
    const threads = Array.from({ length: count - 1 }, start);
    const branching = this.transitions / Math.max(1, this.expanded);
    return new Ahead({ machine: this.machine, store, threads, branching, portion: this.portion, patience });
  }

  #noteLevel(level: LevelReport): void {
    this.transitions += level.transitions;
    this.cut += level.cut;
    this.expanded += level.expanded;
    this.found.noteLevel(level, this.#level);
  }

  *#expand(level: Level, which: 'free' | 'faults'): Generator<number, void> {
    const { next } = this;
    if (level.end - next[which] >= Math.min(LEVEL_FROM, this.#options.threads?.from ?? HELP_FROM))
      this.#ahead?.open(next[which], level.end, which);
    while (next[which] < level.end) {
      const start = next[which];
      const made = this.#ahead === null ? null : yield* this.#ahead.next();
      const end = made === null ? makeSteps(this, start, level.end, which) : takeOver(this, made, start, level.end, which);
      const batch = made ?? this.machine.successors;
      yield* this.room.make(batch.count);
      this.#flush(batch, level.faults, which);
      this.#ahead?.done();
      this.#level.origins[which].note(end, this.room.countAtMost);
      next[which] = end;
      if (which === 'free') this.expanded += end - start;
      yield end - start;
      this.#options.checkpoint?.keep(this);
    }
  }

  /** What the team shares is given back: the states go elsewhere. */
  #dismiss(): void {
    this.#ahead?.dismiss(true);
    this.#ahead = null;
    this.#team?.dismiss(true);
    this.#tickedBefore ||= this.#team?.ticked === true;
    this.#team = null;
  }

  /** Of the states that waited the new ones have numbers now, and are looked at. */
  *#settle(): Generator<number, void> {
    yield* this.room.settle();
    const { store } = this;
    const { start } = this.#level;
    for (let state = start; this.#looks && state < store.count; state++) {
      this.#look(state, store.segment(state), store.offset(state));
      if (state % BATCH === 0) yield BATCH;
    }
  }

  /** Takes over the successors collected from states of the layer `from`. */
  #flush(successors: Batch, from: number, which: 'free' | 'faults'): void {
    this.transitions += successors.count + successors.same;
    this.cut += successors.cuts;
    const { steps } = this.#level;
    for (let i = 0; i < successors.errors; i++) this.found.noteError({ faults: from + successors.errorCost[i], steps });
    if (this.watch.steps.length > 0) this.found.noteBroken(successors, from, this.#level);
    const count = from < this.#level.faults ? this.#stashHigherCost(successors, from) : successors.count;
    this.#insert(successors.words, count);
    this.edges?.keep(which, this.store.fresh, successors, count);
    this.time.inserted(this.store, successors.words);
    successors.clear();
  }

  /** Moves targets that cost more than the level under way to the stash; returns how many stay, now at the front. */
  #stashHigherCost(successors: Batch, from: number): number {
    const { words } = this.machine;
    const { store } = this;
    let kept = 0;
    for (let i = 0; i < successors.count; i++) {
      const faults = from + successors.cost[i];
      if (faults > this.#level.faults) {
        if (this.room.isOnDisk || store.find(successors.words, i * words) < 0)
          this.stash.add(faults, this.#level.steps, successors.words, i * words);
        this.edges?.keepLate(i, successors, words);
      } else {
        if (kept < i) this.#move(successors, i, kept);
        kept++;
      }
    }
    return kept;
  }

  #move(batch: Batch, i: number, to: number): void {
    const { words } = this.machine;
    // a call for so few words would cost more than it copies
    for (let w = 0; w < words; w++) batch.words[to * words + w] = batch.words[i * words + w];
    batch.tag[to] = batch.tag[i];
    batch.cost[to] = batch.cost[i];
  }

  #insert(source: Int32Array, count: number): void {
    if (count === 0) return;
    const { store } = this;
    const known = store.count;
    store.insert(source, count, this.edges !== null);
    if (!this.#looks) return;
    for (let state = known; state < store.count; state++) this.#look(state, store.segment(state), store.offset(state));
  }

  /** Something is watched in each new state. */
  get #looks(): boolean {
    return this.watch.predicates.length > 0 || this.watch.deadline !== null;
  }

  /** Evaluates what is watched in a new state. */
  #look(state: number, source: Int32Array, offset: number): void {
    const { deadline } = this.watch;
    if (deadline !== null && this.found.missed === null && this.machine.counter(source, offset) > deadline.within)
      this.found.missed = this.#level;
    if (this.watch.predicates.length === 0) return;
    const bits = this.machine.evaluate(source, offset);
    this.edges?.noteLetter(state, bits);
    if (bits === -1) {
      this.found.noteError(this.#level);
      return;
    }
    this.found.noteTruths(bits, ~bits, this.#level);
  }
}
