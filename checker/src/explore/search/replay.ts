/** The material of a trace: ordered steps and their watched values, as the reference interpreter sees them. */
import { type Around, holdsIn, initialSteps, ModelErrorSignal, steps } from '../../model/interpreter.ts';
import type { Expr, Model } from '../../model/ir.ts';
import type { InitialStep, ModelError, State, Step } from '../../model/state.ts';
import type { Watch } from '../../model/watch.ts';
import type { Trace } from '../../verdict.ts';
import { counterIn, OFF } from '../machine/deadline.ts';
import type { Memory } from '../machine/machine.ts';
import { brokenSteps } from '../machine/step-watch.ts';

export interface Replay {
  /** one after the other */
  initial(): Iterable<InitialStep>;
  /** in the order in which counterexamples prefer them */
  steps(state: State): readonly Step[];
  /**
   * What the machine's states know of the run: the deadline's counter (-1 is off, and where it is a model error), or its memory. `before`:
   * the same of the state before the step; null at the start.
   */
  counter(before: { readonly counter: number; readonly state: State } | null, step: Step | InitialStep, state: State): number;
  /** a bit for each step predicate that the step breaks; `error` where evaluating one of them is a model error */
  broken(state: State, target: State): number | ModelErrorSignal;
  /** the model error that a watched predicate is in this state */
  errorIn(state: State): ModelError | null;
  /** of a scenario that is over there: that what has to be true then has no value */
  errorAtEnd(state: State): ModelError | null;
}

/** `memory`: of the machine that made the search. */
export function replayOf(model: Model, watch: Watch, memory: Memory | null = null): Replay {
  const ends = watch.scenario?.ways.flatMap(({ then }) => then ?? []) ?? [];
  return {
    initial: () => initialSteps(model),
    steps: (state) => steps(model, state),
    counter(before, step, state) {
      const isStep = 'label' in step;
      if (memory !== null) return before === null || !isStep ? memory.start : memory.after(before.counter, before.state, step, state);
      const tick = isStep && step.label.kind === 'tick';
      const counter = watch.deadline === null ? OFF : counterIn(model, watch.deadline, before?.counter ?? OFF, tick, state, watch.known);
      return typeof counter === 'number' ? counter : OFF;
    },
    broken: (state, target) => brokenSteps(model, watch.steps, state, target, watch.known),
    errorIn: (state) => firstError(model, watch.predicates, state, watch.known),
    errorAtEnd: (state) => firstError(model, ends, state, watch.known),
  };
}

function firstError(model: Model, predicates: readonly Expr[], state: State, known: Around | undefined): ModelError | null {
  for (const predicate of predicates) {
    const holds = holdsIn(model, predicate, state, null, known);
    if (holds instanceof ModelErrorSignal) return holds.error;
  }
  return null;
}

/** The model error that a step or initial step ends in: its own, or one of what is watched on it and in its target. */
export function errorOf(replay: Replay, step: Step | InitialStep, from: State | null): ModelError | null {
  if (step.target.kind === 'error') return step.target.error;
  if (step.target.kind === 'cut') return null;
  const broken = from === null ? 0 : replay.broken(from, step.target.state);
  return broken instanceof ModelErrorSignal ? broken.error : replay.errorIn(step.target.state);
}

/** The model error that a trace ends in. */
export function errorAtEnd(replay: Replay, trace: Trace): ModelError {
  const last = trace.steps.at(-1);
  const from = trace.steps.length > 1 ? trace.steps[trace.steps.length - 2].state : trace.first;
  const error =
    errorOf(replay, last?.step ?? trace.initial, last === undefined ? null : from) ?? replay.errorAtEnd(last?.state ?? trace.first);
  if (error === null) throw new Error('internal error: the search found a model error where the interpreter finds none');
  return error;
}
