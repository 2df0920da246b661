/** What holds back the step that a run lacks, where a scenario is not reached: in the last state of the run that comes furthest. */
import { Progress } from '../explore/scenario/progress.ts';
import { steps as stepsFrom } from '../model/interpreter.ts';
import type { Model, Scenario, ScenarioStep } from '../model/ir.ts';
import type { NearestRun, Trace } from '../verdict.ts';
import { type Waiting, waitingIn } from './waiting.ts';

/** Of each choice of its names for which the run has the steps before; each once. Empty where nothing of its own keeps the step from coming there. */
export function heldBack(model: Model, scenario: Scenario, { steps, missing, trace }: NearestRun): Waiting[] {
  if (missing.kind !== 'step' || trace === null) return [];
  const state = trace.steps.at(-1)?.state ?? trace.first;
  const found = scenario.ways.filter((way) =>
    hasSteps(model, { ...scenario, ways: [{ ...way, steps: way.steps.slice(0, steps), then: null }] }, trace),
  );
  const all = waitingIn(model, state, stepsFrom(model, state));
  return all.filter((waiting) => found.some((way) => isHeld(model, way.steps[steps], waiting)));
}

function hasSteps(model: Model, scenario: Scenario, { first, steps }: Trace): boolean {
  const progress = new Progress(model, scenario);
  let [at, from] = [progress.start, first];
  for (const { step, state } of steps) {
    at = progress.after(at, from, step, state);
    from = state;
  }
  return progress.isReached(at);
}

/** These wait for no code of a node, or their node stands at a pause where they can happen. */
type Otherwise =
  | 'resume'
  | 'ignore'
  | 'crash'
  | 'restart'
  | 'clock'
  | 'lose'
  | 'duplicate'
  | 'corrupt'
  | 'cut'
  | 'heal'
  | 'stabilise'
  | 'ticks';

/** The step is one of what waits, or of a node that does nothing. */
function isHeld(model: Model, step: ScenarioStep, { node, what }: Waiting): boolean {
  switch (step.kind) {
    case 'act':
      return step.node === node && (what.kind === 'node' || (what.kind === 'action' && what.action === step.action));
    case 'fire':
      return step.node === node && (what.kind === 'node' || (what.kind === 'timer' && what.timer === step.timer));
    case 'take': {
      if (step.message.to !== node) return false;
      if (what.kind === 'node') return true;
      const role = model.roles[model.instances[node].role];
      const trigger = what.kind === 'handler' ? role.handlers[what.handler].trigger : null;
      return trigger?.kind === 'message' && trigger.message === step.message.message;
    }
    default:
      step.kind satisfies Otherwise;
      return false;
  }
}
