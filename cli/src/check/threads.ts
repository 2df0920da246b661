/** Threads of large searches: the process's own script once more, which then only helps. One that is done waits for the next search. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { createHelper, type HelperMessage, type HelperThread, type Threads } from '#checker';
import { workers } from '../workers.ts';
import type { Shares } from './shares.ts';

/** Unless asked for: more have not been measured to pay. */
const MOST = 4;
/** Threads from which on work is done side by side: two gain nothing, since what V8 does beside one uses the other's core (measured). */
export const SIDE_BY_SIDE = 3;
/** However many are asked for. */
const LIMIT = 64;

/** `script`: what a thread runs; null where there can be none. `shares`: of the threads that make checks beside: what is allowed is divided among them. */
export function threadsOf(script: string | null, asked: number | null, shares: Pick<Shares, 'busy'> | null = null): Threads | undefined {
  const most = mostThreads(asked);
  if (script === null || most < 2) return undefined;
  const idle: Worker[] = [];
  return {
    get count() {
      return Math.max(1, Math.floor(most / (shares?.busy ?? 1)));
    },
    start: () => helper(script, idle),
  };
}

/** In all, over checks and inside a search. */
export function mostThreads(asked: number | null): number {
  return Math.min(LIMIT, Math.floor(asked ?? Math.min(MOST, availableParallelism())));
}

function helper(script: string, idle: Worker[]): HelperThread {
  try {
    return helperOn(idle.pop() ?? started(script), idle);
  } catch {
    // The system gives no more threads: the search goes on without.
    return { post: () => {}, alive: () => false, end: () => {}, quit: () => {} };
  }
}

function started(script: string): Worker {
  const worker = new (workers().Worker)(script, { argv: [] });
  // A process that has nothing else to do ends, whatever its threads wait for.
  worker.unref();
  worker.on('error', (error) => process.stderr.write(`proviso: a thread of the search has ended: ${error.message}\n`));
  return worker;
}

function helperOn(worker: Worker, idle: Worker[]): HelperThread {
  return {
    post: (message) => worker.postMessage(message),
    alive: () => worker.threadId >= 0,
    end: () => void idle.push(worker),
    quit: () => void worker.terminate(),
  };
}

/** Runs in such a thread. */
export function help(): void {
  const hear = createHelper();
  workers().parentPort?.on('message', (message: HelperMessage) => hear(message));
}
