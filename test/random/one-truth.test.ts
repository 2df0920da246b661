/**
 * One truth: which faults a counterexample requires, what each quantity needs, and the joint frontier are three searches of one question, and
 * must not contradict each other.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Analysis, analyse, checkModel, type FaultKind, load, type Model, type Verdict } from '#checker';
import { parse } from '#grammar';
import type { ProvisosAnswer, Row } from '../../checker/src/provisos/answer.ts';
import type { Point } from '../../checker/src/provisos/lattice.ts';
import { provisos } from '../../checker/src/provisos/provisos.ts';
import { isWithin, type Quantity, type Rung } from '../../checker/src/provisos/rung.ts';
import { assumedPoint, spaceOf } from '../../checker/src/provisos/space.ts';
import { everySpec, runs, slow } from './run.ts';
import { aboutLiveness, oneAssumption } from './spec.ts';

const MOST_POINTS = 150;

interface Seen {
  answers: number;
  blamed: number;
  rungs: number;
}

function compare(analysis: Analysis, model: Model, seen: Seen, maxStates: number, over: readonly Quantity['kind'][]): void {
  const options = { now: () => 0, slice: 60, maxStates, timeout: 60_000, stop: () => null, joint: true, over };
  const constants = new Map(model.constants.map(({ name, value }) => [name, value]));
  const answers = [...provisos(analysis, model.system, model.assume, constants, options)!].flatMap((event) =>
    event.kind === 'answer' ? [event.answer] : [],
  );
  const { properties } = checkModel(model, { now: () => 0, budget: { maxStates } });
  for (const answer of answers) {
    const { verdict } = properties.find(({ property }) => property === answer.property)!;
    seen.answers += 1;
    for (const row of answer.rows) rowAgrees(answer, row, seen);
    blameAgrees(answer, model, verdict, seen);
  }
}

/** What the joint answer says of a point; null where it says nothing. */
function said({ joint, space: { lattice } }: ProvisosAnswer, point: Point): 'holds' | 'violated' | null {
  if (joint!.weakest.some((weak) => lattice.isWithin(point, weak.point))) return 'holds';
  return joint!.smallest.some((small) => lattice.isWithin(small.point, point)) ? 'violated' : null;
}

function rowAgrees(answer: ProvisosAnswer, { quantity, effect }: Row, seen: Seen): void {
  const { space } = answer;
  const axis = space.dimensions.findIndex((dimension) => dimension.quantity === quantity);
  const is = (rung: Rung, expected: 'holds' | 'violated') => {
    const point = assumedPoint(space).with(axis, space.dimensions[axis].rungs.indexOf(rung));
    const joint = said(answer, point);
    seen.rungs += 1;
    if (joint !== null && joint !== expected)
      throw new Error(`${answer.property} is ${expected} at ${JSON.stringify([quantity, rung])} alone, and ${joint} in the joint answer`);
  };
  switch (effect.kind) {
    case 'needs':
      for (const rung of effect.upTo) is(rung, 'holds');
      for (const rung of effect.breaksFrom) is(rung, 'violated');
      break;
    case 'would fix':
      for (const rung of effect.upTo) is(rung, 'holds');
      break;
    case 'does not matter':
      is(effect.top, 'holds');
      break;
    case 'no value helps':
      is(effect.top, 'violated');
      break;
    case 'not settled':
      break;
    default:
      effect satisfies never;
  }
}

/** A kind is required if the property holds without it, all else as assumed: a point of the space. */
function blameAgrees(answer: ProvisosAnswer, model: Model, verdict: Verdict, seen: Seen): void {
  const standing = said(answer, assumedPoint(answer.space));
  if (verdict.status === 'holds' || verdict.status === 'violated') {
    if (standing !== null && standing !== verdict.status)
      throw new Error(`${answer.property} is ${verdict.status}, and ${standing} in the joint answer`);
  }
  if (verdict.status !== 'violated' || verdict.blame === null) return;
  const { necessary, used, notNeeded } = verdict.blame;
  for (const [kinds, expected] of [
    [necessary, 'holds'],
    [[...used, ...notNeeded], 'violated'],
  ] as const) {
    for (const kind of kinds) {
      const axis = axisOf(answer, kind);
      const none = axis < 0 ? -1 : answer.space.dimensions[axis].rungs.findIndex(isNone);
      if (none < 0) continue;
      seen.blamed += 1;
      const joint = said(answer, assumedPoint(answer.space).with(axis, none));
      const row = answer.rows[axis];
      const where = `${answer.property} of ${model.system} without ${JSON.stringify({ ...kind, span: null })}: ${expected} by the blame`;
      if (joint !== null && joint !== expected) throw new Error(`${where}, ${joint} in the joint answer`);
      const { rungs } = answer.space.dimensions[axis];
      const fixes = row?.effect.kind === 'would fix' && row.effect.upTo.some((rung) => isWithin(rungs[none], rung, answer.space.order));
      if (row !== undefined && row.effect.kind !== 'not settled' && fixes !== (expected === 'holds'))
        throw new Error(`${where}, and the table says ${JSON.stringify(row.effect)}`);
    }
  }
}

