/** From what a search has found to traces and verdicts. */
import type { Trace, Verdict } from '../../verdict.ts';
import { errorGoal, type Goal, statesGoal } from '../search/goal.ts';
import { errorAtEnd, type Replay, replayOf } from '../search/replay.ts';
import type { Search } from '../search/search.ts';
import { findTimeStop, timeStopError } from '../search/time-stops.ts';
import { someTraceTo, traceTo, traceUnless } from '../search/trace.ts';
import { type Control, decide, type Failure, isHurried, isSettled, limitOf, type Outcome } from './control.ts';
import { isInPassing, type Job, needsTime, type PassingQuery } from './jobs.ts';
import type { CheckOptions } from './options.ts';
import { decided, decidedAt, goalOf, withinLimit } from './verdicts.ts';

/** From so many states on a simplest trace is told at once, before the least of them is worked out. */
const AT_ONCE_FROM = 100_000;

/** Makes the traces of what has been found for certain since the last time; true where nothing is left to find. */
export function* settle(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  const { search, verdicts } = outcome;
  const replay = replayOf(search.machine.model, job.watch, search.machine.memory);
  const isInHurry = () => isHurried(control, options);
  if (search.settled(search.found.error)) {
    if (outcome.failure !== null) return true;
    const trace = yield* traceIn(search, replay, errorGoal(search.machine, search.found.error), isInHurry);
    outcome.failure = { trace, error: errorAtEnd(replay, trace) };
    return true;
  }
  for (const query of job.queries) {
    if (!isInPassing(query)) continue;
    const place = decidedAt(search, query);
    const limit = limitOf(query.property, options);
    if (verdicts.has(query)) continue;
    if (search.settled(place)) {
      const goal = goalOf(search, query, place);
      if (search.store.count >= AT_ONCE_FROM && !isSettled(control, query.property.name) && !isInHurry())
        yield* tellAtOnce(query, yield* verdictOf(job, query, yield* someTraceTo(search, replay, goal)), control);
      decide(verdicts, query, yield* verdictOf(job, query, yield* traceIn(search, replay, goal, isInHurry)), control);
      // It is reported before the search goes on.
      yield 0;
    } else if (search.seen.faults > limit) {
      const verdict = yield* settleLimited(search, job, query, limit, isInHurry);
      if (verdict !== null) verdicts.set(query, verdict);
    }
  }
  return !job.whole && job.queries.length > 0 && verdicts.size === job.queries.length;
}

function* verdictOf({ knowing }: Job, query: PassingQuery, trace: Trace): Generator<number, Verdict> {
  const { kind } = query.property;
  const isAlong = knowing !== null && (kind === 'step' || kind === 'deadline' || kind === 'scenario');
  return decided(query, trace, isAlong ? yield* knowing.known(query.property, trace) : undefined);
}

function* tellAtOnce({ property }: PassingQuery, verdict: Verdict, control: Control): Generator<number, void> {
  control.provisional.add(verdict);
  control.found.push({ property: property.name, verdict });
  yield 0;
}

/** The least of the simplest traces; another one where no time is left for it. */
function* traceIn(search: Search, replay: Replay, goal: Goal, isInHurry: () => boolean): Generator<number, Trace> {
  return (yield* traceUnless(isInHurry, search, replay, goal)) ?? (yield* someTraceTo(search, replay, goal));
}

/** Every run with at most so many faults was seen, and none decides the property. Null where no time is left to see whether time stops. */
function* settleLimited(
  search: Search,
  job: Job,
  query: PassingQuery,
  limit: number,
  isInHurry: () => boolean,
): Generator<number, Verdict | null> {
  if (!needsTime(query) || !search.machine.model.timing.time) return withinLimit(search, query, limit);
  const looking = timeStop(search, job, limit);
  for (;;) {
    if (isInHurry()) return null;
    const { done, value } = looking.next();
    if (!done) yield value;
    else return value === null ? withinLimit(search, query, limit) : { status: 'error', ...value };
  }
}

/** `layers`: the greatest number of faults of the states that were seen, where the search ends with them. */
export function* timeStop(search: Search, job: Job, layers?: number): Generator<number, Failure | null> {
  const { model } = search.machine;
  const replay = replayOf(model, job.watch, search.machine.memory);
  const stop = yield* findTimeStop(search, layers);
  search.machine.successors.clear();
  if (stop === null) return null;
  const trace = yield* traceTo(search, replay, statesGoal(stop.place, stop.states));
  return { trace, error: timeStopError(model, trace.steps.at(-1)?.state ?? trace.first) };
}
