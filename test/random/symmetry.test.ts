/** States made one by symmetry: on systems made at random, against the whole state graph. */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { findSymmetry } from '../../checker/src/model/symmetry/symmetric-sorts.ts';
import { holdAgainst, nameless, sameVerdicts } from '../support/symmetry.ts';
import { amongSymmetric } from './cuts.ts';
import { disksOfTwo } from './first-values.ts';
import { lockstep, watchOf } from './lockstep.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { expectShare } from './shares.ts';
import { oneAssumption } from './spec.ts';

/** Without names in code; and so too, but for first values, which may tell nodes apart. */
function namelessInTwoWays(named: Model): Model[] {
  const model = nameless(named);
  const roles = model.roles.map((role, i) => ({ ...role, variables: named.roles[i].variables }));
  return [model, { ...model, roles }];
}

test('symmetric states are those that a permutation exchanges, and steps and verdicts stay the same', { timeout: 3_600_000 }, () => {
  let symmetric = 0;
  const tally = everySpec(
    oneAssumption,
    runs(25, 800),
    (models, counts) => {
      for (const model of [...models.values()].flatMap(namelessInTwoWays)) {
        const { symmetric: found } = findSymmetry(model, watchOf(model));
        if (found.length === 0) continue;
        // Few have something alike: of those more states can be walked.
        const graph = lockstep(model, 1000);
        if (!graph.complete) continue;
        counts.whole += 1;
        holdAgainst(model, graph);
        symmetric += 1;
        sameVerdicts(model);
      }
    },
    firstSeed + 6,
  );
  console.log(`${tally.specs} specs, ${tally.whole} walked to the end, ${symmetric} with something symmetric`);
  expect(symmetric).toBeGreaterThan(0);
  expectShare(symmetric, tally.specs, 1 / 6);
});

test('cuts among symmetric nodes', { timeout: 3_600_000 }, () => {
  const tally = everySpec(amongSymmetric, runs(6, 30), (models, counts) => {
    for (const model of models.values()) {
      const graph = lockstep(model, 3000);
      if (!graph.complete) continue;
      counts.whole += 1;
      expect(holdAgainst(model, graph)).toEqual(['B']);
      sameVerdicts(model);
    }
  });
  console.log(`${tally.specs} specs, ${tally.whole} walked to the end`);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 3);
});

test('first values, which may tell nodes apart that crash', { timeout: 3_600_000 }, () => {
  let symmetric = 0;
  const tally = everySpec(disksOfTwo, runs(25, 150), (models, counts) => {
    for (const model of models.values()) {
      const graph = lockstep(model, 3000);
      if (!graph.complete) continue;
      counts.whole += 1;
      if (holdAgainst(model, graph).length === 0) continue;
      symmetric += 1;
      sameVerdicts(model);
    }
  });
  console.log(`${tally.specs} specs, ${tally.whole} walked to the end, ${symmetric} with something symmetric`);
  expect(tally.refused).toBe(0);
  expect(symmetric).toBeGreaterThan(0);
  expectShare(symmetric, tally.whole, 1 / 5);
  expect(symmetric).toBeLessThan(tally.whole);
});
