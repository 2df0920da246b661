/** What a check and its caller exchange, and what each of its searches comes to. */
import type { Model, Property } from '../../model/ir.ts';
import type { ModelError } from '../../model/state.ts';
import type { Progress, PropertyResult, Trace, Verdict } from '../../verdict.ts';
import type { KnownGround } from '../knowledge/check.ts';
import type { Search } from '../search/search.ts';
import { overBudget } from './budget.ts';
import type { Narrower } from './deepening.ts';
import type { Seen } from './exhausted.ts';
import type { Job, Query } from './jobs.ts';
import type { CheckOptions } from './options.ts';

export interface Control {
  readonly started: number;
  /** why it must end, once it must */
  stopped: string | null;
  /** it must end at once: no time is left to look for the least of several simplest traces */
  hurried: boolean;
  /** the search under way, or the last one */
  search: Search | null;
  /** each property that a trace has decided, in the order in which they were found; and what smaller searches say of it before */
  readonly found: PropertyResult[];
  /** those of them with a trace that is one of the simplest, while the least is worked out */
  readonly provisional: Set<Verdict>;
  /** by property, what its search has seen so far */
  readonly seen: Map<string, Seen>;
  /** what is done at the end of each level besides; true where the search need not go on */
  levelDone?: (search: Search) => Generator<number, boolean>;
}

export interface Failure {
  readonly error: ModelError;
  readonly trace: Trace;
}

/** The result of one search. */
export interface Outcome {
  readonly job: Job;
  readonly search: Search;
  readonly verdicts: Map<Query, Verdict>;
  /** the model fails: nothing is said of any property, but of those asked about up to fewer faults */
  failure: Failure | null;
  /** by this search, or by one that it has begun anew */
  seen: Seen | null;
  /** what smaller searches have come to, where this one was stopped */
  narrower: Narrower | null;
}

/** Where time stops: null where it never does, undefined while nobody has looked. */
export type TimeStop = Failure | null | undefined;

/** What the searches of one check find out for those after them. */
export interface Common {
  stop: TimeStop;
  /** what nodes know; null while nobody has asked */
  ground: KnownGround | null;
}

export function newCommon({ timing }: Model): Common {
  return { stop: timing.time ? undefined : null, ground: null };
}

export function limitOf({ name }: Property, { upTo }: CheckOptions): number {
  return upTo?.get(name) ?? Infinity;
}

/** What is asked about up to so many faults stands, whatever fails with more. */
export function isBefore(limit: number, { trace }: Failure): boolean {
  return limit < trace.faults;
}

export function progressOf(control: Control, now: number): Progress {
  const { search } = control;
  return {
    states: search?.store.count ?? 0,
    transitions: search?.transitions ?? 0,
    depth: search?.place.steps ?? 0,
    faults: search?.place.faults ?? 0,
    waiting: search === null ? 0 : search.store.count - search.expanded,
    milliseconds: now - control.started,
    seen: control.seen,
  };
}

export function newControl(started: number): Control {
  return { started, stopped: null, hurried: false, search: null, found: [], provisional: new Set(), seen: new Map() };
}

/** The check must end; `stopped` then says why. */
export function isOver(control: Control, options: CheckOptions, search: Search): boolean {
  control.stopped ??= overBudget(options.budget ?? {}, search, options.now() - control.started);
  return control.stopped !== null;
}

/** No time is left. */
export function isHurried(control: Control, { budget, now }: CheckOptions): boolean {
  return control.hurried || now() - control.started >= (budget?.timeout ?? Infinity);
}

/** The trace that decides a property, the least of the simplest within the bounds asked for, has been found. */
export function isSettled({ found, provisional }: Control, property: string): boolean {
  return found.some(
    ({ property: name, verdict }) =>
      name === property && 'trace' in verdict && verdict.simplestWithin === undefined && !provisional.has(verdict),
  );
}

/** A restarted search finds the same trace again: it is recorded once. */
export function decide(verdicts: Map<Query, Verdict>, query: Query, verdict: Verdict, control: Control): void {
  verdicts.set(query, verdict);
  const property = query.property.name;
  if ('trace' in verdict && !isSettled(control, property)) control.found.push({ property, verdict });
}

/** Runs `work` to its end, or to where it is over: then null. */
export function* until<T>(over: () => boolean, work: Generator<number, T>): Generator<number, T | null> {
  for (;;) {
    if (over()) return null;
    const { done, value } = work.next();
    if (done) return value;
    yield value;
  }
}
