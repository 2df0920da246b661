/** The parameters of an action, whose values are known. */
import { combinations } from '../../fair-items.ts';
import type { Action, Value } from '../../ir.ts';
import { type Shaped, shape } from '../../shapes.ts';
import type { Unit } from '../unit.ts';

interface Arguments {
  readonly params: readonly Value[];
  /** the same as generated code has them */
  readonly shaped: readonly Shaped[];
  readonly args: readonly string[];
}

/** For each combination of an action's parameters its values, and their text. */
export function argumentsOf(unit: Unit, action: Action): Arguments[] {
  return combinations(action.params.map((p) => p.values)).map((params) => {
    const shaped = params.map((value, i) => shape(unit.model.locals[action.params[i].local].type, value));
    return { params, shaped, args: shaped.map((value) => (typeof value === 'number' ? String(value) : unit.constant(value))) };
  });
}
