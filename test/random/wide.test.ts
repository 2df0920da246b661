/** Values wider than a number: both machines agree on what is true of them and on the steps that change them, model errors too. */
import { expect, test } from 'vitest';
import { createCompiledMachine, createInterpretedMachine } from '#checker';
import { compareMachines } from '../support/compare.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { wideSystems } from './wide.ts';

test('both machines agree on wide values', { timeout: 3_600_000 }, () => {
  const seen = { models: 0, true: 0, false: 0, errors: 0, failed: 0 };
  const tally = everySpec(
    wideSystems,
    runs(16, 4000),
    (found) => {
      for (const model of found.values()) {
        const watch = { predicates: model.properties.flatMap((p) => (p.kind === 'state' ? [p.predicate] : [])), steps: [], deadline: null };
        const compiled = createCompiledMachine(model, watch);
        const { difference } = compareMachines(createInterpretedMachine(model, watch), compiled, 12);
        // a guard that is a model error has run in the one, and not in the other
        if (difference !== null && !difference.startsWith('bodies run')) throw new Error(difference);
        seen.models += 1;
        compiled.successors.clear();
        compiled.initial();
        const first = compiled.successors.words.slice(0, compiled.words);
        const truth = compiled.evaluate(first, 0);
        if (truth < 0) seen.errors += 1;
        else if (truth === 1) seen.true += 1;
        else seen.false += 1;
        compiled.successors.clear();
        compiled.expand(first, 0, 'all');
        if (compiled.successors.errors > 0) seen.failed += 1;
      }
    },
    firstSeed,
  );
  console.log(`${tally.specs} specs, ${tally.refused} refused: ${JSON.stringify(seen)}`, tally.codes);
  expect(seen.models).toBeGreaterThan(tally.specs / 3);
});
