/** The interpreter and the compiled machine give the same states, steps and verdicts on systems made at random. */
import { expect, test } from 'vitest';
import { lockstep } from './lockstep.ts';
import { everySpec, MAX_STATES, slow } from './run.ts';
import { oneAssumption } from './spec.ts';
import { checkAgainstGraph, checkBoth } from './verdicts.ts';

test('both machines agree, and every verdict is what the state graph says', { timeout: 3_600_000 }, () => {
  const tally = everySpec(oneAssumption, slow ? 2000 : 200, (models, counts) => {
    for (const model of models.values()) {
      const graph = lockstep(model, MAX_STATES);
      if (!graph.complete) continue;
      counts.whole += 1;
      checkAgainstGraph(model, checkBoth(model), graph);
    }
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} walked to the end`, tally.codes);
  expect(tally.refused).toBeLessThan(tally.specs / 10);
  expect(tally.whole).toBeGreaterThan(tally.specs / 2);
});
