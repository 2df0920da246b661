/** What liveness properties of a check share, where several are asked about, changes no verdict and no lasso of them. */
import { expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import { withFaultsForever } from '../random/faulty-loops.ts';
import { everySpec, runs } from '../random/run.ts';
import { aboutLiveness } from '../random/spec.ts';

const seen = { violated: 0, holds: 0, unknown: 0, error: 0 };

function compare(model: Model): boolean {
  const names = model.properties.flatMap(({ name, kind }) => (kind === 'liveness' ? [name] : []));
  if (names.length < 2) return false;
  const options = { now: () => 0, blame: false, budget: { maxStates: 500 } };
  const together = checkModel(model, { ...options, properties: names });
  // Where an expression of one of them fails, it is the model that does, for all of them.
  if (together.size.states >= 500 || together.error) return false;
  for (const result of together.properties) {
    expect(result).toEqual(checkModel(model, { ...options, properties: [result.property] }).properties[0]);
    const { status } = result.verdict;
    if (status in seen) seen[status as 'holds']++;
  }
  return true;
}

test('properties are decided together as each is alone', { timeout: 3_600_000 }, () => {
  for (const [specs, count] of [
    [aboutLiveness, runs(8, 300)],
    [withFaultsForever, runs(3, 100)],
  ] as const) {
    const tally = everySpec(specs, count, (models, counts) => {
      for (const model of models.values()) if (compare(model)) counts.whole += 1;
    });
    console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, seen);
  }
  expect(Math.min(seen.violated, seen.holds)).toBeGreaterThan(3);
});
