/**
 * What is known to be unexpected: a specification with open failures is taken up, and only others count. A failure is known by its file, its
 * question (system, assumptions, property, point), what was expected and what came of it; where it stands is no part of that.
 */
import { type Entry, entriesOf } from '../entries.ts';
import type { BaselineReport, CheckReport, KnownFailure, ProvisosReport, RunReport } from './types.ts';

type Results = Pick<RunReport, 'checks' | 'provisos'>;

export class Baseline {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, KnownFailure>;
  readonly #all: boolean;

  /** `all`: whatever is unexpected is known from now on. */
  constructor(file: string, known: readonly KnownFailure[], all: boolean) {
    this.#file = file;
    this.#known = new Map(known.map((one) => [keyOf(one), one]));
    this.#all = all;
  }

  /** The same check, in which what is unexpected and known stands as that. */
  check(check: CheckReport): CheckReport {
    const known = this.#knownIn({ checks: [check], provisos: [] });
    const outcomes = (all: readonly CheckReport['properties'][number]['outcomes'][number][]) =>
      all.map((one) => (known.has(one) ? asKnown(one) : one));
    return { ...check, properties: check.properties.map((property) => ({ ...property, outcomes: outcomes(property.outcomes) })) };
  }

  provisos(block: ProvisosReport): ProvisosReport {
    const known = this.#knownIn({ checks: [], provisos: [block] });
    const outcomes = (all: readonly ProvisosReport['claims'][number]['outcomes'][number][]) =>
      all.map((one) => (known.has(one) ? asKnown(one) : one));
    return { ...block, claims: block.claims.map((claim) => ({ ...claim, outcomes: outcomes(claim.outcomes) })) };
  }

  #knownIn(run: Results): Set<Entry['outcome']> {
    const isKnown = (entry: Entry) => this.#all || this.#known.has(keyOf(failureOf(entry)));
    const known = entriesOf(run).filter((entry) => entry.standing === 'unexpected' && isKnown(entry));
    return new Set(known.map(({ outcome }) => outcome));
  }

  /** `isWhole`: all that this file asks was asked, so what was not asked is not asked any more. */
  report(run: Results, isWhole: (file: string) => boolean): BaselineReport {
    const entries = Map.groupBy(entriesOf(run), questionOf);
    const gone = [...this.#known].flatMap(([key, failure]): BaselineReport['gone'][number][] => {
      const asked = entries.get(questionOf(failure)) ?? [];
      if (asked.length === 0) return isWhole(failure.file) ? [{ ...failure, why: 'not asked' }] : [];
      if (asked.some((entry) => entry.standing === 'undecided' || keyOf(failureOf(entry)) === key)) return [];
      return [{ ...failure, why: asked.some(({ standing }) => standing !== 'expected') ? 'another verdict' : 'as expected' }];
    });
    return { file: this.#file, gone };
  }

  /** What is known after this run: what it found, and what was known that it says nothing of. */
  after(run: Results, { gone }: BaselineReport): KnownFailure[] {
    const removed = new Set(gone.map(keyOf));
    const kept = [...this.#known.values()].filter((one) => !removed.has(keyOf(one)));
    const found = entriesOf(run).filter(({ standing }) => standing === 'unexpected' || standing === 'known');
    const all = new Map([...kept, ...found.map(failureOf)].map((one) => [keyOf(one), one]));
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }
}

function failureOf({ file, question, expected, came }: Entry): KnownFailure {
  return { file, question, expected, verdict: came };
}

function questionOf({ file, question }: Pick<KnownFailure, 'file' | 'question'>): string {
  return `${file}\n${question}`;
}

function keyOf({ file, question, expected, verdict }: KnownFailure): string {
  return [file, question, expected, verdict].join('\n');
}

/** Its counterexample is made when somebody looks at it, as before. */
function asKnown<T extends object>(outcome: T): T {
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(outcome), standing: { value: 'known', enumerable: true } }) as T;
}
