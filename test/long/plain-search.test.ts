/** Every verdict, and how far off it is, as a plain search without any reduction finds it: on systems made at random, named and alike. */
import { expect, test } from 'vitest';
import { checkModel, type Model, ModelErrorSignal } from '#checker';
import { everySpec, firstSeed, MAX_STATES, runs, type Tally } from '../random/run.ts';
import { oneAssumption } from '../random/spec.ts';
import { nameless } from '../support/symmetry.ts';
import { compareWithPlain, type PlainResult, plainSearch } from './plain-search.ts';

test('a check says what a plain search says', { timeout: 3_600_000 }, () => {
  const seen = { states: 0, decided: 0, open: 0 };
  const compare = (models: ReadonlyMap<string, Model>, tally: Tally) => {
    for (const named of models.values()) {
      for (const model of [named, nameless(named)]) {
        const plain = searched(model);
        if (plain === null) continue;
        if (model === named) tally.whole += 1;
        seen.states += plain.states;
        seen.decided += plain.decided.size;
        seen.open += model.properties.length - plain.decided.size;
        // From the first state on with everything that is alike made one, and dead values left out; and as it is.
        for (const reduceFrom of [0, Infinity]) {
          const result = checkModel(model, { now: () => 0, blame: false, reduceFrom });
          if (result.properties.every(({ verdict }) => verdict.status !== 'error' || verdict.error.message.startsWith('time stops')))
            compareWithPlain(model, result, plain);
        }
      }
    }
  };
  const tally = everySpec(oneAssumption, runs(20, 300), compare, firstSeed + 11);
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} searched to the end`, seen);
  expect(tally.whole).toBeGreaterThan(tally.specs / 2);
  expect(Math.min(seen.decided, seen.open)).toBeGreaterThan(tally.specs / 4);
});

/** Null where a predicate fails, too: the model has an error then, which comes first. */
function searched(model: Model): PlainResult | null {
  try {
    return plainSearch(model, MAX_STATES);
  } catch (error) {
    if (error instanceof ModelErrorSignal) return null;
    throw error;
  }
}
