/** What a caller can ask of a check. */
import type { SearchBudget } from '../../verdict.ts';
import type { HelperThread } from '../parallel/messages.ts';

export interface Threads {
  readonly count: number;
  /** starts a thread that hands what it is sent to `createHelper` */
  readonly start: () => HelperThread;
  /** states from which on they are called: about as many as the search finds while they start; 30,000 unless given */
  readonly from?: number;
}

/** States from which on it pays to begin again with reductions: below, every state is found as fast, and can be counted by hand. */
export const reduceFrom = 20_000;

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
  /**
   * A search that has found so many states begins again with those made one that differ only by a permutation of roles or
   * enumerations whose elements the model treats alike, or in values that nothing can read again; 0: it begins so; never
   * unless given. Verdicts and counterexamples stay the same; states and transitions become fewer. Searches that need
   * every state (liveness, knowledge) go without.
   */
  readonly reduceFrom?: number;
  /**
   * A search that has become large is made by so many threads, the caller's among them. Verdicts, counterexamples and sizes
   * stay the same. Without it the caller's thread works alone.
   */
  readonly threads?: Threads;
  readonly budget?: SearchBudget;
  /** `near budget` unless given; verdicts and traces are the same in all cases */
  readonly compress?: Compress;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** work out which faults a violation needs; true unless given */
  readonly blame?: boolean;
}
