/** The counter of `P leads to Q within k`: ticks since P held without Q. */
import { holdsIn } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { State } from '../model/state.ts';
import type { Watch } from './machine.ts';

/** The counter while nothing is awaited. */
export const OFF = -1;

/**
 * The counter in a state that was reached from one where it was `before`, by a tick or another step. A condition that is
 * a model error counts as false here: the search watches both conditions as predicates too, and tells the error.
 */
export function counterIn(model: Model, deadline: NonNullable<Watch['deadline']>, before: number, tick: boolean, state: State): number {
  if (holdsIn(model, deadline.to, state) === true) return OFF;
  if (before !== OFF) return tick ? Math.min(before + 1, deadline.within + 1) : before;
  return holdsIn(model, deadline.from, state) === true ? 0 : OFF;
}
