/**
 * Checks from their plans to their outcomes: the points of each sweep, one search after the other, what each may use, and when
 * blame is worked out. A generator of events that its caller advances; here are no timers and no callbacks, so cancelling,
 * progress and threads are the caller's business.
 */
import type { Diagnostic } from '#grammar';
import type { CheckPlan } from '../analysis/checks.ts';
import { type Check, type CheckOptions, startCheck } from '../explore/check/check.ts';
import type { Model } from '../model/ir.ts';
import type { CheckResult, Progress, Size, Verdict } from '../verdict.ts';
import { type BlamePolicy, wantsBlame } from './blame.ts';
import { type Budgets, unlimited } from './budgets.ts';
import type { CampaignEvent, PlannedCheck, PlannedRun } from './events.ts';
import { type CheckOutcome, deadCode, type Multiplied, nothingSearched, type Outcome } from './outcome.ts';
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
  readonly search?: Pick<CheckOptions, 'machine' | 'reduceFrom' | 'deepenFrom' | 'threads' | 'compress'>;
  /** `unexpected` unless given */
  readonly blame?: BlamePolicy;
  /** find out what multiplies the states of the largest search of each check */
  readonly statistics?: boolean;
  /** look at the values of the variables of each check, up to so many states over all its points; not unless given */
  readonly observe?: number;
  /** the caller wants no more: the search under way ends with what is known, and no other begins */
  readonly interrupted?: () => boolean;
}

export function* campaign(plans: readonly CheckPlan[], options: CampaignOptions): Generator<CampaignEvent, void> {
  const checks = plans.map((plan) => planned(plan, options.properties));
  yield { kind: 'planned', checks };
  let searches = checks.reduce((sum, { runs }) => sum + runs.length, 0);
  for (const check of checks) {
    if (isInterrupted(options)) return;
    yield* runCheck(check, options, searches);
    searches -= check.runs.length;
  }
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

/** What is left of a search at one point once its outcomes are reported. */
interface Searched extends Multiplied {
  readonly model: Model;
  readonly neverRan: readonly number[] | null;
}

function* runCheck(check: PlannedCheck, options: CampaignOptions, searches: number): Generator<CampaignEvent, void> {
  const { assume, system, span, sweeps } = check.plan;
  const diagnostics: Diagnostic[] = [];
  const outcomes: Outcome[] = [];
  const searched: (Searched | null)[] = [];
  let observable = options.observe ?? 0;
  for (const [i, run] of check.runs.entries()) {
    if (isInterrupted(options)) break;
    const { model, diagnostics: found } = run.model();
    diagnostics.push(...found);
    if (model === null) continue;
    const point = yield* runPoint(run, model, options, searches - i, observable);
    observable -= point.observed;
    searched.push(point.searched);
    for (const outcome of point.outcomes) yield { kind: 'outcome', run, outcome };
    outcomes.push(...point.outcomes);
  }
  const all = searched.filter((point) => point !== null);
  const neverRan = all.length === searched.length ? deadCode(all) : [];
  const outcome: CheckOutcome = { assume, system, span, sweeps, outcomes, neverRan, ...largestOf(all, options) };
  yield { kind: 'done', check, outcome, diagnostics };
}

function largestOf(points: readonly Searched[], { statistics }: CampaignOptions): { readonly largest?: Multiplied } {
  if (statistics !== true || points.length === 0) return {};
  const largest = points.reduce((best, point) => (point.states > best.states ? point : best));
  // The reductions may have made another point the largest than where they were needed.
  return { largest: { ...largest, dropped: [...new Set(points.flatMap(({ dropped }) => dropped ?? []))] } };
}

interface PointResult {
  readonly outcomes: readonly Outcome[];
  /** null where the budget let no search begin */
  readonly searched: Searched | null;
  /** of the states that may be looked at for the values of variables, so many are used up */
  readonly observed: number;
}

function* runPoint(
  run: PlannedRun,
  model: Model,
  options: CampaignOptions,
  searches: number,
  observable: number,
): Generator<CampaignEvent, PointResult> {
  const { budget, over } = (options.budgets ?? unlimited)(searches);
  const reason = over();
  if (reason !== null) {
    if (options.observe !== undefined) yield { kind: 'observed', run, model, variables: null };
    return {
      outcomes: judged(run, model, () => ({ status: 'unknown', reason, budget: true }), nothingSearched),
      searched: null,
      observed: 0,
    };
  }
  yield { kind: 'started', run, model };
  const { now, slice = 60, search = {}, blame = 'unexpected' } = options;
  const properties = run.expectations.map(({ property }) => property);
  const upTo = new Map(run.expectations.flatMap(({ property, upTo }) => (upTo === undefined ? [] : [[property, upTo] as const])));
  const check = startCheck(model, { ...search, now, properties, upTo, budget, blame: wantsBlame(blame, run.expectations) });
  const slices = inSlices(check, { now, slice, over: () => (isInterrupted(options) ? 'interrupted' : over()) });
  const result = yield* reported(slices, run);
  const observed = options.observe === undefined ? 0 : yield* observe(check, result, run, model, observable);
  const largest = yield* multiplied(check, result, run, options);
  const { neverRan, size } = result;
  const searched = { model, neverRan, point: run.point, states: size.states, dropped: result.dropped, ...largest };
  return { outcomes: judged(run, model, verdictIn(result), size), searched, observed };
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

/** Nothing where it was not asked for, or where the caller wants no more. */
function* multiplied(
  check: Check,
  result: CheckResult,
  run: PlannedRun,
  options: CampaignOptions,
): Generator<CampaignEvent, Pick<Multiplied, 'multipliers' | 'notSymmetric'>> {
  const nothing = { multipliers: [], notSymmetric: [] };
  if (options.statistics !== true) return nothing;
  for (const work = check.multipliers(); ; ) {
    const { done, value } = work.next();
    if (done) return { multipliers: value, notSymmetric: check.notSymmetric() };
    yield { kind: 'progress', run, progress: finished(result) };
    if (isInterrupted(options)) return nothing;
  }
}

function finished({ size }: CheckResult): Progress {
  const { states, transitions, depth, faults, milliseconds } = size;
  return { states, transitions, depth, faults, milliseconds, waiting: 0 };
}
