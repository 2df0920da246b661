/** The size of a search in words. */
import type { Search, SimulatedReport } from '../result/types.ts';
import { duration, enumerate, plural, thousands } from './counts.ts';

/** "48,210 states, 0.1 s" */
export function sizeText(search: Search): string {
  if (search.simulated !== null) return `${runsText(search)}, ${duration(search.milliseconds)}`;
  return `${statesText(search)}, ${search.remembered ? 'remembered' : duration(search.milliseconds)}`;
}

/** "1,200 random runs of 340,100 steps (seed 1)" */
function runsText({ simulated, steps }: Search): string {
  const { runs, seed } = simulated!;
  return `${plural(runs, 'random run')} of ${plural(steps, 'step')} (seed ${seed})`;
}

/** "48,210 states", "24,105 states up to symmetry of Client" */
function statesText({ states, symmetricIn, symmetricInPart }: Search): string {
  if (symmetricIn.length === 0) return plural(states, 'state');
  return `${plural(states, 'state')}${symmetricInPart ? ', in part' : ''} up to symmetry of ${enumerate(symmetricIn)}`;
}

/** "48,210 states (there may be more), 120,400 steps, 31 deep, 2 faults, 12 cut, 24 bytes a state, 482,100 states/s, 0.1 s" */
export function statisticsText(search: Search): string {
  if (search.simulated !== null)
    return [
      runsText(search),
      `about ${plural(search.states, 'state')}`,
      `${thousands(search.depth)} deep`,
      duration(search.milliseconds),
    ].join(', ');
  const cut = search.cut === 0 ? [] : [`${thousands(search.cut)} cut`];
  return [
    `${statesText(search)}${search.ended === 'exhausted' ? '' : ' (there may be more)'}`,
    plural(search.steps, 'step'),
    `${thousands(search.depth)} deep`,
    ...(search.faults === 0 ? [] : [plural(search.faults, 'fault')]),
    ...cut,
    `${thousands(Math.round(search.bytes / Math.max(1, search.states)))} bytes a state`,
    ...(search.bytesOnDisk === 0 ? [] : [`${thousands(Math.ceil(search.bytesOnDisk / 2 ** 20))} MiB on disk`]),
    ...(search.compressed ? ['states compressed (exact)'] : []),
    ...(search.interpretedBecause === null ? [] : [`interpreted, which is slow: ${search.interpretedBecause}`]),
    ...(search.milliseconds < 50 ? [] : [`${thousands(Math.round((search.states / search.milliseconds) * 1000))} states/s`]),
    search.remembered ? 'remembered' : duration(search.milliseconds),
  ].join(', ');
}

/** "No fault in 5,000 of the runs, 1 in 3,200, 2 in 1,800." "No run reached Client's `on Refused`." */
export function simulatedText({ byFaults, neverRan }: SimulatedReport, faults: boolean): string[] {
  const counts = byFaults.flatMap((runs, number) => (runs === 0 ? [] : [`${number === 0 ? 'no fault' : number} in ${thousands(runs)}`]));
  return [
    ...(faults ? [`Runs by their number of faults: ${enumerate(counts)}.`] : []),
    ...(neverRan.length === 0 ? [] : [`No run reached ${enumerate(neverRan)}.`]),
  ];
}