function isNone(rung: Rung): boolean {
  switch (rung.kind) {
    case 'bound':
      return rung.always && rung.most === 0;
    case 'count':
      return rung.most === 0;
    case 'crash':
      return rung.mode === null;
    case 'order':
    case 'windows':
      return false;
    default:
      return rung satisfies never;
  }
}

function axisOf({ space }: ProvisosAnswer, kind: FaultKind): number {
  return space.dimensions.findIndex(({ quantity }) => {
    switch (kind.kind) {
      case 'crash':
        return quantity.kind === 'crashes' && [...quantity.roles].sort().join() === [...kind.roles].sort().join();
      case 'cuts':
        return quantity.kind === 'cuts' && quantity.parting === kind.parting;
      case 'pause':
        return quantity.kind === 'pause' && quantity.role === kind.role;
      case 'loss':
        return quantity.kind === 'losses';
      case 'duplication':
        return quantity.kind === 'duplications';
      case 'corruption':
        return quantity.kind === 'corruptions';
      case 'clock steps':
        return quantity.kind === 'clock steps';
      default:
        return kind satisfies never;
    }
  });
}

/** Faults in turn, as long as the points are few. */
function faultsOf(model: Model): Quantity['kind'][] {
  const all = [...new Set(spaceOf(model, true).dimensions.map(({ quantity }) => quantity.kind))];
  const faults = all.filter((kind) => kind === 'crashes' || kind === 'pause' || !['delay', 'drift', 'skew', 'order'].includes(kind));
  const start = model.properties.length + model.messages.length;
  const chosen: Quantity['kind'][] = [];
  for (const [i] of faults.entries()) {
    const kind = faults[(i + start) % faults.length];
    if (spaceOf(model, true, { over: [...chosen, kind] }).lattice.size <= MOST_POINTS) chosen.push(kind);
  }
  return chosen;
}

for (const [name, specs, ordinary, inSlowRun] of [
  ['finite runs', oneAssumption, 3, 6],
  ['fair runs', aboutLiveness, 5, 5],
] as const)
  test(`blame, table and frontier agree: ${name}`, { timeout: 3_600_000 }, () => {
    const seen: Seen = { answers: 0, blamed: 0, rungs: 0 };
    everySpec(specs, runs(ordinary, inSlowRun), (_models, tally, text) => {
      const { file } = parse('spec.proviso', text);
      const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
      const { model } = analysis.checks[0].runs[0].model();
      if (model === null) return;
      const over = faultsOf(model);
      if (over.length > 0) compare(analysis, model, seen, 400, over);
      tally.whole += 1;
    });
    console.log(seen);
    expect(seen.rungs).toBeGreaterThan(0);
  });

const folder = new URL('../../samples/', import.meta.url);
const samples = readdirSync(folder).filter((name: string) =>
  /^provisos /m.test(name.endsWith('.proviso') ? readFileSync(new URL(name, folder), 'utf8') : ''),
);
/** Some that take little time; the second takes a few seconds, which the slow run has. */
const FEW = ['crash-recovery.proviso', ...(slow ? ['retry-once.proviso'] : [])];

for (const name of process.env.PROVISO_RUNS === undefined ? FEW : samples)
  test(`blame, table and frontier agree: ${name}`, { timeout: 600_000 }, () => {
    const sources = load(name, readFileSync(new URL(name, folder), 'utf8'), () => ({ problem: 'imports nothing', details: {} }));
    const analysis = analyse(sources);
    const seen: Seen = { answers: 0, blamed: 0, rungs: 0 };
    for (const plan of analysis.provisos) {
      const { model } = analysis.checks.find(({ system, assume }) => system === plan.system && assume === plan.assume)?.runs[0].model() ?? {
        model: null,
      };
      if (model !== null) compare(analysis, model, seen, 20_000, faultsOf(model));
    }
    console.log(name, seen);
  });
