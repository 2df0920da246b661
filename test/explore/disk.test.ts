/** A search that goes on on disk says what one says that stays in memory, whatever becomes of the disk. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Model, startCheck } from '#checker';
import { everySpec, runs } from '../random/run.ts';
import { aboutTime, oneAssumption } from '../random/spec.ts';
import { MemoryDisk } from '../support/disk.ts';
import { analysed } from '../support/spec.ts';

const slow = process.env.PROVISO_SLOW === '1';

function modelsOf(name: string): Model[] {
  const text = readFileSync(new URL(`../../samples/${name}.proviso`, import.meta.url), 'utf8');
  return analysed(text).checks.flatMap(({ runs }) => runs.map((run) => run.model().model!));
}

/** Without what stays in memory. */
function safetyOf(model: Model): Model {
  const stays = ({ kind, usesKnowledge }: Model['properties'][number]) =>
    kind === 'liveness' || usesKnowledge || (kind === 'deadline' && model.timing.time);
  return { ...model, properties: model.properties.filter((property) => !stays(property)) };
}

/** All but what memory it took. */
function said(result: CheckResult): unknown {
  return { ...result, size: { ...result.size, bytes: 0, bytesOnDisk: 0, compressed: false } };
}

function check(model: Model, options: Partial<CheckOptions> = {}): CheckResult {
  return checkModel(model, { now: () => 0, ...options });
}

const used = { searches: 0 };

/** From so many states on, so many of which are looked for together. */
function onDisk(model: Model, from: number, most: number, options: Partial<CheckOptions> = {}): CheckResult {
  const disk = new MemoryDisk();
  const result = check(model, { ...options, disk: { disk, from, most } });
  if (disk.read > 0) used.searches++;
  // Of the searches that a check makes one after the other, the last one may still be asked about.
  expect(disk.files.size).toBeLessThan(30);
  return result;
}

/** Crashes, pauses, losses, clocks and lies, two faults in one step, reached and violated with faults: which point of each is looked at. */
const SAMPLES = {
  'byzantine-generals': 0,
  'cascading-failure': 3,
  'declared-dead': 1,
  'elapsed-time': 1,
  'fencing-tokens': 2,
  'lamport-mutex': 4,
  paxos: 0,
  'rolling-restart': 9,
  'time-outliers': 5,
  'two-phase-commit': 2,
};

test.each(Object.entries(SAMPLES))('same verdicts, traces and sizes: %s', { timeout: 600_000 }, (name, point) => {
  const models = modelsOf(name).map(safetyOf);
  const before = used.searches;
  for (const [i, model] of (slow ? models.slice(0, 6) : [models[point]]).entries()) {
    // What a fault is needed for is worked out by further searches.
    const blame = name === 'declared-dead';
    const options: Partial<CheckOptions> = i % 2 === 1 ? { blame, reduceFrom: 500 } : { blame };
    expect(said(onDisk(model, [0, 50, 700][i % 3], [17, 300, 3000][i % 3], options))).toEqual(said(check(model, options)));
  }
  expect(used.searches).toBeGreaterThan(before);
});

test.each([
  ['of states and steps', oneAssumption, 3],
  ['of time', aboutTime, 1],
] as const)('the same as in memory, %s: on systems made at random', { timeout: 3_600_000 }, (_, specs, count) => {
  const before = used.searches;
  let turn = 0;
  everySpec(specs, runs(count, 60), (models) => {
    for (const whole of models.values()) {
      // Its searches for liveness and deadlines stay in memory, beside others that do not.
      const model = turn % 2 === 0 ? safetyOf(whole) : whole;
      const [from, most] = [[0, 3, 40][turn % 3], [1, 5, 64, 2000][turn++ % 4]];
      const inMemory = check(model);
      // Looking for a few at a time among many takes long.
      expect(said(onDisk(model, from, Math.max(most, Math.ceil(inMemory.size.states / 50))))).toEqual(said(inMemory));
    }
  });
  expect(used.searches).toBeGreaterThan(before);
});

function modelUnder(assume: string, name: string): Model {
  return modelsOf(name).findLast((model) => model.assume === assume)!;
}

