/**
 * A run chosen step by step, as numbers: which of the initial steps it begins with, and which of the steps of each state it takes, in the
 * interpreter's order. So it can be kept and sent, and the interpreter makes it again.
 */
import { beforeStart } from '../explore/search/before-start.ts';
import { sameStart, sameStep } from '../explore/search/same-step.ts';
import { initialSteps, steps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Trace, TraceStep } from '../verdict.ts';

/** All numbers from 0. */
export interface Path {
  readonly start: number;
  readonly steps: readonly number[];
}

/** Null where the model has no such run, or where it passes a bound of the search. */
export function runAlong(model: Model, path: Path): Trace | null {
  const initial = startAt(model, path.start);
  if (initial === null || initial.target.kind === 'cut') return null;
  const first = initial.target.kind === 'state' ? initial.target.state : beforeStart(model);
  return runOn(model, { initial, first, steps: [], faults: initial.cost }, 0, path);
}

/** The same, where the first so many steps of a run are those of the path, and are known. */
export function runOn(model: Model, { initial, first, steps: known }: Trace, shared: number, { steps: numbers }: Path): Trace | null {
  if (initial.target.kind !== 'state' && numbers.length > 0) return null;
  const taken = known.slice(0, shared);
  for (const number of numbers.slice(shared)) {
    const last = taken.at(-1);
    if (last?.step.target.kind === 'error') return null;
    const state = last?.state ?? first;
    const step: Step | undefined = steps(model, state)[number];
    if (step === undefined || step.target.kind === 'cut') return null;
    taken.push(afterStep(step, state, last?.time ?? 0));
  }
  return { initial, first, steps: taken, faults: taken.reduce((sum, { step }) => sum + step.cost, initial.cost) };
}

function startAt(model: Model, start: number): InitialStep | null {
  let number = 0;
  for (const one of initialSteps(model)) if (number++ === start) return one;
  return null;
}

/** The first so many steps of a trace. `known`: the first ones of them. Throws where it is no run of the model. */
export function pathOf(model: Model, { initial, first, steps: taken }: Trace, length: number, known: Path | null = null): Path {
  const numbers = known?.steps.slice(0, length) ?? [];
  let state = taken[numbers.length - 1]?.state ?? first;
  for (const [i, { step, state: after }] of taken.slice(0, length).entries()) {
    if (i < numbers.length) continue;
    const number = steps(model, state).findIndex((one) => sameStep(one, step));
    if (number < 0) throw astray(`step ${i + 1}`);
    state = after;
    numbers.push(number);
  }
  return { start: known?.start ?? startOf(model, initial), steps: numbers };
}

/** The number of an initial step. */
export function startOf(model: Model, initial: InitialStep): number {
  let start = 0;
  for (const one of initialSteps(model)) {
    if (sameStart(one, initial)) return start;
    start++;
  }
  throw astray('its beginning');
}

/** The beginning of a trace: its first so many steps, and no loop. */
export function beginningOf({ initial, first, steps: taken }: Trace, length: number): Trace {
  const some = taken.slice(0, length);
  return { initial, first, steps: some, faults: some.reduce((sum, { step }) => sum + step.cost, initial.cost) };
}

/** The trace with one step more: also one that cannot be taken, which leads nowhere. */
export function withStep(trace: Trace, step: Step): Trace {
  const last = trace.steps.at(-1);
  const added = afterStep(step, last?.state ?? trace.first, last?.time ?? 0);
  return { initial: trace.initial, first: trace.first, steps: [...trace.steps, added], faults: trace.faults + step.cost };
}

function afterStep(step: Step, before: State, time: number): TraceStep {
  return { step, state: step.target.kind === 'state' ? step.target.state : before, time: step.label.kind === 'tick' ? time + 1 : time };
}

function astray(what: string): Error {
  return new Error(`internal error: the interpreter does not find ${what} in a trace`);
}
