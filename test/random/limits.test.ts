/** A limit of faults, and what a stopped search had seen, against the whole search: on systems made at random. */
import { expect, test } from 'vitest';
import { type CheckOptions, checkModel, type Model, type PropertyResult } from '#checker';
import { everySpec, firstSeed, runs } from './run.ts';
import { oneAssumption } from './spec.ts';

const MOST = 1000;
const now = () => 0;

const hows: readonly Partial<CheckOptions>[] = [{}, { reduceFrom: 0 }, { machine: 'interpreted' }];

/** Null where it is too large. */
function whole(model: Model, how: Partial<CheckOptions>): readonly PropertyResult[] | null {
  const { properties, size } = checkModel(model, { ...how, now, blame: false, budget: { maxStates: MOST } });
  return size.states > MOST || properties.some(({ verdict }) => verdict.status === 'unknown' && verdict.budget) ? null : properties;
}

/** What a limit makes of the verdict of the whole search; null where the whole search ended before it could say. */
function limited({ verdict }: PropertyResult, limit: number): readonly string[] | null {
  switch (verdict.status) {
    case 'violated':
      return verdict.trace.faults <= limit ? [JSON.stringify(verdict)] : ['holds'];
    case 'reached':
      return verdict.trace.faults <= limit ? [JSON.stringify(verdict)] : ['unreached', 'unknown'];
    case 'error':
      return verdict.trace.faults <= limit ? [JSON.stringify(verdict)] : null;
    default:
      return verdict.status === 'unknown' ? ['unreached', 'unknown'] : [verdict.status];
  }
}

test('a limit of faults gives what the whole search says of the runs within it', { timeout: 3_600_000 }, () => {
  const sums = { compared: 0, ended: 0, decided: 0 };
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      for (const how of hows) {
        const all = whole(model, how);
        if (all === null) continue;
        for (const limit of [0, 1, 2]) {
          const upTo = new Map(model.properties.map(({ name }) => [name, limit]));
          const { properties } = checkModel(model, { ...how, now, blame: false, upTo });
          for (const [i, { verdict }] of properties.entries()) {
            const expected = limited(all[i], limit);
            if (expected === null) {
              if ('trace' in verdict) expect(verdict.trace.faults).toBeLessThanOrEqual(limit);
              continue;
            }
            expect(expected).toContain('trace' in verdict ? JSON.stringify(verdict) : verdict.status);
            sums.compared++;
            if ('upTo' in verdict && verdict.upTo === limit) sums.ended++;
            if ('trace' in verdict) sums.decided++;
          }
        }
      }
    }
  };
  everySpec(oneAssumption, runs(6, 150), check, firstSeed + 21);
  console.log(sums);
  expect(Math.min(sums.ended, sums.decided)).toBeGreaterThan(5);
});

test('a search that stops has seen no run that decides what it calls unknown', { timeout: 3_600_000 }, () => {
  const sums = { stopped: 0, layers: 0, decidedLater: 0 };
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      for (const how of hows) {
        const all = whole(model, how);
        if (all === null) continue;
        for (const maxStates of [1, 10, 40, 160]) {
          const { properties } = checkModel(model, { ...how, now, blame: false, budget: { maxStates } });
          for (const [i, { verdict }] of properties.entries()) {
            if (verdict.status !== 'unknown' || verdict.exhausted === undefined) continue;
            const { faults, steps } = verdict.exhausted;
            sums.stopped++;
            if (faults > 0) sums.layers++;
            const later = all[i].verdict;
            if (later.status !== 'violated' && later.status !== 'reached') continue;
            const { trace } = later;
            expect(trace.faults > faults || (trace.faults === faults && trace.steps.length > steps)).toBe(true);
            sums.decidedLater++;
          }
        }
      }
    }
  };
  const tally = everySpec(oneAssumption, runs(24, 200), check, firstSeed + 22);
  console.log(sums);
  // Where time ends it, few may have been stopped: the ordinary run has all of these.
  if (tally.specs >= 24) expect(Math.min(sums.layers, sums.decidedLater)).toBeGreaterThan(0);
});

test('where time ends a check, what it has found by then is found at the same cost', { timeout: 3_600_000 }, () => {
  const sums = { stopped: 0, decided: 0, otherwise: 0 };
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      for (const how of hows) {
        const all = whole(model, how);
        if (all === null) continue;
        for (const timeout of [2, 5, 9, 14, 20, 30, 50]) {
          let calls = 0;
          const { properties } = checkModel(model, { ...how, now: () => calls++, blame: false, budget: { timeout } });
          for (const [i, { verdict }] of properties.entries()) {
            if (verdict.status === 'unknown') sums.stopped++;
            if (!('trace' in verdict)) continue;
            const later = all[i].verdict;
            // Where the model fails later, nothing is said of any property.
            if (later.status === 'error' && verdict.status !== 'error') continue;
            expect(later.status).toBe(verdict.status);
            if (!('trace' in later)) continue;
            expect([verdict.trace.faults, verdict.trace.steps.length]).toEqual([later.trace.faults, later.trace.steps.length]);
            sums.decided++;
            if (JSON.stringify(verdict) !== JSON.stringify(later)) sums.otherwise++;
          }
        }
      }
    }
  };
  everySpec(oneAssumption, runs(9, 150), check, firstSeed + 23);
  console.log(sums);
  expect(Math.min(sums.stopped, sums.decided, sums.otherwise)).toBeGreaterThan(5);
});
