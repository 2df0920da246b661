/** Whether other assumptions about the same system rule a run out: cheaply, by what they do not assume at all. */
import { unhandled } from '#grammar';
import { CRASH_MODES, comesBack } from '../model/crash-modes.ts';
import type { Model } from '../model/ir.ts';
import type { StepLabel } from '../model/state.ts';
import type { Trace } from '../verdict.ts';

/** No run of the model has steps that a scenario made of these would name alike. Where false, there may be one. */
export function isRuledOut(model: Model, { first, steps }: Trace): boolean {
  return model.instances.length === first.nodes.length && steps.some(({ step: { label } }) => !isAssumed(model, label));
}

function isAssumed(model: Model, label: StepLabel): boolean {
  const { network, crashes } = model;
  switch (label.kind) {
    case 'crash': {
      // A scenario's `crashes` is also a crash with amnesia.
      const may = (durableLost: readonly boolean[]) => !label.durableLost || durableLost.includes(true);
      return crashes.some(({ mode, instances }) => instances.includes(label.node) && may(CRASH_MODES[mode]?.durableLost ?? []));
    }
    case 'restart':
      return crashes.some(({ mode, instances }) => instances.includes(label.node) && comesBack(mode));
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
      return model.clockSteps !== null;
    case 'stabilise':
      return model.stabilises;
    case 'tick':
      return model.timing.time;
    // A lie is named as a message that is handled.
    case 'lie':
    case 'deliver':
    case 'fire':
    case 'resume':
    case 'act':
      return true;
    default:
      return unhandled(label);
  }
}
