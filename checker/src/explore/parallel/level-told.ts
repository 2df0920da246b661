/** What the threads of a search have found in making a level, and what that comes to together. */
import { told } from '../states/shared.ts';

/** As in `told`. */
export interface LevelTold {
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

export function levelTold(results: Float64Array): LevelTold {
  const orNull = (faults: number) => (faults < 0 ? null : faults);
  return {
    transitions: results[told.transitions],
    cut: results[told.cut],
    expanded: results[told.expanded],
    error: orNull(results[told.error]),
    anyTrue: results[told.anyTrue],
    anyFalse: results[told.anyFalse],
    missed: results[told.missed] === 1,
    broken: Array.from(results.subarray(told.broken), orNull),
  };
}

export function together(a: LevelTold, b: LevelTold): LevelTold {
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
