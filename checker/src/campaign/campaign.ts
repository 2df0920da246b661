/**
 * Checks from their plans to their outcomes: the points of each sweep, one search after the other, what each may use, and when
 * blame is worked out. A generator of events that its caller advances; here are no timers and no callbacks, so cancelling,
 * progress and threads are the caller's business.
 */
import { append, type Diagnostic } from '#grammar';
import type { CheckPlan } from '../analysis/checks.ts';
import { type Check, type CheckOptions, startCheck } from '../explore/check/check.ts';
import type { Slots } from '../explore/states/slot.ts';
import type { Model } from '../model/ir.ts';
import { cardinality } from '../model/values.ts';
import { type SimulationOptions, startSimulation } from '../simulate/simulation.ts';
import type { CheckResult, SearchBudget, Size, Verdict } from '../verdict.ts';
import { type BlamePolicy, wantsBlame, wantsNearest } from './blame.ts';
import { type Allowance, type Budgets, unlimited } from './budgets.ts';
import { isCutShort, RememberedPoint, type ResultCache } from './cache.ts';
import type { CampaignEvent, PlannedCheck, PlannedRun, Sighting } from './events.ts';
import { finished, multiplied } from './multiplied.ts';
import { type CheckOutcome, deadCode, liveCode, type Multiplied, nothingSearched, type Outcome, standing } from './outcome.ts';
import { sightingsOf } from './sightings.ts';
import { inSlices } from './slices.ts';

export interface CampaignOptions {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds between two events, about: 60 unless given, short enough that Ctrl-C is answered at once */
  readonly slice?: number;
  /** names of the properties to check; all of them unless given */
  readonly properties?: readonly string[];
  /** `unlimited` unless given */
  readonly budgets?: Budgets;
  /** how each search is made */
  readonly search?: Pick<
    CheckOptions,
    'machine' | 'reduceFrom' | 'forget' | 'deepenFrom' | 'deepenAfter' | 'threads' | 'compress' | 'disk'
  >;
  /** random runs in place of searches; nothing is then remembered, and lints are not asked */
  readonly simulation?: SimulationOptions;
  /** `unexpected` unless given */
  readonly blame?: BlamePolicy;
  /** find out what multiplies the states of the largest search of each check; `stopped`: of the first that a budget stops */
  readonly statistics?: boolean | 'stopped';
  /** look at the values of the variables of each check, up to so many states over all its points; not unless given */
  readonly observe?: number;
  /** results of earlier campaigns; not used where values are observed, or statistics of every search are wanted */
  readonly cache?: ResultCache;
  /** where searches are kept as they go (see CheckOptions); what the cache remembers of a point needs no searches of it any more */
  readonly checkpoints?: Checkpoints;
  /** the caller wants no more: the search under way ends with what is known, and no other begins */
  readonly interrupted?: () => boolean;
}

export interface Checkpoints {
  /** the searches of one point */
  readonly slots: (point: string) => Slots;
  /** The point has its result, which the cache remembers. */
  readonly forget: (point: string) => void;
}

/**
 * Each check and each of its points in order; those that used up their share of the time are tried again at the end, where what
 * the others left is worth it.
 */
export function* campaign(plans: readonly CheckPlan[], options: CampaignOptions): Generator<CampaignEvent, void> {
  const checks = plans.map((plan) => planned(plan, options.properties));
  yield { kind: 'planned', checks };
  let searches = checks.reduce((sum, { runs }) => sum + runs.length, 0);
  const begun: BegunCheck[] = [];
  const seen = new Map<string, Set<string>>();
  for (const check of checks) {
    if (isInterrupted(options)) break;
    const current: BegunCheck = { check, diagnostics: [], points: [], observable: options.observe ?? 0 };
    begun.push(current);
    yield* runCheck(current, options, searches);
    yield* finish(begun, options, seen, ({ short }) => !short);
    searches -= check.runs.length;
  }
  yield* tryAgain(begun, options);
  yield* finish(begun, options, seen, () => true);
}

