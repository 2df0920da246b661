/** The state to show where an initial state itself ends in a model error: as declared, before anything has run. */
import { Choices, CutSignal } from '../../model/interpreter/choices.ts';
import { firstValue } from '../../model/interpreter/first-values.ts';
import { declaredState } from '../../model/interpreter/initial.ts';
import { ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import { least } from '../../model/values.ts';

/** Each variable has its first value where it exists, the least of them where it is `any`; otherwise the least of its type. */
export function beforeStart(model: Model): State {
  const nobody = model.instances.map(() => false);
  return declaredState(model, nobody, true, (variable, state, self) => {
    try {
      return variable.initial === null ? least(variable.type) : firstValue(model, variable, variable.initial, state, self, new Choices([]));
    } catch (signal) {
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return least(variable.type);
      throw signal;
    }
  });
}
