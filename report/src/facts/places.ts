/** Where in the text a step of a trace comes from: the code that ran, or the assumption that allows the fault; of a node that goes on the place at which it was suspended. */
import { type Span, unhandled } from '#grammar';
import { nodeOf, type Reader, roleOf, stateBefore } from './reader.ts';

export function placeOfStep({ model, trace }: Pick<Reader, 'model' | 'trace'>, index: number): Span | null {
  const traceStep = trace.steps[index];
  const { label } = traceStep.step;
  const node = nodeOf(traceStep);
  const role = node === null ? null : roleOf(model, node);
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'fire':
    case 'lie':
    case 'restart':
      return label.handler === null ? null : (role?.handlers[label.handler]?.span ?? null);
    case 'act':
      return role?.actions[label.action]?.span ?? null;
    case 'crash':
      return model.crashes[label.fault]?.span ?? null;
    case 'lose':
      return model.network.loss?.span ?? null;
    case 'corrupt':
      return model.network.corruption?.span ?? null;
    case 'cut':
      return model.network.cuts[label.fault]?.span ?? null;
    case 'clock':
      return model.clockSteps?.span ?? null;
    case 'resume': {
      const { suspended } = stateBefore(trace, index).nodes[label.node];
      return suspended === null ? null : model.pausePoints[suspended.point].span;
    }
    case 'tick':
    case 'stabilise':
    case 'heal':
      return null;
    default:
      return unhandled(label);
  }
}
