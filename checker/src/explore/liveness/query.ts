import type { Property } from '../../model/ir.ts';
import type { Formula, Formulas } from './ltl.ts';

/** A liveness property: `formula` and `provided` over the predicates of the watch, whose numbers are their atoms. */
export interface LivenessQuery {
  readonly property: Property & { readonly kind: 'liveness' };
  readonly kind: 'liveness';
  readonly formulas: Formulas;
  readonly formula: Formula;
  /** null where nothing is provided */
  readonly provided: Formula | null;
  /** the predicate on the left of `leads to`; null where there is none */
  readonly left: number | null;
}
