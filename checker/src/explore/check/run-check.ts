/** A check from its searches to its result, as a generator that yields the number of states looked at since it last did. */
import { deadValues, droppedNames } from '../../model/dead.ts';
import type { Expr, Model, Property } from '../../model/ir.ts';
import type { ModelError } from '../../model/state.ts';
import { findSymmetry } from '../../model/symmetry/symmetric-sorts.ts';
import type { Blame, CheckResult, Progress, PropertyResult, Trace, Verdict } from '../../verdict.ts';
import { checkKnowledge, failure, type KnownGround, knownIn, type Truth, truthOf } from '../knowledge/check.ts';
import { checkLiveness, groundOf } from '../liveness/check.ts';
import type { CompileOptions } from '../machine/machine.ts';
import { createMachine } from '../machine/machines.ts';
import { boundsReached, isExhaustive, neverRan, timeNeverPasses } from '../search/finished.ts';
import { errorGoal, statesGoal } from '../search/goal.ts';
import { errorAtEnd, replayOf } from '../search/replay.ts';
import { Search } from '../search/search.ts';
import { findTimeStop, timeStopError } from '../search/time-stops.ts';
import { traceTo } from '../search/trace.ts';
import { blameFor } from './blame.ts';
import { overBudget } from './budget.ts';
import { Deepening, type Narrower } from './deepening.ts';
import { furthest, type Seen, seenBy } from './exhausted.ts';
import { canCost, isInPassing, type Job, jobsFor, needsTime, type PassingQuery, type Query, uncheckedReason } from './jobs.ts';
import type { CheckOptions } from './options.ts';
import { decided, decidedAt, goalOf, undecided, withinLimit } from './verdicts.ts';

/** What the check and its caller exchange. */
export interface Control {
  readonly started: number;
  /** why it must end, once it must */
  stopped: string | null;
  /** the search under way, or the last one */
  search: Search | null;
  /** each property that a trace has decided, in the order in which they were found; and what smaller searches say of it before */
  readonly found: PropertyResult[];
  /** what is done at the end of each level besides; true where the search need not go on */
  levelDone?: (search: Search) => Generator<number, boolean>;
}

interface Failure {
  readonly error: ModelError;
  readonly trace: Trace;
}

/** The result of one search. */
interface Outcome {
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
type TimeStop = Failure | null | undefined;

/** A property is checked again without a fault for at most so many states, or so many times the first search's. */
const BLAME_STATES = 200_000;
const BLAME_TIMES = 4;

export function* runCheck(model: Model, options: CheckOptions, control: Control): Generator<number, CheckResult> {
  const { properties: names } = options;
  const properties = model.properties.filter((property) => names === undefined || names.includes(property.name));
  const outcomes: Outcome[] = [];
  const time: { stop: TimeStop } = { stop: model.timing.time ? undefined : null };
  for (const job of jobsFor(properties)) {
    const failed = outcomes.find(({ failure }) => failure !== null)?.failure ?? null;
    if (failed !== null && !job.queries.every(({ property }) => isBefore(limitOf(property, options), failed))) continue;
    outcomes.push(yield* runJob(model, job, options, control, time));
    if (control.stopped !== null) break;
  }
  const result = resultOf(model, properties, outcomes, options, control);
  if (options.blame === false || control.stopped !== null) return result;
  return yield* withBlame(model, result, options, control);
}

function limitOf({ name }: Property, { upTo }: CheckOptions): number {
  return upTo?.get(name) ?? Infinity;
}

/** What is asked about up to so many faults stands, whatever fails with more. */
function isBefore(limit: number, { trace }: Failure): boolean {
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
  };
}

// One search

const REDUCED: CompileOptions = { symmetry: true, dropDead: true };

function* runJob(model: Model, job: Job, options: CheckOptions, control: Control, time: { stop: TimeStop }): Generator<number, Outcome> {
  if (options.deepenFrom === undefined) return yield* searchAlone(model, job, options, control, time);
  const deepening = new Deepening(
    model,
    job,
    options,
    (narrow, part, how) => attempt(narrow, part, how, control.started),
    (result) => {
      if (!isSettled(control, result.property)) control.found.push(result);
    },
  );
  control.levelDone = (search) => deepening.levelDone(search);
  const outcome = yield* searchAlone(model, job, options, control, time);
  deepening.end();
  const { final, narrower } = deepening;
  if (final === null) return { ...outcome, narrower: control.stopped === null ? null : narrower };
  control.search = final.search;
  for (const [query, verdict] of final.verdicts) decide(outcome.verdicts, query, verdict, control);
  return final;
}

