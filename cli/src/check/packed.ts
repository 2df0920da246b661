/**
 * The report of a check or a block as data that is quick to read: its counterexamples, of which most are never looked at, stay bytes
 * until they are.
 */
import { deserialize, serialize } from 'node:v8';
import type { CheckReport, Counterexample, ProvisosReport } from '#report';

export type Report = CheckReport | ProvisosReport;

export interface Packed {
  /** with the number of its run in the place of each counterexample */
  readonly report: unknown;
  readonly runs: readonly Uint8Array[];
}

/** Bytes of the runs of one report. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Milliseconds for making them, and how much of the time that the report took. */
const WORTH = { least: 200, share: 0.1 } as const;

/** As it is when it is remembered; null where that would take too much time or room. `took`: milliseconds. */
export function packed(report: Report, took: number): Packed | null {
  const end = performance.now() + Math.max(WORTH.least, WORTH.share * took);
  const numbers = new Map<Counterexample, number>();
  const runs: Uint8Array[] = [];
  const done = new Map<object, unknown>();
  let bytes = 0;
  const isTooMuch = () => bytes > MOST_BYTES || performance.now() > end;
  const numberOf = (run: Counterexample | null): number | null => {
    if (run === null || isTooMuch()) return null;
    let number = numbers.get(run);
    if (number === undefined) {
      const data = serialize(run);
      bytes += data.length;
      number = runs.push(data) - 1;
      numbers.set(run, number);
    }
    return number;
  };
  const kept = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const before = done.get(value);
    if (before !== undefined) return before;
    const made: Record<string, unknown> | unknown[] = Array.isArray(value) ? value.map(kept) : {};
    done.set(value, made);
    if (!Array.isArray(made)) {
      for (const [key, part] of Object.entries(value))
        made[key] = key === 'counterexample' ? numberOf(part as Counterexample | null) : kept(part);
      if ('remembered' in made) Object.assign(made, { milliseconds: 0, remembered: true });
    }
    return made;
  };
  const plain = kept(report);
  return isTooMuch() ? null : { report: plain, runs };
}

/** Of data that nobody else has: it is given its runs where it stands. */
export function unpacked({ report, runs }: Packed): Report {
  const made = new Map<number, Counterexample>();
  const runOf = (number: number): Counterexample => {
    // A run that several share is one, and shown once.
    const run = made.get(number) ?? (deserialize(runs[number]) as Counterexample);
    made.set(number, run);
    return run;
  };
  const whole = report as Report;
  const groups = 'claims' in whole ? whole.claims : whole.properties;
  for (const outcome of groups.flatMap(({ outcomes }): readonly object[] => outcomes)) {
    const { counterexample: number } = outcome as { readonly counterexample: number | null };
    if (number !== null) Object.defineProperty(outcome, 'counterexample', { get: () => runOf(number), enumerable: true });
  }
  return whole;
}
