/** Initial states: every `any`, every Byzantine set, stable or not, and what the nodes do on start. */
import type { Model, Value, Variable } from '../ir.ts';
import type { Event, InitialStep, State } from '../state.ts';
import { cardinality } from '../values.ts';
import { OFF, roleOf } from './bounds.ts';
import type { Choices } from './choices.ts';
import type { Draft } from './draft.ts';
import { eachOfPaths } from './finish.ts';
import { firstValue } from './first-values.ts';
import { runFirst, type StepInfo } from './node-steps.ts';
import { StepRun } from './run.ts';

/** One after the other: there may be a billion of them. */
export function* initialSteps(model: Model): Generator<InitialStep, void> {
  for (const byzantine of byzantineSets(model)) {
    for (const stable of model.stabilises ? [true, false] : [true]) yield* startsWith(model, byzantine, stable);
  }
}

function* startsWith(model: Model, byzantine: readonly boolean[], stable: boolean): Generator<InitialStep, void> {
  let info: Started = { events: [], ran: [] };
  const start = (choices: Choices) => {
    info = { events: [], ran: [] };
    const run = new StepRun(
      model,
      declaredState(model, byzantine, stable, (variable, state, self) =>
        firstValue(model, variable, variable.initial, state, self, choices),
      ),
      0,
      choices,
    );
    for (const { index } of model.instances) {
      if (!byzantine[index]) startNode(run, index, info);
    }
    return run.state;
  };
  const cost = byzantine.filter(Boolean).length;
  for (const { choices, target, info: started } of eachOfPaths(model, start, () => info)) yield { choices, cost, target, ...started };
}

interface Started {
  readonly events: Event[];
  readonly ran: number[];
}

function startNode(whole: StepRun, node: number, started: Started): void {
  const run = new StepRun(whole.model, whole.state as State, node, whole.choices);
  const info: StepInfo = { handler: null, events: run.events };
  try {
    runFirst(run, info, { kind: 'start' });
  } finally {
    // Also where it ends in an error or a cut.
    if (info.handler !== null) started.ran.push(roleOf(run.model, node).handlers[info.handler].id);
  }
  Object.assign(whole.state, run.state satisfies Draft);
  started.events.push(...run.events);
}

/** The value that a variable is declared with; those above it have theirs in `state`. `self` is null for a ghost of the system. */
export type DeclaredValue = (variable: Variable, state: Draft, self: number | null) => Value;

/** As declared, before anything has run. */
export function declaredState(model: Model, byzantine: readonly boolean[], stable: boolean, declared: DeclaredValue): State {
  const draft = nothingHeld(model, byzantine, stable);
  draft.ghosts = model.ghosts.map((ghost) => declared(ghost, draft, null));
  for (const { index } of model.instances) {
    const { variables } = draft.nodes[index];
    for (const variable of roleOf(model, index).variables) variables.push(declared(variable, draft, index));
  }
  return draft;
}

/** No variable has its value yet. */
function nothingHeld(model: Model, byzantine: readonly boolean[], stable: boolean): Draft {
  const nodes = model.instances.map(({ index }) => ({
    variables: [],
    status: 'up' as const,
    timers: roleOf(model, index).timers.map((timer) => new Array(timer.key === null ? 1 : cardinality(timer.key)).fill(OFF)),
    suspended: null,
    lateness: 0,
    clocks: model.clocks.map(() => 0),
    offsets: model.clocks.map(() => 0),
    origin: 0,
  }));
  return { nodes, messages: [], stable, cuts: [], byzantine, used: model.budgets.map(() => 0), time: 0, ghosts: [] };
}

/** Every set of instances that the declarations allow, smaller ones first. */
export function byzantineSets(model: Model): boolean[][] {
  let sets: boolean[][] = [model.instances.map(() => false)];
  for (const fault of model.crashes.filter((f) => f.mode === 'byzantine')) {
    const limit = fault.upTo ?? fault.instances.length;
    for (const instance of fault.instances) {
      const withIt = sets.filter((set) => fault.instances.filter((i) => set[i]).length < limit).map((set) => set.with(instance, true));
      sets = [...sets, ...withIt];
    }
  }
  const size = (set: boolean[]) => set.filter(Boolean).length;
  return sets.sort((a, b) => size(a) - size(b));
}
