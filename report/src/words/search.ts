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

/** Of fewer runs nothing worth reading follows. */
const FEWEST_RUNS = 20;

/** "Of further runs about 12% come to a state that none came to, at 95% confidence at most 19% (from 2,431 independent runs)." */
function discoveryText({ discovery }: SimulatedReport): string | null {
  if (discovery === null || discovery.runs < FEWEST_RUNS) return null;
  const { runs, estimate, atMost, confidence } = discovery;
  const bound = atMost > 0.99 ? '' : `, at ${percent(confidence, Math.round)} confidence at most ${percent(atMost, Math.ceil)}`;
  const about = percent(estimate, Math.round);
  return `Of further runs about ${about} come to a state that none came to${bound} (from ${plural(runs, 'independent run')}).`;
}

/** "0.63%": two digits. */
function percent(share: number, rounded: (x: number) => number): string {
  if (share === 0) return '0%';
  const digit = 10 ** (Math.floor(Math.log10(share * 100)) - 1);
  return `${Number((rounded((share * 100) / digit - 1e-9) * digit).toPrecision(2))}%`;
}

/** "No fault in 5,000 of the runs, 1 in 3,200, 2 in 1,800." "No run reached Client's `on Refused`."; `open`: something is undecided, so it matters what more runs would come to */
export function simulatedText(simulated: SimulatedReport, faults: boolean, open: boolean): string[] {
  const { byFaults, neverRan } = simulated;
  const discovery = open ? discoveryText(simulated) : null;
  const counts = byFaults.flatMap((runs, number) => (runs === 0 ? [] : [`${number === 0 ? 'no fault' : number} in ${thousands(runs)}`]));
  return [
    ...(faults ? [`Runs by their number of faults: ${enumerate(counts)}.`] : []),
    ...(discovery === null ? [] : [discovery]),
    ...(neverRan.length === 0 ? [] : [`No run reached ${enumerate(neverRan)}.`]),
  ];
}
