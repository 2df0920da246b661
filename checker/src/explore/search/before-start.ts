/** The state to show where an initial state itself ends in a model error: as declared, before anything has run. */
import { unhandled } from '#grammar';
import { evaluate, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Model, Type, Value, Variable } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import { cardinality } from '../../model/values.ts';

export function beforeStart(model: Model): State {
  const empty: State = {
    nodes: [],
    messages: [],
    stable: true,
    cuts: [],
    byzantine: model.instances.map(() => false),
    used: model.budgets.map(() => 0),
    time: 0,
    ghosts: [],
  };
  const nodes = model.instances.map((instance) => {
    const role = model.roles[instance.role];
    return {
      variables: role.variables.map((variable) => declared(model, variable, empty)),
      status: 'up' as const,
      timers: role.timers.map((timer) =>
        Array.from({ length: timer.key === null ? 1 : cardinality(timer.key) }, () => ({ kind: 'off' as const })),
      ),
      suspended: null,
      lateness: 0,
      clocks: model.clocks.map(() => 0),
      offsets: model.clocks.map(() => 0),
      origin: 0,
    };
  });
  return { ...empty, nodes, ghosts: model.ghosts.map((ghost) => declared(model, ghost, empty)) };
}

/** The initial value where it exists, otherwise the least value of the type. */
function declared(model: Model, variable: Variable, empty: State): Value {
  if (variable.initial === null) return least(variable.type);
  try {
    return evaluate(model, variable.initial, empty);
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return least(variable.type);
    throw signal;
  }
}

function least(type: Type): Value {
  switch (type.kind) {
    case 'bool':
      return false;
    case 'int':
      return type.lo;
    case 'enum':
      return 0;
    case 'node':
      return type.instances[0];
    case 'optional':
      return null;
    case 'struct':
      return type.fields.map((field) => least(field.type));
    case 'set':
    case 'list':
      return [];
    case 'map':
      return Array.from({ length: cardinality(type.key) }, () => least(type.value));
    default:
      return unhandled(type);
  }
}
