/** What happens in the end under a weaker assumption set happens under a stronger one. */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { moreFaults } from './losses.ts';
import { everySpec, runs } from './run.ts';
import { expectShare } from './shares.ts';
import { twoAboutLiveness } from './spec.ts';
import { within } from './weaker.ts';

/**
 * Who stops for good lies within who comes back for finite runs only: that a node comes back in the end is more than that it
 * may stay down.
 */
function comesBack(strong: Model, weak: Model): boolean {
  const isFair = ({ mode, mayStayDown }: Model['crashes'][number]) => (mode === 'recovery' || mode === 'amnesia') && !mayStayDown;
  return strong.crashes.some(({ mode }) => mode === 'stop') && weak.crashes.some(isFair);
}

test('a liveness property that breaks under the stronger set breaks under the weaker', { timeout: 3_600_000 }, () => {
  const tally = everySpec(twoAboutLiveness, runs(2, 60), (models, counts) => {
    const [strong, weak] = [models.get('Strong'), models.get('Weak')];
    if (strong === undefined || weak === undefined || comesBack(strong, weak)) return;
    if (within(strong, weak)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, tally.codes);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 4);
});

test('so it is of messages that are lost forever, whatever else may happen how often', { timeout: 3_600_000 }, () => {
  let differ = 0;
  const tally = everySpec(moreFaults, runs(8, 200), (models, counts) => {
    const [strong, weak] = [models.get('Strong'), models.get('Weak')];
    if (strong === undefined || weak === undefined || !within(strong, weak)) return;
    counts.whole += 1;
    if (strong.budgets.length !== weak.budgets.length) differ += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, tally.codes);
  expect(tally.refused).toBe(0);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 2);
  expect(differ).toBeGreaterThan(0);
  expectShare(differ, tally.specs, 1 / 10);
});
