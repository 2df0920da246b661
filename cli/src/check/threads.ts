/** Threads of large searches: the process's own script once more, which then only helps. One that is done waits for the next search. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parentPort, Worker } from 'node:worker_threads';
import { createHelper, type HelperMessage, type HelperThread, type Threads } from '#checker';

/** More have not been measured to pay. */
const MOST = 4;

/** `script`: what a thread runs; null where there can be none. */
export function threadsOf(script: string | null, asked: number | null): Threads | undefined {
  const count = Math.floor(asked ?? Math.min(MOST, availableParallelism()));
  if (script === null || count < 2) return undefined;
  const idle: Worker[] = [];
  return { count, start: () => helperOn(idle.pop() ?? started(script), idle) };
}

function started(script: string): Worker {
  const worker = new Worker(script, { argv: [] });
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
  };
}

/** Runs in such a thread. */
export function help(): void {
  const hear = createHelper();
  parentPort?.on('message', (message: HelperMessage) => hear(message));
}
