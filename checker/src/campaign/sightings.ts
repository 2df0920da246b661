/** Looks whether what lints suspect happens: a small search for each suspect, once for all checks. */
import { placeOf } from '../analysis/report.ts';
import { type CheckOptions, startCheck } from '../explore/check/check.ts';
import type { Progress } from '../verdict.ts';
import { RememberedPoint, type ResultCache } from './cache.ts';
import type { PlannedCheck, Sighting } from './events.ts';
import { inSlices } from './slices.ts';

/** What does not happen within so many states is rare, and takes about a tenth of a second to look for. */
const MOST_STATES = 20_000;

/** `known`: places that a check before this one has settled; those found are added. */
export function* sightingsOf(
  { plan }: PlannedCheck,
  how: { readonly now: () => number; readonly slice: number; readonly machine?: CheckOptions['machine']; readonly cache?: ResultCache },
  over: () => string | null,
  known: Set<string>,
): Generator<Progress, Sighting[]> {
  const found: Sighting[] = [];
  for (const { diagnostic, model: modelled } of plan.suspects()) {
    const place = placeOf(diagnostic);
    if (known.has(place) || over() !== null) continue;
    const model = modelled();
    if (model === null) continue;
    const { now, slice, machine, cache } = how;
    const asked = { expectations: model.properties.map(({ name }) => ({ property: name })), blame: false, reduceFrom: Infinity, machine };
    const remembered = cache === undefined ? null : new RememberedPoint(cache, model, { ...asked, maxStates: MOST_STATES });
    const search = { machine, now, budget: { maxStates: MOST_STATES }, blame: false };
    const slices = inSlices(startCheck(model, search), { now, slice, over });
    let result = remembered?.get() ?? null;
    const isRemembered = result !== null;
    while (result === null) {
      const { done, value } = slices.next();
      if (done) result = value;
      else yield value.progress;
    }
    if (!isRemembered && over() === null) remembered?.put(result);
    const [{ verdict }] = result.properties;
    if (verdict.status !== 'reached') continue;
    known.add(place);
    found.push({ diagnostic, assume: plan.assume, model, trace: verdict.trace });
  }
  return found;
}
