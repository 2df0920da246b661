/**
 * A run without end that another program found, given as its states and what its steps take: the interpreter follows it, and says whether its
 * loop is fair and breaks the property. So a disagreement is seen, whoever is wrong.
 */
import type { CheckOptions } from '../explore/check/check.ts';
import { fairnessOrOwed, holdsOnLasso, lostAtCuts, type Owed } from '../explore/liveness/lasso.ts';
import { stateKey } from '../explore/machine/state-key.ts';
import { type FairItem, fairItems } from '../model/fair-items.ts';
import { holdsIn, initialSteps, steps } from '../model/interpreter.ts';
import type { Expr, Model, Property } from '../model/ir.ts';
import type { MessageState, State, Step, StepLabel } from '../model/state.ts';
import type { Trace, TraceStep, Verdict } from '../verdict.ts';
import { searched } from './retrace.ts';

/** What a step takes, as far as fairness sees it. */
export interface ForeignStep {
  readonly kind: StepLabel['kind'];
  readonly item: FairItem | null;
  /** the message that it takes, loses or changes; its age does not matter */
  readonly message: MessageState | null;
  /** one message of each kind that it sends across cuts, and that is lost there; null where that is not told */
  readonly lost: readonly MessageState[] | null;
  /** the state after it */
  readonly state: State;
}

export interface ForeignLasso {
  readonly model: Model;
  readonly property: Property & { readonly kind: 'liveness' };
  readonly first: State;
  readonly steps: readonly ForeignStep[];
  /** the steps from this number on repeat forever; where it is their number, the run rests */
  readonly loop: number;
}

/** Why a lasso is no violation. `owed`: of one that is not fair, what strong fairness asks for, where it owes nothing else. */
export interface NoLasso {
  readonly why: 'no run' | 'unfair' | 'not broken';
  readonly owed: Owed | null;
}

/** Yields the number of states looked at since it last did. The simplest that a small search finds is shown, or else the given one. */
export function* retracedLasso(lasso: ForeignLasso, options: CheckOptions): Generator<number, Verdict | NoLasso> {
  const trace = traceOf(lasso);
  if (trace === null) return no('no run');
  const { model, property, loop } = lasso;
  const states = [trace.first, ...trace.steps.map(({ state }) => state)];
  const isResting = loop === trace.steps.length;
  if (stateKey(states[loop]) !== stateKey(states[states.length - 1])) return no('no run');
  const [stem, round] = [states.slice(0, loop), isResting ? states.slice(loop) : states.slice(loop, -1)];
  if (isResting && model.timing.time) return no('unfair');
  const fair = fairnessOrOwed(model, { states: round, steps: trace.steps.slice(loop).map(({ step }) => step) });
  if ('owed' in fair) return no('unfair', fair.owed);
  const holds = (predicate: Expr, state: State) => holdsIn(model, predicate, state) === true;
  const { formula, provided } = property;
  if (holdsOnLasso(holds, formula, stem, round) || (provided !== null && !holdsOnLasso(holds, provided, stem, round)))
    return no('not broken');
  const simplest = yield* searched(model, property.name, options);
  return simplest ?? { status: 'violated', trace: { ...trace, loop, fairness: fair.reasons }, blame: null };
}

function no(why: NoLasso['why'], owed: Owed | null = null): NoLasso {
  return { why, owed };
}

function traceOf({ model, first, steps: taken }: ForeignLasso): Trace | null {
  const wanted = stateKey(first);
  const initial = [...initialSteps(model)].find(({ target }) => target.kind === 'state' && stateKey(target.state) === wanted);
  if (initial === undefined) return null;
  const followed: TraceStep[] = [];
  let state = first;
  let [time, faults] = [0, initial.cost];
  for (const one of taken) {
    const step = steps(model, state).find((other) => isIt(model, state, other, one));
    if (step === undefined) return null;
    state = one.state;
    if (step.label.kind === 'tick') time++;
    faults += step.cost;
    followed.push({ step, state, time });
  }
  return { initial, first, steps: followed, faults };
}

function isIt(model: Model, from: State, step: Step, { kind, item, message, lost, state }: ForeignStep): boolean {
  const { label, target } = step;
  if (label.kind !== kind || target.kind !== 'state' || stateKey(target.state) !== stateKey(state)) return false;
  const { list, indexOf } = fairItems(model);
  // Of what nothing is asked, as of a cut that may stay, there is no item.
  const key = JSON.stringify(item);
  if (indexOf(label) !== list.findIndex((one) => JSON.stringify(one) === key)) return false;
  if (message !== null && 'message' in label && !isSame(label.message, message)) return false;
  const kinds = (of: readonly MessageState[]) => [...new Set(of.map(kindOf))].sort().join();
  return lost === null || kinds(lostAtCuts(model, from, step.events)) === kinds(lost);
}

function isSame(a: MessageState, b: MessageState): boolean {
  return kindOf(a) === kindOf(b) && a.corrupted === b.corrupted && JSON.stringify(callOf(a)) === JSON.stringify(callOf(b));
}

function callOf({ call }: MessageState) {
  return call === null ? null : [call.caller, call.call, call.fresh];
}

function kindOf({ from, to, message, fields }: MessageState): string {
  return JSON.stringify([from, to, message, fields]);
}
