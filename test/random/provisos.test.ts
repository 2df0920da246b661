/** The proviso search against brute force: every point of the space asked on its own. */
import { expect, test } from 'vitest';
import { type AnalysisInput, analyse } from '#checker';
import { parse } from '#grammar';
import { chainOf } from '../../checker/src/analysis/index.ts';
import type { ProvisosAnswer } from '../../checker/src/provisos/answer.ts';
import type { Point } from '../../checker/src/provisos/lattice.ts';
import { Oracle, type OracleOptions } from '../../checker/src/provisos/oracle.ts';
import { provisos } from '../../checker/src/provisos/provisos.ts';
import type { Quantity } from '../../checker/src/provisos/rung.ts';
import { spaceOf } from '../../checker/src/provisos/space.ts';
import { aboutTimersAndLies } from './known.ts';
import { crowded, needy } from './needs.ts';
import { type Cases, everySpec, firstSeed, runs, slow, type Tally } from './run.ts';
import { aboutLiveness, oneAssumption } from './spec.ts';

const MOST_POINTS = slow || process.env.PROVISO_RUNS ? 150 : 50;
const options: OracleOptions = { now: () => 0, slice: 60, maxStates: 400, timeout: 60_000, stop: () => null };

/** States that each search of an answer may take, and those that every point may that is asked on its own. */
interface Sizes {
  readonly answer: number;
  readonly alone: number;
  /** points of its space */
  readonly points: number;
}
const SAME: Sizes = { answer: 400, alone: 400, points: MOST_POINTS };
/** Of a system with many messages in flight most sets are too large, and are asked with fewer. */
const SMALL: Sizes = { answer: 60, alone: 1500, points: 16 };

interface Counts {
  points: number;
  properties: number;
  weakest: number;
  smallest: number;
  checks: number;
  raised: number;
  lowered: number;
  /** points beyond one at which a step fails */
  failing: number;
  /** of so many properties the number of nodes that are down at once was varied */
  down: number;
  /** in how many systems each quantity was varied */
  readonly varied: Partial<Record<Quantity['kind'], number>>;
}

function compareAll(specs: typeof oneAssumption, count: Cases, seed: number, sizes: Sizes): { tally: Tally; counts: Counts } {
  const counts: Counts = {
    points: 0,
    properties: 0,
    weakest: 0,
    smallest: 0,
    checks: 0,
    raised: 0,
    lowered: 0,
    failing: 0,
    down: 0,
    varied: {},
  };
  const tally = everySpec(
    specs,
    count,
    (_models, tally, text) => {
      const { file } = parse('spec.proviso', text);
      compare({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null }, text.length, counts, sizes);
      tally.whole += 1;
    },
    seed,
  );
  return { tally, counts };
}

/** `turn`: which quantities are varied. */
function compare(input: AnalysisInput, turn: number, counts: Counts, { answer, alone, points }: Sizes): void {
  const analysis = analyse(input);
  const { model } = analysis.checks[0].runs[0].model();
  if (model === null) return;
  const also = turn % 2 === 0 ? (['down'] as const) : [];
  const over = smallSpace(model, turn, points, also);
  for (const kind of over) counts.varied[kind] = (counts.varied[kind] ?? 0) + 1;
  const subject = { analysis, system: model.system, frame: chainOf(analysis, model.assume), model, constants: new Map() };
  const oracle = new Oracle(subject, { ...options, maxStates: alone });
  const narrow = { ...options, maxStates: answer, over, also, joint: true };
  for (const event of provisos(analysis, model.system, model.assume, new Map(), narrow)!) {
    if (event.kind !== 'answer') continue;
    if (variesDown(event.answer)) counts.down += 1;
    agrees(event.answer, oracle, model.network.capacity, counts);
  }
}

/** Quantities in turn, as long as the points are few. */
function smallSpace(model: Parameters<typeof spaceOf>[0], turn: number, most: number, also: readonly 'down'[]): Quantity['kind'][] {
  const all = [
    ...new Set(spaceOf(model, true, { also: ['byzantine', 'clock step size', ...also] }).dimensions.map(({ quantity }) => quantity.kind)),
  ];
  const chosen: Quantity['kind'][] = [];
  for (const [i] of all.entries()) {
    const kind = all[(i + turn) % all.length];
    if (spaceOf(model, true, { over: [...chosen, kind], also }).lattice.size <= most) chosen.push(kind);
  }
  return chosen;
}

