/**
 * Proviso searches that the user has asked for: one at a time, each in a thread of its own, so that neither typing nor checks wait for
 * it. Answers are kept under what they depend on, as verdicts are.
 */
import type { Host, Thread } from '../host/host.ts';
import type { FoundProvisos } from '../ide/found-provisos.ts';
import type { CheckBudget, ProvisosProgress, Wanted } from './messages.ts';
import type { Subject, SubjectCheck } from './subject.ts';

export interface SearchEvents {
  progress(progress: ProvisosProgress): void;
  /** something became known */
  news(): void;
}

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

/** Answers of this many properties are kept. */
const MOST_KEPT = 200;
/** Milliseconds beyond the time given after which a thread that stands in one long step is ended. */
const LATE = 5000;

export class ProvisoSearches {
  readonly #host: Pick<Host, 'clock' | 'startThread'>;
  readonly #known = new Map<string, FoundProvisos>();
  #last: Promise<unknown> = Promise.resolve();
  #thread: Thread | null = null;
  /** under way, or waiting for others */
  readonly #underWay = new Set<{ readonly path: string; readonly key: string; readonly ending: Ending }>();

  constructor(host: Pick<Host, 'clock' | 'startThread'>) {
    this.#host = host;
  }

  /** What is known of the properties of this text. */
  of({ checks }: Subject): FoundProvisos[] {
    const found = checks.flatMap((check) => propertiesOf(check).flatMap((property) => this.#known.get(keyOf(check, property)) ?? []));
    return found;
  }

  /** Resolves when the search is over, with why nothing was found, or null. What a search that was ended has found is kept. */
  find(subject: Subject, check: SubjectCheck, property: string, budget: CheckBudget, ending: Ending, events: SearchEvents) {
    const entry = { path: subject.path, key: check.identity.key, ending };
    this.#underWay.add(entry);
    const search = this.#last
      .then(() => (ending.ended ? null : this.#run(subject, check, property, budget, ending, events)))
      .finally(() => this.#underWay.delete(entry));
    this.#last = search.catch(() => null);
    return search;
  }

  /** Ends the searches of a file that are about a text that it has no more: all of them where it is gone. */
  keepOnly(path: string, subject: Subject | null): void {
    for (const { path: of, key, ending } of this.#underWay)
      if (of === path && !subject?.checks.some(({ identity }) => identity.key === key)) ending.end();
  }

  /** Ends the search under way. */
  dispose(): void {
    this.#thread?.end();
    this.#thread = null;
  }

  #run(
    subject: Subject,
    check: SubjectCheck,
    property: string,
    budget: CheckBudget,
    ending: Ending,
    events: SearchEvents,
  ): Promise<string | null> {
    const { system, assume } = check.plan;
    const wanted: Wanted = { system, assume, property };
    const key = keyOf(check, property);
    this.#known.delete(key);
    return new Promise((resolve) => {
      let any = false;
      const over = (problem: string | null) => {
        if (this.#thread !== thread) return;
        late();
        this.dispose();
        if (this.#leave(key, problem)) events.news();
        resolve(any ? null : problem);
      };
      const late = this.#host.clock.after(budget.seconds * 1000 + LATE, () => over('the time given is used up'));
      const thread = this.#host.startThread({
        answered: (answer) => {
          if (this.#thread !== thread) return;
          if (answer.kind === 'searching') events.progress(answer.progress);
          else if (answer.kind === 'provisos') {
            any = true;
            this.#keep(key, answer.found);
            events.news();
          } else if (answer.kind === 'failed') over(answer.message);
          else if (answer.kind === 'searched') over(any ? null : `nothing can be said of what ${property} needs`);
        },
        died: (reason) => over(reason),
      });
      this.#thread = thread;
      ending.onEnd(() => over(null));
      thread.post({ kind: 'provisos', id: 0, sources: subject.sources, wanted, budget });
    });
  }

  /** What a search that did not come to its answer leaves: the rows that it had. Returns whether that changes something. */
  #leave(key: string, problem: string | null): boolean {
    const known = this.#known.get(key);
    if (known?.state !== 'rows') return false;
    const text = `the search for provisos was ended${problem === null ? '' : `: ${problem}`}`;
    this.#known.set(key, { ...known, text, lines: [text], state: 'part' });
    return true;
  }

  #keep(key: string, found: FoundProvisos): void {
    this.#known.delete(key);
    this.#known.set(key, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}

function keyOf({ identity }: SubjectCheck, property: string): string {
  return `${identity.key} ${property}`;
}

function propertiesOf({ plan }: SubjectCheck): string[] {
  return [...new Set(plan.runs.flatMap(({ expectations }) => expectations.map(({ property }) => property)))];
}
