/** The results of each thread for a level, and their sum. */
import { resultAt } from '../states/shared.ts';

/** As in `resultAt`. */
export interface LevelReport {
  readonly transitions: number;
  readonly cut: number;
  readonly expanded: number;
  readonly error: number | null;
  readonly anyTrue: number;
  readonly anyFalse: number;
  readonly missed: boolean;
  /** by step predicate */
  readonly broken: readonly (number | null)[];
}

export function levelReport(results: Float64Array): LevelReport {
  const orNull = (faults: number) => (faults < 0 ? null : faults);
  return {
    transitions: results[resultAt.transitions],
    cut: results[resultAt.cut],
    expanded: results[resultAt.expanded],
    error: orNull(results[resultAt.error]),
    anyTrue: results[resultAt.anyTrue],
    anyFalse: results[resultAt.anyFalse],
    missed: results[resultAt.missed] === 1,
    broken: Array.from(results.subarray(resultAt.broken), orNull),
  };
}

export function together(a: LevelReport, b: LevelReport): LevelReport {
  return {
    transitions: a.transitions + b.transitions,
    cut: a.cut + b.cut,
    expanded: a.expanded + b.expanded,
    error: least(a.error, b.error),
    anyTrue: a.anyTrue | b.anyTrue,
    anyFalse: a.anyFalse | b.anyFalse,
    missed: a.missed || b.missed,
    broken: a.broken.map((faults, i) => least(faults, b.broken[i])),
  };
}

function least(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
