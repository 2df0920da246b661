/** How a campaign shares out what it may use among its searches. */
import type { SearchBudget } from '../verdict.ts';

/** What one search may use. */
export interface Allowance {
  readonly budget: SearchBudget;
  /** why the search must end now, once it must */
  readonly over: () => string | null;
}

/** Asked just before each search; `searches` are still to come, this one included. */
export type Budgets = (searches: number) => Allowance;

export const unlimited: Budgets = () => ({ budget: {}, over: () => null });

/** The same budget for each search, and one moment at which all of them end. `reason`: "the 10 s given are used up". */
export function oneDeadline(budget: SearchBudget, now: () => number, end: number, reason: string): Budgets {
  return () => ({ budget, over: () => (now() < end ? null : reason) });
}