/** Advances a campaign to its end, for callers that want nothing in between. */
export function runToEnd(events: Iterable<CampaignEvent>): CheckOutcome[] {
  const outcomes: CheckOutcome[] = [];
  for (const event of events) if (event.kind === 'done') outcomes.push(event.outcome);
  return outcomes;
}

function planned(plan: CheckPlan, properties: readonly string[] | undefined): PlannedCheck {
  const runs = plan.runs.map((run, index): PlannedRun => {
    const expectations = run.expectations.filter(({ property }) => properties === undefined || properties.includes(property));
    return { plan, index, point: run.sweep, expectations, model: () => run.model() };
  });
  return { plan, runs: runs.filter(({ expectations }) => expectations.length > 0) };
}

function isInterrupted({ interrupted }: CampaignOptions): boolean {
  return interrupted?.() ?? false;
}

/** The rest of a search at one point, once its outcomes are reported. */
interface Searched extends Multiplied {
  readonly model: Model;
  readonly neverRan: readonly number[] | null;
}

interface BegunCheck {
  readonly check: PlannedCheck;
  readonly diagnostics: Diagnostic[];
  readonly points: BegunPoint[];
  /** states that may still be looked at for the values of variables */
  observable: number;
}

interface BegunPoint {
  readonly run: PlannedRun;
  readonly model: Model;
  outcomes: readonly Outcome[];
  /** null where the budget let no search begin */
  searched: Searched | null;
  /** it used up its share of the time, and something is undecided: more time may be left in the end */
  short: boolean;
  /** as in the event `done` */
  final: boolean;
  /** milliseconds */
  took: number;
}

function* runCheck(current: BegunCheck, options: CampaignOptions, searches: number): Generator<CampaignEvent, void> {
  for (const [i, run] of current.check.runs.entries()) {
    if (isInterrupted(options)) break;
    const { model, diagnostics } = run.model();
    append(current.diagnostics, diagnostics);
    if (model === null) continue;
    const point: BegunPoint = { run, model, outcomes: [], searched: null, short: false, final: false, took: 0 };
    current.points.push(point);
    yield* runPoint(point, current, options, searches - i);
    if (!point.short) yield* outcomesOf(point);
  }
}

/** A search that restarts needs this many times the time that it had, or its result would be about the same. */
const AGAIN = 2;

function* tryAgain(begun: readonly BegunCheck[], options: CampaignOptions): Generator<CampaignEvent, void> {
  for (let goesOn = true; goesOn; ) {
    goesOn = false;
    const short = begun.flatMap((current) => current.points.filter((point) => point.short).map((point) => ({ current, point })));
    for (const [i, { current, point }] of short.entries()) {
      if (isInterrupted(options)) return;
      const searches = short.length - i;
      if ((options.budgets ?? unlimited)(searches).time < AGAIN * point.took) continue;
      point.short = false;
      goesOn = true;
      yield* runPoint(point, current, options, searches);
      if (!point.short) yield* outcomesOf(point);
    }
  }
}

function* outcomesOf({ run, outcomes }: BegunPoint): Generator<CampaignEvent, void> {
  for (const outcome of outcomes) yield { kind: 'outcome', run, outcome };
}

/** From the first on, the checks whose points are all finished; they are taken out. `seen`: places of lints that were told, for each file with checks, so that what is told of a file does not depend on the others. */
function* finish(
  begun: BegunCheck[],
  options: CampaignOptions,
  seen: Map<string, Set<string>>,
  isFinished: (point: BegunPoint) => boolean,
): Generator<CampaignEvent, void> {
  while (begun.length > 0 && begun[0].points.every(isFinished)) {
    const { check, points, diagnostics } = begun.shift()!;
    const { assume, system, span, sweeps } = check.plan;
    for (const point of points) if (point.short) yield* outcomesOf(point);
    const outcomes = points.flatMap((point) => point.outcomes);
    const all = points.flatMap(({ searched }) => (searched === null ? [] : [searched]));
    const neverRan = all.length === points.length ? deadCode(all) : [];
    const outcome: CheckOutcome = { assume, system, span, sweeps, outcomes, neverRan, ran: liveCode(all), ...largestOf(all, options) };
    const told = seen.get(span.file) ?? new Set();
    seen.set(span.file, told);
    const looks = points.length > 0 && options.simulation === undefined;
    const { sightings, all: areAll } = looks ? yield* sighted(check, options, told) : { sightings: [], all: false };
    const isWhole = areAll && points.length === check.runs.length && points.every((point) => point.final);
    const final = check.runs.length === 0 || isWhole;
    yield { kind: 'done', check, outcome, diagnostics, sightings, final };
  }
}

