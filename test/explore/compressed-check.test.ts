/** A check whose states are compressed says what one says whose states are not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Model } from '#checker';
import { slow } from '../random/run.ts';
import { analysed } from '../support/spec.ts';

const MIB = 2 ** 20;

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

function modelsOf(text: string): Model[] {
  return analysed(text).checks.flatMap(({ runs }) => runs.map((run) => run.model().model!));
}

function modelUnder(assume: string, text: string): Model {
  const { runs } = analysed(text).checks.find((plan) => plan.assume === assume)!;
  return runs.at(-1)!.model().model!;
}

function check(model: Model, options: Partial<CheckOptions>): CheckResult {
  return checkModel(model, { now: () => 0, ...options });
}

/** All but what memory it took. */
function said(result: CheckResult): unknown {
  return { ...result, size: { ...result.size, bytes: 0, compressed: false } };
}

/** Liveness, knowledge, deadlines, clocks, crashes and lost messages: each stands in one of these. */
const SAMPLES = [
  'chain-replication',
  'commit-wait',
  ...(slow ? ['corrupted-packets'] : []),
  'limping-node',
  'planned-collection',
  'time-outliers',
  'two-generals',
  'two-phase-commit',
];

describe.each(SAMPLES)('%s', (name) => {
  test('same verdicts, traces and sizes', () => {
    for (const model of modelsOf(read(`samples/${name}.proviso`))) {
      expect(said(check(model, { compress: 'always' }))).toEqual(said(check(model, { compress: 'never' })));
    }
  });
});

describe('a budget of memory', () => {
  const model = modelUnder('Unreliable', read('samples/paxos.proviso'));
  const plain = check(model, { compress: 'never' });
  const least = check(model, { compress: 'always' });
  const agreed = (result: CheckResult) => result.properties.find(({ property }) => property === 'Agreed')?.verdict;

  test('too small for plain states and large enough for compressed ones decides', () => {
    expect(least.size.bytes * 1.2).toBeLessThan(plain.size.bytes);
    const maxMemory = Math.ceil(least.size.bytes * 1.1);
    const without = check(model, { compress: 'never', budget: { maxMemory } });
    expect(agreed(without)).toMatchObject({ status: 'unknown', budget: true });
    expect(without.size.compressed).toBe(false);
    const result = check(model, { budget: { maxMemory } });
    expect(said(result)).toEqual(said(plain));
    expect(result.size).toMatchObject({ compressed: true });
    expect(result.size.bytes).toBeLessThanOrEqual(maxMemory);
  });

  test('large enough for plain states leaves them plain', () => {
    const result = check(model, { budget: { maxMemory: plain.size.bytes * 2 } });
    expect(said(result)).toEqual(said(plain));
    expect(result.size.compressed).toBe(false);
  });

  test('liveness goes on where states are compressed in the middle', () => {
    const alive = modelUnder('Forgets', read('samples/two-phase-commit.proviso'));
    const whole = check(alive, { compress: 'never' });
    let compressed = 0;
    for (let share = 0.8; share < 1.4; share += 0.05) {
      const result = check(alive, { budget: { maxMemory: Math.ceil(whole.size.bytes * share) } });
      if (!result.size.compressed || result.properties.some(({ verdict }) => verdict.status === 'unknown')) continue;
      compressed += 1;
      expect(said(result)).toEqual(said(whole));
    }
    expect(compressed).toBeGreaterThan(0);
  });

  test('too small for both is said, and never passed', () => {
    const maxMemory = MIB;
    const result = check(model, { budget: { maxMemory } });
    const reason = 'stopped at 1 MiB of memory';
    expect(agreed(result)).toMatchObject({ status: 'unknown', reason, budget: true });
    expect(result.size.compressed).toBe(true);
    expect(result.size.bytes).toBeLessThanOrEqual(maxMemory);
  });
});
