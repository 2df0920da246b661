/** How long a run is: what is minimal about a counterexample. */
import type { Trace } from '#checker';

export interface Length {
  readonly faults: number;
  /** before the loop, if there is one */
  readonly steps: number;
  readonly loop: { readonly steps: number; readonly faults: number } | null;
}

export function lengthIn({ steps, faults, loop }: Trace): Length {
  if (loop === undefined) return { faults, steps: steps.length, loop: null };
  const round = steps.slice(loop);
  return { faults, steps: loop, loop: { steps: round.length, faults: round.reduce((sum, { step }) => sum + step.cost, 0) } };
}
