/** Mutants of what somebody has written: each gets an answer in its time, and the two machines and every reduction give the same one. */
import { createHash } from 'node:crypto';
import process from 'node:process';
import { expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Model, type Verdict, withoutPlaces } from '#checker';
import { canonical, lockstep } from '../random/lockstep.ts';
import { everySpec, firstSeed, runs } from '../random/run.ts';
import { mutants } from './mutants.ts';

const MOST = 1000;
/** Of a system with more states only so many are expanded by both machines. */
const WALKED = 15;
/** Seconds of a processor that no check of so few states may need. */
const PATIENCE = 30;

test('mutants of samples are refused or checked, by both machines alike', { timeout: 3_600_000 }, () => {
  const seen = { checked: 0, again: 0, whole: 0, decided: 0, walked: 0, violated: 0, failed: 0 };
  const known = new Set<string>();
  const isNew = (model: Model) => {
    // What is changed in one assumption set leaves the models of the others as they were, but for their places.
    const key = createHash('sha1').update(withoutPlaces(model).text).digest('base64');
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
  const compare = (model: Model) => {
    const begin = process.cpuUsage();
    const result = checked(model, {});
    seen.checked++;
    if (result.size.states < MOST) {
      seen.whole++;
      expect(reported(model, checked(model, { machine: 'interpreted' }))).toBe(reported(model, result));
      // A property that has a search of its own may find its states too many for the budget on one side alone.
      const reduced = checked(model, { reduceFrom: 0 });
      const decided = result.properties.filter(
        ({ property, verdict }) => !endedByBudget(verdict) && !endedByBudget(verdictOf(reduced, property)),
      );
      seen.decided += decided.length;
      const names = decided.map(({ property }) => property);
      expect(verdicts(model, reduced, names)).toBe(verdicts(model, result, names));
    } else if (!asksKnowledge(model)) {
      // Where a budget ends a search hangs on what the machine collects at a time: their steps are compared instead.
      seen.walked++;
      lockstep(model, WALKED);
    }
    if (result.properties.some(({ verdict }) => verdict.status === 'violated')) seen.violated++;
    if (result.error !== null) seen.failed++;
    expect(process.cpuUsage(begin).user / 1e6).toBeLessThan(PATIENCE);
  };
  const compareAll = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      if (isNew(model)) compare(model);
      else seen.again++;
    }
  };
  const tally = everySpec(mutants, runs(10, 100), compareAll, firstSeed + 31);
  console.log(`${tally.specs} specs, ${tally.refused} refused`, JSON.stringify(seen));
  expect(Math.min(seen.checked, seen.whole, seen.decided)).toBeGreaterThan(0);
});

function asksKnowledge(model: Model): boolean {
  return withoutPlaces(model.properties).text.includes('"op":"knows"');
}

function checked(model: Model, options: Partial<CheckOptions>): CheckResult {
  return checkModel(model, { now: () => 0, blame: false, budget: { maxStates: MOST }, ...options });
}

function verdictOf({ properties }: CheckResult, name: string): Verdict {
  return properties.find(({ property }) => property === name)!.verdict;
}

function endedByBudget(verdict: Verdict): boolean {
  return verdict.status === 'unknown' && verdict.budget;
}

/** Of several loops that are as short either machine may take another one, so of a lasso only its faults are compared. Of all properties, or of these. */
function verdicts(model: Model, { properties }: CheckResult, names = properties.map(({ property }) => property)): string {
  const isLiveness = (name: string) => model.properties.some((property) => property.name === name && property.kind === 'liveness');
  return canonical(
    properties
      .filter(({ property }) => names.includes(property))
      .map(({ property, verdict }) => {
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
