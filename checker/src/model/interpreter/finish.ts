/** From the draft that a step leaves behind to its target: put in order, lateness brought up to date, bounds judged. */
import type { Model } from '../ir.ts';
import type { Choice, State, Target } from '../state.ts';
import { compareMessages } from '../values.ts';
import { type Choices, CutSignal, eachPath, ModelErrorSignal } from './choices.ts';
import type { Draft } from './draft.ts';
import { somethingDue } from './due.ts';
import { value } from './expressions.ts';

export function finish(model: Model, draft: Draft): Target {
  if (draft.messages.length > model.network.capacity) return { kind: 'cut', bound: `capacity ${model.network.capacity}` };
  draft.messages.sort((a, b) => (model.network.fifo ? a.from - b.from || a.to - b.to : compareMessages(model, a, b)));
  draft.nodes.forEach((node, i) => {
    if (node.lateness > 0 && !somethingDue(model, draft, i)) node.lateness = 0;
  });
  const state: State = draft;
  for (const limit of model.limits) {
    const holds = value({ model, state, locals: [], run: null, self: null, next: null, knows: null }, limit.predicate);
    if (!holds) return { kind: 'cut', bound: `limit ${limit.text}` };
  }
  return { kind: 'state', state };
}

export interface Path<Info> {
  readonly info: Info;
  readonly target: Target;
  readonly choices: readonly Choice[];
}

/**
 * Runs a step along every path of its choices. `run` does the step and returns its draft, or null where there is no step
 * along this path; `infoOf` is called afterwards, also where the run ended in an error or a cut.
 */
export function paths<Info>(model: Model, run: (choices: Choices) => Draft | null, infoOf: () => Info): Path<Info>[] {
  return [...eachOfPaths(model, run, infoOf)];
}

/** The same, each when it is asked for. */
export function* eachOfPaths<Info>(model: Model, run: (choices: Choices) => Draft | null, infoOf: () => Info): Generator<Path<Info>, void> {
  const all = eachPath((choices): { info: Info; target: Target } | null => {
    const target = targetOf(model, () => run(choices));
    return target === null ? null : { info: infoOf(), target };
  });
  for (const { result, choices } of all) if (result !== null) yield { ...result, choices };
}

function targetOf(model: Model, run: () => Draft | null): Target | null {
  try {
    const draft = run();
    return draft === null ? null : finish(model, draft);
  } catch (signal) {
    if (signal instanceof ModelErrorSignal) return { kind: 'error', error: signal.error };
    if (signal instanceof CutSignal) return { kind: 'cut', bound: signal.bound };
    throw signal;
  }
}
