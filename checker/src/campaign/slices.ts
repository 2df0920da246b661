/** A check in slices of about equal time, so that its caller can show progress, hear Ctrl-C or an edit between two of them. */
import type { CheckStep, RunningCheck } from '../explore/check/check.ts';
import type { CheckResult } from '../verdict.ts';

export interface SliceOptions {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds that a slice should take */
  readonly slice: number;
  /** why the check must end, once it must; asked after each slice */
  readonly over: () => string | null;
}

const FIRST_STATES = 500;
const LEAST_STATES = 50;

export function* inSlices(
  check: RunningCheck,
  { now, slice, over }: SliceOptions,
): Generator<CheckStep & { readonly done: false }, CheckResult> {
  let states = FIRST_STATES;
  for (;;) {
    const begin = now();
    const step = check.step(states);
    if (step.done) return step.result;
    states = Math.max(LEAST_STATES, Math.floor(states * change(slice, now() - begin)));
    yield step;
    const reason = over();
    if (reason !== null) return check.stop(reason);
  }
}

/** By how much the next slice is larger: at most twice, since the states to come may be slower than those before. */
function change(slice: number, took: number): number {
  return Math.min(2, Math.max(0.5, slice / Math.max(took, 0.01)));
}
