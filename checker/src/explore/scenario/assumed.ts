/** Whether the assumptions let a step happen at all, in any run: known without a search. */
import { unhandled } from '#grammar';
import { CRASH_MODES, comesBack } from '../../model/crash-modes.ts';
import type { Model, Scenario, ScenarioStep } from '../../model/ir.ts';
import type { StepLabel } from '../../model/state.ts';

/** A step of a run or of a scenario, as far as it matters here. */
export type Needed =
  | { readonly kind: 'crash'; readonly node: number; readonly durable: boolean }
  | { readonly kind: 'restart'; readonly node: number }
  | { readonly kind: Exclude<ScenarioStep['kind'] | StepLabel['kind'], 'crash' | 'restart'> };

/** Where false, no run has it; where true, some may. */
export function isAssumed({ network, crashes, timing, clockSteps, stabilises }: Model, step: Needed): boolean {
  switch (step.kind) {
    case 'crash':
      return crashes.some(({ mode, instances }) => {
        const lost = CRASH_MODES[mode]?.durableLost ?? [];
        return instances.includes(step.node) && lost.length > 0 && (!step.durable || lost.includes(true));
      });
    case 'restart':
      return crashes.some(({ mode, instances }) => instances.includes(step.node) && comesBack(mode));
    case 'lose':
      return network.loss !== null;
    case 'duplicate':
      return network.duplication !== null;
    case 'corrupt':
      return network.corruption !== null;
    case 'cut':
    case 'heal':
      return network.cuts.length > 0;
    case 'clock':
      return clockSteps !== null;
    case 'stabilise':
      return stabilises;
    case 'tick':
    case 'ticks':
      return timing.time;
    // A lie is named as a message that is handled.
    case 'lie':
    case 'deliver':
    case 'take':
    case 'ignore':
    case 'fire':
    case 'resume':
    case 'act':
      return true;
    default:
      return unhandled(step);
  }
}

/** Each way of the scenario has a step that is not assumed. */
export function isRuledOut(model: Model, { ways }: Scenario): boolean {
  return ways.every(({ steps }) => steps.some((step) => !isAssumed(model, step)));
}
