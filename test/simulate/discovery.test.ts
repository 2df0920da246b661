/** The estimate of what further random runs would come to, and its bound, where the truth is known. */
import { expect, test } from 'vitest';
import { analyse, checkModel, load, type Model } from '#checker';
import { jobsFor } from '../../checker/src/explore/check/jobs.ts';
import { machineFor } from '../../checker/src/explore/check/machine-for.ts';
import { Discoveries } from '../../checker/src/simulate/discovery.ts';
import { Seeker } from '../../checker/src/simulate/findings.ts';
import { randomStream } from '../../checker/src/simulate/random.ts';
import { Walker } from '../../checker/src/simulate/walk.ts';
import { runs as runsOf } from '../random/run.ts';

/** More of them in the slow run. */
const TRIALS = runsOf(60, 1000).most;

/** How often the bound was below the truth, and by how much the estimate is off on the mean. */
function judged(trials: readonly { readonly truth: number; readonly discoveries: Discoveries }[]) {
  const all = trials.map(({ truth, discoveries }) => ({ truth, ...discoveries.now! }));
  const mean = (of: (one: (typeof all)[number]) => number) => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  return {
    wrong: all.filter(({ truth, atMost }) => atMost < truth).length,
    off: mean(({ truth, estimate }) => estimate - truth),
    truth: mean(({ truth }) => truth),
    atMost: mean(({ atMost }) => atMost),
  };
}

/** Runs that come to a block of 1, 2, 4, ... states together, or to several blocks: states depend on each other, the chance is known. */
function drawn(seed: number, runs: number, shares: readonly number[]) {
  const random = randomStream(seed, 0);
  const discoveries = new Discoveries();
  const seen = new Set<number>();
  for (let run = 0; run < runs; run++) {
    const blocks = shares.flatMap((share, block) => (random.fraction() < share ? [block] : []));
    for (const block of blocks) seen.add(block);
    discoveries.add(blocks.flatMap((block) => Array.from({ length: 2 ** (block % 4) }, (_, i) => Int32Array.of(block, i))));
  }
  const none = shares.reduce((product, share, block) => (seen.has(block) ? product : product * (1 - share)), 1);
  return { truth: 1 - none, discoveries };
}

test.each([
  ['a few frequent ones', 100, Array.from({ length: 12 }, () => 0.2)],
  ['a long tail', 200, Array.from({ length: 60 }, (_, i) => 0.5 / (i + 1) ** 1.5)],
  ['many rare ones', 200, Array.from({ length: 150 }, () => 0.002)],
  ['one rare one', 100, [0.9, 0.01]],
])('the bound is nowhere less than the chance more often than it may be: %s', (_, runs, shares) => {
  const { wrong, off, truth, atMost } = judged(Array.from({ length: TRIALS }, (_, seed) => drawn(seed, runs, shares)));
  expect(wrong).toBeLessThanOrEqual(TRIALS / 20);
  // The mean of the estimate is the chance with one run less; a hundred trials know it to a few hundredths.
  expect(Math.abs(off)).toBeLessThan(0.05);
  expect(atMost).toBeGreaterThan(truth);
});

test('the more runs without anything new, the smaller the bound; with a room that is full the runs before count', () => {
  const same = (runs: number, most?: number) => {
    const discoveries = new Discoveries(most);
    for (let run = 0; run < runs; run++) discoveries.add([Int32Array.of(1)]);
    return discoveries.now;
  };
  expect(same(0)).toBeNull();
  expect(same(1)).toMatchObject({ runs: 1, estimate: 1, atMost: 1 });
  const [few, many] = [same(100)!, same(5000)!];
  expect([few.estimate, many.estimate]).toEqual([0, 0]);
  // What is known of the truth of n runs without a find cannot be less than the rule of three says.
  expect(few.atMost).toBeGreaterThan(3 / 100);
  expect(few.atMost).toBeLessThan(0.2);
  expect(many.atMost).toBeGreaterThan(3 / 5000);
  expect(many.atMost).toBeLessThan(0.005);
  expect(same(5000, 1)).toMatchObject({ runs: 1, atMost: 1 });
});

test('a state that several runs came to is of none of them; a run that comes to a state again still has it alone', () => {
  const [a, b, c] = [1, 2, 3].map((n) => Int32Array.of(n));
  const discoveries = new Discoveries();
  const after = (...states: Int32Array[]) => {
    discoveries.add(states);
    return discoveries.now!.estimate;
  };
  expect(after(a, b, a)).toBe(1);
  expect(after(a)).toBe(1 / 2);
  // Now the first run has none of its own, the third has.
  expect(after(b, c)).toBe(1 / 3);
  expect(after(a, b, c)).toBe(0);
});

const SPEC = (size: number) => `system S {
  message M
  node A { n: 0..${size} = 0  optional action go when n < ${size} { n += 1  send M to B } }
  node B { got: 0..${size} = 0  on M { got += 1 } }
  safety Small: always A.n <= ${size}
}
assume Lossy { timing async  network { lossy } }
check Lossy { Small holds }`;

function modelOf(text: string): Model {
  return analyse(load('a.proviso', text, () => ({ problem: 'nothing is imported', details: {} }))).checks[0].runs[0].model().model!;
}

/** Random runs of a system with a known number of states; the truth is had from further runs. */
function walked(model: Model, seed: number, runs: number, further: number) {
  const [job] = jobsFor(model.properties);
  const machine = machineFor(model, job.watch, 'compiled');
  const walker = new Walker(machine, new Seeker(machine, job), 100);
  for (const _ of walker.begin(randomStream(seed, -1)));
  const runOf = (number: number) => {
    for (const work = walker.run(randomStream(seed, number), 60, () => false); ; ) {
      const { done, value } = work.next();
      if (done) return value;
    }
  };
  const discoveries = new Discoveries();
  const seen = new Set<string>();
  for (let number = 0; number < runs; number++) {
    const { independent, path } = runOf(number);
    if (!independent) continue;
    discoveries.add(path.states);
    for (const state of path.states) seen.add(state.join());
  }
  const others = Array.from({ length: further }, (_, i) => runOf(runs + i)).filter(({ independent }) => independent);
  const news = others.filter(({ path }) => path.states.some((state) => !seen.has(state.join())));
  return { truth: news.length / others.length, discoveries, states: seen.size };
}

test('of systems with known states the bound is true of the runs that follow, and nothing is new where all were seen', () => {
  const trialsOf = (size: number, count: number) => Array.from({ length: count }, (_, seed) => walked(modelOf(SPEC(size)), seed, 120, 120));
  const { wrong, off, truth } = judged(trialsOf(6, TRIALS / 10));
  expect(wrong).toBeLessThanOrEqual(Math.ceil(TRIALS / 200));
  expect(truth).toBeGreaterThan(0.1);
  expect(Math.abs(off)).toBeLessThan(0.08);
  // Nothing was sent, or one message is in flight, has come, or is lost.
  const [small] = trialsOf(1, 1);
  expect([small.states, checkModel(modelOf(SPEC(1)), { now: () => 0 }).size.states]).toEqual([4, 4]);
  expect([small.truth, small.discoveries.now!.estimate]).toEqual([0, 0]);
});
