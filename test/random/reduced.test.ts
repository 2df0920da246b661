/** Leaving dead values out changes nothing but the number of states, on systems made at random. */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { bisimilar, checkReduced } from '../support/reduced.ts';
import { watchOf } from './lockstep.ts';
import { everySpec, firstSeed, MAX_STATES, runs } from './run.ts';
import { oneAssumption } from './spec.ts';

const NOTHING = { predicates: [], steps: [], deadline: null };

test('the reduced machine steps as the full one, and every verdict and trace is the same', { timeout: 3_600_000 }, () => {
  const sums = { full: 0, reduced: 0, smaller: 0 };
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      // Where nothing is watched, the most is dead.
      for (const watch of [watchOf(model), NOTHING]) {
        const states = bisimilar(model, watch, MAX_STATES);
        if (states === null) continue;
        sums.full += states.full;
        sums.reduced += states.reduced;
        if (states.reduced < states.full) sums.smaller += 1;
        if (watch !== NOTHING) checkReduced(model);
      }
    }
  };
  everySpec(oneAssumption, runs(40, 400), check, firstSeed + 2);
  console.log(sums);
  expect(sums.smaller).toBeGreaterThan(0);
});