/** A search under smaller bounds, which stops at the end of each level until it is asked to continue. */
function attempt(model: Model, job: Job, options: CheckOptions, started: number) {
  const control: Control = { started, stopped: null, search: null, found: [] };
  const time: { stop: TimeStop } = { stop: model.timing.time ? undefined : null };
  const work = function* () {
    const outcome = yield* searchAlone(model, job, options, control, time);
    return { ...outcome, stopped: control.stopped !== null };
  };
  const running = { work: work(), atLevelEnd: false, search: () => control.search };
  control.levelDone = function* () {
    running.atLevelEnd = true;
    yield 0;
    return false;
  };
  return running;
}

function* searchAlone(
  model: Model,
  job: Job,
  options: CheckOptions,
  control: Control,
  time: { stop: TimeStop },
): Generator<number, Outcome> {
  let outcome = begin(model, job, options, control, options.reduceFrom === 0 && !job.whole ? REDUCED : {});
  for (;;) {
    const again = yield* advance(outcome, options, control, job);
    if (again === null) break;
    const { search, seen } = outcome;
    search.halt();
    outcome = begin(model, job, options, control, again);
    outcome.seen = furthest(seen, seenBy(search));
  }
  const { search, verdicts } = outcome;
  search.halt();
  outcome.seen = furthest(outcome.seen, seenBy(search));
  // Interrupted where it would have restarted, so its findings cannot be reported.
  if (search.machine.successors.gaveUp) return outcome;
  yield* settle(outcome, job, options, control);
  if (!search.exhausted || outcome.failure !== null) return outcome;
  if (time.stop === undefined && job.queries.some(needsTime)) time.stop = yield* timeStop(search, job);
  if (time.stop)
    for (const query of job.queries) if (needsTime(query) && !verdicts.has(query)) verdicts.set(query, { status: 'error', ...time.stop });
  for (const query of job.queries) if (isInPassing(query) && !verdicts.has(query)) verdicts.set(query, undecided(search, query));
  if (outcome.failure === null && job.whole) yield* settleWhole(outcome, job, options, control);
  return outcome;
}

function begin(model: Model, job: Job, options: CheckOptions, control: Control, reductions: CompileOptions): Outcome {
  const machine = createMachine(model, job.watch, options.machine ?? 'compiled', reductions);
  const levelDone = function* () {
    if (machine.successors.gaveUp || (yield* settle(outcome, job, options, control))) return true;
    return control.levelDone === undefined ? false : yield* control.levelDone(search);
  };
  const keepEdges = job.queries.some(({ kind }) => kind === 'liveness');
  const search = new Search(machine, job.watch, {
    faults: canCost(model),
    noteTime: model.timing.time && job.queries.some(needsTime),
    keepEdges,
    compress: options.compress,
    maxMemory: options.budget?.maxMemory,
    threads: options.threads,
    levelDone,
  });
  const outcome: Outcome = { job, search, verdicts: new Map(), failure: null, seen: null, narrower: null };
  control.search = search;
  return outcome;
}

/** Returns null when the search is done, or the reductions to restart with: it grew large, or symmetry cost too much. */
function* advance(outcome: Outcome, options: CheckOptions, control: Control, job: Job): Generator<number, CompileOptions | null> {
  const { search } = outcome;
  const { model, recipe, successors } = search.machine;
  let { reduceFrom = Infinity } = options;
  if (job.whole || recipe === null || recipe.options.dropDead === true) reduceFrom = Infinity;
  for (const states of search.run()) {
    if (outcome.failure === null) control.stopped ??= overBudget(options.budget ?? {}, search, options.now() - control.started);
    if (control.stopped !== null) return null;
    yield states;
    if (successors.gaveUp) break;
    if (search.store.count < reduceFrom) continue;
    if (canReduce(model, job)) return REDUCED;
    reduceFrom = Infinity;
  }
  return successors.gaveUp ? { dropDead: true } : null;
}

/** Something is symmetric, or dead. */
function canReduce(model: Model, { watch }: Job): boolean {
  return findSymmetry(model, watch).symmetric.length > 0 || droppedNames(model, deadValues(model, watch)).length > 0;
}

