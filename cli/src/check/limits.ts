/** The budgets of the whole call, and what is left of them for the next search. */
import type { SearchBudget } from '#checker';
import { type Call, positive } from '../arguments.ts';

export interface Limits {
  /** for a search that begins now; null where the time is used up */
  readonly next: () => SearchBudget | null;
  /** "stopped after 10 s" */
  readonly timeUp: string;
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
    next() {
      const left = end - performance.now();
      if (left <= 0) return null;
      return { ...states, ...memory, ...(Number.isFinite(left) ? { timeout: left } : {}) };
    },
    timeUp: `the ${seconds} s given were used up before`,
  };
}

function isProblem(limit: unknown): limit is { readonly problem: string } {
  return typeof limit === 'object' && limit !== null;
}
