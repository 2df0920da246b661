/** What the call may use, and how its searches are made. */
import { type Budgets, type CampaignOptions, type Compress, deepen, oneDeadline, reduceFrom } from '#checker';
import { type Call, positive } from '../call.ts';
import type { Shares } from './shares.ts';
import { mostThreads, threadsOf } from './threads.ts';

export interface Limits {
  /** threads in all */
  readonly threads: number;
  readonly budgets: Budgets;
  readonly search: CampaignOptions['search'];
}

/** `script`: what a thread of a large search runs; null where there can be none. */
export function limitsOf(call: Call, script: string | null, shares: Shares | null = null): Limits | { readonly problem: string } {
  const maxStates = positive(call, 'max-states', 'states');
  const maxMemory = positive(call, 'max-memory', 'MiB');
  const seconds = positive(call, 'timeout', 'seconds');
  const threads = positive(call, 'threads', 'threads', 2);
  for (const limit of [maxStates, maxMemory, seconds, threads]) if (isProblem(limit)) return limit;
  const states = typeof maxStates === 'number' ? { maxStates } : {};
  const memory = typeof maxMemory === 'number' ? { maxMemory: maxMemory * 1024 * 1024 } : {};
  const end = typeof seconds === 'number' ? performance.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
  const asked = typeof threads === 'number' ? threads : null;
  return {
    threads: mostThreads(asked),
    budgets: oneDeadline({ ...states, ...memory }, () => performance.now(), end, `the ${seconds} s given are used up`),
    search: {
      threads: threadsOf(script, asked, shares),
      reduceFrom: call.options.reduction === false ? Infinity : reduceFrom,
      ...(call.options.deepening === false ? {} : deepen),
      compress: compressOf(call),
    },
  };
}

function compressOf({ options }: Call): Compress {
  if (options.compress === undefined) return 'near budget';
  return options.compress === true ? 'always' : 'never';
}

function isProblem(limit: unknown): limit is { readonly problem: string } {
  return typeof limit === 'object' && limit !== null;
}
