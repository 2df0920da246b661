/**
 * A counterexample that is written into its file as a scenario: the file stays in its form, the scenario names the steps of the run, and
 * `check` says of it what is expected, wherever it is asked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { type Budgets, type CheckOutcome, type CheckPlan, campaign, type Model, type Outcome, type Trace, type Verdict } from '#checker';
import { format } from '#grammar';
import { pointText } from '#report';
import { type SavedScenario, type Snapshot, savedScenario, snapshotOf, withVerdicts } from '#server';
import { Progress } from '../../checker/src/explore/scenario/progress.ts';
import { slow, todays } from '../random/run.ts';
import { type Judged, judgedIn, surprises } from './outcomes.ts';

const folder = new URL('../../samples/', import.meta.url);
const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.proviso'))
  .map((name) => name.replaceAll('\\', '/'))
  .sort();
/** These are quick, and have faults, sweeps and loops. */
const FEW = ['incidents/stale-plan.proviso', 'closed-port.proviso'];
/** Of the search for one scenario: it has no symmetry, and some of these runs are in systems that rely on it. */
const MOST_STATES = 5_000;

/** Its checks vary a number that is the greatest of a type, so a message of the run is none under all of them. */
const COUNTED = ['two-generals.proviso'];
const NOTHING = 'nothing has happened yet that a scenario can say';
const hash = (parts: readonly string[]) => parts.join('\n');

function judgedFile(name: string): Snapshot {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const snapshot = snapshotOf('spec.proviso', text, () => ({ problem: 'not found', details: {} }));
  const checks = outcomesIn(snapshot.analysis.checks).map((outcome, index) => ({ index, outcome, observed: null }));
  return withVerdicts(snapshot, { checks, running: false });
}

function outcomesIn(plans: readonly CheckPlan[], budgets?: Budgets): CheckOutcome[] {
  const options = { now: () => performance.now(), blame: 'never', budgets } as const;
  return [...campaign(plans, options)].flatMap((event) => (event.kind === 'done' ? [event.outcome] : []));
}

/** One for each property and assumption set: the first point that has a run. */
function withRuns(snapshot: Snapshot): { readonly check: CheckOutcome; readonly outcome: Outcome; readonly trace: Trace }[] {
  const found = new Map<string, { check: CheckOutcome; outcome: Outcome; trace: Trace }>();
  for (const { outcome: check } of snapshot.verdicts?.checks ?? []) {
    for (const outcome of check.outcomes) {
      const { verdict } = outcome;
      const key = `${check.system} ${check.assume} ${outcome.property}`;
      const isRun = verdict.status === 'violated' || verdict.status === 'reached';
      if (isRun && verdict.trace.steps.length > 0 && !found.has(key)) found.set(key, { check, outcome, trace: verdict.trace });
    }
  }
  return [...found.values()];
}

const few: Budgets = () => ({ budget: { maxStates: MOST_STATES }, over: () => null, time: Infinity });

/** What `check` says of it, wherever something is expected of it. */
function asked({ after, name }: SavedScenario): Judged[] {
  const plans = after.analysis.checks.map((plan) => {
    const only = plan.runs.map((run) => ({ ...run, expectations: run.expectations.filter(({ property }) => property === name) }));
    return { ...plan, runs: only.filter(({ expectations }) => expectations.length > 0), suspects: () => [] };
  });
  return judgedIn(
    outcomesIn(
      plans.filter(({ runs }) => runs.length > 0),
      few,
    ),
  );
}

/** The model in which the scenario stands, as it is at the point of the run. */
function modelWith({ after }: SavedScenario, { system, assume }: CheckOutcome, { point }: Outcome): Model {
  const runs = after.analysis.checks.flatMap((plan) => (plan.system === system && plan.assume === assume ? plan.runs : []));
  const model = runs.find(({ sweep }) => JSON.stringify(sweep) === JSON.stringify(point))?.model().model;
  if (model == null) throw new Error('no model at this point');
  return model;
}

/** Its steps are steps of the run. */
function isAlong(model: Model, name: string, { first, steps }: Trace): boolean {
  const scenario = model.properties.find((one) => one.name === name);
  if (scenario?.kind !== 'scenario') throw new Error(`${name} is no scenario`);
  const progress = new Progress(model, scenario);
  let at = progress.start;
  let from = first;
  for (const { step, state } of steps) {
    at = progress.after(at, from, step, state);
    from = state;
  }
  return progress.isReached(at);
}

test.each(slow ? todays(all, 6) : FEW)('runs of samples/%s', { timeout: 600_000 }, (name) => {
  const snapshot = judgedFile(name);
  let searched = 0;
  for (const { check, outcome, trace } of withRuns(snapshot)) {
    const { system, assume } = check;
    const under = outcome.point.length === 0 ? assume : `${assume} (${pointText(outcome.point)})`;
    const saved = savedScenario(snapshot, { system, property: outcome.property, under, path: null, moment: trace.steps.length }, hash);
    if ('says' in saved) {
      expect(saved.says).toMatch(COUNTED.includes(name) ? /^the file would have an error with it: expected 0/ : NOTHING);
      continue;
    }

    expect(format('spec.proviso', saved.after.text).text).toBe(saved.after.text);
    expect(isAlong(modelWith(saved, check, outcome), saved.name, trace)).toBe(true);
    const said = asked(saved);
    const here = said.filter((one) => one.assume === assume && JSON.stringify(one.point) === JSON.stringify(outcome.point));
    expect(here.map(({ verdict }) => (isStopped(verdict) ? 'reached' : verdict.status))).toEqual(['reached']);
    // Where nothing is written it is expected to be reached; that it is not, is for its reader to judge.
    expect(surprises(said.filter(({ expected, verdict }) => expected === 'unreached' && !isStopped(verdict)))).toEqual([]);
    searched += Number(!here.some(({ verdict }) => isStopped(verdict)));
  }
  if (!slow) expect(searched).toBeGreaterThan(1);
});

function isStopped(verdict: Verdict): boolean {
  return verdict.status === 'unknown' && verdict.budget;
}
