/** The part of a state that fairness depends on: which items are enabled, which messages are deferred. */
import { unhandled } from '#grammar';
import { sameCut } from '../cuts.ts';
import type { FairItem } from '../fair-items.ts';
import type { Model } from '../ir.ts';
import type { MessageState, State } from '../state.ts';
import { roleOf, runs } from './bounds.ts';
import { CutSignal, everyPath, ModelErrorSignal } from './choices.ts';
import { deferred } from './defer.ts';
import { guardHolds } from './expressions.ts';
import { StepRun } from './run.ts';

/** Enabled whether or not its node is suspended, whatever clocks and loose timers are read as. */
export function itemEnabled(model: Model, state: State, item: FairItem): boolean {
  switch (item.kind) {
    case 'resume':
      return runs(state, item.node) && state.nodes[item.node].suspended !== null;
    case 'fire': {
      const timer = state.nodes[item.node].timers[item.timer][item.key];
      if (!runs(state, item.node) || timer.kind === 'off') return false;
      return timer.kind === 'exact' ? timer.left === 0 : timer.ripe;
    }
    case 'act': {
      if (!runs(state, item.node)) return false;
      const action = roleOf(model, item.node).actions[item.action];
      return whateverIsRead(model, state, item.node, (run) => {
        action.params.forEach((param, i) => {
          run.locals[param.local] = item.params[i];
        });
        return guardHolds(run, action.guard);
      });
    }
    case 'restart':
      return state.nodes[item.node].status === 'down';
    case 'heal':
      return state.cuts.some((cut) => sameCut(cut, item.cut));
    case 'stabilise':
      return !state.stable;
    default:
      return unhandled(item);
  }
}

/** The receiver defers it under no reading of clocks and loose timers; one that is not up defers nothing. */
export function undeferred(model: Model, state: State, message: MessageState): boolean {
  if (state.nodes[message.to].status !== 'up') return true;
  return whateverIsRead(model, state, message.to, (run) => !deferred(run, message));
}

function whateverIsRead(model: Model, state: State, node: number, holds: (run: StepRun) => boolean): boolean {
  const paths = everyPath((choices) => {
    try {
      return holds(new StepRun(model, state, node, choices));
    } catch (signal) {
      // If evaluating the guard is a model error, nothing is enabled.
      if (signal instanceof ModelErrorSignal) return false;
      // A step that a bound of the search would cut is enabled.
      if (signal instanceof CutSignal) return true;
      throw signal;
    }
  });
  return paths.every((path) => path.result);
}
