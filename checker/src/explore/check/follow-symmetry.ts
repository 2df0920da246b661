/**
 * Whether a search that is asked about fair runs may keep one of all symmetric states. It can then show that properties hold; where it
 * does not show that of all, every state is searched, as without symmetry, so that verdicts and counterexamples are the same.
 */
import { countOrders } from '../../model/compile/symmetry/canonical.ts';
import type { Model } from '../../model/ir.ts';
import { findSymmetry } from '../../model/symmetry/symmetric-sorts.ts';
import type { CompileOptions } from '../machine/machine.ts';
import { isInPassing, type Job } from './jobs.ts';

/** Dead values are kept: fairness asks about messages in flight and guards. */
export const UP_TO_SYMMETRY: CompileOptions = { symmetry: true };

/** The most permutations that are followed: for each step of a loop as many are tried. */
const MOST_ORDERS = 120;

/**
 * Not with what nodes know, which needs every state, nor with what is `provided`, of which it must be known that some fair run meets it. A
 * search in which nothing is asked finds every state for what is asked later.
 */
export function followsSymmetry(model: Model, { watch, queries, whole, known, along }: Job): boolean {
  if (!whole || queries.length === 0 || known.length > 0 || along.length > 0) return false;
  if (!queries.every((query) => isInPassing(query) || (query.kind === 'liveness' && query.provided === null))) return false;
  const { symmetric } = findSymmetry(model, watch);
  return symmetric.length > 0 && countOrders(symmetric) <= MOST_ORDERS;
}
