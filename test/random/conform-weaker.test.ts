/**
 * Which assumption would have to give, on systems made at random: a log of a run under weaker assumptions is explained by those that `conform`
 * names, all of it, and under the same with one tick or one time less it is not.
 */
import { expect, test } from 'vitest';
import { type Analysis, type ConformAnswer, conform, type Model, readLogs, type Weakening } from '#checker';
import { chainOf, lower, lowerUnder } from '../../checker/src/analysis/index.ts';
import { ConformSearch } from '../../checker/src/conform/search.ts';
import { assumptionAt } from '../../checker/src/provisos/assumption.ts';
import type { Rung } from '../../checker/src/provisos/rung.ts';
import { assumedPoint, spaceOf, withRung } from '../../checker/src/provisos/space.ts';
import { analysed } from '../support/spec.ts';
import { graphOf, type Random, randomFrom } from './graph.ts';
import { eventsOf, type Json } from './logs.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { aboutTime, oneAssumption } from './spec.ts';

const ALSO = ['corruptions', 'two-way', 'one-way', 'link', 'one-way link'] as const;
const COMPLETE = ['act', 'receive', 'tick', 'crash', 'lose'];
/** Slices of a search, after which it is left; more in the long run. */
const MOST_SLICES = process.env.PROVISO_RUNS === undefined ? 600 : 3000;

type Change = Pick<Weakening['changes'][number], 'quantity' | 'needed'>;

/** The system under its set with these rungs. */
function modelWith(analysis: Analysis, model: Model, changes: readonly Change[]): Model | null {
  let space = spaceOf(model, model.stabilises, { also: ALSO });
  let point = assumedPoint(space);
  for (const { quantity, needed } of changes) {
    const axis = space.dimensions.findIndex((one) => JSON.stringify(one.quantity) === JSON.stringify(quantity));
    space = withRung(space, axis, needed);
    point = point.with(axis, space.dimensions[axis].rungs.length - 1);
  }
  const frame = chainOf(analysis, model.assume);
  return lowerUnder(analysis, model.system, assumptionAt(space, point, frame, model), new Map(), [], model).model;
}

/** One or two quantities get a weaker rung. */
function weakened(analysis: Analysis, model: Model, random: Random): Model | null {
  const { dimensions, lattice } = spaceOf(model, model.stabilises, { also: ALSO });
  const axes = dimensions.flatMap((_, axis) => (lattice.weaker(axis, dimensions[axis].assumed).length > 0 ? [axis] : []));
  if (axes.length === 0) return null;
  const chosen = new Set(Array.from({ length: 1 + random(2) }, () => axes[random(axes.length)]));
  const changes = [...chosen].map((axis): Change => {
    const weaker = lattice.weaker(axis, dimensions[axis].assumed);
    return { quantity: dimensions[axis].quantity, needed: dimensions[axis].rungs[weaker[random(weaker.length)]] };
  });
  return modelWith(analysis, model, changes);
}

function runOf(model: Model, random: Random): Json[] | null {
  const graph = graphOf(model);
  if (graph === null || graph.starts.length === 0) return null;
  const start = graph.starts[random(graph.starts.length)];
  const events = eventsOf(model, null, start.step);
  let at = start.state;
  for (let n = 3 + random(8); n > 0 && graph.edges[at].length > 0; n--) {
    const { step, to } = graph.edges[at][random(graph.edges[at].length)];
    events.push(...eventsOf(model, graph.states[at], step));
    at = to;
  }
  return events;
}

/** With one less, as long as that is more than is assumed. */
function less({ assumed, needed }: Weakening['changes'][number]): Rung | null {
  if (assumed.kind === 'order' || needed.kind === 'order' || assumed.kind === 'windows' || needed.kind === 'windows') return null;
  return needed.most === null || needed.most <= Math.max(1, assumed.most ?? 0) ? null : { ...needed, most: needed.most - 1 };
}

function explains(model: Model, logs: Parameters<typeof conform>[1]): boolean | null {
  const search = new ConformSearch(model, logs, null);
  const explaining = search.explain(search.places.total);
  for (let slices = 0; slices < MOST_SLICES; slices++) {
    const { done, value } = explaining.next();
    if (done) return value;
  }
  return null;
}

test.each([
  ['systems', oneAssumption, 20],
  ['systems in which much depends on time', aboutTime, 5],
] as const)('%s', { timeout: 3_600_000 }, (_, specs, count) => {
  const sums = { asked: 0, conform: 0, undecided: 0, alone: 0, together: 0, less: 0 };
  const check = (models: ReadonlyMap<string, Model>, _tally: unknown, text: string) => {
    const random = randomFrom(text);
    const analysis = analysed(text);
    for (const { system, assume } of models.values()) {
      // As the set itself has the constants, whatever a sweep makes of them.
      const { model } = lower(analysis, system, assume, new Map());
      if (model === null) continue;
      for (let n = 0; n < 2; n++) {
        const weaker = weakened(analysis, model, random);
        const events = weaker === null ? null : runOf(weaker, random);
        if (events === null || events.length === 0) continue;
        const log = [{ proviso: 1, complete: COMPLETE }, ...events].map((one) => JSON.stringify(one)).join('\n');
        const logs = readLogs(model, [{ file: 'run.jsonl', text: log }], { timed: false });
        expect(logs.mistakes).toEqual([]);
        let slices = 0;
        let answer: ConformAnswer | null = null;
        const stop = () => (++slices > MOST_SLICES ? 'enough' : null);
        const subject = { analysis, system: model.system, assume: model.assume, constants: new Map() };
        const options = { now: () => 0, slice: 0, stop, timing: null, weaken: true, steps: 1 };
        for (const event of conform(subject, logs, options)) if (event.kind === 'answer') answer = event.answer;
        sums.asked++;
        if (answer?.outcome === 'conforms') sums.conform++;
        if (answer?.outcome !== 'unexplained') continue;
        if (slices > MOST_SLICES || answer.bounds.length > 0) {
          sums.undecided++;
          continue;
        }
        const found = answer.weaker ?? [];
        expect([found.length > 0, log]).toEqual([true, log]);
        for (const { changes, explained, of } of found) {
          sums[changes.length === 1 ? 'alone' : 'together']++;
          expect([explained, of, log]).toEqual([events.length, events.length, log]);
          const named = modelWith(analysis, model, changes)!;
          expect([explains(named, logs), changes]).not.toEqual([false, changes]);
          for (const change of changes) {
            const one = less(change);
            const stronger =
              one === null
                ? null
                : modelWith(
                    analysis,
                    model,
                    changes.map((other) => (other === change ? { ...change, needed: one } : other)),
                  );
            if (stronger === null) continue;
            sums.less++;
            expect([explains(stronger, logs), changes]).not.toEqual([true, changes]);
          }
        }
      }
    }
  };
  everySpec(specs, runs(count, 50), check, firstSeed + 71);
  console.log(sums);
  expect(sums.alone + sums.together).toBeGreaterThan(0);
});
