/** Random runs in place of the searches of a check that left something undecided, as a generator that yields what is known: it runs in a thread of its own. */
import { type CheckPlan, campaign, oneDeadline, type Progress, type Size, usualSimulation, type Verdict } from '#checker';
import type { RandomData, RandomPoint, RandomWanted } from './messages.ts';

export type RandomNews =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'found'; readonly found: RandomData };

const SLICE_MILLISECONDS = 60;

interface Known {
  readonly verdicts: (Verdict | null)[];
  size: Size | null;
}

/** Each piece of news has all that is known when it is looked at: of many points that is much, so it is not looked at each time. */
export function* randomRuns(
  plan: CheckPlan,
  { asked, seed }: RandomWanted,
  seconds: number,
  now: () => number,
): Generator<RandomNews, void> {
  const runs = plan.runs.map((run, i) => ({
    sweep: run.sweep,
    expectations: run.expectations.filter(({ property }) => asked[i]?.includes(property)),
    model: () => run.model(),
  }));
  const events = campaign([{ ...plan, runs }], {
    now,
    slice: SLICE_MILLISECONDS,
    budgets: oneDeadline({}, now, now() + seconds * 1000, `the ${seconds} s given are used up`),
    simulation: { ...usualSimulation, seed },
  });
  const points = plan.runs.map(({ expectations }): Known => ({ verdicts: expectations.map(() => null), size: null }));
  const note = (point: number, property: string, verdict: Verdict, size: Size | null): RandomNews => {
    for (const [i, one] of plan.runs[point].expectations.entries()) if (one.property === property) points[point].verdicts[i] = verdict;
    points[point].size = size ?? points[point].size;
    return {
      kind: 'found',
      get found() {
        return { points: points.map(pointOf) };
      },
    };
  };
  for (const event of events) {
    if (event.kind === 'progress') yield { kind: 'progress', progress: event.progress };
    else if (event.kind === 'found') yield note(event.run.index, event.property, event.verdict, null);
    else if (event.kind === 'outcome') yield note(event.run.index, event.outcome.property, event.outcome.verdict, event.outcome.size);
  }
}

function pointOf({ verdicts, size }: Known): RandomPoint {
  return { verdicts: [...verdicts], size };
}
