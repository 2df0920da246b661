/** A trace found under smaller bounds, followed under those asked for by the interpreter. */
import { holdsIn, initialSteps, steps } from '../../model/interpreter.ts';
import type { Expr, Model, Property } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Trace } from '../../verdict.ts';
import { fairnessOf, holdsOnLasso } from '../liveness/lasso.ts';
import { sameStep, sameTarget } from '../search/same-step.ts';

/** Throws where the trace is no run of the model. */
export function sureRun(model: Model, { initial, first, steps: taken }: Trace): void {
  const begins = [...initialSteps(model)].some(({ target }) => sameTarget(target, initial.target));
  if (!begins) throw astray('its first state');
  let from: State = first;
  for (const [i, { step, state }] of taken.entries()) {
    if (!steps(model, from).some((one) => sameStep(one, step))) throw astray(`step ${i + 1}`);
    from = state;
  }
}

function astray(where: string): Error {
  return new Error(`internal error: a trace found under smaller bounds is no run under those asked for: ${where}`);
}

/** Throws where the lasso does not break the property under this model, or where some fairness forbids it. */
export function sureLasso(model: Model, { name, formula, provided }: Extract<Property, { kind: 'liveness' }>, trace: Trace): void {
  const { first, loop = 0, steps: taken } = trace;
  const states = [first, ...taken.map(({ state }) => state)];
  const round = taken.slice(loop);
  const path = states.slice(0, loop);
  const loopStates = round.length === 0 ? states.slice(-1) : states.slice(loop, -1);
  fairnessOf(model, { states: loopStates, steps: round.map(({ step }) => step) });
  const holds = (predicate: Expr, state: State) => holdsIn(model, predicate, state) === true;
  const isBroken = !holdsOnLasso(holds, formula, path, loopStates);
  const isProvided = provided === null || holdsOnLasso(holds, provided, path, loopStates);
  if (!isBroken || !isProvided) throw new Error(`internal error: the lasso found under smaller bounds does not break ${name}`);
}
