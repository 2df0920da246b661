/**
 * Threads that help the one of the checks in a large search: its own script once more. They wait for the next search when one is over,
 * and are ended where a search is left in the middle, since they might go on with it.
 */
import { availableParallelism } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { createHelper, type HelperMessage, type HelperThread } from '#checker';
import type { Helpers } from '../host.ts';

/** Unless the settings ask for more: more have not been measured to pay. */
const MOST = 4;

const HELP = 'help in a search';

/** `script`: what the thread of the checks runs, and what a helper runs, too. */
export function helpersRunning(script: URL): Helpers {
  const idle: Worker[] = [];
  const busy = new Set<Worker>();
  return {
    threads: (asked) => ({ count: asked ?? threadsFor(availableParallelism()), start: () => helper(script, idle, busy) }),
    drop() {
      for (const worker of busy) void worker.terminate();
      busy.clear();
    },
  };
}

/** One core is left to the server and to the editor. */
export function threadsFor(cores: number): number {
  return Math.max(1, Math.min(MOST, cores - 1));
}

function helper(script: URL, idle: Worker[], busy: Set<Worker>): HelperThread {
  const worker = waiting(idle) ?? started(script);
  if (worker === null) return { post: () => {}, alive: () => false, end: () => {}, quit: () => {} };
  busy.add(worker);
  return {
    post: (message) => worker.postMessage(message),
    alive: () => worker.threadId >= 0,
    end() {
      if (busy.delete(worker)) idle.push(worker);
    },
    quit() {
      busy.delete(worker);
      void worker.terminate();
    },
  };
}

/** One that has not ended meanwhile. */
function waiting(idle: Worker[]): Worker | undefined {
  for (let worker = idle.pop(); worker !== undefined; worker = idle.pop()) if (worker.threadId >= 0) return worker;
  return undefined;
}

/** Null where the system gives no more threads: the search goes on without. */
function started(script: URL): Worker | null {
  try {
    const worker = new Worker(script, { workerData: HELP, stdout: true });
    worker.unref();
    // Whoever leads the search sees that it is gone.
    worker.on('error', () => {});
    return worker;
  } catch {
    return null;
  }
}

/** Whether this thread is such a helper; then it helps. */
export function isHelping(): boolean {
  if (workerData !== HELP || parentPort === null) return false;
  const hear = createHelper();
  parentPort.on('message', (message: HelperMessage) => hear(message));
  return true;
}
