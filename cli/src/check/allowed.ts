/** What searches may use, and how they are made. */
import { type Budgets, type CampaignOptions, type Compress, deepen, oneDeadline, reduceFrom } from '#checker';
import type { Call } from '../call.ts';
import type { Limits } from './limits.ts';
import type { Shares } from './shares.ts';
import { mostThreads, threadsOf } from './threads.ts';

export interface Allowed {
  /** threads in all */
  readonly threads: number;
  readonly budgets: Budgets;
  readonly search: CampaignOptions['search'];
}

/** `script`: what a thread of a large search runs; null where there can be none. */
export function allowedOf(call: Call, limits: Limits, script: string | null, shares: Shares | null = null): Allowed {
  const { states, memory, seconds, threads, end } = limits;
  const budget = {
    ...(states === null ? {} : { maxStates: states }),
    ...(memory === null ? {} : { maxMemory: memory * 1024 * 1024 }),
  };
  return {
    threads: mostThreads(threads),
    budgets: oneDeadline(budget, () => performance.now(), end, `the ${seconds} s given are used up`),
    search: {
      threads: threadsOf(script, threads, shares),
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