const KIB = 2 ** 10;

test('a budget of memory that is too small for compressed states is enough with a disk, and is kept to', () => {
  const model = safetyOf(modelUnder('Unreliable', 'paxos'));
  const whole = check(model);
  const budget = { maxMemory: 1000 * KIB };
  if (slow) expect(check(model, { budget }).properties.map(({ verdict }) => verdict.status)).toContain('unknown');
  const disk = new MemoryDisk();
  const result = check(model, { budget, disk: { disk } });
  expect(said(result)).toEqual(said(whole));
  expect(result.size.bytes).toBeLessThanOrEqual(budget.maxMemory);
  expect(result.size.bytesOnDisk).toBeGreaterThan(result.size.states);
});

/** The same verdicts, but for those that could not be reached: `unknown` for this reason. */
function agrees(result: CheckResult, whole: CheckResult, reason: string): boolean {
  let ended = false;
  for (const [i, { property, verdict }] of result.properties.entries()) {
    ended ||= verdict.status === 'unknown' && verdict.reason === reason;
    expect({ property, verdict }).toMatchObject({
      property,
      verdict: verdict.status === 'unknown' ? { reason } : whole.properties[i].verdict,
    });
  }
  return ended;
}

test.each([
  ['that is full', 'stopped as the disk is full', (bytes: number) => new MemoryDisk(bytes)],
  ['that is damaged', 'stopped as the disk is damaged', (bytes: number) => new MemoryDisk(Infinity, bytes)],
])('a disk %s ends the search, with what it had found', { timeout: 60_000 }, (_, reason, diskOf) => {
  const models = [modelsOf('declared-dead')[1], ...(slow ? [modelsOf('elapsed-time')[1]] : [])].map(safetyOf);
  for (const model of models) {
    const whole = check(model, { blame: false });
    let ended = 0;
    for (let bytes = 100; bytes < 2 ** 30; bytes *= slow ? 2.5 : 5) {
      const disk = diskOf(bytes);
      if (agrees(check(model, { blame: false, disk: { disk, from: 10, most: 50 } }), whole, reason)) ended++;
    }
    expect(ended).toBeGreaterThan(slow ? 3 : 1);
  }
});

/** More states than are kept at hand. */
const GRID = `system Grid {
  node Cell {
    across: 0..159 = 0
    down: 0..159 = 0
    optional action right when across < 159 { across = across + 1 }
    optional action below when down < 159 { down = down + 1 }
  }
  safety Inside: always Cell.across + Cell.down <= 318
}
assume Calm { timing async }
check Calm { Inside holds }
`;

test('a disk that is damaged after the search leaves open what multiplies the states, and nothing else', () => {
  const model = analysed(GRID).checks[0].runs[0].model().model!;
  const options = { now: () => 0, blame: false };
  const read = (mostRead: number) => {
    const disk = new MemoryDisk(Infinity, mostRead);
    const running = startCheck(model, { ...options, disk: { disk, from: 10, most: 5000 } });
    let step = running.step(Number.MAX_SAFE_INTEGER);
    while (!step.done) step = running.step(Number.MAX_SAFE_INTEGER);
    const needed = disk.read;
    const asking = running.multipliers();
    let asked = asking.next();
    while (!asked.done) asked = asking.next();
    return { result: step.result, needed, multipliers: asked.value, more: disk.read - needed };
  };
  const whole = read(Infinity);
  expect([whole.multipliers.length > 0, whole.more > 0]).toEqual([true, true]);
  expect(read(whole.needed)).toMatchObject({ result: whole.result, multipliers: [] });
});

test('liveness stays in memory, and that is said where memory is used up', () => {
  const disk = new MemoryDisk();
  const { properties } = check(modelUnder('Forgets', 'two-phase-commit'), { budget: { maxMemory: 2 ** 14 }, disk: { disk } });
  expect(disk.written).toBe(0);
  const reason = expect.stringMatching(/^stopped at 0.02 MiB of memory: a search for liveness, .* does not go on on disk$/);
  expect(properties.map(({ verdict }) => verdict)).toContainEqual(expect.objectContaining({ status: 'unknown', reason }));
});
