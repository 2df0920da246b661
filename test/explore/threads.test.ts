/** The number of threads changes no verdict, no counterexample and no size. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Model } from '#checker';
import { control } from '../../checker/src/explore/states/shared.ts';
import { slow, todays } from '../random/run.ts';
import { MemorySlots } from '../support/slots.ts';
import { analysed } from '../support/spec.ts';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';

const pool = new TestThreads();
beforeAll(() => pool.warm(2));
afterAll(async () => {
  await pool.end();
  expect(pool.helped).toBeGreaterThan(30);
});

const folder = new URL('../../samples/', import.meta.url);

/** The first point of each check of a sample, with the properties that need no whole graph: what is searched by several. */
function modelsOf(file: string): Model[] {
  const text = readFileSync(new URL(file, folder), 'utf8');
  if (text.includes('import "')) return [];
  return analysed(text).checks.flatMap(({ runs }) => {
    const { model } = runs[0].model();
    if (model === null) return [];
    return [{ ...model, properties: model.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && !usesKnowledge) }];
  });
}

test('a search that is stopped in the middle of a level says so', { timeout: 60_000 }, async () => {
  const [model] = modelsOf('quorum-register.proviso').filter(({ assume }) => assume === 'Returns');
  for (const maxStates of [500, 5000, 20_000]) {
    const { properties, size } = await checkedBy(model, pool.threads(3), { budget: { maxStates } });
    expect(properties.map(({ verdict }) => verdict.status)).toContain('unknown');
    expect(size.states).toBeGreaterThanOrEqual(maxStates);
  }
});

test('where time ends a search of several, what it has found is found at the same cost', { timeout: 60_000 }, async () => {
  const sums = { decided: 0, stopped: 0 };
  for (const model of [...modelsOf('two-phase-commit.proviso'), ...modelsOf('quorum-register.proviso')]) {
    const alone = await checkedBy(model, null);
    for (const timeout of slow ? [10, 40, 160, 400] : [40, 400]) {
      let calls = 0;
      const { properties } = await checkedBy(model, pool.threads(2), { now: () => calls++, budget: { timeout } });
      for (const [i, { verdict }] of properties.entries()) {
        const whole = alone.properties[i].verdict;
        if (verdict.status === 'unknown') sums.stopped++;
        if (!('trace' in verdict) || !('trace' in whole)) continue;
        expect([verdict.status, verdict.trace.faults, verdict.trace.steps.length]).toEqual([
          whole.status,
          whole.trace.faults,
          whole.trace.steps.length,
        ]);
        sums.decided++;
      }
    }
  }
  expect(Math.min(sums.decided, sums.stopped)).toBeGreaterThan(3);
});

test('smaller searches beside a large one have threads of their own', { timeout: 60_000 }, async () => {
  const [model] = modelsOf('quorum-register.proviso').filter(({ assume }) => assume === 'Returns');
  const alone = await checkedBy(model, null);
  for (const deepenFrom of [500, 5000]) sameResults(await checkedBy(model, pool.threads(2), { deepenFrom }), alone);
});

test('a thread that ends in the middle ends the check with words, not with waiting', { timeout: 60_000 }, async () => {
  const [model] = modelsOf('quorum-register.proviso').filter(({ assume }) => assume === 'Returns');
  const doomed = new TestThreads();
  await doomed.warm(1);
  const { start, ...rest } = doomed.threads(2);
  const startDoomed = () => {
    const thread = start();
    const post: typeof thread.post = (message) => {
      thread.post(message);
      if (message.kind === 'parts') void doomed.end();
    };
    return { ...thread, post };
  };
  await expect(checkedBy(model, { ...rest, start: startDoomed })).rejects.toThrow('a thread of the search has ended');
});

test('a thread that ends between two levels ends the check with words, not with waiting', { timeout: 60_000 }, async () => {
  const [model] = modelsOf('quorum-register.proviso').filter(({ assume }) => assume === 'Returns');
  const doomed = new TestThreads();
  await doomed.warm(1);
  const { start, ...rest } = doomed.threads(2);
  const shared = { words: new Int32Array(new SharedArrayBuffer(control.length * 4)), joined: false };
  const startDoomed = () => {
    const thread = start();
    const post: typeof thread.post = (message) => {
      if (message.kind === 'begin') shared.words = new Int32Array(message.control);
      else shared.joined = true;
      thread.post(message);
    };
    return { ...thread, post };
  };
  // Asked after each part that both have made of a level, and once more, without another command, after the last part: the level is over.
  const ends: { level: number; atRest: boolean }[] = [];
  let command = 0;
  const { slots } = new MemorySlots(() => {
    const now = Atomics.load(shared.words, control.generation);
    if (shared.joined && now === command && ends.length === 0) {
      ends.push({ level: now, atRest: Atomics.load(shared.words, control.done) === 1 });
      void doomed.end();
    }
    command = now;
    return false;
  });
  await expect(checkedBy(model, { ...rest, start: startDoomed }, { slots })).rejects.toThrow('a thread of the search has ended');
  expect(ends).toMatchObject([{ atRest: true }]);
  // The helper had heard of the store, and then made a level.
  expect(ends[0].level).toBeGreaterThan(1);
});

test('threads keep to the budget of memory', { timeout: 60_000 }, async () => {
  const [model] = modelsOf('quorum-register.proviso').filter(({ assume }) => assume === 'Returns');
  const whole = await checkedBy(model, pool.threads(2), { compress: 'never' });
  let stopped = 0;
  for (const share of slow ? [0.2, 0.4, 0.6, 0.8] : [0.5]) {
    const maxMemory = Math.floor(whole.size.bytes * share);
    const { properties, size } = await checkedBy(model, pool.threads(2), { compress: 'never', budget: { maxMemory } });
    expect(size.bytes).toBeLessThanOrEqual(maxMemory);
    if (properties.some(({ verdict }) => verdict.status === 'unknown')) stopped += 1;
  }
  expect(stopped).toBeGreaterThan(0);
});

describe('samples', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proviso'));
  // All of them in the long run.
  test.each(slow ? todays(files, 5) : files.filter((_, i) => i % 6 === 0))('%s', { timeout: 60_000 }, async (file) => {
    for (const model of modelsOf(file)) {
      const budget = { maxStates: 25_000 };
      const alone = await checkedBy(model, null, { budget });
      if (alone.size.states > budget.maxStates) continue;
      for (const count of slow ? [2, 3] : [3]) sameResults(await checkedBy(model, pool.threads(count), { budget }), alone);
    }
  });
});
