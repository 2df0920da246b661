/** Leaving dead values out changes nothing but the number of states, on systems made at random. */
import { expect, test } from 'vitest';
import type { Model } from '#checker';
import { bisimilar, checkReduced } from '../support/reduced.ts';
import { aboutEnds } from './ends.ts';
import { aboutDisks } from './first-values.ts';
import { aboutLateMessages } from './late.ts';
import { watchOf } from './lockstep.ts';
import { aboutModes } from './modes.ts';
import { everySpec, firstSeed, MAX_STATES, runs } from './run.ts';
import { expectShare } from './shares.ts';
import { oneAssumption } from './spec.ts';
import { aboutValues } from './values-in-modes.ts';

const NOTHING = { predicates: [], steps: [], deadline: null };

test('what only a first value reads is kept where a crash needs it', { timeout: 3_600_000 }, () => {
  let smaller = 0;
  const tally = everySpec(
    aboutDisks,
    runs(15, 200),
    (models) => {
      smaller += compare(models);
    },
    firstSeed + 2,
  );
  expect(tally.refused).toBe(0);
  expect(smaller).toBeGreaterThan(0);
  expectShare(smaller, tally.specs, 1 / 20);
});

test('the reduced machine steps as the full one, and every verdict and trace is the same', { timeout: 3_600_000 }, () => {
  const sums = { full: 0, reduced: 0, smaller: 0 };
  // Each model under each watch one way, and the next the other way.
  let isEven = false;
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      // Where nothing is watched, the most is dead.
      isEven = !isEven;
      for (const watch of [watchOf(model), NOTHING]) {
        const forget = isEven === (watch === NOTHING);
        const states = bisimilar(model, watch, MAX_STATES, forget);
        if (states === null) continue;
        sums.full += states.full;
        sums.reduced += states.reduced;
        if (states.reduced < states.full) sums.smaller += 1;
        if (watch !== NOTHING) checkReduced(model, undefined, forget);
      }
    }
  };
  everySpec(oneAssumption, runs(30, 400), check, firstSeed + 2);
  console.log(sums);
  expect(sums.smaller).toBeGreaterThan(0);
});

test('what is dead in some modes only, and messages that do nothing any more', { timeout: 3_600_000 }, () => {
  let smaller = 0;
  const tally = everySpec(
    aboutModes,
    runs(7, 200),
    (models) => {
      smaller += compare(models, Math.max(MAX_STATES, 600));
    },
    firstSeed,
  );
  expect(tally.refused).toBe(0);
  expect(smaller).toBeGreaterThan(0);
  expectShare(smaller, tally.specs, 1 / 20);
});

test.each([
  ['what is dead in some modes only, of every kind of variable and timer', aboutValues, 6, 200],
  ['what is read only where a step ends, or in the middle of one', aboutEnds, 8, 400],
] as const)('%s', { timeout: 3_600_000 }, (_, specs, few, many) => {
  let smaller = 0;
  const tally = everySpec(
    specs,
    runs(few, many),
    (models) => {
      for (const model of models.values()) bisimilar(model, NOTHING, MAX_STATES);
      smaller += compare(models);
    },
    firstSeed,
  );
  expect(tally.refused).toBe(0);
  expect(smaller).toBeGreaterThan(0);
  expectShare(smaller, tally.specs, 1 / 20);
});

test('messages that come late, and timers that are started anew', { timeout: 3_600_000 }, () => {
  let smaller = 0;
  const tally = everySpec(
    aboutLateMessages,
    runs(2, 100),
    (models) => {
      smaller += compare(models, Math.max(MAX_STATES, 600));
    },
    firstSeed,
  );
  expect(tally.refused).toBe(0);
  // Two systems, as the ordinary run has them, may both be as large as before; what they are compared for is compared all the same.
  expect(smaller).toBeGreaterThan(0);
  expectShare(smaller, tally.specs, 1 / 20);
});

/** How many of them become smaller. */
function compare(models: ReadonlyMap<string, Model>, max = MAX_STATES): number {
  let smaller = 0;
  for (const model of models.values()) {
    const states = bisimilar(model, watchOf(model), max);
    if (states === null) continue;
    if (states.reduced < states.full) smaller += 1;
    checkReduced(model);
  }
  return smaller;
}