/** What takes the whole graph. What has not been settled when the check is stopped stays without a verdict. */
function* settleWhole(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, void> {
  const { search, verdicts } = outcome;
  const over = () => {
    control.stopped ??= overBudget(options.budget ?? {}, search, options.now() - control.started);
    return control.stopped !== null;
  };
  const replay = replayOf(search.machine.model, job.watch);
  const predicates = [
    ...job.queries.flatMap((query) => (query.kind === 'knowledge' ? [query.property.predicate] : [])),
    ...job.known.map(({ predicate }) => predicate),
  ];
  const known = yield* until(over, knownIn(search, replay, predicates, options.blame !== false));
  if (known === null) return;
  for (const query of job.queries) {
    if (query.kind !== 'knowledge' || outcome.failure !== null) continue;
    const verdict = yield* until(over, checkKnowledge(known, query));
    if (verdict?.status === 'error') outcome.failure = verdict;
    else if (verdict !== null) decide(verdicts, query, verdict, control);
  }
  if (outcome.failure === null && job.queries.some((query) => query.kind === 'liveness' && !verdicts.has(query)))
    yield* settleLiveness(outcome, job, known, control, over);
}

function* settleLiveness(outcome: Outcome, job: Job, known: KnownGround, control: Control, over: () => boolean): Generator<number, void> {
  const { search, verdicts } = outcome;
  const truths = new Map<Expr, Truth>();
  for (const { predicate } of job.known) {
    const truth = yield* until(over, truthOf(known, predicate));
    if (truth === null) return;
    truths.set(predicate, truth);
    if (truth.errors === null) continue;
    outcome.failure = yield* failure(known, predicate, truth.errors);
    return;
  }
  const ground = yield* until(over, groundOf(search, replayOf(search.machine.model, job.watch), job.known, truths));
  for (const query of job.queries) {
    if (ground === null || query.kind !== 'liveness' || verdicts.has(query)) continue;
    const verdict = yield* until(over, checkLiveness(ground, query));
    if (verdict !== null) decide(verdicts, query, verdict, control);
  }
}

/** Runs `work` to its end, or to where it is over: then null. */
function* until<T>(over: () => boolean, work: Generator<number, T>): Generator<number, T | null> {
  for (;;) {
    if (over()) return null;
    const { done, value } = work.next();
    if (done) return value;
    yield value;
  }
}

/** Makes the traces of what has been found for certain since the last time; true where nothing is left to find. */
function* settle(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  const { search, verdicts } = outcome;
  const replay = replayOf(search.machine.model, job.watch);
  if (search.settled(search.found.error)) {
    if (outcome.failure !== null) return true;
    const trace = yield* traceTo(search, replay, errorGoal(search.machine, search.found.error));
    outcome.failure = { trace, error: errorAtEnd(replay, trace) };
    return true;
  }
  for (const query of job.queries) {
    if (!isInPassing(query)) continue;
    const place = decidedAt(search, query);
    const limit = limitOf(query.property, options);
    if (verdicts.has(query)) continue;
    if (search.settled(place)) {
      decide(verdicts, query, decided(query, yield* traceTo(search, replay, goalOf(search, query, place))), control);
      // It is reported before the search goes on.
      yield 0;
    } else if (search.seen.faults > limit) verdicts.set(query, yield* settleLimited(search, job, query, limit));
  }
  return !job.whole && job.queries.length > 0 && verdicts.size === job.queries.length;
}

/** Every run with at most so many faults was seen, and none decides the property. */
function* settleLimited(search: Search, job: Job, query: PassingQuery, limit: number): Generator<number, Verdict> {
  const stop = needsTime(query) && search.machine.model.timing.time ? yield* timeStop(search, job, limit) : null;
  return stop === null ? withinLimit(search, query, limit) : { status: 'error', ...stop };
}

/** A restarted search finds the same trace again: it is recorded once. */
function decide(verdicts: Map<Query, Verdict>, query: Query, verdict: Verdict, control: Control): void {
  verdicts.set(query, verdict);
  const property = query.property.name;
  if ('trace' in verdict && !isSettled(control, property)) control.found.push({ property, verdict });
}

/** The simplest trace within the bounds asked for has been found. */
function isSettled({ found }: Control, property: string): boolean {
  return found.some((one) => one.property === property && 'trace' in one.verdict && one.verdict.simplestWithin === undefined);
}

/** `layers`: the greatest number of faults of the states that were seen, where the search ends with them. */
function* timeStop(search: Search, job: Job, layers?: number): Generator<number, Failure | null> {
  const { model } = search.machine;
  const replay = replayOf(model, job.watch);
  const stop = yield* findTimeStop(search, layers);
  search.machine.successors.clear();
  if (stop === null) return null;
  const trace = yield* traceTo(search, replay, statesGoal(stop.place, stop.states));
  return { trace, error: timeStopError(model, trace.steps.at(-1)?.state ?? trace.first) };
}

// The result

function resultOf(
  model: Model,
  properties: readonly Property[],
  outcomes: readonly Outcome[],
  options: CheckOptions,
  control: Control,
): CheckResult {
  const [{ search }] = outcomes;
  const failure = outcomes.map((outcome) => outcome.failure ?? outcome.narrower?.failure ?? null).find((one) => one !== null) ?? null;
  const marked = new Map(outcomes.flatMap(({ narrower }) => [...(narrower?.marked ?? [])]));
  const within = new Map(outcomes.flatMap(({ narrower }) => [...(narrower?.within ?? [])]));
  const found = new Map(outcomes.flatMap(({ verdicts }) => [...verdicts].map(([query, verdict]) => [query.property, verdict] as const)));
  const seen = new Map(
    outcomes.flatMap(({ job, seen }) => job.queries.filter(isInPassing).map(({ property }) => [property, seen] as const)),
  );
  const verdictOf = (property: Property): Verdict => {
    if (failure !== null && !isBefore(limitOf(property, options), failure)) return { ...failure, status: 'error' };
    const reason = uncheckedReason(property);
    if (reason !== null) return { status: 'unchecked', reason };
    const { name } = property;
    const known = found.get(property) ?? marked.get(name);
    return known ?? unknown(control.stopped ?? 'not decided', property, seen.get(property) ?? null, within.get(name) ?? null);
  };
  return {
    properties: properties.map((property): PropertyResult => ({ property: property.name, verdict: verdictOf(property) })),
    size: {
      states: search.store.count,
      transitions: search.transitions,
      cut: search.cut,
      depth: search.levels.depth,
      faults: search.levels.faults,
      bytes: search.bytes,
      symmetric: search.machine.symmetric.map(({ name }) => name),
      compressed: search.compressed,
      interpretedBecause: search.machine.interpretedBecause,
      whole: search.exhausted,
      milliseconds: options.now() - control.started,
    },
    bounds: boundsReached(search),
    dropped: search.machine.dead === null ? [] : droppedNames(model, search.machine.dead),
    exhaustive: isExhaustive(search),
    neverRan: neverRan(model, search),
    timeNeverPasses: timeNeverPasses(search),
    error: failure,
  };
}

function unknown(reason: string, { kind }: Property, seen: Seen | null, narrower: readonly string[] | null): Verdict {
  if (seen === null && narrower === null) return { status: 'unknown', reason, budget: true };
  const sought = kind === 'reachable' ? 'witness' : 'violation';
  const nothing: Seen = { faults: 0, steps: -1, bounds: [] };
  const exhausted = { sought, ...(seen ?? nothing), ...(narrower === null ? {} : { narrower }) } as const;
  return { status: 'unknown', reason, budget: true, exhausted };
}

// Blame

function* withBlame(model: Model, result: CheckResult, options: CheckOptions, control: Control): Generator<number, CheckResult> {
  const properties: PropertyResult[] = [];
  for (const { property, verdict } of result.properties) {
    if (verdict.status !== 'violated') properties.push({ property, verdict });
    else
      properties.push({
        property,
        verdict: { ...verdict, blame: yield* blameOf(model, property, verdict.trace, result, options, control) },
      });
  }
  return { ...result, properties };
}

function* blameOf(
  model: Model,
  property: string,
  trace: Trace,
  result: CheckResult,
  options: CheckOptions,
  control: Control,
): Generator<number, Blame> {
  const maxStates = Math.max(BLAME_STATES, BLAME_TIMES * result.size.states);
  const query = model.properties.find(({ name }) => name === property)!;
  return yield* blameFor(model, query, trace, function* recheck(without) {
    if (control.stopped !== null) return null;
    const { timeout } = options.budget ?? {};
    const left = timeout === undefined ? undefined : timeout - (options.now() - control.started);
    const budget = { ...options.budget, maxStates, timeout: left };
    const inner: Control = { started: options.now(), stopped: null, search: null, found: [] };
    const again = runCheck(without, { ...options, properties: [property], budget, blame: false }, inner);
    for (;;) {
      const { done, value } = again.next();
      if (done) return value.properties[0].verdict;
      inner.stopped ??= control.stopped;
      yield value;
    }
  });
}
