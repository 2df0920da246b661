/** A weaker assumption set reaches what a stronger one reaches, and what holds under it holds under the stronger. */
import { expect, test } from 'vitest';
import { moreCuts } from './cuts.ts';
import { everySpec, runs } from './run.ts';
import { expectShare } from './shares.ts';
import { twoAssumptions } from './spec.ts';
import { within } from './weaker.ts';

test('weaker assumptions reach a superset and break no less', { timeout: 3_600_000 }, () => {
  const tally = everySpec(twoAssumptions, runs(5, 150), (models, counts) => {
    const [strong, weak] = [models.get('Strong'), models.get('Weak')];
    if (strong !== undefined && weak !== undefined && within(strong, weak)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, tally.codes);
  expect(tally.refused).toBeLessThan(tally.specs / 10);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 2);
});

test('more cuts, more at once, or cuts that may stay reach a superset and break no less', { timeout: 3_600_000 }, () => {
  const tally = everySpec(moreCuts, runs(4, 100), (models, counts) => {
    if (within(models.get('Strong')!, models.get('Weak')!)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, tally.codes);
  expect(tally.refused).toBe(0);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 2);
});
