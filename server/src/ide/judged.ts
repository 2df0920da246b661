/** The verdicts of a file, sorted by the property that they are about: what every feature that shows verdicts begins with. */
import { type Outcome, type Property, standing, type Trace } from '#checker';
import { pointText, type Reader, type Story, storyOf as storyOfTrace } from '#report';
import type { Snapshot } from './snapshot.ts';

export interface Judged {
  /** number of the check in the file, and of the outcome in it */
  readonly check: number;
  readonly index: number;
  readonly assume: string;
  readonly system: string;
  readonly outcome: Outcome;
}

export function judgedOf({ verdicts }: Snapshot): Judged[] {
  return (verdicts?.checks ?? []).flatMap(({ index: check, outcome: { assume, system, outcomes } }) =>
    outcomes.map((outcome, index) => ({ check, index, assume, system, outcome })),
  );
}

/** Results for the property of this name in this system, the most important first. */
export function judgedOfProperty(snapshot: Snapshot, system: string, property: string): Judged[] {
  const all = judgedOf(snapshot).filter((one) => one.system === system && one.outcome.property === property);
  return all.toSorted((a, b) => rank(a.outcome) - rank(b.outcome));
}

/** Unexpected results first, then undecided ones, then those with a trace, then the rest. */
export function rank(outcome: Outcome): number {
  const stands = standing(outcome);
  if (stands === 'unexpected') return 0;
  if (stands === 'undecided') return 1;
  if (traceOf(outcome) !== null) return outcome.verdict.status === 'violated' ? 2 : 3;
  return stands === 'as expected' ? 4 : 5;
}

export function traceOf({ verdict }: Outcome): Trace | null {
  return 'trace' in verdict ? verdict.trace : null;
}

/** "Paused (P = 2)" */
export function under({ assume, outcome: { point } }: Judged): string {
  return point.length === 0 ? assume : `${assume} (${pointText(point)})`;
}

export function readerOf({ loaded }: Snapshot, outcome: Outcome): Reader | null {
  const trace = traceOf(outcome);
  if (trace === null) return null;
  const { verdict } = outcome;
  const known = 'known' in verdict ? (verdict.known ?? null) : null;
  return { model: outcome.model, trace, known, source: ({ file, start, end }) => loaded.texts.get(file)?.slice(start, end) ?? null };
}

export function propertyOf({ model, property }: Outcome): Property | null {
  return model.properties.find(({ name }) => name === property) ?? null;
}

/** Null where there is no trace to show. */
export function storyOf(snapshot: Snapshot, outcome: Outcome): Story | null {
  const reader = readerOf(snapshot, outcome);
  const property = propertyOf(outcome);
  return reader === null || property === null ? null : storyOfTrace(reader, property, outcome.verdict);
}
