/**
 * Random runs that the user has asked for, of checks that left something undecided. What came of them is kept under what it depends on, as
 * verdicts are; asked again, other runs are drawn, and what was found before stays.
 */
import { attached, type Detached, detached, type Progress } from '#checker';
import type { Identity } from './identity.ts';
import type { CheckBudget, RandomData, RandomPoint } from './messages.ts';
import type { Ending, SearchQueue } from './search-queue.ts';
import type { Subject, SubjectCheck } from './subject.ts';

export interface RandomEvents {
  progress(progress: Progress): void;
  /** something became known */
  news(): void;
}

/** What is known of the random runs of a check, in the places of the text that it was asked with. */
export interface RandomKnown {
  readonly running: boolean;
  readonly data: RandomData | null;
}

interface Kept {
  readonly seed: number;
  data: Detached<RandomData> | null;
}

/** Of so many checks it is kept. */
const MOST_KEPT = 50;

export class RandomSearches {
  readonly #queue: SearchQueue;
  readonly #known = new Map<string, Kept>();
  /** under way, or waiting for others */
  readonly #underWay = new Set<{ readonly path: string; readonly key: string; readonly ending: Ending }>();

  constructor(queue: SearchQueue) {
    this.#queue = queue;
  }

  of({ key, places }: Identity): RandomKnown | null {
    const running = [...this.#underWay].some((one) => one.key === key);
    const data = this.#known.get(key)?.data ?? null;
    return running || data !== null ? { running, data: data === null ? null : attached(data, places) } : null;
  }

  /**
   * Resolves when the runs are over, with what went wrong, or null. `asked`: by point, the properties that are undecided. What was found
   * by runs that were ended is kept.
   */
  async run(
    subject: Subject,
    { index, identity }: SubjectCheck,
    asked: readonly (readonly string[])[],
    budget: CheckBudget,
    ending: Ending,
    events: RandomEvents,
  ): Promise<string | null> {
    const { key, places } = identity;
    const entry = { path: subject.path, key, ending };
    if ([...this.#underWay].some((one) => one.key === key)) return 'random runs of this check are under way';
    const before = this.#known.get(key) ?? null;
    const seed = (before?.seed ?? 0) + 1;
    const kept: Kept = { seed, data: before?.data ?? null };
    this.#underWay.add(entry);
    events.news();
    try {
      return await this.#queue.run(
        { kind: 'random', id: 0, sources: subject.sources, wanted: { check: index, asked, seed }, budget },
        { seconds: budget.seconds, ending },
        (answer) => {
          if (answer.kind === 'walking') events.progress(answer.progress);
          else if (answer.kind === 'random') {
            const earlier = before?.data == null ? null : attached(before.data, places);
            kept.data = detached(together(earlier, answer.found), places);
            this.#keep(key, kept);
            events.news();
          }
        },
      );
    } finally {
      this.#underWay.delete(entry);
      events.news();
    }
  }

  /** Ends the runs of a file that are about a text that it has no more: all of them where it is gone. */
  keepOnly(path: string, subject: Subject | null): void {
    for (const { path: of, key, ending } of this.#underWay)
      if (of === path && !subject?.checks.some(({ identity }) => identity.key === key)) ending.end();
  }

  #keep(key: string, kept: Kept): void {
    this.#known.delete(key);
    this.#known.set(key, kept);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** What was found before is not asked again, and stays; the rest is as the runs of now have it. */
function together(before: RandomData | null, now: RandomData): RandomData {
  if (before === null) return now;
  const points = now.points.map(({ verdicts, size }, i): RandomPoint => {
    const earlier = before.points[i];
    return { verdicts: verdicts.map((verdict, j) => verdict ?? earlier?.verdicts[j] ?? null), size: size ?? earlier?.size ?? null };
  });
  return { points };
}
