/** Random runs: what they find is true, the same seed finds the same, and they never say that anything holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  analyse,
  type CampaignOptions,
  type CheckOptions,
  type CheckOutcome,
  campaign,
  checkModel,
  load,
  type Model,
  runToEnd,
  type SimulationOptions,
  type Verdict,
} from '#checker';
import { checkReport } from '#report';
import { sureLasso, sureRun } from '../../checker/src/explore/check/recheck.ts';
import { randomStream } from '../../checker/src/simulate/random.ts';
import { startSimulation } from '../../checker/src/simulate/simulation.ts';
import { everySpec, runs, slow, todays } from '../random/run.ts';
import { aboutLiveness, oneAssumption } from '../random/spec.ts';

const now = () => 0;
/** Its first run is one that chooses without regard to others. */
const SEED = 9;
const FEW: SimulationOptions = { seed: 1, runs: 300, steps: 200 };

function simulated(model: Model, simulation: SimulationOptions, options: Pick<CheckOptions, 'properties'> = {}) {
  const running = startSimulation(model, { now, ...options }, simulation);
  for (;;) {
    const step = running.step(1000);
    if (step.done) return step.result;
  }
}

function outcomesOf(text: string, options: Partial<CampaignOptions> = {}): CheckOutcome[] {
  const analysis = analyse(load('a.proviso', text, () => ({ problem: 'nothing is imported', details: {} })));
  return runToEnd(campaign(analysis.checks, { now, simulation: FEW, ...options }));
}

/** Ten counters of five values each, and up to 8 messages among them: more than 5^10 states. */
const LARGE = `
system Large {
  message Ping(n: 0..4)
  node Counter[10] {
    n: 0..4 = 0
    action up when n < 4 { n += 1  send Ping(n) to Watcher }
  }
  node Watcher {
    last: 0..4 = 0
    alarm: bool = false
    on Ping(n) { if n > last + 1 { alarm = true }  last = n }
  }
  safety Quiet: never Watcher.alarm
  reachable Full: forall c in Counter: c.n == 4
}
assume Lossy { timing async  network { lossy up to 1 } }
check Lossy { Quiet violated  Full reached }
`;

test('finds a planted bug among more states than anybody can search', () => {
  const [{ outcomes }] = outcomesOf(LARGE, { properties: ['Quiet'] });
  expect(outcomes.map(({ verdict: { status } }) => status)).toEqual(['violated']);
  for (const { verdict, model } of outcomes) if ('trace' in verdict) sureRun(model, verdict.trace);
});

