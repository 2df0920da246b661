/** What a caller can ask of a check. */
import type { SearchBudget } from '../verdict.ts';

export interface CheckOptions {
  /** names of the properties to check; all of them unless given */
  readonly properties?: readonly string[];
  /** `compiled` unless given; where the compiled machine cannot be made the interpreted one runs instead */
  readonly machine?: 'compiled' | 'interpreted';
  readonly budget?: SearchBudget;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** leave values that nothing can read again out of the states, where only states and steps are asked about; false unless given */
  readonly reduce?: boolean;
  /** work out which faults a violation needs; true unless given */
  readonly blame?: boolean;
}
