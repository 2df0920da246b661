/**
 * One search, advanced in slices: between two slices the process is free to hear Ctrl-C, and progress is shown.
 */
import { type CheckResult, type Compress, type Model, type Multiplier, type Progress, type SearchBudget, startCheck } from '#checker';

export interface SearchOptions {
  readonly properties: readonly string[];
  readonly budget: SearchBudget;
  readonly compress: Compress;
  /** work out which faults a violation needs: as much again as the search itself */
  readonly blame: boolean;
  /** why the search must end, once it must */
  readonly ended: () => string | null;
  /** find out what multiplies the states */
  readonly multipliers: boolean;
  readonly progress: (progress: Progress) => void;
}

export interface Searched {
  readonly result: CheckResult;
  /** empty where nobody asked */
  readonly multipliers: readonly Multiplier[];
}

/** Long enough to cost nothing, short enough that Ctrl-C is answered at once. */
const SLICE_MILLISECONDS = 60;
const FIRST_STATES = 2_000;

export async function search(model: Model, options: SearchOptions): Promise<Searched> {
  const now = () => performance.now();
  const { properties, budget, compress, blame } = options;
  const check = startCheck(model, { properties, budget, compress, blame, now });
  let states = FIRST_STATES;
  for (;;) {
    const begin = now();
    const step = check.step(states);
    if (step.done) return { result: step.result, multipliers: options.multipliers ? finished(check.multipliers()) : [] };
    options.progress(step.progress);
    const took = now() - begin;
    if (took < SLICE_MILLISECONDS / 2) states *= 2;
    else if (took > SLICE_MILLISECONDS * 2) states = Math.max(100, Math.floor(states / 2));
    await new Promise(setImmediate);
    const reason = options.ended();
    if (reason === null) continue;
    const result = check.stop(reason);
    return { result, multipliers: options.multipliers ? finished(check.multipliers()) : [] };
  }
}

function finished<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
