/** What a search says of the model as a whole, once it is finished or interrupted. */
import type { Model } from '../../model/ir.ts';
import type { Verdict } from '../../verdict.ts';
import { boundNames } from '../machine/bounds.ts';
import type { Search } from './search.ts';

/** In one order, whatever the machine's own. */
export function boundsReached(search: Search): string[] {
  const { bounds, successors, model } = search.machine;
  const reached = new Set(bounds.filter((_, i) => successors.bounds[i] === 1));
  return reached.size === 0 ? [] : boundNames(model).filter((name) => reached.has(name));
}

/** Every initial state is over a bound: nothing at all was looked at. */
export function noState(bounds: readonly string[]): Verdict {
  return { status: 'unknown', reason: `the bounds leave no state (${bounds.join(', ')})`, budget: false };
}

/** Time exists, everything was seen, and no step is a tick. */
export function timeNeverPasses(search: Search): boolean {
  return search.exhausted && search.machine.model.timing.time && !search.ticked;
}

/** Handlers and actions that never ran; known only when everything was seen. */
export function neverRan(model: Model, search: Search): number[] | null {
  if (!isExhaustive(search)) return null;
  const ids = model.roles.flatMap((role) => [...role.handlers, ...role.actions].map((code) => code.id));
  return ids.filter((id) => search.machine.ran[id] !== 1).sort((a, b) => a - b);
}

export function isExhaustive(search: Search): boolean {
  return search.exhausted && boundsReached(search).length === 0;
}
