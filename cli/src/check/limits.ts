/** What the call says it may use. */
import { type Call, positive } from '../call.ts';
import { MEMORY_HERE } from './heap.ts';

export interface Limits {
  /** of one search */
  readonly states: number | null;
  /** of one search, in MiB */
  readonly memory: number | null;
  /** in all */
  readonly seconds: number | null;
  /** seconds of one search */
  readonly each: number | null;
  /** in all */
  readonly threads: number | null;
  /** when the time given is over, in milliseconds of the clock of `performance` */
  readonly end: number;
}

export function limitsOf(call: Call): Limits | { readonly problem: string } {
  const states = positive(call, 'max-states', 'states');
  const memory = positive(call, 'max-memory', 'MiB');
  const seconds = positive(call, 'timeout', 'seconds');
  const each = positive(call, 'search-timeout', 'seconds');
  const threads = positive(call, 'threads', 'threads', 2);
  if (isProblem(states)) return states;
  if (isProblem(memory)) return memory;
  if (isProblem(seconds)) return seconds;
  if (isProblem(each)) return each;
  if (isProblem(threads)) return threads;
  const end = seconds === null ? Infinity : performance.now() + seconds * 1000;
  return { states, memory: memory ?? usualMemory(call), seconds, each, threads, end };
}

/** A search that goes on on disk does so once the memory given is used up: then some has to be given. */
function usualMemory({ options }: Call): number | null {
  return typeof options.disk === 'string' ? Math.floor(MEMORY_HERE / 2) : null;
}

function isProblem(limit: ReturnType<typeof positive>): limit is { readonly problem: string } {
  return typeof limit === 'object' && limit !== null;
}
