/**
 * A check of one model: which properties hold, with traces. The caller advances it: there are no timers and no callbacks
 * here, so cancelling, progress and limits are the caller's business.
 */
import type { Model } from '../model/ir.ts';
import type { CheckResult, Progress, SearchBudget } from '../verdict.ts';

export interface CheckOptions {
  /** names of the properties to check; all of them unless given */
  readonly properties?: readonly string[];
  /** `compiled` unless given; where the compiled machine cannot be made the interpreted one runs instead */
  readonly machine?: 'compiled' | 'interpreted';
  readonly budget?: SearchBudget;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** work out which faults a violation needs; true unless given */
  readonly blame?: boolean;
}

export type CheckStep = { readonly done: false; readonly progress: Progress } | { readonly done: true; readonly result: CheckResult };

export interface Check {
  /** Goes on for about so many states; once done, gives the same result again. */
  step(states: number): CheckStep;
  /** Ends the check with what is known so far; what is undecided is `unknown` for this reason. */
  stop(reason: string): CheckResult;
}

export function startCheck(_model: Model, _options: CheckOptions): Check {
  throw new Error('not here yet');
}

/** The whole check at once. */
export function checkModel(model: Model, options: CheckOptions): CheckResult {
  const check = startCheck(model, options);
  for (;;) {
    const step = check.step(Number.MAX_SAFE_INTEGER);
    if (step.done) return step.result;
  }
}