test('each run of a seed is another one, however large the seed', () => {
  for (const seed of [1, 2 ** 32, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
    const begun = Array.from({ length: 10_000 }, (_, number) => randomStream(seed, number)).map(
      (random) => `${random.fraction()} ${random.fraction()}`,
    );
    expect(new Set(begun).size, `${seed}`).toBe(10_000);
  }
});

test('runs begin in any of many initial states', () => {
  const text = `system S { node A { x: 0..200 = any  y: 0..200 = any }  reachable Late: A.x >= 195 and A.y >= 100 }
    assume Plain { timing async }
    check Plain { Late reached }`;
  expect(outcomesOf(text)[0].outcomes[0].verdict.status).toBe('reached');
});

test('what more runs would come to is told of the searches that left something undecided, not of one that ended early', () => {
  const text = (limit: string) => `system S { const LIMIT = 0
      node A { n: 0..2 = 0  optional action go when n < 2 { n += 1 } }
      safety Low: always A.n <= LIMIT
      safety InTime: A.n == 0 leads to A.n >= 0 within 1 }
    assume Plain { timing sync { delay <= 1 } }
    check Plain for LIMIT in ${limit} { Low holds  InTime holds }`;
  const of = (limit: string, properties?: readonly string[]) => {
    const [outcome] = outcomesOf(text(limit), { simulation: { seed: SEED, runs: 100, steps: 50 }, ...(properties && { properties }) });
    return checkReport(outcome, () => null).search.simulated!.discovery?.runs ?? null;
  };
  const alone = of('{ 2 }', ['Low'])!;
  expect(alone).toBeGreaterThan(10);
  expect(of('0..2', ['Low'])).toBe(alone);
  expect(of('{ 0 }')).toBe(alone);
  expect(of('{ 0 }', ['Low'])).toBeNull();
});

test('the same seed, the same runs; another seed, other runs', () => {
  const [one, again, other] = [7, 7, 8].map((seed) => {
    const [{ outcomes }] = outcomesOf(LARGE, { simulation: { ...FEW, seed, runs: 30 }, properties: ['Quiet'] });
    return JSON.stringify(outcomes.map(({ verdict, size }) => [verdict, size.transitions, size.simulated]));
  });
  expect(again).toBe(one);
  expect(other).not.toBe(one);
});

const THREE = `
system S {
  message M
  node A { n: 0..3 = 0  optional action go when n < 3 { n += 1  send M to B } }
  node B { got: 0..3 = 0  on M { got += 1 } }
  safety Small: always A.n <= 3
  safety AllCome: never (A.n == 3 and B.got == 0 and not (in flight M))
  reachable Never: A.n == 0 and B.got == 1
  liveness Ends: eventually A.n == 3
  liveness Comes: A.n == 0 or A.n > 0 leads to B.got >= 0
  safety Known: always A.n <= 3 or not knows(A, B.got == 3)
}
assume Lossy { timing async  network { lossy } }
`;

test('never says that anything holds, nor that it is unreached', () => {
  const [{ outcomes }] = outcomesOf(`${THREE} check Lossy { Small holds  Never unreached  Comes holds  Known holds }`, {
    properties: ['Small', 'Never', 'Comes', 'Known'],
  });
  expect(outcomes.map(({ verdict }) => verdict.status)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
  expect(outcomes.map(({ verdict }) => (verdict.status === 'unknown' ? verdict.reason : ''))).toEqual([
    'no random run of 300 violates it; at 95% confidence, at most 1% of such runs do',
    'no random run of 300 reaches it; at 95% confidence, at most 1% of such runs do',
    // Of liveness nothing is estimated.
    'no random run of 300 violates it',
    'simulation does not ask what nodes know',
  ]);
});

test('how much the runs say is rounded up, and left out where it is little', () => {
  const said = (runs: number) => {
    const [{ outcomes }] = outcomesOf(`${THREE} check Lossy { Small holds }`, { simulation: { ...FEW, runs } });
    const [{ verdict }] = outcomes;
    return verdict.status === 'unknown' ? (/at most (.*)% of such runs/.exec(verdict.reason)?.[1] ?? null) : verdict.status;
  };
  expect([5, 6, 7, 100, 400, 700].map(said)).toEqual([null, '50', '43', '3', '0.75', '0.43']);
});

test('up to so many faults is asked of random runs too', () => {
  const asked = (most: number) => outcomesOf(`${THREE} check Lossy { AllCome holds up to ${most} faults }`)[0].outcomes[0].verdict.status;
  expect(asked(2)).toBe('unknown');
  expect(asked(3)).toBe('violated');
});

test('what a small search finds is the simplest', () => {
  const [{ outcomes }] = outcomesOf(`${THREE} check Lossy { AllCome violated }`);
  expect(outcomes[0].verdict).toMatchObject({ status: 'violated', trace: { faults: 3 } });
  expect(outcomes[0].verdict).not.toHaveProperty('simplestWithin');
});

test.runIf(slow)('what a small search does not find is made simpler and marked', () => {
  const [large] = outcomesOf(LARGE, { properties: ['Full'] });
  expect(large.outcomes[0].verdict).toHaveProperty('simplestWithin');
  // Ten counters go up four times each; all but the last 8 messages are delivered to make room for the next, and none need be lost.
  const { verdict, model } = large.outcomes[0];
  if ('trace' in verdict) sureRun(model, verdict.trace);
  expect('trace' in verdict && [verdict.trace.faults, verdict.trace.steps.length]).toEqual([0, 72]);
});

test('an error of the model is found, the first state included', () => {
  const text = (first: string) => `
    system S { node A { n: 0..3 = ${first}  action go { n += 1 } }  safety P: always A.n <= 3 }
    assume Plain { timing async }
    check Plain { P holds }`;
  expect(outcomesOf(text('0'))[0].outcomes[0].verdict).toMatchObject({ status: 'error', trace: { steps: { length: 4 } } });
  const atOnce = text('0').replace('always A.n <= 3', 'always 6 / A.n <= 3');
  expect(outcomesOf(atOnce)[0].outcomes[0].verdict).toMatchObject({ status: 'error', trace: { steps: { length: 0 } } });
});

test('a loop that nothing demands to leave violates liveness; the rest of the run that leads to it is made short', () => {
  // Nobody has to act: `go` is optional. And of three messages that are sent one may be lost.
  const [{ outcomes }] = outcomesOf(`${THREE} check Lossy { Ends violated }`, { properties: ['Ends'] });
  expect(outcomes[0].verdict).toMatchObject({ status: 'violated', trace: { faults: 0, steps: [], loop: 0 } });
});

const decides = ({ status }: Verdict) => status === 'violated' || status === 'reached' || status === 'error';

test.each([
  ['of states and steps', oneAssumption, 4],
  ['of liveness', aboutLiveness, 2],
] as const)(
  'what random runs find, a search finds with as few faults or fewer, %s: on systems made at random',
  { timeout: 3_600_000 },
  (_, specs, few) => {
    const sums = { models: 0, found: 0, missed: 0, marked: 0, lassos: 0 };
    const tally = everySpec(specs, runs(few, 400), (models) => {
      for (const model of models.values()) {
        const searched = checkModel(model, { now, blame: false, budget: { maxStates: 20_000 } });
        if (searched.properties.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget)) continue;
        sums.models++;
        const result = simulated(model, { seed: sums.models, runs: 40, steps: 60 });
        for (const [i, { property, verdict }] of result.properties.entries()) {
          const known = searched.properties[i].verdict;
          expect(['violated', 'reached', 'error', 'unknown', 'unchecked'], property).toContain(verdict.status);
          if (!('trace' in verdict)) {
            if (decides(known)) sums.missed++;
            continue;
          }
          sureRun(model, verdict.trace);
          const declared = model.properties.find(({ name }) => name === property)!;
          if (declared.kind === 'liveness' && verdict.status === 'violated') {
            sureLasso(model, declared, verdict.trace);
            sums.lassos++;
          }
          // A search that meets an error of the model says nothing else.
          expect([known.status, 'error']).toContain(known.status === 'error' ? 'error' : verdict.status);
          if (known.status === verdict.status && 'trace' in known && known.trace.loop === undefined)
            expect(verdict.trace.faults).toBeGreaterThanOrEqual(known.trace.faults);
          if (verdict.simplestWithin !== undefined) sums.marked++;
          sums.found++;
        }
      }
    });
    console.log(`${tally.specs} specs`, sums);
    expect(sums.found * 4).toBeGreaterThan(sums.missed);
  },
);

const samples = new URL('../../samples/', import.meta.url);
/** The slow run takes a fourteenth of them each day, the long run all. */
const files = todays(
  readdirSync(samples, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proviso'))
    .sort(),
  14,
);

/** Liveness that breaks only on loops in which much has to happen in turn, and one thing never. */
const MISSED: readonly string[] = [
  'declared-dead.proviso Collection OldGivesUp [{"name":"QUORUM","value":true},{"name":"STEPS_DOWN","value":false}]',
  'quorum-register.proviso ComesAndGoes EndsIfMajority []',
];

/** What one misses by chance another finds. */
const SEEDS = [1, 2, 3];

test.runIf(slow)('finds what the samples say is violated or reached, but for what nodes know', { timeout: 3_600_000 }, () => {
  const missed: string[] = [];
  let found = 0;
  for (const file of files) {
    const text = readFileSync(new URL(file, samples), 'utf8');
    const analysis = analyse(load(file, text, () => ({ problem: 'nothing is imported', details: {} })));
    for (const run of analysis.checks.flatMap((check) => check.runs)) {
      const { model } = run.model();
      if (model === null) continue;
      const isAsked = ({ usesKnowledge }: Model['properties'][number]) => !usesKnowledge;
      const sought = run.expectations.filter(
        ({ property, verdict }) =>
          (verdict === 'violated' || verdict === 'reached') && isAsked(model.properties.find(({ name }) => name === property)!),
      );
      if (sought.length === 0) continue;
      let left = sought.map(({ property }) => property);
      for (const seed of SEEDS) {
        if (left.length === 0) break;
        const { properties } = simulated(model, { seed, runs: 10_000, steps: 1000 }, { properties: left });
        left = properties.flatMap(({ property, verdict }) => (decides(verdict) ? [] : [property]));
      }
      found += sought.length - left.length;
      missed.push(...left.map((property) => `${file} ${model.assume} ${property} ${JSON.stringify(run.sweep)}`));
    }
  }
  console.log(`${found} found`);
  expect(missed).toEqual(MISSED.filter((one) => files.some((file) => one.startsWith(file))));
});
