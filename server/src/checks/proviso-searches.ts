/** Proviso searches that the user has asked for. Answers are kept under what they depend on, as verdicts are. */
import type { FoundProvisos } from '../ide/found-provisos.ts';
import type { CheckBudget, ProvisosProgress, Wanted } from './messages.ts';
import type { Ending, SearchQueue } from './search-queue.ts';
import type { Subject, SubjectCheck } from './subject.ts';

export interface SearchEvents {
  progress(progress: ProvisosProgress): void;
  /** something became known */
  news(): void;
}

/** Answers of this many properties are kept. */
const MOST_KEPT = 200;
export class ProvisoSearches {
  readonly #queue: SearchQueue;
  readonly #known = new Map<string, FoundProvisos>();
  /** under way, or waiting for others */
  readonly #underWay = new Set<{ readonly path: string; readonly key: string; readonly ending: Ending }>();

  constructor(queue: SearchQueue) {
    this.#queue = queue;
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
    return this.#run(subject, check, property, budget, ending, events).finally(() => this.#underWay.delete(entry));
  }

  /** Ends the searches of a file that are about a text that it has no more: all of them where it is gone. */
  keepOnly(path: string, subject: Subject | null): void {
    for (const { path: of, key, ending } of this.#underWay)
      if (of === path && !subject?.checks.some(({ identity }) => identity.key === key)) ending.end();
  }

  async #run(
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
    let any = false;
    const problem = await this.#queue.run(
      { kind: 'provisos', id: 0, sources: subject.sources, wanted, budget },
      { seconds: budget.seconds, ending },
      (answer) => {
        if (answer.kind === 'searching') events.progress(answer.progress);
        else if (answer.kind === 'provisos') {
          any = true;
          this.#keep(key, answer.found);
          events.news();
        }
      },
      () => this.#known.delete(key),
    );
    if (this.#leave(key, problem)) events.news();
    if (any || ending.ended) return null;
    return problem ?? `nothing can be said of what ${property} needs`;
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
