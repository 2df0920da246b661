/** Logs that somebody has asked about. What is found is kept under what it depends on, as verdicts are. */
import type { Host } from '../host/host.ts';
import type { CheckBudget, LogsFound, LogsProgress, LogsWanted, Sources } from './messages.ts';
import type { Ending, SearchQueue } from './search-queue.ts';

/** `key`: stands for all that the answer depends on. */
export interface LogsAsked {
  readonly key: string;
  readonly sources: Sources;
  readonly wanted: LogsWanted;
  readonly budget: CheckBudget;
}

/** `hash`: of the host. Logs may be as large as a text can be, so nothing is made of several of them. */
export function keyOfLogs(
  hash: Host['hash'],
  { root, texts }: Sources,
  { logs, mapping, ...wanted }: LogsWanted,
  budget: CheckBudget,
): string {
  const files = [...logs, ...(mapping === null ? [] : [mapping])];
  const lengths = files.map(({ name, text }) => [name, text.length]);
  const about = JSON.stringify([root, texts, wanted, budget, mapping !== null, lengths]);
  return hash([about, ...files.map(({ text }) => text)]);
}

export interface LogEvents {
  /** Its turn has come. */
  began(): void;
  progress(progress: LogsProgress): void;
  /** something became known */
  news(found: LogsFound): void;
}

/** Answers that are kept. */
const MOST_KEPT = 50;

export class LogSearches {
  readonly #queue: SearchQueue;
  readonly #known = new Map<string, LogsFound>();

  constructor(queue: SearchQueue) {
    this.#queue = queue;
  }

  /** Null where nothing is. */
  known(key: string): LogsFound | null {
    return this.#known.get(key) ?? null;
  }

  /** As if nobody had asked: of a search that is ended since nobody waits for the rest. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  /** Resolves when the search is over, with why nothing was found, or null. */
  async find({ key, sources, wanted, budget }: LogsAsked, ending: Ending, events: LogEvents): Promise<string | null> {
    let found: LogsFound | null = null;
    const keep = (news: LogsFound) => {
      found = news;
      this.#keep(key, news);
      events.news(news);
    };
    const problem = await this.#queue.run(
      { kind: 'logs', id: 0, sources, wanted, budget },
      { seconds: budget.seconds, ending },
      (answer) => {
        if (answer.kind === 'reading') events.progress(answer.progress);
        else if (answer.kind === 'logs') keep(answer.found);
      },
      () => events.began(),
    );
    const last = found as LogsFound | null;
    if (last === null) return problem ?? (ending.ended ? 'it was cancelled' : 'there is no answer');
    // What a search that did not come to its end leaves is what it had.
    if (last.report !== null && last.pending && this.#known.get(key) === last)
      keep({ ...last, report: withoutNeeds(last.report), pending: false });
    return null;
  }

  #keep(key: string, found: LogsFound): void {
    this.#known.delete(key);
    this.#known.set(key, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}

function withoutNeeds(report: NonNullable<LogsFound['report']>): NonNullable<LogsFound['report']> {
  return { ...report, needs: ['Which assumption would have to give was not settled.'] };
}