function agrees(answer: ProvisosAnswer, oracle: Oracle, capacity: number, counts: Counts): void {
  const { space, property, joint } = answer;
  if (joint === null || space.lattice.size > 2 * MOST_POINTS) return;
  const { lattice } = space;
  counts.properties += 1;
  counts.weakest += joint.weakest.length;
  counts.smallest += joint.smallest.length;
  counts.checks += answer.checks;
  if (answer.raisedTo !== null) counts.raised += 1;
  if (answer.loweredTo !== null) counts.lowered += 1;
  // What holds was found with the smaller capacity, what breaks does with the larger; where neither was changed they are one.
  const above = answer.raisedTo ?? capacity;
  const below = answer.raisedTo ?? answer.loweredTo ?? capacity;
  for (const { point, verdict } of joint.smallest) {
    const alone = toEnd(oracle.query(space, { point, capacity: above, property, others: [] })).verdict;
    if (alone?.status !== 'violated' || verdict.simplestWithin !== undefined) continue;
    // A run that was followed from a weaker set is as simple as the one that is found under this set.
    const costs = [verdict, alone].map(({ trace }) => `${trace.faults} faults, ${trace.steps.length} steps`);
    if (costs[0] !== costs[1]) throw new Error(`${property} at ${told(answer, point)}: ${costs.join(' and ')}`);
  }
  const isSettled = joint.open.length === 0 && answer.stopped === null;
  for (const point of lattice.points()) {
    counts.points += 1;
    const ask = (room: number) => toEnd(oracle.query(space, { point, capacity: room, property, others: [] })).standing;
    const holds = joint.weakest.some((weak) => lattice.isWithin(point, weak.point));
    const breaks = joint.smallest.some((small) => lattice.isWithin(small.point, point));
    const [least, most] = [ask(below), ask(above)];
    const where = `${property} at ${told(answer, point)} is ${least} with ${below} and ${most} with ${above}, and was taken to ${holds ? 'hold' : breaks ? 'break' : 'be open'}`;
    if (holds && breaks) throw new Error(`${where} and to break`);
    if (holds && least === 'violated') throw new Error(where);
    if (breaks && most === 'holds') throw new Error(where);
    // Where a step fails it does so under each weaker set, which may also break before.
    const fails = joint.failing.some((other) => lattice.isWithin(other, point));
    if (fails) counts.failing += 1;
    if (fails && (holds || most === 'holds')) throw new Error(`${where}, where the model fails under a stronger set`);
    if (isSettled && !holds && !breaks && !fails && (least === 'holds' || most === 'violated')) throw new Error(where);
  }
}

function variesDown({ space }: ProvisosAnswer): boolean {
  return space.dimensions.some(({ rungs }) => rungs.some((rung) => rung.kind === 'crash' && typeof rung.down === 'number'));
}

function told({ space }: ProvisosAnswer, point: Point): string {
  return JSON.stringify(space.dimensions.map(({ quantity, rungs }, i) => [quantity, rungs[point[i]]]));
}

function toEnd<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value as T;
  }
}

/** The last of each: from which seed on, so that few systems have sets that hold or break. */
test.each([
  ['finite runs, of any system', oneAssumption, runs(2, 30), 0, SAME],
  ['finite runs, of systems that need something', needy('finite runs'), runs(2, 30), 0, SAME],
  ['what nodes have to know, of any system', aboutTimersAndLies, runs(2, 30), 0, SAME],
  ['what nodes have to know, of systems that need something', needy('knowledge'), runs(2, 30), 0, SAME],
  ['fair runs, of any system', aboutLiveness, runs(1, 8), 2, SAME],
  ['fair runs, of systems that need something', needy('fair runs'), runs(1, 30), 3, SAME],
  ['finite runs, with fewer messages in flight', crowded, runs(3, 60), 1, SMALL],
])('the frontier is that of brute force: %s', { timeout: 3_600_000 }, (_, specs, count, seed, sizes) => {
  const { tally, counts } = compareAll(specs, count, firstSeed + seed, sizes);
  // One line, which the long run keeps.
  console.log(`${tally.specs} specs, ${tally.refused} refused ${JSON.stringify(counts)}`);
  expect(tally.refused).toBeLessThanOrEqual(tally.specs / 2);
  expect(counts.weakest + counts.smallest).toBeGreaterThan(0);
  if (sizes === SMALL && tally.specs >= 6) expect(counts.lowered).toBeGreaterThan(0);
});
