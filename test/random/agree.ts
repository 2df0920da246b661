/** Both machines over random systems: the same states, steps and verdicts, which are also what the state graph says. */
import type fc from 'fast-check';
import { expect } from 'vitest';
import type { Model } from '#checker';
import { lockstep } from './lockstep.ts';
import { type Cases, everySpec, MAX_STATES, type Tally } from './run.ts';
import { expectShare } from './shares.ts';
import { checkAgainstGraph, checkBoth } from './verdicts.ts';

export function machinesAgree(specs: fc.Arbitrary<string>, cases: Cases, seed: number): void {
  const check = (models: ReadonlyMap<string, Model>, counts: Tally) => {
    for (const model of models.values()) {
      const graph = lockstep(model, MAX_STATES);
      if (!graph.complete) continue;
      counts.whole += 1;
      checkAgainstGraph(model, checkBoth(model), graph);
    }
  };
  const tally = everySpec(specs, cases, check, seed);
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} walked to the end`, tally.codes);
  expect(tally.refused).toBeLessThan(tally.specs / 10);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 3);
}
