/** What a search may use. */
import type { HelperThread } from '../parallel/messages.ts';

export interface Threads {
  readonly count: number;
  /** starts a thread that hands what it is sent to `createHelper` */
  readonly start: () => HelperThread;
  /** states from which on they are called: about as many as the search finds while they start; 30,000 unless given, and 1,000,000 where steps are kept */
  readonly from?: number;
  /** milliseconds after which one that does not answer counts as lost; 10,000 unless given */
  readonly patience?: number;
  /** states whose steps are made at a time where steps are kept; 256 unless given */
  readonly portion?: number;
}

/**
 * When the states of a search are compressed (see tree-store.ts): more of them then fit into memory, and each takes longer.
 * `near budget`: as soon as they would take most of `SearchBudget.maxMemory`.
 */
export type Compress = 'never' | 'near budget' | 'always';
