/** How far a run of checks has come. */
import { duration, thousands } from './counts.ts';

/** A search for each point of each check. */
export interface Advance {
  readonly done: number;
  readonly all: number;
  /** of the time given; null where none is */
  readonly millisecondsLeft: number | null;
}

const CELLS = 12;

/** "[####........] 4 of 12 searches, at most 41.0 s left"; without a bar for a log; nothing where there is one search and no time. */
export function advanceText({ done, all, millisecondsLeft }: Advance, bar: boolean): string {
  const full = Math.floor((CELLS * done) / Math.max(1, all));
  const cells = bar ? `[${'#'.repeat(full)}${'.'.repeat(CELLS - full)}] ` : '';
  const count = all > 1 ? [`${cells}${thousands(done)} of ${thousands(all)} searches`] : [];
  const left = millisecondsLeft === null ? [] : [`at most ${duration(Math.max(0, millisecondsLeft))} left`];
  return [...count, ...left].join(', ');
}
