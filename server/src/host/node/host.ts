/** The server on Node: files of the disk, threads of the process. */
import { createHash } from 'node:crypto';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import type { Answer } from '../../checks/messages.ts';
import type { Clock, Host, Thread, ThreadEvents } from '../host.ts';
import { files } from './files.ts';

/**
 * MiB of a thread's own memory; states are kept outside of it. A thread that reaches the limit of its heap takes the process with it,
 * so that limit is higher, and a thread above this one is ended.
 */
const HEAP = 1024;
/** MiB that the settings may allow a search. */
const MOST = 65_536;
/** Milliseconds between two looks at it. */
const LOOK = 200;
/** MiB: deep texts are walked by recursion. */
const STACK = 64;

/** `worker`: the file of the thread that runs checks. */
export function nodeHost(worker: URL): Host {
  return { files, clock, hash, memoryInUse, mostMemory: MOST, startThread: (events) => startThread(worker, events) };
}

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    // The connection keeps the process alive, and nothing else.
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};

function hash(parts: readonly string[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('base64');
}

/** If the process was started with `--expose-gc`, only memory in use counts. */
function memoryInUse(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function startThread(script: URL, events: ThreadEvents): Thread {
  const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: HEAP * 3, stackSizeMb: STACK }, stdout: true });
  let reason = '';
  let ended = false;
  worker.on('message', (answer: Answer) => {
    if (!ended) events.answered(answer);
  });
  worker.on('error', (error: Error) => {
    reason = error.stack ?? String(error);
  });
  const timer = setInterval(() => {
    worker.getHeapStatistics().then(
      ({ used_heap_size }) => {
        if (used_heap_size < HEAP * 2 ** 20) return;
        reason = `out of memory: more than ${HEAP} MiB beside the states`;
        void worker.terminate();
      },
      () => {},
    );
  }, LOOK).unref();
  worker.on('exit', (code) => {
    clearInterval(timer);
    if (!ended) events.died(reason === '' ? `the thread ended with code ${code}` : reason);
  });
  // When the server ends, it does not wait for a check.
  worker.unref();
  return {
    post: (order) => worker.postMessage(order),
    end() {
      ended = true;
      void worker.terminate();
    },
  };
}
