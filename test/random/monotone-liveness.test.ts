/** What happens in the end under a weaker assumption set happens under a stronger one. */
import { expect, test } from 'vitest';
import { everySpec, slow } from './run.ts';
import { twoAboutLiveness } from './spec.ts';
import { within } from './weaker.ts';

test('a liveness property that breaks under the stronger set breaks under the weaker', { timeout: 3_600_000 }, () => {
  const tally = everySpec(twoAboutLiveness, slow ? 300 : 20, (models, counts) => {
    const [strong, weak] = [models.get('Strong'), models.get('Weak')];
    if (strong !== undefined && weak !== undefined && within(strong, weak)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, tally.codes);
  expect(tally.whole).toBeGreaterThan(tally.specs / 4);
});
