/** The specs made at random have every construct of the language that machines can disagree about, often enough. */
import { expect, test } from 'vitest';
import { CONSTRUCTS } from './constructs.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { isTooSeldom } from './shares.ts';
import { oneAssumption } from './spec.ts';

test('every construct is made', { timeout: 3_600_000 }, () => {
  const counts = new Map(Object.keys(CONSTRUCTS).map((name) => [name, 0]));
  let models = 0;
  const tally = everySpec(
    oneAssumption,
    runs(300, 2000),
    (found) => {
      for (const model of found.values()) {
        models += 1;
        for (const [name, [, has]] of Object.entries(CONSTRUCTS)) if (has(model)) counts.set(name, counts.get(name)! + 1);
      }
    },
    firstSeed,
  );
  const told = [...counts].map(([name, n]) => `${((100 * n) / models).toFixed(1)} of 100: ${name}`);
  console.log([`${tally.specs} specs, ${tally.refused} refused`, ...told].join('\n'));
  const rare = Object.entries(CONSTRUCTS).filter(
    ([name, [atLeast]]) => counts.get(name) === 0 || isTooSeldom(counts.get(name)!, models, atLeast / 100),
  );
  expect(rare.map(([name]) => `${counts.get(name)} of ${models}: ${name}`)).toEqual([]);
});
