/**
 * Threads that answer questions of a proviso search before they are asked (see the checker's `Ahead`). The search goes on where it
 * is without them: what one of them has not answered when it ends is searched by the caller.
 */
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Ahead, CheckResult, Foreseen } from '#checker';
import type { CheckHost } from '../check/host.ts';
import { mostThreads, SIDE_BY_SIDE } from '../check/threads.ts';
import { workers } from '../workers.ts';
import { type Answered, BEGUN, GIVEN_UP, type PointsData, type Posed } from './point-thread.ts';

/** Milliseconds until it pays to call another thread: what takes less is done before that is there. */
const SOON = 500;
/** Milliseconds between two looks at what the others have found. */
const WAIT = 3;
const STACK_MIB = 256;

/** null where the caller has to do without. `isLimited`: what all may use together is, which is shared fairly only one after the other. */
export function threadsBeside(
  { script, word }: Pick<CheckHost, 'script' | 'word'>,
  asked: number | null,
  isLimited: boolean,
): PointThreads | null {
  const threads = mostThreads(asked);
  return script === null || word === null || threads < SIDE_BY_SIDE || isLimited ? null : new PointThreads({ script, word, threads });
}

/** A moment in which signals are heard, and threads that end. */
export async function moment(threads: PointThreads | null): Promise<void> {
  await (threads === null ? new Promise(setImmediate) : threads.moment());
}

interface Options {
  /** what threads run */
  readonly script: string;
  /** in shared memory: which signal came */
  readonly word: Int32Array;
  /** threads at most, the caller's among them */
  readonly threads: number;
  /** milliseconds after which the others are called, unless it is to be SOON */
  readonly after?: number;
}

class Helper {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly #numbers = new Int32Array(new SharedArrayBuffer(8));
  /** of the last question */
  #number = 0;
  /** what it works on */
  key: string | null = null;
  isGivenUp = false;

  constructor(script: string, word: Int32Array, gone: (helper: Helper) => void) {
    const { port1, port2 } = new (workers().MessageChannel)();
    const workerData: PointsData = { role: 'points', word, numbers: this.#numbers, port: port2 };
    this.worker = new (workers().Worker)(script, {
      argv: [],
      workerData,
      transferList: [port2],
      resourceLimits: { stackSizeMb: STACK_MIB },
    });
    this.port = port1;
    this.worker.on('error', () => gone(this));
    this.worker.on('exit', () => gone(this));
    this.worker.unref();
  }

  work(key: string, question: Posed['question']): void {
    this.key = key;
    this.isGivenUp = false;
    const posed: Posed = { number: ++this.#number, question };
    this.port.postMessage(posed);
  }

  /** A thread that is only called takes a while to be there. */
  get hasBegun(): boolean {
    return Atomics.load(this.#numbers, BEGUN) === this.#number;
  }

  giveUp(): void {
    this.isGivenUp = true;
    Atomics.store(this.#numbers, GIVEN_UP, this.#number);
  }

  /** What it has answered since, or null. */
  heard(): Answered | null {
    return (workers().receiveMessageOnPort(this.port)?.message as Answered | undefined) ?? null;
  }
}

export class PointThreads implements Ahead {
  readonly #options: Options;
  readonly #begun = performance.now();
  readonly #helpers = new Set<Helper>();
  /** threads that may still be called */
  #left: number;
  readonly #answers = new Map<string, CheckResult>();
  #series = 0;
  #isAwaited = false;

  constructor(options: Options) {
    this.#options = options;
    this.#left = Math.max(0, options.threads - 1);
  }

  /** Threads at work, the caller's among them. */
  get busy(): number {
    return 1 + [...this.#helpers].filter(({ key }) => key !== null).length;
  }

  readonly series = (): number => ++this.#series;

  readonly idle = (): number => {
    this.#hear();
    if (performance.now() - this.#begun < (this.#options.after ?? SOON)) return 0;
    return this.#left + [...this.#helpers].filter(({ key }) => key === null).length;
  };

  readonly pose = (foreseen: readonly Foreseen[]): void => {
    const wanted = new Set(foreseen.map(({ key }) => key));
    const at = new Set([...this.#helpers].map(({ key }) => key));
    const open = foreseen.filter(({ key }) => !at.has(key) && !this.#answers.has(key));
    for (const { key, question } of open) {
      if (this.idle() === 0) break;
      const posed = question();
      if (posed !== null) this.#free()?.work(key, posed);
    }
    // What is not foreseen any more makes room for what is: it is taken when the one that answers it has heard that.
    if (open.length > 0 && this.idle() === 0)
      for (const helper of this.#helpers) if (helper.key !== null && !wanted.has(helper.key) && !helper.isGivenUp) helper.giveUp();
  };

  readonly answer = (key: string): CheckResult | 'awaited' | null => {
    this.#hear();
    this.#isAwaited = false;
    const answer = this.#answers.get(key);
    if (answer !== undefined) return answer;
    const helper = [...this.#helpers].find((one) => one.key === key && !one.isGivenUp);
    if (helper?.hasBegun === true) {
      this.#isAwaited = true;
      return 'awaited';
    }
    helper?.giveUp();
    return null;
  };

  readonly peek = (key: string): CheckResult | null => this.#answers.get(key) ?? null;

  /** A moment in which signals are heard, and threads that end; a longer one while there is nothing to do but to wait for an answer. */
  async moment(): Promise<void> {
    await new Promise((resolve) => (this.#isAwaited ? setTimeout(resolve, WAIT) : setImmediate(resolve)));
    this.#isAwaited = false;
  }

  end(): void {
    for (const { worker, port } of this.#helpers) {
      port.close();
      void worker.terminate();
    }
    this.#helpers.clear();
    this.#left = 0;
  }

  #hear(): void {
    for (const helper of this.#helpers) {
      for (let heard = helper.heard(); heard !== null; heard = helper.heard()) {
        if (helper.key !== null && heard.result !== null) this.#answers.set(helper.key, heard.result);
        helper.key = null;
      }
    }
  }

  #free(): Helper | null {
    const free = [...this.#helpers].find(({ key }) => key === null);
    if (free !== undefined || this.#left === 0) return free ?? null;
    this.#left--;
    try {
      const { script, word } = this.#options;
      const helper = new Helper(script, word, (gone) => this.#helpers.delete(gone));
      this.#helpers.add(helper);
      return helper;
    } catch {
      // The system gives no more threads.
      return null;
    }
  }
}
