/**
 * One check of a file as a generator that yields progress: between two yields the thread is free to hear that it is no longer
 * wanted. The result leaves out the models, which the receiver makes itself.
 */
import { type CheckPlan, campaign, deepen, type Outcome, oneDeadline, reduceFrom, type Threads } from '#checker';
import { sightingDiagnostic } from '#report';
import type { CheckBudget, CheckData, CheckProgress, PointData, SoFar } from './messages.ts';
import { MOST_STATES, Observations } from './observations.ts';

export interface RunCheckOptions {
  readonly budget: CheckBudget;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** what helps in large searches; the thread of the caller makes them alone unless given */
  readonly threads?: Threads | undefined;
}

/** Short enough that an edit is answered at once. */
const SLICE_MILLISECONDS = 20;

export function* runCheck(plan: CheckPlan, { budget, now, threads }: RunCheckOptions): Generator<CheckProgress, CheckData> {
  const { maxStates, maxMemory, seconds } = budget;
  const reason = `the time limit of ${seconds} s for a check was reached`;
  const events = campaign([plan], {
    now,
    slice: SLICE_MILLISECONDS,
    budgets: oneDeadline({ maxStates, maxMemory: maxMemory * 2 ** 20 }, now, now() + seconds * 1000, reason),
    search: { reduceFrom, ...deepen, ...(threads === undefined ? {} : { threads }) },
    observe: MOST_STATES,
    statistics: 'stopped',
  });
  const points = plan.runs.map((): Outcome[] => []);
  const observations = new Observations();
  let data: Pick<CheckData, 'neverRan' | 'ran' | 'diagnostics' | 'largest'> = { neverRan: [], ran: [], diagnostics: [] };
  const found = new Map<string, SoFar>();
  let soFar: readonly SoFar[] = [];
  for (const event of events) {
    if (event.kind === 'progress') yield { point: event.run.point, progress: event.progress, ...(soFar.length > 0 ? { soFar } : {}) };
    else if (event.kind === 'found') {
      found.set(event.property, { property: event.property, verdict: event.verdict });
      soFar = [...found.values()];
    } else if (event.kind === 'observed') observations.add(event.variables, event.model);
    else if (event.kind === 'outcome') {
      points[event.run.index].push(event.outcome);
      if (found.delete(event.outcome.property)) soFar = [...found.values()];
    } else if (event.kind === 'done')
      data = {
        neverRan: event.outcome.neverRan,
        ran: event.outcome.ran,
        ...(event.outcome.largest === undefined ? {} : { largest: event.outcome.largest }),
        diagnostics: [...event.diagnostics, ...event.sightings.map((one) => sightingDiagnostic(one, () => null))],
      };
  }
  return { ...data, points: points.map(pointData), observed: observations.result() };
}

function pointData(outcomes: readonly Outcome[]): PointData | null {
  return outcomes.length === 0 ? null : { verdicts: outcomes.map(({ verdict }) => verdict), size: outcomes[0].size };
}
