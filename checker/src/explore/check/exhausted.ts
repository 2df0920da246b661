/** What a search that stopped had seen. */
import type { Exhausted } from '../../verdict.ts';
import { comparePlaces } from '../search/findings.ts';
import { boundsReached } from '../search/finished.ts';
import type { Search } from '../search/search.ts';

/** The same of every property of the search that it sees in passing. */
export type Seen = Omit<Exhausted, 'sought'>;

/** Null where not even the initial states were all found, or where symmetry had to be given up, so that nothing counts. */
export function seenBy(search: Search): Seen | null {
  const { seen, machine } = search;
  if (machine.successors.gaveUp || (seen.faults === 0 && seen.steps < 0)) return null;
  return { ...seen, bounds: boundsReached(search) };
}

export function furthest(a: Seen | null, b: Seen | null): Seen | null {
  if (a === null || b === null) return a ?? b;
  return comparePlaces(a, b) >= 0 ? a : b;
}
