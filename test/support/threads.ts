/** Checks made by several threads, and what has to come out the same whatever their number. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type CheckOptions, type CheckResult, type HelperThread, type Model, startCheck, type Threads } from '#checker';
import { canonical } from '../random/lockstep.ts';

/** Threads that begin to help as soon as there is anything to do, and that each check uses again. */
export class TestThreads {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  /** threads that came to share a store */
  helped = 0;

  threads(count: number): Threads {
    return { count, from: 1, start: () => this.#start() };
  }

  /** Starts so many threads beforehand, and waits until each has loaded its code. */
  async warm(count: number): Promise<void> {
    const workers = Array.from({ length: count }, () => this.#started());
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    this.#idle.push(...workers);
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(): HelperThread {
    const worker = this.#idle.pop() ?? this.#started();
    return {
      post: (message) => {
        worker.postMessage(message);
        if (message.kind === 'parts' || message.kind === 'segments') this.helped += 1;
      },
      alive: () => worker.threadId >= 0,
      end: () => void this.#idle.push(worker),
      quit: () => void worker.terminate(),
    };
  }

  #started(): Worker {
    const worker = new Worker(new URL('helper-thread.ts', import.meta.url));
    this.#workers.push(worker);
    return worker;
  }
}

/** The check, advanced by few states at a time, so that helpers have time to come in. */
export async function checkedBy(model: Model, threads: Threads | null, options: Partial<CheckOptions> = {}): Promise<CheckResult> {
  const check = startCheck(model, { now: () => 0, blame: false, ...options, ...(threads === null ? {} : { threads }) });
  for (let begin = true; ; begin = false) {
    const step = check.step(begin ? 1 : 2000);
    if (step.done) return step.result;
    await new Promise((resolve) => setTimeout(resolve, begin && threads !== null ? 20 : 0));
  }
}

/** All of a result that may not depend on the number of threads: everything but time and memory. */
export function sameResults(one: CheckResult, other: CheckResult): void {
  if (reported(one) !== reported(other)) throw new Error(`the results differ: ${short(one)} and ${short(other)}`);
}

function short({ properties, size }: CheckResult): string {
  return `${properties.map(({ property, verdict }) => `${property} ${verdict.status}`).join(', ')}; ${JSON.stringify(size)}`;
}

function reported({ properties, size, bounds, exhaustive, neverRan, timeNeverPasses }: CheckResult): string {
  const { states, transitions, cut, depth, faults } = size;
  return canonical({ properties, size: { states, transitions, cut, depth, faults }, bounds, exhaustive, neverRan, timeNeverPasses });
}
