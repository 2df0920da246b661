/** Loops that read a clock or ask what is enabled: both machines take the same steps, and find the same true. */
import { expect, test } from 'vitest';
import { lockstep } from './lockstep.ts';
import { loopingSystems } from './looping.ts';
import { everySpec, firstSeed, runs } from './run.ts';

test('both machines agree on loops that read a clock and ask what is enabled', { timeout: 3_600_000 }, () => {
  let states = 0;
  const tally = everySpec(
    loopingSystems,
    runs(20, 400),
    (models) => {
      for (const model of models.values()) states += lockstep(model, 60).states?.length ?? 1;
    },
    firstSeed + 5,
  );
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${states} states`, tally.codes);
  expect(tally.refused).toBeLessThan(tally.specs / 4);
});
