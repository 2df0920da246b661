/**
 * Large searches deepen their bounds: between the levels of a search that has become large, searches under smaller capacities and
 * limits (narrowing.ts) are made, so that there is an answer within a second, which gets better.
 *
 * A run within smaller bounds is a run within larger ones: capacity and limits only cut steps and initial states. Nothing else of a state
 * depends on them, neither what is true in it nor which steps are available to fairness, those that would be cut included. So what
 * breaks a property under smaller bounds breaks it under the larger ones; it is only not known to be the simplest. Each such
 * trace is followed under the bounds asked for before it is shown, and the round of a lasso is judged under them. What was *not*
 * found says nothing beyond the smaller bounds, unless none of them was ever reached: then both searches see the same.
 *
 * The smaller searches together never find more than half as many states as the large one has by then, but for the level they end
 * with. So they cost at most half of what it costs, whatever the bounds turn out to be worth, and nothing has to be guessed.
 */
import type { Model } from '../../model/ir.ts';
import type { PropertyResult, Trace, Verdict } from '../../verdict.ts';
import { boundsReached } from '../search/finished.ts';
import type { Search } from '../search/search.ts';
import { type Job, jobsFor, type Query } from './jobs.ts';
import { type Narrow, narrowed } from './narrowing.ts';
import type { CheckOptions } from './options.ts';
import { sureLasso, sureRun } from './recheck.ts';

/** Of the states of the large search, so many may be found by the smaller ones together. */
const SHARE = 0.5;
/** A smaller search that would find less than so many times the states of the one before is left out. */
const LEAST_GROWTH = 2;

/** What smaller searches have come to, by property. */
export interface Narrower {
  /** what was found: the simplest within the bounds named there */
  readonly marked: Map<string, Marked>;
  /** bounds within which every run was seen, and none decides the property */
  readonly within: Map<string, readonly string[]>;
  failure: Extract<Verdict, { status: 'error' }> | null;
}

type Marked = Extract<Verdict, { readonly trace: Trace }>;

/** What a search, with all that follows it, has come to. */
export interface Ended {
  readonly search: Search;
  readonly verdicts: ReadonlyMap<Query, Verdict>;
  readonly failure: Pick<Extract<Verdict, { status: 'error' }>, 'error' | 'trace'> | null;
  /** a budget ended it */
  readonly stopped: boolean;
}

/** A search under other bounds, advanced by `work`; `atLevelEnd` is set there for as long as nobody resets it. */
export interface Attempt<E extends Ended> {
  readonly work: Generator<number, E>;
  atLevelEnd: boolean;
  /** the search under way */
  search(): Search | null;
}

export type StartAttempt<E extends Ended> = (model: Model, job: Job, options: CheckOptions) => Attempt<E>;

export class Deepening<E extends Ended> {
  readonly narrower: Narrower = { marked: new Map(), within: new Map(), failure: null };
  /** a smaller search that never reached its capacity: what it says is said of the bounds asked for */
  final: E | null = null;
  readonly #model: Model;
  readonly #job: Job;
  readonly #options: CheckOptions;
  readonly #start: StartAttempt<E>;
  readonly #tell: (result: PropertyResult) => void;
  /** of the properties that a smaller search can say something of; null where there are none */
  readonly #part: Job | null;
  #running: Attempt<E> | null = null;
  /** of the search under way, or of the next one */
  #level = 0;
  /** the bounds of the search under way */
  #narrow: Narrow | null = null;
  /** states of the searches that have ended, and of the last of them */
  #spent = 0;
  #last: { readonly level: number; readonly states: number } | null = null;
  #over = false;
  /** milliseconds */
  readonly #started: number;

  constructor(model: Model, job: Job, options: CheckOptions, start: StartAttempt<E>, tell: (result: PropertyResult) => void) {
    this.#model = model;
    this.#job = job;
    this.#options = options;
    this.#start = start;
    this.#tell = tell;
    this.#started = options.now();
    this.#part = partOf(job);
  }

