/** Mutants of what somebody has written: each gets an answer in its time, and the two machines and every reduction give the same one. */
import process from 'node:process';
import { expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Model } from '#checker';
import { canonical } from '../random/lockstep.ts';
import { everySpec, firstSeed, runs } from '../random/run.ts';
import { mutants } from './mutants.ts';

const MOST = 1000;
/** Seconds of a processor that no check of so few states may need. */
const PATIENCE = 30;

test('mutants of samples are refused or checked, by both machines alike', { timeout: 3_600_000 }, () => {
  const seen = { checked: 0, whole: 0, violated: 0, failed: 0 };
  const compare = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      const begin = process.cpuUsage();
      const result = checked(model, {});
      seen.checked++;
      const interpreted = checked(model, { machine: 'interpreted' });
      // Where a budget ends a search hangs on what the machine collects at a time.
      const isStopped = ({ size }: CheckResult) => size.states > MOST;
      if (!isStopped(result) && !isStopped(interpreted)) {
        expect(reported(model, interpreted)).toBe(reported(model, result));
        seen.whole++;
        expect(verdicts(model, checked(model, { reduceFrom: 0 }))).toBe(verdicts(model, result));
      }
      if (result.properties.some(({ verdict }) => verdict.status === 'violated')) seen.violated++;
      if (result.error !== null) seen.failed++;
      expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(PATIENCE);
    }
  };
  const tally = everySpec(mutants, runs(10, 100), compare, firstSeed + 31);
  console.log(`${tally.specs} specs, ${tally.refused} refused`, seen);
  expect(Math.min(seen.checked, seen.whole)).toBeGreaterThan(0);
});

function checked(model: Model, options: Partial<CheckOptions>): CheckResult {
  return checkModel(model, { now: () => 0, blame: false, budget: { maxStates: MOST }, ...options });
}

/** Of several loops that are as short either machine may take another one, so of a lasso only its faults are compared. */
function verdicts(model: Model, { properties }: CheckResult): string {
  const isLiveness = (name: string) => model.properties.some((property) => property.name === name && property.kind === 'liveness');
  return canonical(
    properties.map(({ property, verdict }) => {
      if (!isLiveness(property)) return { property, verdict };
      return { property, status: verdict.status, faults: 'trace' in verdict ? verdict.trace.faults : null };
    }),
  );
}

function reported(model: Model, result: CheckResult): string {
  const { states, transitions, cut, depth, faults } = result.size;
  const size = { states, transitions, cut, depth, faults };
  return canonical({ verdicts: verdicts(model, result), bounds: result.bounds, timeNeverPasses: result.timeNeverPasses, size });
}
