/** A trace and what is needed to tell it: the model, and the texts that the model was made from. */
import type { Handler, Known, Model, Role, State, Trace, TraceStep } from '#checker';
import { type Span, unhandled } from '#grammar';

export interface Reader {
  readonly model: Model;
  readonly trace: Trace;
  /** the words that a span covers; null where the text is not at hand */
  readonly source: (span: Span) => string | null;
  /** what nodes know in the last state, where the property asks */
  readonly known?: Known | null;
}

export function stateBefore(trace: Trace, step: number): State {
  return step === 0 ? trace.first : trace.steps[step - 1].state;
}

export function stateAfter({ first, steps }: Trace): State {
  return steps.length === 0 ? first : steps[steps.length - 1].state;
}

export function timeBefore(trace: Trace, step: number): number {
  return step === 0 ? 0 : trace.steps[step - 1].time;
}

export function roleOf(model: Model, node: number): Role {
  return model.roles[model.instances[node].role];
}

export function nodeName(model: Model, node: number): string {
  return model.instances[node].name;
}

/** At whom a step happens; null where it is the world's. */
export function nodeOf({ step: { label } }: TraceStep): number | null {
  switch (label.kind) {
    case 'deliver':
    case 'duplicate':
    case 'lie':
      return label.message.to;
    case 'fire':
    case 'resume':
    case 'act':
    case 'crash':
    case 'restart':
    case 'clock':
      return label.node;
    case 'tick':
    case 'stabilise':
    case 'lose':
    case 'corrupt':
    case 'cut':
    case 'heal':
      return null;
    default:
      return unhandled(label);
  }
}

/** The code that ran in a step: what its guard looked at can be told. */
export function codeOf(model: Model, traceStep: TraceStep): Pick<Handler, 'guard' | 'body'> | null {
  const { label } = traceStep.step;
  const node = nodeOf(traceStep);
  if (node === null) return null;
  const role = roleOf(model, node);
  if (label.kind === 'act') return role.actions[label.action];
  if (label.kind === 'deliver' || label.kind === 'fire' || label.kind === 'duplicate' || label.kind === 'lie' || label.kind === 'restart') {
    return label.handler === null ? null : role.handlers[label.handler];
  }
  return null;
}
