/** The size of a search in words. */
import type { Search } from '../result/types.ts';
import { duration, enumerate, plural, thousands } from './counts.ts';

/** "48,210 states, 0.1 s" */
export function sizeText(search: Search): string {
  return `${statesText(search)}, ${search.remembered ? 'remembered' : duration(search.milliseconds)}`;
}

/** "48,210 states", "24,105 states up to symmetry of Client" */
function statesText({ states, symmetricIn, symmetricInPart }: Search): string {
  if (symmetricIn.length === 0) return plural(states, 'state');
  return `${plural(states, 'state')}${symmetricInPart ? ', in part' : ''} up to symmetry of ${enumerate(symmetricIn)}`;
}

/** "48,210 states (there may be more), 120,400 steps, 31 deep, 2 faults, 12 cut, 24 bytes a state, 482,100 states/s, 0.1 s" */
export function statisticsText(search: Search): string {
  const cut = search.cut === 0 ? [] : [`${thousands(search.cut)} cut`];
  return [
    `${statesText(search)}${search.ended === 'exhausted' ? '' : ' (there may be more)'}`,
    plural(search.steps, 'step'),
    `${thousands(search.depth)} deep`,
    ...(search.faults === 0 ? [] : [plural(search.faults, 'fault')]),
    ...cut,
    `${thousands(Math.round(search.bytes / Math.max(1, search.states)))} bytes a state`,
    ...(search.compressed ? ['states compressed (exact)'] : []),
    ...(search.interpretedBecause === null ? [] : [`interpreted, which is slow: ${search.interpretedBecause}`]),
    ...(search.milliseconds < 50 ? [] : [`${thousands(Math.round((search.states / search.milliseconds) * 1000))} states/s`]),
    search.remembered ? 'remembered' : duration(search.milliseconds),
  ].join(', ');
}
