/** The budgets of the whole call, and whether the time is used up. */
import type { Compress, SearchBudget } from '#checker';
import { type Call, positive } from '../arguments.ts';

export interface Limits {
  /** of each search */
  readonly budget: SearchBudget;
  readonly compress: Compress;
  /** "the 10 s given are used up", once they are */
  readonly timeUp: () => string | null;
}

export function limitsOf(call: Call): Limits | { readonly problem: string } {
  const maxStates = positive(call, 'max-states', 'states');
  const maxMemory = positive(call, 'max-memory', 'MiB');
  const seconds = positive(call, 'timeout', 'seconds');
  for (const limit of [maxStates, maxMemory, seconds]) if (isProblem(limit)) return limit;
  const states = typeof maxStates === 'number' ? { maxStates } : {};
  const memory = typeof maxMemory === 'number' ? { maxMemory: maxMemory * 1024 * 1024 } : {};
  const end = typeof seconds === 'number' ? performance.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
  return {
    budget: { ...states, ...memory },
    compress: compressOf(call),
    timeUp: () => (performance.now() < end ? null : `the ${seconds} s given are used up`),
  };
}

function compressOf({ options }: Call): Compress {
  if (options.compress === undefined) return 'near budget';
  return options.compress === true ? 'always' : 'never';
}

function isProblem(limit: unknown): limit is { readonly problem: string } {
  return typeof limit === 'object' && limit !== null;
}
