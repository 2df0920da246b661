/** Threads that end, or do not answer any more, in the middle of a search. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type HelperThread, type Model, startCheck } from '#checker';
import { commands, control } from '../../checker/src/explore/states/shared.ts';
import { analysed } from '../support/spec.ts';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';

function modelOf(sample: string, assume: string): Model {
  const text = readFileSync(new URL(`../../samples/${sample}.proviso`, import.meta.url), 'utf8');
  return analysed(text)
    .checks.find((check) => check.assume === assume)!
    .runs[0].model().model!;
}

/** Makes its machine and hears of the store, but does nothing for a level. */
class Silent {
  quits = 0;
  #words: Int32Array = new Int32Array(control.length);
  readonly #staysAlive: boolean;

  constructor(staysAlive: boolean) {
    this.#staysAlive = staysAlive;
  }

  get isAskedForLevel(): boolean {
    return this.#words[control.command] === commands.level;
  }

  start(): HelperThread {
    return {
      post: (message) => {
        if (message.kind !== 'begin') return;
        this.#words = new Int32Array(message.control);
        this.#words[control.ready]++;
      },
      alive: () => {
        if (!this.isAskedForLevel) this.#words[control.done] = 1;
        return this.#staysAlive || !this.isAskedForLevel;
      },
      end: () => {},
      quit: () => this.quits++,
    };
  }
}

test.each([
  ['has ended', false],
  ['does not answer', true],
])('where a search is stopped in a level and a thread of it %s, that level does not count', (_, staysAlive) => {
  const whole = modelOf('quorum-register', 'Returns');
  const model = { ...whole, properties: whole.properties.filter(({ kind, usesKnowledge }) => kind !== 'liveness' && !usesKnowledge) };
  const silent = new Silent(staysAlive);
  const check = startCheck(model, {
    now: () => 0,
    blame: false,
    threads: { count: 2, from: 2000, patience: 20, start: () => silent.start() },
  });
  // The first yield of the level, of which at least half is left.
  let states = 0;
  while (!silent.isAskedForLevel) {
    const step = check.step(1);
    if (step.done) throw new Error('the search is over');
    ({ states } = step.progress);
  }
  const { properties, size } = check.stop('it was asked to');
  expect(properties.map(({ verdict }) => verdict.status)).toContain('unknown');
  expect(size.states).toBe(states);
  expect(silent.quits).toBe(1);
});

test('a thread that ends while it makes steps ahead changes nothing', { timeout: 60_000 }, async () => {
  const whole = modelOf('declared-dead', 'Collection');
  const model = { ...whole, properties: whole.properties.filter(({ name }) => name === 'OldGivesUp') };
  const alone = await checkedBy(model, null);
  expect(alone.properties.map(({ verdict }) => verdict.status)).toContain('violated');
  const pool = new TestThreads();
  await pool.warm(1);
  const threads = { ...pool.threads(2), from: 100 };
  sameResults(await checkedBy(model, threads), alone);
  expect(pool.helped).toBeGreaterThan(0);
  const dying = {
    ...threads,
    start: () => {
      const thread = threads.start();
      const post: typeof thread.post = (message) => {
        thread.post(message);
        if (message.kind === 'segments') setTimeout(thread.quit, 5);
      };
      return { ...thread, post };
    },
  };
  sameResults(await checkedBy(model, dying), alone);
  await pool.end();
});
