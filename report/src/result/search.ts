/** The size of searches. */
import type { Outcome, Size } from '#checker';
import type { Search } from './types.ts';

/** Of the search at one point, with all its outcomes: whether a budget ended it is for them to say. */
export function searchReport(size: Size, outcomes: readonly Outcome[]): Search {
  const { states, transitions: steps, depth, faults, cut, symmetric: symmetricIn, bytes, compressed, interpretedBecause } = size;
  const milliseconds = Math.round(size.milliseconds);
  const budget = outcomes.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget);
  const ended: Search['ended'] = size.whole ? 'exhausted' : budget ? 'budget' : 'decided';
  const symmetricInPart = false;
  const figures = { states, steps, depth, faults, cut, symmetricIn, symmetricInPart, ended, bytes, compressed, interpretedBecause };
  return { ...figures, milliseconds, remembered: size.remembered === true };
}

/** All points of a sweep together. */
export function together(searches: readonly Search[]): Search {
  const sum = (of: (search: Search) => number) => searches.reduce((total, search) => total + of(search), 0);
  const most = (of: (search: Search) => number) => searches.reduce((best, search) => Math.max(best, of(search)), 0);
  const symmetricIn = [...new Set(searches.flatMap((search) => search.symmetricIn))];
  return {
    states: sum(({ states }) => states),
    steps: sum(({ steps }) => steps),
    depth: most(({ depth }) => depth),
    faults: most(({ faults }) => faults),
    cut: sum(({ cut }) => cut),
    symmetricIn,
    symmetricInPart: symmetricIn.length > 0 && searches.some((search) => search.symmetricIn.length === 0),
    ended: endOf(searches),
    bytes: sum(({ bytes }) => bytes),
    compressed: searches.some(({ compressed }) => compressed),
    interpretedBecause: searches.find(({ interpretedBecause }) => interpretedBecause !== null)?.interpretedBecause ?? null,
    milliseconds: sum(({ milliseconds }) => milliseconds),
    remembered: searches.length > 0 && searches.every(({ remembered }) => remembered),
  };
}

function endOf(searches: readonly Search[]): Search['ended'] {
  const has = (end: Search['ended']) => searches.some(({ ended }) => ended === end);
  return has('budget') ? 'budget' : has('decided') ? 'decided' : 'exhausted';
}
