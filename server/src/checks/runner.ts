/**
 * Runs checks in a thread of their own, one at a time. A run that is no longer wanted is asked to stop, and where it does not
 * hear, the thread is ended: the next run begins in a new one. A thread that dies takes only its run with it.
 */
import type { Host, Thread } from '../host/host.ts';
import type { Answer, CheckBudget, CheckData, CheckProgress, Sources } from './messages.ts';

export interface RunOrder {
  readonly sources: Sources;
  readonly check: number;
  readonly budget: CheckBudget;
}

export interface RunEvents {
  progress(progress: CheckProgress): void;
  result(result: CheckData): void;
  /** the thread died, or a mistake of our own was caught in it */
  crashed(message: string): void;
}

export interface Runner {
  /** Only after the run before has come to a result, has crashed or was cancelled. */
  run(order: RunOrder, events: RunEvents): void;
  /** None of the run's events comes any more. */
  cancel(): void;
  dispose(): void;
}

interface Run {
  readonly id: number;
  readonly order: RunOrder;
  readonly events: RunEvents;
}

/** A slice of a check takes less than half of this; only making a very large model takes longer. */
const HEARS_WITHIN = 200;

/** The thread ends a check by itself when its time is used up; so many milliseconds later it stands in one long step, and is ended. */
const LATE = 5000;

export function startRunner(host: Pick<Host, 'clock' | 'startThread'>): Runner {
  return new ThreadRunner(host);
}

class ThreadRunner implements Runner {
  readonly #host: Pick<Host, 'clock' | 'startThread'>;
  #thread: Thread | null = null;
  /** which sources the thread has */
  #known: number | null = null;
  /** what the thread is busy with, and what is wanted: the two differ while a cancelled run has not ended yet */
  #busy: Run | null = null;
  #wanted: Run | null = null;
  /** takes back the wait for a thread that does not hear */
  #deaf: (() => void) | null = null;
  /** takes back the wait for a thread that is late */
  #late: (() => void) | null = null;
  #runs = 0;

  constructor(host: Pick<Host, 'clock' | 'startThread'>) {
    this.#host = host;
  }

  run(order: RunOrder, events: RunEvents): void {
    this.#wanted = { id: ++this.#runs, order, events };
    if (this.#busy === null) this.#begin(this.#wanted);
  }

  cancel(): void {
    this.#wanted = null;
    if (this.#busy === null || this.#deaf !== null) return;
    this.#thread?.post({ kind: 'cancel', id: this.#busy.id });
    this.#deaf = this.#host.clock.after(HEARS_WITHIN, () => this.#end());
  }

  dispose(): void {
    this.#wanted = null;
    this.#end();
  }

  #begin(run: Run): void {
    const { sources, check, budget } = run.order;
    this.#busy = run;
    this.#thread ??= this.#host.startThread({
      answered: (answer) => this.#noteLevel(answer),
      died: (reason) => this.#died(reason),
    });
    this.#thread.post({ kind: 'run', id: run.id, sources: this.#known === sources.id ? null : sources, check, budget });
    this.#known = sources.id;
    this.#late = this.#host.clock.after(budget.seconds * 1000 + LATE, () => this.#tooLate(budget.seconds));
  }

  #tooLate(seconds: number): void {
    const thread = this.#thread;
    this.#died(`the ${seconds} s given for a check are used up, in the middle of one long step`);
    thread?.end();
  }

  #noteLevel(answer: Answer): void {
    if (answer.id !== this.#busy?.id) return;
    const { events, id } = this.#busy;
    const wanted = this.#wanted?.id === id;
    if (answer.kind === 'progress') {
      const { kind: _, id: __, ...progress } = answer;
      if (wanted) events.progress(progress);
      return;
    }
    this.#free();
    if (!wanted) {
      this.#next();
      return;
    }
    this.#wanted = null;
    if (answer.kind === 'result') events.result(answer.result);
    else if (answer.kind === 'failed') events.crashed(answer.message);
  }

  #free(): void {
    this.#busy = null;
    this.#deaf?.();
    this.#deaf = null;
    this.#late?.();
    this.#late = null;
  }

  #next(): void {
    if (this.#wanted !== null) this.#begin(this.#wanted);
  }

  #died(reason: string): void {
    const busy = this.#busy;
    this.#forgetThread();
    if (busy !== null && busy.id === this.#wanted?.id) {
      this.#wanted = null;
      busy.events.crashed(reason);
    } else this.#next();
  }

  #end(): void {
    const thread = this.#thread;
    this.#forgetThread();
    thread?.end();
    this.#next();
  }

  #forgetThread(): void {
    this.#thread = null;
    this.#known = null;
    this.#free();
  }
}
