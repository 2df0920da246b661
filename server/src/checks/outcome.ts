/** From what came back from the thread to what the editor features look at. */
import { type CheckPlan, nothingSearched, type Outcome, type RunPlan, type Verdict } from '#checker';
import type { CheckVerdicts } from '../ide/verdicts.ts';
import type { CheckData, PointData } from './messages.ts';

export function checkVerdicts(index: number, plan: CheckPlan, data: CheckData): CheckVerdicts {
  const outcomes = plan.runs.flatMap((run, i) => outcomesOf(run, data.points[i] ?? null));
  const { assume, system, span, sweeps } = plan;
  const { neverRan, ran, observed, diagnostics } = data;
  return {
    index,
    outcome: { assume, system, span, sweeps, outcomes, neverRan, ran },
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
