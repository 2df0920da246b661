/** What is deliverable and what is due: rules that ask node code, since `defer` has guards. */
import type { Model } from '../ir.ts';
import type { State, TimerState } from '../state.ts';
import { arrived, oldEnough, olderOfPair, roleOf, runs } from './bounds.ts';
import { CutSignal, everyPath, ModelErrorSignal } from './choices.ts';
import { deferred } from './defer.ts';
import { StepRun } from './run.ts';

/**
 * Whether `messages[index]` may be handled by its up receiver, under the readings that `run` has made or makes: old
 * enough, not deferred, and under fifo with no older undeferred message of its pair.
 */
export function deliverable(run: StepRun, index: number): boolean {
  const { model, state } = run;
  const message = state.messages[index];
  if (!oldEnough(model, state, message) || deferred(run, message)) return false;
  return !model.network.fifo || olderOfPair(state, index).every((m) => deferred(run, m));
}

/** Arrived, and deliverable whatever loose timers and clocks are read as. */
function messageIsDue(model: Model, state: State, index: number): boolean {
  const message = state.messages[index];
  if (!arrived(model, state, message)) return false;
  const paths = everyPath((choices) => {
    try {
      return deliverable(new StepRun(model, state, message.to, choices), index);
    } catch (signal) {
      // Delivering it is then itself the step that ends in the error, or is cut.
      if (signal instanceof ModelErrorSignal || signal instanceof CutSignal) return true;
      throw signal;
    }
  });
  return paths.every((path) => path.result);
}

function timerIsDue(timer: TimerState): boolean {
  return (timer.kind === 'exact' && timer.left === 0) || (timer.kind === 'loose' && timer.until === 0);
}

/** The node has something that it should react to: a suspended handler, an expired timer with a handler, a message that has arrived. */
export function somethingDue(model: Model, state: State, node: number): boolean {
  if (!runs(state, node)) return false;
  const { suspended, timers } = state.nodes[node];
  if (suspended !== null) return true;
  const role = roleOf(model, node);
  if (timers.some((keys, t) => role.timers[t].hasHandler && keys.some(timerIsDue))) return true;
  return state.messages.some((m, index) => m.to === node && messageIsDue(model, state, index));
}
