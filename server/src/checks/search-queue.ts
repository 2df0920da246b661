/**
 * Searches beside the checks: one order at a time, each in a thread of its own, so that neither typing nor checks wait for it. What
 * somebody has asked for comes before what is done because nothing else is.
 */
import type { Host, Thread } from '../host/host.ts';
import type { Answer, Order } from './messages.ts';

/** How somebody ends a search that is not wanted any more. */
export class Ending {
  ended = false;
  #heard: (() => void) | null = null;

  end(): void {
    this.ended = true;
    this.#heard?.();
  }

  onEnd(heard: () => void): void {
    this.#heard = heard;
  }
}

export interface SearchOptions {
  readonly seconds: number;
  readonly ending: Ending;
  /** nobody has asked for it: it is ended where somebody asks for another one */
  readonly idle?: boolean;
}

/** Milliseconds beyond the time given after which a thread that stands in one long step is ended. */
const LATE = 5000;

export class SearchQueue {
  readonly #host: Pick<Host, 'clock' | 'startThread'>;
  #last: Promise<unknown> = Promise.resolve();
  #thread: Thread | null = null;
  #idle: Ending | null = null;

  constructor(host: Pick<Host, 'clock' | 'startThread'>) {
    this.#host = host;
  }

  /** Resolves when the search is over, with what went wrong, or null. `begun`: none of its answers has come yet. */
  run(order: Order, options: SearchOptions, heard: (answer: Answer) => void, begun: () => void = () => {}): Promise<string | null> {
    const { ending, idle = false } = options;
    if (!idle) this.#idle?.end();
    if (idle) this.#idle = ending;
    const search = this.#last.then(() => {
      if (ending.ended) return null;
      begun();
      return this.#run(order, options, heard);
    });
    this.#last = search.catch(() => null);
    return search.finally(() => {
      if (this.#idle === ending) this.#idle = null;
    });
  }

  /** Somebody has asked for what is done because nothing else is. */
  promote(ending: Ending): void {
    if (this.#idle === ending) this.#idle = null;
  }

  /** Ends the search under way. */
  dispose(): void {
    this.#thread?.end();
    this.#thread = null;
  }

  #run(order: Order, { seconds, ending }: SearchOptions, heard: (answer: Answer) => void): Promise<string | null> {
    return new Promise((resolve) => {
      const over = (problem: string | null) => {
        if (this.#thread !== thread) return;
        late();
        this.dispose();
        resolve(problem);
      };
      const late = this.#host.clock.after(seconds * 1000 + LATE, () => over('the time given is used up'));
      const thread = this.#host.startThread({
        answered: (answer) => {
          if (this.#thread !== thread) return;
          if (answer.kind === 'searched') over(null);
          else if (answer.kind === 'failed') over(answer.message);
          else heard(answer);
        },
        died: (reason) => over(reason),
      });
      this.#thread = thread;
      ending.onEnd(() => over(null));
      thread.post(order);
    });
  }
}