/** `all`: the budget let each of them be looked for. */
function* sighted(
  check: PlannedCheck,
  options: CampaignOptions,
  seen: Set<string>,
): Generator<CampaignEvent, { readonly sightings: Sighting[]; readonly all: boolean }> {
  let allowance: Allowance | null = null;
  let all = true;
  const over = () => {
    allowance ??= (options.budgets ?? unlimited)(1);
    const reason = isInterrupted(options) ? 'interrupted' : allowance.over();
    all &&= reason === null;
    return reason;
  };
  const { now, slice = 60, search } = options;
  const looking = sightingsOf(check, { now, slice, machine: search?.machine, cache: options.cache }, over, seen);
  for (;;) {
    const { done, value } = looking.next();
    if (done) return { sightings: value, all };
    yield { kind: 'progress', run: check.runs[0], progress: value };
  }
}

function timersOf({ instances, roles }: Model): Pick<Multiplied, 'timers' | 'nodes'> {
  const timers = instances.flatMap(({ role }) => roles[role].timers);
  return { timers: timers.reduce((sum, { key }) => sum + (key === null ? 1 : cardinality(key)), 0), nodes: instances.length };
}

function largestOf(points: readonly Searched[], { statistics }: CampaignOptions): { readonly largest?: Multiplied } {
  const stopped = points.find(({ first, multipliers }) => first !== undefined && multipliers.length > 0);
  if (statistics === 'stopped' && stopped !== undefined) return { largest: stopped };
  if (statistics !== true || points.length === 0) return {};
  const largest = points.reduce((best, point) => (point.states > best.states ? point : best));
  // The reductions may have made another point the largest than where they were needed.
  return { largest: { ...largest, dropped: [...new Set(points.flatMap(({ dropped }) => dropped ?? []))] } };
}

function* runPoint(point: BegunPoint, current: BegunCheck, options: CampaignOptions, searches: number): Generator<CampaignEvent, void> {
  const { run, model } = point;
  const { budget, over, time, most = false } = (options.budgets ?? unlimited)(searches);
  const reason = over();
  if (reason !== null) {
    if (options.observe !== undefined) yield { kind: 'observed', run, model, variables: null };
    point.outcomes = judged(run, model, () => ({ status: 'unknown', reason, budget: true }), nothingSearched);
    return;
  }
  yield { kind: 'started', run, model };
  const { now, slice = 60, search = {}, blame = 'unexpected' } = options;
  const begin = now();
  const properties = run.expectations.map(({ property }) => property);
  const upTo = new Map(run.expectations.flatMap(({ property, upTo }) => (upTo === undefined ? [] : [[property, upTo] as const])));
  const remembered = rememberedPoint(point, options);
  const known = remembered?.get() ?? null;
  if (known !== null) {
    point.outcomes = judged(run, model, verdictIn(known), known.size);
    const { neverRan, size, dropped } = known;
    const nothing = { multipliers: [], notSymmetric: [] };
    point.final = true;
    point.searched = { model, neverRan, point: run.point, states: size.states, dropped, ...timersOf(model), ...nothing };
    return;
  }
  const asked: CheckOptions = {
    ...search,
    now,
    properties,
    upTo,
    budget,
    blame: wantsBlame(blame, run.expectations),
    lookalikes: blame !== 'never',
    nearest: wantsNearest(blame, run.expectations),
    slots: options.checkpoints?.slots(nameOf(run)),
  };
  const { simulation } = options;
  const check = simulation === undefined ? startCheck(model, asked) : null;
  const running = simulation === undefined ? check! : startSimulation(model, asked, simulation);
  let ranOut = false;
  const isOver = () => {
    if (isInterrupted(options)) return 'interrupted';
    const reason = over();
    ranOut ||= reason !== null;
    return reason;
  };
  const result = yield* reported(inSlices(running, { now, slice, over: isOver }), run);
  point.outcomes = judged(run, model, verdictIn(result), result.size);
  point.took = now() - begin;
  const isWhole = isOver() === null && !(isLimited(budget) && leavesOpen(result));
  if (isWhole && remembered?.put(result) === true) options.checkpoints?.forget(nameOf(run));
  point.final = isWhole && !isCutShort(result);
  point.short = ranOut && !most && time < Infinity && point.outcomes.some((outcome) => standing(outcome) === 'undecided');
  if (options.observe !== undefined && check !== null) current.observable -= yield* observe(check, result, run, model, current.observable);
  const isFirst = current.points.every(({ searched }) => searched === null || searched.first === undefined);
  const largest =
    check === null
      ? { multipliers: [], notSymmetric: [] }
      : yield* multiplied(check, result, run, options, isFirst && isStopped(point, options), begin + time);
  search.disk?.disk.clear();
  const { neverRan, size } = result;
  point.searched = { model, neverRan, point: run.point, states: size.states, dropped: result.dropped, ...timersOf(model), ...largest };
}