  /** At the end of a level of the large search. True where its outcome is known: see `final`. */
  *levelDone(large: Search): Generator<number, boolean> {
    const { deepenFrom = Infinity, deepenAfter = Infinity, now } = this.#options;
    if (large.store.count < deepenFrom && now() - this.#started < deepenAfter) return false;
    while (!this.#over && this.final === null && this.#mayGoOn(large)) {
      this.#running ??= this.#begin(large);
      if (this.#running === null) break;
      yield* this.#toLevelEnd(this.#running);
    }
    return this.final !== null;
  }

  /** No more of it. */
  end(): void {
    this.#running?.search()?.halt();
    this.#running = null;
    this.#over = true;
  }

  #mayGoOn(large: Search): boolean {
    const now = this.#running?.search() ?? null;
    if (this.#spent + (now?.store.count ?? 0) > large.store.count * SHARE) return false;
    // The large search may double until this is asked again.
    const { maxMemory = Infinity } = this.#options.budget ?? {};
    if (2 * large.bytes + (now?.bytes ?? 0) <= maxMemory) return true;
    this.end();
    return false;
  }

  /** Null where the next bounds are not smaller than what is asked for. */
  #begin(large: Search): Attempt<E> | null {
    this.#narrow = narrowed(this.#model, this.#level);
    if (this.#part === null || this.#narrow === null) {
      this.end();
      return null;
    }
    const { deepenFrom: _, deepenAfter: __, disk: ___, ...options } = this.#options;
    const { timeout, maxMemory } = options.budget ?? {};
    const budget = {
      ...(timeout === undefined ? {} : { timeout }),
      ...(maxMemory === undefined ? {} : { maxMemory: maxMemory - large.bytes }),
    };
    const reduceFrom = large.machine.recipe?.options.dropDead === true ? 0 : Infinity;
    return this.#start(this.#narrow.model, this.#part, { ...options, budget, reduceFrom });
  }

  *#toLevelEnd(attempt: Attempt<E>): Generator<number, void> {
    attempt.atLevelEnd = false;
    while (!attempt.atLevelEnd) {
      const { done, value } = attempt.work.next();
      if (done) {
        this.#running = null;
        this.#finish(value);
        return;
      }
      yield value;
    }
  }

  #finish(ended: E): void {
    const { search, verdicts, failure, stopped } = ended;
    const states = search.store.count;
    this.#spent += states;
    const level = this.#level;
    const { names } = this.#narrow!;
    this.#level = nextLevel(level, states, this.#last);
    this.#last = { level, states };
    if (stopped) {
      this.end();
      return;
    }
    const bounds = boundsReached(search);
    if (!names.some((name) => bounds.includes(name)) && this.#part!.queries.length === this.#job.queries.length) {
      this.final = ended;
      return;
    }
    if (failure !== null) {
      this.narrower.failure = { status: 'error', ...failure, simplestWithin: names };
      sureRun(this.#model, failure.trace);
      this.end();
    }
    for (const [query, verdict] of verdicts) this.#note(query, verdict, names, bounds);
  }

  #note(query: Query, verdict: Verdict, names: readonly string[], bounds: readonly string[]): void {
    const { property } = query;
    const { marked, within } = this.narrower;
    if ('trace' in verdict) {
      sureRun(this.#model, verdict.trace);
      if (query.kind === 'liveness' && verdict.status === 'violated') sureLasso(this.#model, query.property, verdict.trace);
      const found: Marked = { ...verdict, simplestWithin: names };
      marked.set(property.name, found);
      this.#tell({ property: property.name, verdict: found });
    } else if (verdict.status !== 'unknown' || query.kind === 'reachable') {
      within.set(property.name, bounds);
      const sought = query.kind === 'reachable' ? 'witness' : 'violation';
      const exhausted = { sought, faults: 0, steps: -1, bounds: [], narrower: bounds } as const;
      this.#tell({ property: property.name, verdict: { status: 'unknown', reason: 'the search goes on', budget: true, exhausted } });
    }
  }
}

/** What a node knows hangs on every state: under smaller bounds it is taken to know more. */
function partOf({ queries }: Job): Job | null {
  const properties = queries.flatMap(({ kind, property }) => (kind === 'knowledge' || property.usesKnowledge ? [] : [property]));
  return properties.length === 0 ? null : jobsFor(properties)[0];
}

/** The next that is worth it, going by how the states have multiplied from one level to the next. */
function nextLevel(level: number, states: number, last: { readonly level: number; readonly states: number } | null): number {
  // A limit may leave no initial state.
  if (last === null || last.states === 0) return level + 1;
  const growth = (states / last.states) ** (1 / (level - last.level));
  return growth <= 1 ? Infinity : level + Math.max(1, Math.ceil(Math.log(LEAST_GROWTH) / Math.log(growth)));
}
