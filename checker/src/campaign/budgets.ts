/** How a campaign shares out what it may use among its searches. */
import type { SearchBudget } from '../verdict.ts';

/** What one search may use. */
export interface Allowance {
  readonly budget: SearchBudget;
  /** why the search must end now, once it must */
  readonly over: () => string | null;
  /** milliseconds that it may take in all; Infinity where nothing limits it */
  readonly time: number;
  /** as much as it will ever have: what the other searches leave is not for it */
  readonly most?: boolean;
}

/** Asked just before each search; `searches` are still to come, this one included. */
export type Budgets = (searches: number) => Allowance;

export const unlimited: Budgets = () => ({ budget: {}, over: () => null, time: Infinity });

/**
 * The same budget for each search, and one moment at which all of them end: each may take as much of the time that is left as the
 * others, and what it leaves is theirs. `reason`: "the 10 s given are used up".
 */
export function oneDeadline(budget: SearchBudget, now: () => number, end: number, reason: string): Budgets {
  return (searches) => {
    const begin = now();
    const time = Math.max(0, end - begin) / Math.max(1, searches);
    const share = searches > 1 && time > 0 ? `its share of the time given, ${(time / 1000).toFixed(1)} s, is used up` : reason;
    return { budget, over: () => (now() < begin + time ? null : share), time };
  };
}

/** Of these budgets, for no search more than `most` milliseconds. `reason`: "the 10 s for a search are used up". */
export function eachAtMost(budgets: Budgets, now: () => number, most: number, reason: string): Budgets {
  return (searches) => {
    const allowance = budgets(searches);
    if (allowance.time <= most) return allowance;
    const end = now() + most;
    return { ...allowance, over: () => allowance.over() ?? (now() < end ? null : reason), time: most, most: true };
  };
}
