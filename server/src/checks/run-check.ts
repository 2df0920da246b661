/**
 * One check of a file, point by point, as a generator: between two yields the thread is free to hear that it is no longer
 * wanted.
 */
import { type Check, type CheckPlan, type CheckResult, type Model, type RunPlan, reduceFrom, startCheck, type Verdict } from '#checker';
import type { Diagnostic } from '#grammar';
import { deadCode } from '#report';
import type { CheckBudget, CheckData, CheckProgress, PointData } from './messages.ts';
import { Observations } from './observations.ts';

export interface RunCheckOptions {
  readonly budget: CheckBudget;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
}

/** Short enough that an edit is answered at once. */
const SLICE_MILLISECONDS = 20;
const FIRST_STATES = 500;

export function* runCheck(plan: CheckPlan, options: RunCheckOptions): Generator<CheckProgress, CheckData> {
  const { budget, now } = options;
  const end = now() + budget.seconds * 1000;
  const timeUp = () => (now() < end ? null : `the ${budget.seconds} s given for a check are used up`);
  const diagnostics: Diagnostic[] = [];
  const searched: { model: Model; neverRan: readonly number[] | null }[] = [];
  const observations = new Observations();
  const explained = new Set<string>();
  const points: (PointData | null)[] = [];
  for (const run of plan.runs) {
    const { model, diagnostics: found } = run.model();
    diagnostics.push(...found);
    if (model === null || run.expectations.length === 0) {
      points.push(null);
      continue;
    }
    const reason = timeUp();
    if (reason !== null) {
      points.push(notSearched(run, reason));
      observations.giveUp();
      continue;
    }
    const check = startCheck(model, {
      now,
      properties: run.expectations.map(({ property }) => property),
      budget: { maxStates: budget.maxStates, maxMemory: budget.maxMemory * 2 ** 20 },
      blame: wantsBlame(run, explained),
      reduceFrom,
    });
    const result = yield* advance(check, run, now, timeUp);
    points.push(pointData(run, result));
    searched.push({ model, neverRan: result.neverRan });
    yield* observations.look(check, model, { point: run.sweep, progress: { ...NO_PROGRESS, states: result.size.states } });
  }
  const complete = searched.length === points.filter((point) => point !== null).length;
  return { points, neverRan: complete ? deadCode(searched) : [], observed: observations.result(), diagnostics };
}

const NO_PROGRESS = { states: 0, transitions: 0, depth: 0, faults: 0, waiting: 0, milliseconds: 0 };

/** Of violations that are expected only the first is told at length, so only of it is it worked out what it needs. */
function wantsBlame(run: RunPlan, explained: Set<string>): boolean {
  const wanted = run.expectations.filter(({ property, verdict }) => verdict !== 'violated' || !explained.has(property));
  for (const { property, verdict } of wanted) if (verdict === 'violated') explained.add(property);
  return wanted.length > 0;
}

function* advance(check: Check, run: RunPlan, now: () => number, timeUp: () => string | null): Generator<CheckProgress, CheckResult> {
  let states = FIRST_STATES;
  for (;;) {
    const begin = now();
    const step = check.step(states);
    if (step.done) return step.result;
    yield { point: run.sweep, progress: step.progress };
    const took = now() - begin;
    if (took < SLICE_MILLISECONDS / 2) states *= 2;
    else if (took > SLICE_MILLISECONDS) states = Math.max(50, Math.floor(states / 2));
    const reason = timeUp();
    if (reason !== null) return check.stop(reason);
  }
}

function pointData(run: RunPlan, { properties, size }: CheckResult): PointData {
  const missing: Verdict = { status: 'unchecked', reason: 'this form of property' };
  const verdicts = run.expectations.map(({ property }) => properties.find((p) => p.property === property)?.verdict ?? missing);
  return { verdicts, size };
}

function notSearched(run: RunPlan, reason: string): PointData {
  const verdict: Verdict = { status: 'unknown', reason, budget: true };
  return {
    verdicts: run.expectations.map(() => verdict),
    size: { states: 0, transitions: 0, cut: 0, depth: 0, faults: 0, alike: [], bytes: 0, compressed: false, milliseconds: 0 },
  };
}
