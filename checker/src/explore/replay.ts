/** What a trace is made with: ordered steps and what is watched on them, as the reference interpreter sees them. */
import { holdsIn, initialSteps, ModelErrorSignal, steps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep, ModelError, State, Step } from '../model/state.ts';
import type { Trace } from '../verdict.ts';
import { counterIn } from './deadline.ts';
import type { Watch } from './machine.ts';
import { brokenSteps } from './step-watch.ts';

export interface Replay {
  initial(): readonly InitialStep[];
  /** in the order in which counterexamples prefer them */
  steps(state: State): readonly Step[];
  /** the deadline's counter in a state, from the counter before; -1 is off */
  counter(before: number, tick: boolean, state: State): number;
  /** a bit for each step predicate that the step breaks; `error` where evaluating one of them is a model error */
  broken(state: State, target: State): number | ModelErrorSignal;
}

export function replayOf(model: Model, watch: Watch): Replay {
  return {
    initial: () => initialSteps(model),
    steps: (state) => steps(model, state),
    counter: (before, tick, state) => (watch.deadline === null ? -1 : counterIn(model, watch.deadline, before, tick, state)),
    broken: (state, target) => brokenSteps(model, watch.steps, state, target),
  };
}

/** What a step or initial step does wrong by itself. */
export function errorOf(replay: Replay, step: Step | InitialStep, from: State | null): ModelError | null {
  if (step.target.kind === 'error') return step.target.error;
  if (step.target.kind === 'cut' || from === null) return null;
  const broken = replay.broken(from, step.target.state);
  return broken instanceof ModelErrorSignal ? broken.error : null;
}

/** The model error that a trace ends in: of its last step, or of a watched predicate in its last state. */
export function errorAtEnd(model: Model, watch: Watch, replay: Replay, trace: Trace): ModelError {
  const last = trace.steps.at(-1);
  const from = trace.steps.length > 1 ? trace.steps[trace.steps.length - 2].state : trace.first;
  const ofStep = errorOf(replay, last?.step ?? trace.initial, last === undefined ? null : from);
  if (ofStep !== null) return ofStep;
  for (const predicate of watch.predicates) {
    const holds = holdsIn(model, predicate, last?.state ?? trace.first);
    if (holds instanceof ModelErrorSignal) return holds.error;
  }
  throw new Error('internal error: the search found a model error where the interpreter finds none');
}
