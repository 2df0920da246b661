/** From what came back from the thread to what the editor features look at. */
import { type CheckPlan, nothingSearched, type Outcome, type RunPlan, type Verdict } from '#checker';
import { openOutcomes } from '../ide/random-runs.ts';
import type { CheckVerdicts, RandomOutcome } from '../ide/verdicts.ts';
import type { CheckData, PointData } from './messages.ts';
import type { RandomKnown } from './random-searches.ts';

export function checkVerdicts(index: number, plan: CheckPlan, data: CheckData): CheckVerdicts {
  const outcomes = plan.runs.flatMap((run, i) => outcomesOf(run, data.points[i] ?? null));
  const { assume, system, span, sweeps } = plan;
  const { neverRan, ran, observed, largest, diagnostics } = data;
  return {
    index,
    outcome: { assume, system, span, sweeps, outcomes, neverRan, ran, ...(largest === undefined ? {} : { largest }) },
    observed,
    ...(diagnostics.length > 0 ? { diagnostics } : {}),
  };
}

function outcomesOf(run: RunPlan, point: PointData | null): Outcome[] {
  if (point === null) return [];
  const { size, verdicts } = point;
  return run.expectations.map(({ property, verdict: expected, upTo }, i) => ({
    ...{ property, expected, size, point: run.sweep, verdict: verdicts[i] },
    ...(upTo === undefined ? {} : { upTo }),
    // Made when a feature looks at it: most never do.
    get model() {
      return run.model().model!;
    },
  }));
}

/** What random runs have found decides what the search left undecided; that they found nothing decides nothing. */
export function withRandom(verdicts: CheckVerdicts, plan: CheckPlan, known: RandomKnown | null): CheckVerdicts {
  if (known === null) return verdicts;
  const { running, data } = known;
  const { outcome } = verdicts;
  const placeOf = placesIn(plan);
  const randoms = outcome.outcomes.map((one): RandomOutcome | null => {
    const { point, expectation } = placeOf(one);
    const found = data?.points[point] ?? null;
    const verdict = found?.verdicts[expectation] ?? null;
    return verdict === null ? null : { verdict, size: found?.size ?? nothingSearched };
  });
  const outcomes = outcome.outcomes.map((one, i) => decidedBy(one, randoms[i]));
  return { ...verdicts, outcome: { ...outcome, outcomes }, random: { running, outcomes: randoms } };
}

function decidedBy(one: Outcome, random: RandomOutcome | null): Outcome {
  if (one.verdict.status !== 'unknown' || random === null || !('trace' in random.verdict)) return one;
  const { property, point, expected, upTo } = one;
  return {
    ...{ property, point, expected, verdict: random.verdict, size: random.size },
    ...(upTo === undefined ? {} : { upTo }),
    // As above.
    get model() {
      return one.model;
    },
  };
}

/** By point, the properties that random runs may decide. */
export function openIn({ outcome: { outcomes } }: CheckVerdicts, plan: CheckPlan): string[][] {
  const open = plan.runs.map((): string[] => []);
  const placeOf = placesIn(plan);
  for (const outcome of openOutcomes(outcomes)) open[placeOf(outcome).point].push(outcome.property);
  return open;
}

/** Where outcomes of a plan stand in it: the point, and the expectation there. */
function placesIn({ runs }: CheckPlan): (outcome: Outcome) => { readonly point: number; readonly expectation: number } {
  const points = new Map(runs.map(({ sweep }, i) => [sweep, i]));
  return ({ point: sweep, property }) => {
    const point = points.get(sweep) ?? 0;
    return { point, expectation: runs[point].expectations.findIndex((one) => one.property === property) };
  };
}

/** Points reported for a check that could not be run; one is enough to see it. */
const MOST_POINTS = 16;

/** If the thread died on a check, nothing is known about it. */
export function stoppedData(plan: CheckPlan): CheckData {
  const verdict: Verdict = { status: 'unknown', reason: 'the checker stopped unexpectedly', budget: false };
  const points = plan.runs.map((run, i): PointData | null => {
    if (i >= MOST_POINTS || run.model().model === null) return null;
    return { verdicts: run.expectations.map(() => verdict), size: nothingSearched };
  });
  return { points, neverRan: [], ran: [], observed: null, diagnostics: [] };
}
