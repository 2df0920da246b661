/** The counter of `P leads to Q within k`: ticks since P held without Q. */
import { type Around, holdsIn, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Watch } from '../../model/watch.ts';

/** The counter while nothing is awaited. */
export const OFF = -1;

/**
 * The counter in a state that was reached from one where it was `before`, by a tick or another step; or the model error
 * that a condition is there. `known`: what nodes know, if a condition asks.
 */
export function counterIn(
  model: Model,
  deadline: NonNullable<Watch['deadline']>,
  before: number,
  tick: boolean,
  state: State,
  known: Around | null = null,
): number | ModelErrorSignal {
  const ends = holdsIn(model, deadline.to, state, null, known);
  if (ends instanceof ModelErrorSignal) return ends;
  if (ends) return OFF;
  if (before !== OFF) return tick ? Math.min(before + 1, deadline.within + 1) : before;
  const begins = holdsIn(model, deadline.from, state, null, known);
  if (begins instanceof ModelErrorSignal) return begins;
  return begins ? 0 : OFF;
}
