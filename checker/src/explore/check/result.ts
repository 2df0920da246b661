/** What the searches of a check come to, all together. */
import { isExistential } from '#grammar';
import { droppedNames } from '../../model/dead.ts';
import type { Model, Property } from '../../model/ir.ts';
import type { CheckResult, PropertyResult, Verdict } from '../../verdict.ts';
import { boundsReached, isExhaustive, neverRan, timeNeverPasses } from '../search/finished.ts';
import { type Control, isBefore, limitOf, type Outcome } from './control.ts';
import type { Seen } from './exhausted.ts';
import { isInPassing, uncheckedReason } from './jobs.ts';
import type { CheckOptions } from './options.ts';

export function resultOf(
  model: Model,
  properties: readonly Property[],
  outcomes: readonly Outcome[],
  options: CheckOptions,
  control: Control,
): CheckResult {
  const [{ search }] = outcomes;
  const failure = outcomes.map((outcome) => outcome.failure ?? outcome.narrower?.failure ?? null).find((one) => one !== null) ?? null;
  const marked = new Map(outcomes.flatMap(({ narrower }) => [...(narrower?.marked ?? [])]));
  const within = new Map(outcomes.flatMap(({ narrower }) => [...(narrower?.within ?? [])]));
  const found = new Map(outcomes.flatMap(({ verdicts }) => [...verdicts].map(([query, verdict]) => [query.property, verdict] as const)));
  const seen = new Map(
    outcomes.flatMap(({ job, seen }) => job.queries.filter(isInPassing).map(({ property }) => [property, seen] as const)),
  );
  const verdictOf = (property: Property): Verdict => {
    if (failure !== null && !isBefore(limitOf(property, options), failure)) return { ...failure, status: 'error' };
    const reason = uncheckedReason(property);
    if (reason !== null) return { status: 'unchecked', reason };
    const { name } = property;
    const known = found.get(property) ?? marked.get(name);
    return known ?? unknownAfter(control.stopped ?? 'not decided', property, seen.get(property) ?? null, within.get(name) ?? null);
  };
  return {
    properties: properties.map((property): PropertyResult => ({ property: property.name, verdict: verdictOf(property) })),
    size: {
      states: search.store.count,
      transitions: search.transitions,
      cut: search.cut,
      depth: search.levels.depth,
      faults: search.levels.faults,
      bytes: search.bytes,
      symmetric: search.machine.symmetric.map(({ name }) => name),
      bytesOnDisk: search.room.bytesOnDisk,
      compressed: search.room.isCompressed,
      interpretedBecause: search.machine.interpretedBecause,
      whole: search.exhausted,
      milliseconds: options.now() - control.started,
    },
    bounds: boundsReached(search),
    dropped: search.machine.dead === null ? [] : droppedNames(model, search.machine.dead),
    exhaustive: isExhaustive(search),
    neverRan: neverRan(model, search),
    timeNeverPasses: timeNeverPasses(search),
    error: failure,
  };
}

/** `narrower`: smaller bounds within which every run was seen. */
export function unknownAfter(
  reason: string,
  { word }: Pick<Property, 'word'>,
  seen: Seen | null,
  narrower: readonly string[] | null,
): Verdict {
  if (seen === null && narrower === null) return { status: 'unknown', reason, budget: true };
  const sought = isExistential(word) ? 'witness' : 'violation';
  const nothing: Seen = { faults: 0, steps: -1, bounds: [] };
  const exhausted = { sought, ...(seen ?? nothing), ...(narrower === null ? {} : { narrower }) } as const;
  return { status: 'unknown', reason, budget: true, exhausted };
}
