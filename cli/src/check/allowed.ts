/** What searches may use, and how they are made. */
import { type Budgets, type CampaignOptions, type Compress, deepen, eachAtMost, oneDeadline, reduceFrom } from '#checker';
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
export function allowedOf(call: Call, limits: Limits, script: string | null, shares: Pick<Shares, 'busy'> | null = null): Allowed {
  const { states, memory, seconds, each, threads, end } = limits;
  const now = () => performance.now();
  const budget = {
    ...(states === null ? {} : { maxStates: states }),
    ...(memory === null ? {} : { maxMemory: memory * 1024 * 1024 }),
  };
  const inAll = oneDeadline(budget, now, end, `the ${seconds} s given are used up`);
  return {
    threads: mostThreads(threads),
    budgets: each === null ? inAll : eachAtMost(inAll, now, each * 1000, `the ${each} s for a search are used up`),
    search: {
      threads: threadsOf(script, threads, shares),
      reduceFrom: call.options.reduction === false ? Infinity : reduceFrom,
      forget: call.options.forget === true,
      ...(call.options.deepening === false ? {} : deepen),
      compress: compressOf(call),
    },
  };
}

function compressOf({ options }: Call): Compress {
  if (options.compress === undefined) return 'near budget';
  return options.compress === true ? 'always' : 'never';
}
