/** What variables hold at first: at the start, and again after a crash. */
import type { Expr, Model, Value, Variable } from '../ir.ts';
import type { State } from '../state.ts';
import type { Choices } from './choices.ts';
import type { Draft } from './draft.ts';
import { value } from './expressions.ts';

/**
 * The value of `first`, the variable's initial value or what an empty disk holds of it; `any`, which is null, is a choice. It may
 * use the variables above it as they stand in `state`. `self` is null for a ghost of the system, which uses none.
 */
export function firstValue(
  model: Model,
  { name, type }: Variable,
  first: Expr | null,
  state: State | Draft,
  self: number | null,
  choices: Choices,
): Value {
  if (first === null) return choices.chooseValue('initial', name, type);
  return value({ model, state, locals: [], run: null, self, next: null, knows: null }, first);
}
