/** What multiplies the states of a search, and how they grow with its bounds: looked at once it has ended. */
import type { Check, Growth } from '../explore/check/check.ts';
import type { CheckResult, Progress } from '../verdict.ts';
import type { CampaignEvent, PlannedRun } from './events.ts';
import type { Multiplied } from './outcome.ts';

/** Of the options of a campaign, which has its words for them. */
interface Look {
  readonly now: () => number;
  readonly statistics?: boolean | 'stopped';
  readonly interrupted?: () => boolean;
}

/** Of a search that was stopped so many states are looked at: that takes about a tenth of a second. */
const FIRST_STATES = 20_000;

/** Nothing where it was not asked for, or where the caller wants no more. `stopped`: the first search of its check that a budget stopped; `deadline`: when its time is over, on the clock of the options; Infinity where nothing limits it. */
export function* multiplied(
  check: Check,
  result: CheckResult,
  run: PlannedRun,
  options: Look,
  stopped: boolean,
  deadline: number,
): Generator<CampaignEvent, Pick<Multiplied, 'multipliers' | 'notSymmetric' | 'first' | 'growth'>> {
  const { statistics = false } = options;
  const nothing = { multipliers: [], notSymmetric: [] };
  if (statistics === false || (statistics === 'stopped' && !stopped)) return nothing;
  const most = statistics === 'stopped' ? Math.min(FIRST_STATES, result.size.states) : undefined;
  for (const work = check.multipliers(most); ; ) {
    const { done, value } = work.next();
    if (done) {
      const known = { multipliers: value, notSymmetric: check.notSymmetric() };
      const growth = stopped ? yield* grown(check, result, run, options, deadline) : null;
      return { ...known, ...(most === undefined ? {} : { first: most }), ...(growth === null ? {} : { growth }) };
    }
    yield { kind: 'progress', run, progress: finished(result) };
    if (options.interrupted?.() === true) return nothing;
  }
}

/**
 * Where time is limited, counting takes at most this part of the time that the search had, and ends at most a second after the deadline: what is
 * not counted by then stays so.
 */
const PART = 1 / 4;
const [LEAST_MILLISECONDS, MOST_MILLISECONDS] = [200, 1000];

function* grown(
  check: Check,
  result: CheckResult,
  run: PlannedRun,
  options: Look,
  deadline: number,
): Generator<CampaignEvent, Growth | null> {
  const part = Math.min(MOST_MILLISECONDS, Math.max(LEAST_MILLISECONDS, result.size.milliseconds * PART));
  const end = deadline === Infinity ? Infinity : Math.min(options.now() + part, deadline + MOST_MILLISECONDS);
  if (options.now() >= end) return null;
  for (const work = check.growth(); ; ) {
    const { done, value } = work.next();
    if (done || options.interrupted?.() === true || options.now() >= end) return value;
    yield { kind: 'progress', run, progress: finished(result) };
  }
}

export function finished({ size }: CheckResult): Progress {
  const { states, transitions, depth, faults, milliseconds } = size;
  return { states, transitions, depth, faults, milliseconds, waiting: 0, seen: new Map() };
}
