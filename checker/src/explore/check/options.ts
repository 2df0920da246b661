/** Options of a check. */
import type { SearchBudget } from '../../verdict.ts';
import type { Compress, Threads } from '../search/options.ts';
import type { DiskOptions } from '../states/disk.ts';
import type { Slots } from '../states/slot.ts';

export type { Compress, Threads };

/** States from which restarting with reductions pays: below, finding every state is as fast, and the count can be checked by hand. */
export const reduceFrom = 20_000;

/**
 * States and milliseconds from which on, whichever comes first, smaller searches are made beside: the answer to a search that ends before
 * takes about a second at most, and whatever is smaller costs little beside one that goes on.
 */
export const deepen = { deepenFrom: 200_000, deepenAfter: 1000 } as const;

export interface CheckOptions {
  /** names of the properties to check; all of them unless given */
  readonly properties?: readonly string[];
  /** for the properties named here only runs with at most so many faults are looked at; such a search ends with them */
  readonly upTo?: ReadonlyMap<string, number>;
  /** `compiled` unless given; where the compiled machine cannot be made the interpreted one runs instead */
  readonly machine?: 'compiled' | 'interpreted';
  /**
   * A search that has found so many states begins again with those made one that differ only by a permutation of roles or
   * enumerations whose elements the model treats as symmetric, or in values that nothing can read again; 0: it begins so; never
   * unless given. Verdicts and counterexamples stay the same; states and transitions become fewer. Searches that need
   * the whole graph keep every value (liveness, knowledge), and those for what nodes know begin again at a tenth of these states.
   */
  readonly reduceFrom?: number;
  /** such a search leaves out also what nothing reads until it is written again (see dead.ts) */
  readonly forget?: boolean;
  /**
   * A search that has become large is made by so many threads, the caller's among them. Verdicts, counterexamples and sizes
   * stay the same. Without it the caller's thread works alone.
   */
  readonly threads?: Threads;
  /**
   * A search that has found so many states lets searches under smaller capacities go first, which take at most half of its time
   * (see deepening.ts); never unless given. Verdicts and counterexamples stay the same, where no budget ends the search.
   */
  readonly deepenFrom?: number;
  /** the same once a check with `deepenFrom` has taken so many milliseconds; never unless given */
  readonly deepenAfter?: number;
  readonly budget?: SearchBudget;
  /**
   * Where searches are kept as they go, and go on from where an earlier one had come to; nowhere unless given. Verdicts, counterexamples and
   * sizes are those of a search that was never interrupted. There are then no smaller searches beside.
   */
  readonly slots?: Slots;
  /**
   * Where a search goes on that has used up its memory; it ends then unless given. Verdicts, counterexamples and sizes are those of a search in
   * memory. Such a search has one thread. A search stays in memory for liveness, for what nodes know, for a deadline in a model with time,
   * and where the interpreter makes it.
   */
  readonly disk?: DiskOptions;
  /** `near budget` unless given; verdicts and traces are the same in all cases */
  readonly compress?: Compress;
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** work out which faults a violation needs; true unless given */
  readonly blame?: boolean;
  /** of a property with `knows`, work out the runs that a node cannot tell from the one shown; as `blame` unless given */
  readonly lookalikes?: boolean;
  /** properties of which it is told, where they hold or are unreached, what is nearest to the opposite; none unless given */
  readonly nearest?: ReadonlySet<string>;
}
