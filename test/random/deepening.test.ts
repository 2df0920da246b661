/** Smaller searches beside a large one change no answer, and what they say when it is stopped is so: on systems made at random. */
import { expect, test } from 'vitest';
import { type CheckOptions, type CheckResult, checkModel, type Expr, type Model, type Type } from '#checker';
import { narrowed } from '../../checker/src/explore/check/narrowing.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { aboutLiveness, oneAssumption } from './spec.ts';

const MOST = 1000;
const now = () => 0;
const hows: readonly Partial<CheckOptions>[] = [{}, { reduceFrom: 0 }, { machine: 'interpreted' }];

const withCapacity = (model: Model, capacity: number): Model => ({ ...model, network: { ...model.network, capacity } });

/** Twice the sum of all numbers of all nodes is at most so much. */
function withLimit(model: Model, number: number): Model {
  const { span } = model.roles[0];
  const at = (value: number, type: Type): Expr => ({ op: 'const', value, type, span });
  const left = model.instances.flatMap(({ index, role }) =>
    model.roles[role].variables.flatMap(({ type }, variable): Expr[] => {
      const node = at(index, { kind: 'node', roles: [role], instances: [index] });
      const value: Expr = { op: 'varOf', node, role, variable, type, span };
      return type.kind === 'int' && type.lo >= 0 ? [value, value] : [];
    }),
  );
  if (left.length === 0) return model;
  const type: Type = { kind: 'int', lo: 0, hi: 10_000, limit: null };
  const sum = left.reduce((a, b) => ({ op: '+', left: a, right: b, type, span }));
  const predicate: Expr = { op: '<=', left: sum, right: at(number, type), type: { kind: 'bool' }, span };
  return { ...model, limits: [...model.limits, { predicate, text: `all numbers <= ${number}`, span }] };
}

function told({ properties, bounds, exhaustive, neverRan, timeNeverPasses, error, size }: CheckResult): string {
  const { states, transitions, cut, depth, faults } = size;
  return JSON.stringify({ properties, bounds, exhaustive, neverRan, timeNeverPasses, error, states, transitions, cut, depth, faults });
}

interface Sums {
  compared: number;
  stopped: number;
  marked: number;
  narrower: number;
  /** of these, under a smaller limit */
  limited: number;
}

/** Deepening begins with the first state, whatever the search. */
function compare(model: Model, how: Partial<CheckOptions>, sums: Sums): void {
  const plain = checkModel(model, { ...how, now, blame: false, budget: { maxStates: MOST } });
  if (plain.size.states > MOST) return;
  const deepened = checkModel(model, { ...how, now, blame: false, deepenFrom: 1 });
  expect(told(deepened)).toBe(told(plain));
  sums.compared++;
  for (const share of [0.3, 0.6, 0.9]) {
    const budget = { maxStates: Math.max(1, Math.floor(plain.size.states * share)) };
    const stopped = checkModel(model, { ...how, now, blame: false, deepenFrom: 1, budget });
    for (const [i, { property, verdict }] of stopped.properties.entries()) {
      const known = plain.properties[i].verdict;
      sums.stopped++;
      if ('trace' in verdict && verdict.simplestWithin !== undefined) {
        sums.marked++;
        // An error of the model is every property's, where the whole search meets it before everything is decided.
        if (known.status === 'error' || verdict.status === 'error') continue;
        expect(known.status).toBe(verdict.status);
        if (!('trace' in known) || verdict.trace.loop !== undefined) continue;
        const dearness = known.trace.faults - verdict.trace.faults || known.trace.steps.length - verdict.trace.steps.length;
        expect(dearness).toBeLessThanOrEqual(0);
      }
      if (verdict.status !== 'unknown' || verdict.exhausted?.narrower === undefined) continue;
      sums.narrower++;
      const { narrower } = verdict.exhausted;
      const levels = Array.from({ length: 10 }, (_, level) => narrowed(model, level));
      const narrow = levels.find((one) => one?.names.some((name) => narrower.includes(name)))!;
      if (narrow.names.some((name) => name.startsWith('limit'))) sums.limited++;
      const within = checkModel(narrow.model, { ...how, now, blame: false, properties: [property] }).properties[0].verdict;
      expect('trace' in within).toBe(false);
      if (within.status === 'holds') expect(within.bounds).toEqual(verdict.exhausted.narrower);
    }
  }
}

test.each([
  ['safety', oneAssumption],
  ['liveness', aboutLiveness],
] as const)('of %s', { timeout: 3_600_000 }, (_, specs) => {
  const sums: Sums = { compared: 0, stopped: 0, marked: 0, narrower: 0, limited: 0 };
  const check = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      for (const capacity of [model.network.capacity, 3, 5]) for (const how of hows) compare(withCapacity(model, capacity), how, sums);
      for (const number of [3, 6]) for (const how of hows) compare(withLimit(model, number), how, sums);
    }
  };
  everySpec(specs, runs(2, 50), check, firstSeed + 31);
  console.log(sums);
  expect(sums.narrower).toBeGreaterThan(0);
  // Some are rare: as many as the long run makes have them.
  if (process.env.PROVISO_RUNS) expect(Math.min(sums.marked, sums.limited)).toBeGreaterThan(0);
});
