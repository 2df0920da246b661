/** Whether other assumptions about the same system rule a run out: by what they do not assume at all. */
import { isAssumed } from '../explore/scenario/assumed.ts';
import type { Model } from '../model/ir.ts';
import type { Trace } from '../verdict.ts';

/** No run of the model has steps that a scenario made of these would name alike. Where false, there may be one. */
export function isRunRuledOut(model: Model, { first, steps }: Trace): boolean {
  if (model.instances.length !== first.nodes.length) return false;
  return steps.some(({ step: { label } }) => !isAssumed(model, label.kind === 'crash' ? { ...label, durable: label.durableLost } : label));
}
