/**
 * Whether a search that needs the whole graph may keep one of all symmetric states. What nodes know is decided in it (see knowledge/orbits.ts), with the
 * same counterexamples. Of fair runs it can show that properties hold. Where it does not decide something, every state is searched, as without
 * symmetry, so that verdicts and counterexamples are the same.
 */
import { countOrders } from '../../model/compile/symmetry/canonical.ts';
import type { Model } from '../../model/ir.ts';
import { findSymmetry } from '../../model/symmetry/symmetric-sorts.ts';
import type { CompileOptions } from '../machine/machine.ts';
import type { Job } from './jobs.ts';
import type { CheckOptions } from './options.ts';

/** Dead values are kept: fairness asks about messages in flight and guards. */
export const UP_TO_SYMMETRY: CompileOptions = { symmetry: true };

/** The most permutations that are followed in fair runs: for each step of a loop as many are tried. */
const MOST_FOLLOWED = 120;

/** The same where none is followed: as many images of a state are made to tell how many states a node cannot tell apart. */
const MOST_ORDERS = 720;

/** States from which a search for what nodes know begins again, as a part of those from which others do: each state is looked at many times. */
const SOONER = 1 / 10;

/** States from which on the search of the job begins again. */
export function reducesFrom({ queries, known }: Job, { reduceFrom = Infinity }: CheckOptions): number {
  return known.length > 0 || queries.some(({ kind }) => kind === 'knowledge') ? reduceFrom * SOONER : reduceFrom;
}

/** Bounds that cut runs leave it open whether they are fair. */
export function isOpenWithinBounds({ queries }: Job): boolean {
  return queries.some(({ kind }) => kind === 'liveness');
}

/**
 * Not with what is `provided`, of which it must be known that some fair run meets it, nor with what is asked along runs. A search in which
 * nothing is asked finds every state for what is asked later.
 */
export function followsSymmetry(model: Model, { watch, queries, whole, along }: Job): boolean {
  if (!whole || queries.length === 0 || along.length > 0) return false;
  if (queries.some((query) => query.kind === 'liveness' && query.provided !== null)) return false;
  const { symmetric } = findSymmetry(model, watch);
  const most = queries.some(({ kind }) => kind === 'liveness') ? MOST_FOLLOWED : MOST_ORDERS;
  return symmetric.length > 0 && countOrders(symmetric) <= most;
}
