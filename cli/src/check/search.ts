/**
 * One search, advanced in slices: between two slices the process is free to hear Ctrl-C, and progress is shown.
 */
import {
  type Check,
  type CheckResult,
  type Compress,
  type Model,
  type Multiplier,
  type NotAlike,
  type Progress,
  type SearchBudget,
  startCheck,
  type Threads,
} from '#checker';

export interface SearchOptions {
  readonly properties: readonly string[];
  readonly budget: SearchBudget;
  readonly compress: Compress;
  /** work out which faults a violation needs: as much again as the search itself */
  readonly blame: boolean;
  /** why the search must end, once it must */
  readonly ended: () => string | null;
  readonly threads: Threads | undefined;
  /** states from which on the search is made with reductions */
  readonly reduceFrom: number;
  /** find out what multiplies the states, and what is not alike */
  readonly statistics: boolean;
  readonly progress: (progress: Progress) => void;
}

export interface Searched {
  readonly result: CheckResult;
  /** empty where nobody asked */
  readonly multipliers: readonly Multiplier[];
  /** the same */
  readonly notAlike: readonly NotAlike[];
}

/** Long enough to cost nothing, short enough that Ctrl-C is answered at once. */
const SLICE_MILLISECONDS = 60;
const FIRST_STATES = 2_000;

export async function search(model: Model, options: SearchOptions): Promise<Searched> {
  const now = () => performance.now();
  const { properties, budget, compress, blame, reduceFrom, threads } = options;
  const check = startCheck(model, { properties, budget, compress, blame, reduceFrom, now, ...(threads === undefined ? {} : { threads }) });
  let states = FIRST_STATES;
  for (;;) {
    const begin = now();
    const step = check.step(states);
    if (step.done) return withStatistics(check, step.result, options);
    options.progress(step.progress);
    const took = now() - begin;
    if (took < SLICE_MILLISECONDS / 2) states *= 2;
    else if (took > SLICE_MILLISECONDS * 2) states = Math.max(100, Math.floor(states / 2));
    await new Promise(setImmediate);
    const reason = options.ended();
    if (reason === null) continue;
    return withStatistics(check, check.stop(reason), options);
  }
}

function withStatistics(check: Check, result: CheckResult, { statistics }: SearchOptions): Searched {
  return statistics
    ? { result, multipliers: finished(check.multipliers()), notAlike: check.notAlike() }
    : { result, multipliers: [], notAlike: [] };
}

function finished<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
