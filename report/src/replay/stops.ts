/** Where someone who walks along a run stops: ticks that nothing is told of are passed. */
import type { Counterexample } from '../result/types.ts';

/** In order, each once; the first state and the last one are always among them, and the one that a loop comes back to. */
export function stopsOf({ steps, replay: { moments, loop } }: Pick<Counterexample, 'steps' | 'replay'>): readonly number[] {
  const told = steps.map(({ number }) => number);
  return [...new Set([0, ...told, ...(loop === null ? [] : [loop]), moments.length])].sort((a, b) => a - b);
}
