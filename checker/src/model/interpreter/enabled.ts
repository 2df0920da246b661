/**
 * Whether a node can have a turn: the step exists for some reading of its clocks and loose timers, whatever comes of it. A step
 * that ends in a model error, or that a bound of the search cuts, is a step.
 */
import { unhandled } from '#grammar';
import { combinations } from '../fair-items.ts';
import type { Expr, Model, Turn, Value } from '../ir.ts';
import type { MessageState, State } from '../state.ts';
import { equal, values } from '../values.ts';
import { roleOf, runs } from './bounds.ts';
import { CutSignal, everyPath, ModelErrorSignal } from './choices.ts';
import { bindPattern } from './defer.ts';
import type { Draft } from './draft.ts';
import { deliverable } from './due.ts';
import { guardHolds } from './expressions.ts';
import { StepRun } from './run.ts';

export function isEnabled(model: Model, state: State | Draft, node: number, turn: Turn, value: (e: Expr) => Value): boolean {
  const role = roleOf(model, node);
  const isIn = (asked: Expr | null) => {
    if (asked === null) return () => true;
    const wanted = value(asked);
    return (found: Value) => equal(asked.type, wanted, found);
  };
  switch (turn.kind) {
    case 'act': {
      const action = role.actions[turn.action];
      const fits = turn.params.map(isIn);
      const possible = combinations(action.params.map((param) => param.values)).filter((params) => params.every((v, i) => fits[i](v)));
      return can(state, node) && possible.some((params) => isAction(model, state, node, turn.action, params));
    }
    case 'fire': {
      const { key } = role.timers[turn.timer];
      const fits = isIn(turn.key);
      const timers = state.nodes[node].timers[turn.timer];
      const keys = key === null ? [null] : values(key);
      const hasRunOut = timers.map((timer) => (timer.kind === 'exact' && timer.left === 0) || (timer.kind === 'loose' && timer.ripe));
      return can(state, node) && keys.some((v, i) => (key === null || fits(v)) && hasRunOut[i]);
    }
    case 'deliver':
      return can(state, node) && state.messages.some((m, i) => m.message === turn.message && isTaken(model, state, node, m, i));
    default:
      return unhandled(turn);
  }
}

function can(state: State | Draft, node: number): boolean {
  return runs(state, node) && state.nodes[node].suspended === null;
}

function isAction(model: Model, state: State | Draft, node: number, index: number, params: readonly Value[]): boolean {
  const action = roleOf(model, node).actions[index];
  return forSomeReading(model, state, node, (run) => {
    action.params.forEach((param, i) => {
      run.locals[param.local] = params[i];
    });
    return guardHolds(run, action.guard);
  });
}

/** The message can be delivered to the node now, and one of its handlers takes it. */
function isTaken(model: Model, state: State | Draft, node: number, message: MessageState, index: number): boolean {
  if (message.to !== node) return false;
  const { handlers } = roleOf(model, node);
  return forSomeReading(model, state, node, (run) => {
    if (!deliverable(run, index)) return false;
    run.context = message;
    return handlers.some(
      ({ trigger, guard }) => trigger.kind === 'message' && bindPattern(run, trigger, message) && guardHolds(run, guard),
    );
  });
}

function forSomeReading(model: Model, state: State | Draft, node: number, holds: (run: StepRun) => boolean): boolean {
  const ways = everyPath((choices) => {
    try {
      return holds(new StepRun(model, state, node, choices));
    } catch (signal) {
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return true;
      throw signal;
    }
  });
  return ways.some(({ result }) => result);
}
