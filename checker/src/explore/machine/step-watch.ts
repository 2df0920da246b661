/** Which step predicates a step breaks, asked of the reference interpreter. */
import { evaluate, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import { equal } from '../../model/values.ts';
import type { Watch } from '../../model/watch.ts';

/** A bit for each step predicate that the step breaks, or the model error that evaluating one of them is. */
export function brokenSteps(model: Model, watched: Watch['steps'], state: State, target: State): number | ModelErrorSignal {
  let bits = 0;
  try {
    for (const [i, step] of watched.entries()) {
      const changes = step.watched.some((expr) => !equal(expr.type, evaluate(model, expr, state), evaluate(model, expr, target)));
      if (changes && !evaluate(model, step.predicate, state, target)) bits |= 1 << i;
    }
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return signal;
    throw signal;
  }
  return bits;
}
