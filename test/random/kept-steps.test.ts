/**
 * A search that keeps its steps comes to the same whoever makes them: its states and steps with their numbers, where it can be interrupted, and
 * then verdicts and lassos. Another thread has its turns when this test says so, and may end with a portion.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, createCompiledMachine, type Model, startCheck, type Threads } from '#checker';
import { canCost, jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';
import { ThreadByTurns } from '../support/turns.ts';
import { alike } from './alike.ts';
import { everyCase, everyText, firstSeed, read, runs } from './run.ts';
import { aboutLiveness } from './spec.ts';

interface Plan {
  /** portions made in each turn, again and again */
  readonly turns: readonly number[];
  /** the turn from which on the thread ends as soon as it can; null where it does not */
  readonly ends: number | null;
  readonly portion: number;
  readonly maxStates: number;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  turns: fc.array(fc.nat(9), { minLength: 1, maxLength: 8 }),
  ends: fc.oneof(fc.constant(null), fc.nat(60)),
  portion: fc.integer({ min: 1, max: 9 }),
  maxStates: fc.constantFrom(50, 300, 1000),
});

const nobody = (portion: number): Threads => ({ count: 1, portion, start: () => unreachable() });

function unreachable(): never {
  throw new Error('a search of one thread calls another');
}

/** What the thread does between two steps. */
function between(plan: Plan, thread: ThreadByTurns): () => void {
  let turn = 0;
  return () => {
    if (plan.ends !== null && turn >= plan.ends) thread.end();
    thread.turn(plan.turns[turn++ % plan.turns.length]);
  };
}

/** All that a search has come to when it has so many states, or when it is over. */
function cameTo(model: Model, threads: Threads, maxStates: number, meanwhile: () => void): string {
  const [job] = jobsFor(model.properties.filter(({ kind }) => kind === 'liveness'));
  const machine = createCompiledMachine(model, job.watch);
  // biome-ignore lint/correctness/useYield: nothing is found out between levels
  const levelDone = function* () {
    return false;
  };
  const noteTime = model.timing.time;
  const search = new Search(machine, job.watch, { faults: canCost(model), noteTime, keepEdges: true, threads, levelDone });
  for (const _ of search.run()) {
    if (search.store.count >= maxStates) break;
    meanwhile();
  }
  search.halt();
  const { store, edges, time, levels, stash, found, next, transitions, cut, expanded, seen, exhausted, ticked } = search;
  const states = Array.from({ length: store.count }, (_, state) => {
    const offset = store.offset(state);
    return store
      .segment(state)
      .slice(offset, offset + store.words)
      .join(' ');
  });
  const columns = edges!.columns(store.count).map(({ name, length, part }) => `${name} ${[...part(0, length)].join(' ')}`);
  const onward = states.map((_, state) => time.onward.get(state));
  const { bounds, gaveUp } = machine.successors;
  const rest = { levels: levels.kept(), stash: stash.kept(), found: found.kept(), timely: time.timely.kept(store.count), onward };
  return JSON.stringify([states, columns, rest, next, transitions, cut, expanded, seen, exhausted, ticked, bounds, gaveUp, machine.ran]);
}

function checkedMeanwhile(model: Model, options: Partial<CheckOptions>, meanwhile: () => void): CheckResult {
  const check = startCheck(model, { now: () => 0, blame: false, ...options });
  for (;;) {
    const step = check.step(1);
    if (step.done) return step.result;
    meanwhile();
  }
}

test('whoever makes a portion, and whether it is made at all, what the search comes to is the same', { timeout: 3_600_000 }, () => {
  const seen = { searches: 0, portions: 0, ended: 0, lassos: 0, stopped: 0 };
  const compare = (model: Model, plan: Plan) => {
    if (!model.properties.some(({ kind }) => kind === 'liveness')) return;
    const { portion, maxStates } = plan;
    const once = new ThreadByTurns();
    const alone = cameTo(model, nobody(portion), maxStates, () => {});
    if (cameTo(model, once.threads(portion), maxStates, between(plan, once)) !== alone) throw new Error('the searches differ');
    for (const reduceFrom of [Infinity, 0]) {
      const thread = new ThreadByTurns();
      const options = { budget: { maxStates }, reduceFrom };
      const one = checkedMeanwhile(model, { ...options, threads: nobody(portion) }, () => {});
      sameResults(checkedMeanwhile(model, { ...options, threads: thread.threads(portion) }, between(plan, thread)), one);
      seen.portions += thread.made;
      seen.ended += thread.ended ? 1 : 0;
      if (!one.size.whole) seen.stopped++;
      for (const { verdict } of one.properties) if (verdict.status === 'violated') seen.lassos++;
    }
    seen.searches++;
  };
  const specs = fc.oneof({ arbitrary: aboutLiveness, weight: 3 }, { arbitrary: alike, weight: 1 });
  everyCase(
    fc.property(specs, plans, (text, plan) => {
      for (const model of read(text).models.values()) compare(model, plan);
    }),
    runs(6, 8),
    firstSeed + 8,
  );
  console.log(seen);
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
});

// In the long run alone: threads take seconds to start, and the test above says itself who does what.
test.skipIf(process.env.PROVISO_RUNS === undefined)('several threads find the lasso that one finds', { timeout: 3_600_000 }, async () => {
  const pool = new TestThreads();
  await pool.warm(2);
  let compared = 0;
  const compare = async (text: string) => {
    for (const model of read(text).models.values()) {
      for (const [reduceFrom, maxStates] of [
        [Infinity, 3000],
        [0, 3000],
        [Infinity, 200],
      ]) {
        const options = { budget: { maxStates }, reduceFrom };
        const alone = await checkedBy(model, nobody(2), options);
        if (alone.size.states < 100) continue;
        compared++;
        for (const count of [2, 3]) sameResults(await checkedBy(model, { ...pool.threads(count), portion: 2 }, options), alone);
      }
    }
  };
  await everyText(aboutLiveness, runs(1, 1), firstSeed + 9, compare);
  expect(compared).toBeGreaterThan(0);
  expect(pool.helped).toBeGreaterThan(0);
  await pool.end();
});
