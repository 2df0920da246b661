/** The number of threads changes nothing: on systems made at random, with symmetry and without. */

import { expect, test } from 'vitest';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';
import { everyText, firstSeed, read, runs, slow } from './run.ts';
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
  console.log(`${compared} searches compared, ${pool.helped} times a thread helped`);
  expect(compared).toBeGreaterThan(0);
  // Whether a thread is ready before a small search has ended is chance: so more are made until one had help.
  for (let more = 1; slow && pool.helped === 0 && more <= 30; more++)
    await everyText(oneAssumption, { least: 5, most: 5 }, firstSeed + 7 + more, compare);
  if (slow) expect(pool.helped).toBeGreaterThan(0);
  await pool.end();
});
