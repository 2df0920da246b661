/** The number of threads changes nothing: on systems made at random, with symmetry and without. */

import { expect, test } from 'vitest';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';
import { everyText, firstSeed, read, runs } from './run.ts';
import { oneAssumption } from './spec.ts';

test('several threads find what one finds', { timeout: 3_600_000 }, async () => {
  const pool = new TestThreads();
  await pool.warm(2);
  const budget = { maxStates: 3000 };
  let compared = 0;
  const compare = async (text: string) => {
    for (const model of read(text).models.values()) {
      for (const reduceFrom of [Infinity, 0]) {
        const alone = await checkedBy(model, null, { budget, reduceFrom });
        if (alone.size.states < 100 || alone.size.states > budget.maxStates) continue;
        compared++;
        for (const count of [2, 3]) sameResults(await checkedBy(model, pool.threads(count), { budget, reduceFrom }), alone);
      }
    }
  };
  await everyText(oneAssumption, runs(10, 150), firstSeed + 7, compare);
  expect(compared).toBeGreaterThan(0);
  // Whether a thread is ready before a small search has ended is chance: of many some must have had help.
  if (compared >= 100) expect(pool.helped).toBeGreaterThan(0);
  await pool.end();
});
