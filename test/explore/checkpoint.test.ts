/** A check that is cut off at any moment, and goes on from what was kept, says what one says that was never interrupted. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Model, startCheck } from '#checker';
import { rising } from '../random/alike.ts';
import { knowingAlike } from '../random/known-alike.ts';
import { everySpec, runs } from '../random/run.ts';
import { aboutKnowledge, aboutLiveness, aboutTime, oneAssumption } from '../random/spec.ts';
import { MemorySlots } from '../support/slots.ts';
import { analysed, modelOf } from '../support/spec.ts';
import { checkedBy, sameResults, TestThreads } from '../support/threads.ts';

function modelsOf(name: string): Model[] {
  const text = readFileSync(new URL(`../../samples/${name}.proviso`, import.meta.url), 'utf8');
  return analysed(text).checks.flatMap(({ runs }) => runs.map((run) => run.model().model!));
}

/** All but what memory it took. */
function said(result: CheckResult): unknown {
  return { ...result, size: { ...result.size, bytes: 0, compressed: false } };
}

/** A number below `most`, in a fixed sequence (Park and Miller). */
function randomly(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}

const pieces = { cuts: 0, resumed: 0 };

/** Cut off, as by a signal that nobody can hear, again and again, but later each time: first before so many states. */
function inPieces(model: Model, options: Partial<CheckOptions>, seed: number, first = 1000): CheckResult {
  const below = randomly(seed);
  const kept = new MemorySlots(() => below(3) === 0);
  for (let most = first; ; most *= 1.5) {
    const check = startCheck(model, { now: () => 0, ...options, slots: kept.slots });
    for (let left = below(Math.ceil(most)); left > 0; left -= first / 10) {
      const step = check.step(first / 10);
      if (!step.done) continue;
      pieces.resumed += kept.resumed;
      return step.result;
    }
    pieces.cuts++;
  }
}

/** Liveness, knowledge, deadlines, limits of faults, clocks, crashes, scenarios, several initial states and lies: each stands in one of these. */
const slow = process.env.PROVISO_SLOW === '1';
const SAMPLES = [
  'chain-replication',
  'commit-wait',
  'two-generals',
  'two-phase-commit',
  'failure-detector',
  'unfenced-lock',
  'byzantine-generals',
];

describe.each(SAMPLES)('%s', (name) => {
  test('the same as in one piece', { timeout: 120_000 }, () => {
    const models = modelsOf(name);
    for (const [i, model] of models.slice(0, slow ? 5 : 2).entries()) {
      const options: Partial<CheckOptions> = i % 2 === 0 ? {} : { compress: 'always', reduceFrom: 500 };
      const upTo = new Map(model.properties.slice(0, 1).map((property) => [property.name, 1]));
      const more = i % 3 === 0 ? { ...options, upTo } : options;
      expect(said(inPieces(model, more, i + 1))).toEqual(said(checkModel(model, { now: () => 0, ...more })));
    }
  });
});

/** In the slow run time ends it, and many small systems show more than a few large ones. */
const MOST_STATES = slow && process.env.PROVISO_RUNS === undefined ? 1000 : 5000;

test.each([
  ['of states and steps', oneAssumption],
  ['of liveness', aboutLiveness],
  ['of time', aboutTime],
  ['of knowledge', aboutKnowledge],
  ...(slow
    ? ([
        ['of liveness up to symmetry', rising],
        ['of knowledge up to symmetry', knowingAlike],
      ] as const)
    : []),
] as const)('the same as in one piece, %s: on systems made at random', { timeout: 3_600_000 }, (_, specs) => {
  const before = pieces.resumed;
  let seed = 1;
  everySpec(specs, runs(2, 1000), (models) => {
    for (const model of models.values()) {
      const options: Partial<CheckOptions> = {
        budget: { maxStates: MOST_STATES },
        ...(seed % 2 === 0 ? {} : { compress: 'always', reduceFrom: 50 }),
      };
      const whole = checkModel(model, { now: () => 0, ...options });
      // Where a budget ends a search depends on where it began.
      if (whole.properties.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget)) continue;
      expect(said(inPieces(model, options, seed++, 40))).toEqual(said(whole));
    }
  });
  expect(pieces.resumed).toBeGreaterThan(before);
});

/** `Lost` breaks by a loss; `Both` by a loss and a duplicate, and without duplicates by three losses. */
const BLAMED = `
system S {
  message M
  message N
  message P
  node A {
    m: bool = false  n: bool = false  p: bool = false
    action m when not m { m = true  send M to B }
    action n when not n { n = true  send N to B }
    action p when not p { p = true  send P to B }
  }
  node B {
    ms: 0..2 = 0  ns: 0..2 = 0  ps: 0..2 = 0
    on M when ms < 2 { ms += 1 }
    on N when ns < 2 { ns += 1 }
    on P when ps < 2 { ps += 1 }
  }
  let mLost = A.m and B.ms == 0 and not (in flight M)
  let othersLost = A.n and B.ns == 0 and not (in flight N) and A.p and B.ps == 0 and not (in flight P)
  safety Lost: never mLost
  safety Both: never (mLost and (B.ns == 2 or othersLost))
}
assume Bad { timing async  network { lossy, duplicating } }
check Bad { Lost violated  Both violated }
`;

test('a model that is searched without a fault goes on from its own search, whatever was asked before it', () => {
  const model = modelOf(BLAMED);
  const asked = (names: readonly string[], slots?: CheckOptions['slots']) =>
    said(checkModel(model, { now: () => 0, properties: names, ...(slots === undefined ? {} : { slots }) }));
  const kept = new MemorySlots(() => true);
  for (const names of [['Lost', 'Both'], ['Both'], ['Lost', 'Both']]) expect(asked(names, kept.slots), `${names}`).toEqual(asked(names));
  expect(kept.resumed).toBeGreaterThan(2);
});

test('most were cut, and went on', () => {
  expect(pieces.cuts).toBeGreaterThan(10);
  expect(pieces.resumed).toBeGreaterThan(10);
});

describe('several threads', () => {
  const pool = new TestThreads();
  beforeAll(() => pool.warm(1), 60_000);
  afterAll(() => pool.end());

  test('keep a search in the middle of a level, and go on together', { timeout: 120_000 }, async () => {
    const model = modelsOf('quorum-register').at(-1)!;
    const whole = checkModel(model, { now: () => 0 });
    const below = randomly(7);
    const kept = new MemorySlots(() => below(4) === 0);
    for (const maxStates of [0.1, 0.4, 0.8].map((share) => Math.floor(share * whole.size.states))) {
      const stopped = await checkedBy(model, pool.threads(2), { slots: kept.slots, budget: { maxStates }, blame: false });
      expect(stopped.size.whole).toBe(false);
    }
    sameResults(await checkedBy(model, pool.threads(2), { slots: kept.slots }), await checkedBy(model, null));
    expect(kept.most).toBeGreaterThan(0.5 * whole.size.states);
    expect(kept.resumed).toBeGreaterThan(2);
  });
});
