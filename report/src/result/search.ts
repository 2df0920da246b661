/** The size of searches. */
import type { Model, Outcome, Simulated, Size } from '#checker';
import type { DiscoveryReport, Search, SimulatedReport } from './types.ts';

/** Of the search at one point, with all its outcomes: whether a budget ended it is for them to say. */
export function searchReport(size: Size, outcomes: readonly Outcome[]): Search {
  const {
    states,
    transitions: steps,
    depth,
    faults,
    cut,
    symmetric: symmetricIn,
    bytes,
    bytesOnDisk,
    compressed,
    interpretedBecause,
  } = size;
  const milliseconds = Math.round(size.milliseconds);
  const budget = outcomes.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget);
  const ended: Search['ended'] = size.whole ? 'exhausted' : budget ? 'budget' : 'decided';
  const symmetricInPart = false;
  const memory = { bytes, bytesOnDisk, compressed };
  const figures = { states, steps, depth, faults, cut, symmetricIn, symmetricInPart, ended, ...memory, interpretedBecause };
  const [{ model } = { model: null }] = outcomes;
  const simulated = model === null ? null : simulatedIn(size, model);
  return { ...figures, milliseconds, remembered: size.remembered === true, simulated };
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
    bytesOnDisk: sum(({ bytesOnDisk }) => bytesOnDisk),
    compressed: searches.some(({ compressed }) => compressed),
    interpretedBecause: searches.find(({ interpretedBecause }) => interpretedBecause !== null)?.interpretedBecause ?? null,
    milliseconds: sum(({ milliseconds }) => milliseconds),
    remembered: searches.length > 0 && searches.every(({ remembered }) => remembered),
    simulated: simulatedTogether(searches.flatMap(({ simulated }) => simulated ?? [])),
  };
}

function endOf(searches: readonly Search[]): Search['ended'] {
  const has = (end: Search['ended']) => searches.some(({ ended }) => ended === end);
  return has('budget') ? 'budget' : has('decided') ? 'decided' : 'exhausted';
}

function simulatedReport({ seed, runs, byFaults, neverRan, discovery }: Simulated, { roles }: Model): SimulatedReport {
  const missed = new Set(neverRan);
  const codes = roles.flatMap((role) => [
    ...role.handlers.flatMap(({ id, title, trigger: { kind } }) =>
      kind === 'start' || kind === 'restart' ? [] : [{ id, title: `${role.name}'s \`${title}\`` }],
    ),
    ...role.actions.map(({ id, name }) => ({ id, title: `${role.name}'s \`action ${name}\`` })),
  ]);
  return { seed, runs, byFaults, neverRan: codes.flatMap(({ id, title }) => (missed.has(id) ? [title] : [])), discovery };
}

/** The random runs of one search; null where it was a search. */
export function simulatedIn({ simulated }: Size, model: Model): SimulatedReport | null {
  return simulated === undefined ? null : simulatedReport(simulated, model);
}

/** What ran in none of them, at any point. */
function simulatedTogether(all: readonly SimulatedReport[]): SimulatedReport | null {
  const [first] = all;
  if (first === undefined) return null;
  const length = all.reduce((most, { byFaults }) => Math.max(most, byFaults.length), 0);
  return {
    seed: first.seed,
    runs: all.reduce((sum, { runs }) => sum + runs, 0),
    byFaults: Array.from({ length }, (_, faults) => all.reduce((sum, { byFaults }) => sum + (byFaults[faults] ?? 0), 0)),
    neverRan: first.neverRan.filter((title) => all.every(({ neverRan }) => neverRan.includes(title))),
    discovery: all.reduce<DiscoveryReport | null>((most, { discovery }) => wider(most, discovery), null),
  };
}

function wider(one: DiscoveryReport | null, other: DiscoveryReport | null): DiscoveryReport | null {
  if (one === null || other === null) return one ?? other;
  return other.atMost > one.atMost ? other : one;
}