/** No two points of a campaign have one name. */
function nameOf({ plan: { span }, index }: PlannedRun): string {
  return `${span.file} ${span.start} ${index}`;
}

function rememberedPoint({ run: { expectations }, model }: BegunPoint, options: CampaignOptions): RememberedPoint | null {
  const { cache, statistics, observe, simulation, search = {}, blame = 'unexpected' } = options;
  if (cache === undefined || statistics === true || observe !== undefined || simulation !== undefined) return null;
  return new RememberedPoint(cache, model, {
    expectations,
    blame: wantsBlame(blame, expectations),
    lookalikes: blame !== 'never',
    nearest: wantsNearest(blame, expectations),
    reduceFrom: search.reduceFrom ?? Infinity,
    forget: search.forget ?? false,
    machine: search.machine,
  });
}

function isLimited(budget: SearchBudget): boolean {
  return Object.values(budget).some((limit) => limit !== undefined && limit !== Infinity);
}

/** Whether a fault is required was not settled, perhaps only because the budget was too small. */
function leavesOpen({ properties }: CheckResult): boolean {
  return properties.some(({ verdict }) => 'blame' in verdict && (verdict.blame?.unsettled.length ?? 0) > 0);
}

function* reported(slices: ReturnType<typeof inSlices>, run: PlannedRun): Generator<CampaignEvent, CheckResult> {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
    for (const { property, verdict } of value.found) yield { kind: 'found', run, property, verdict };
    yield { kind: 'progress', run, progress: value.progress };
  }
}

function judged(run: PlannedRun, model: Model, verdictOf: (property: string) => Verdict, size: Size): Outcome[] {
  const { point } = run;
  return run.expectations.map(({ property, verdict: expected, upTo }) => ({
    property,
    point,
    expected,
    ...(upTo === undefined ? {} : { upTo }),
    verdict: verdictOf(property),
    size,
    model,
  }));
}

function verdictIn({ properties }: CheckResult): (property: string) => Verdict {
  const missing: Verdict = { status: 'unchecked', reason: 'this form of property' };
  return (property) => properties.find((one) => one.property === property)?.verdict ?? missing;
}

// What is looked at once a search has ended

/** Returns how much of `most` is used up: all of it where not everything was seen, since a part of the values is worth nothing. */
function* observe(check: Check, result: CheckResult, run: PlannedRun, model: Model, most: number): Generator<CampaignEvent, number> {
  const looking = check.observe(most);
  for (;;) {
    const { done, value } = looking.next();
    if (done) {
      yield { kind: 'observed', run, model, variables: value };
      return value === null ? most : result.size.states;
    }
    yield { kind: 'progress', run, progress: finished(result) };
  }
}

/** A budget left something undecided. */
function isStopped({ outcomes }: BegunPoint, options: CampaignOptions): boolean {
  return !isInterrupted(options) && outcomes.some((outcome) => standing(outcome) === 'undecided');
}
