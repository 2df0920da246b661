/** Which step predicates a step breaks, asked of the reference interpreter. */
import { type Around, evaluate, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr, Model } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import { equal } from '../../model/values.ts';
import type { Watch } from '../../model/watch.ts';

/** A bit for each step predicate that the step breaks, or the model error that evaluating one of them is. `known`: what nodes know, if one asks. */
export function brokenSteps(
  model: Model,
  watched: Watch['steps'],
  state: State,
  target: State,
  known: Around | null = null,
): number | ModelErrorSignal {
  const valueIn = (expr: Expr, at: State) => evaluate(model, expr, at, null, known);
  let bits = 0;
  try {
    for (const [i, step] of watched.entries()) {
      const changes = step.watched.some((expr) => !equal(expr.type, valueIn(expr, state), valueIn(expr, target)));
      if (changes && !evaluate(model, step.predicate, state, target, known)) bits |= 1 << i;
    }
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return signal;
    throw signal;
  }
  return bits;
}
