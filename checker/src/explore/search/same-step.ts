/** Whether two steps are one, however their objects were made: those of a trace that was kept or sent elsewhere are others than those made anew. */
import type { InitialStep, Step, Target } from '../../model/state.ts';
import { stateKey } from '../machine/state-key.ts';

export function sameStep(a: Step, b: Step): boolean {
  return textOf([a.label, a.choices, a.cost]) === textOf([b.label, b.choices, b.cost]) && sameTarget(a.target, b.target);
}

export function sameStart(a: InitialStep, b: InitialStep): boolean {
  return textOf([a.choices, a.cost]) === textOf([b.choices, b.cost]) && sameTarget(a.target, b.target);
}

export function sameTarget(a: Target, b: Target): boolean {
  if (a.kind === 'state' && b.kind === 'state') return stateKey(a.state) === stateKey(b.state);
  // Places may have moved with the text.
  if (a.kind === 'error' && b.kind === 'error') return a.error.message === b.error.message;
  return a.kind === b.kind && textOf(a) === textOf(b);
}

/** One text for equal values. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    const isPlain = typeof part === 'object' && part !== null && !Array.isArray(part);
    return isPlain ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
  });
}
