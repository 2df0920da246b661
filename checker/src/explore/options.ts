/** What a caller can ask of a check. */
import type { SearchBudget } from '../verdict.ts';

/**
 * When the states of a search are compressed (see tree-store.ts): more of them then fit into memory, and each takes longer.
 * `near budget`: as soon as they would take most of `SearchBudget.maxMemory`.
 */
export type Compress = 'never' | 'near budget' | 'always';

export interface CheckOptions {
  /** names of the properties to check; all of them unless given */
  readonly properties?: readonly string[];
  /** `compiled` unless given; where the compiled machine cannot be made the interpreted one runs instead */
  readonly machine?: 'compiled' | 'interpreted';
  readonly budget?: SearchBudget;
  /** `near budget` unless given; verdicts and traces are the same in all cases */
  readonly compress?: Compress;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** work out which faults a violation needs; true unless given */
  readonly blame?: boolean;
}
