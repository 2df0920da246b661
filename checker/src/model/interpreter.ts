/**
 * The reference interpreter: what the rules mean, plain and slow. A model is explored by `initialSteps` and `steps`; every
 * other machine must give the same states and steps, and every trace is replayed here before anyone sees it.
 */
import { CutSignal, ModelErrorSignal } from './interpreter/choices.ts';
import { type Knows, value } from './interpreter/expressions.ts';
import { actSteps, deliverSteps, fireSteps, lieSteps, resumeSteps } from './interpreter/node-steps.ts';
import {
  clockSteps,
  corruptSteps,
  crashSteps,
  cutSteps,
  duplicateSteps,
  healSteps,
  loseSteps,
  restartSteps,
  stabiliseSteps,
  tickSteps,
} from './interpreter/world-steps.ts';
import type { Expr, Model, Value } from './ir.ts';
import type { State, Step, StepLabel } from './state.ts';
import { STEP_ORDER } from './step-kinds.ts';

export { ModelErrorSignal } from './interpreter/choices.ts';
export { somethingDue } from './interpreter/due.ts';
export type { Knows } from './interpreter/expressions.ts';
export { initialSteps } from './interpreter/initial.ts';

/** Every step from a state, in the order in which counterexamples prefer them: by kind, then instance, then message, then choices. `kinds`: of these alone. */
export function steps(model: Model, state: State, kinds: readonly StepLabel['kind'][] = STEP_ORDER): Step[] {
  return kinds.flatMap((kind) => STEPS[kind](model, state));
}

type StepsOf = (model: Model, state: State) => Step[];

const STEPS: Readonly<Record<StepLabel['kind'], StepsOf>> = {
  deliver: deliverSteps,
  fire: each(fireSteps),
  resume: each(resumeSteps),
  act: each(actSteps),
  tick: tickSteps,
  stabilise: stabiliseSteps,
  crash: each(crashSteps),
  restart: each(restartSteps),
  lose: loseSteps,
  duplicate: duplicateSteps,
  corrupt: corruptSteps,
  cut: cutSteps,
  heal: healSteps,
  lie: each((model, state, liar) => each((_model, _state, node) => lieSteps(model, state, liar, node))(model, state)),
  clock: each(clockSteps),
};

/** Of every node in turn. */
function each(of: (model: Model, state: State, node: number) => Step[]): StepsOf {
  return (model, state) => state.nodes.flatMap((_, node) => of(model, state, node));
}

/** What a predicate that contains `knows`, or that stands inside one, takes from outside the state. */
export interface Around {
  readonly knows: Knows;
  /** what the names stand for that are bound outside of it, by local */
  readonly locals: readonly Value[];
}

/**
 * The value of an expression of a property in a state; `next` is the target of the step for step properties.
 * Throws ModelErrorSignal where the expression has no value (division by zero, none where a value is needed).
 */
export function evaluate(model: Model, expr: Expr, state: State, next: State | null = null, around: Around | null = null): Value {
  try {
    const locals = around === null ? [] : around.locals.slice();
    return value({ model, state, locals, run: null, self: null, next, knows: around?.knows ?? null }, expr);
  } catch (signal) {
    // A property takes no step, so there is none to cut where a value passes the end of a `limit` type.
    if (signal instanceof CutSignal) throw new ModelErrorSignal({ message: `this passes ${signal.bound}`, span: expr.span });
    throw signal;
  }
}

/** As `evaluate`, for a predicate; a model error is returned instead of thrown. */
export function holdsIn(
  model: Model,
  predicate: Expr,
  state: State,
  next: State | null = null,
  around: Around | null = null,
): boolean | ModelErrorSignal {
  try {
    return evaluate(model, predicate, state, next, around) as boolean;
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return signal;
    throw signal;
  }
}
