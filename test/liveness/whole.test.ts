/**
 * Verdicts of liveness properties of any form, `unknown` and errors among them, are those of plain.ts's slower sibling; and
 * a lasso goes by the cheapest way there is to where a fair run can break the property forever.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { checkModel, type Model, type Property, type State, type Step, type Temporal, type Trace } from '#checker';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { everySpec, runs } from '../random/run.ts';
import { aboutLogic } from '../random/spec.ts';
import { fairSets, isError, isFairLoop, letterOf, type Move, Query, someRun, type World, worldOf } from './whole.ts';

type Liveness = Property & { readonly kind: 'liveness' };

const MAX_STATES = 150;
const MOST = 150_000;
const seen = { violated: 0, holds: 0, unknown: 0, error: 0, simple: 0, nested: 0, tooMuch: 0, loopSteps: 0, longest: 0, stems: 0 };

function compare(model: Model): boolean {
  const world = worldOf(model, MAX_STATES);
  if (world === null) return false;
  const properties = model.properties.filter((p): p is Liveness => p.kind === 'liveness');
  const fails =
    world.fails ||
    isError(
      world,
      properties.flatMap((p) => (p.provided === null ? [p.formula] : [p.formula, p.provided])),
    );
  const asked = new Query(world);
  const expected = new Map(properties.map((p) => [p.name, fails ? ['error'] : verdicts(world, asked, p)]));
  for (const machine of ['compiled', 'interpreted'] as const) {
    for (const { property, verdict } of checkModel(model, { machine, now: () => 0, blame: false }).properties) {
      const declared = properties.find(({ name }) => name === property)!;
      const words = expected.get(property)!;
      if (!words.includes(verdict.status)) {
        throw new Error(
          `${property} (${declared.text}) is ${verdict.status} in the ${machine} machine, by plain means ${words.join(' or ')}`,
        );
      }
      seen[verdict.status as 'holds']++;
      if (verdict.status !== 'violated') continue;
      noteLoop(verdict.trace);
      checkLoop(world, asked, declared, verdict.trace);
      checkStem(world, asked, declared, verdict.trace);
    }
  }
  return true;
}

/** Where a state stands in the world: equal states have equal keys. */
function numbering(world: World): (state: State) => number {
  const numbers = new Map(world.states.map((state, i) => [stateKey(state), i]));
  return (state) => numbers.get(stateKey(state)) ?? -1;
}

function checkLoop(world: World, asked: Query, { name, text }: Liveness, { first, steps, loop }: Trace): void {
  const numberOf = numbering(world);
  const path = [first, ...steps.map(({ state }) => state)].map(numberOf);
  const moves = steps.slice(loop).map(({ step }, i): Move => {
    const [from, to] = [path[loop! + i], path[loop! + i + 1]];
    const same = (other: Step) => isDeepStrictEqual([other.label, other.choices], [step.label, step.choices]);
    const move = world.moves[from].find((offered) => offered.to === to && same(offered.step));
    if (move === undefined) throw new Error(`the loop of ${name} (${text}) takes a step that there is not`);
    return move;
  });
  const states = moves.length === 0 ? [path.at(-1)!] : moves.map(({ from }) => from);
  if (path.at(-1) !== path[loop!]) throw new Error(`the loop of ${name} (${text}) does not close`);
  if (!isFairLoop(world, asked, states, moves)) throw new Error(`the loop of ${name} (${text}) is not fair`);
}

function noteLoop(trace: Trace): void {
  const steps = trace.steps.length - trace.loop!;
  seen.loopSteps += steps;
  seen.longest = Math.max(seen.longest, steps);
}

/** What the verdict may be. */
function verdicts(world: World, asked: Query, { formula, provided }: Liveness): string[] {
  if (world.states.length === 0) return ['unknown'];
  const wanted: Temporal[] = [{ op: 'not', of: formula }, ...(provided === null ? [] : [provided])];
  const broken = someRun(world, asked, wanted, MOST);
  if (broken === null) seen.tooMuch++;
  const open = openStates(world, formula);
  if (open === null) {
    seen.nested++;
    return broken === null ? ['violated', 'holds', 'unknown'] : broken ? ['violated'] : world.cuts ? ['holds', 'unknown'] : ['holds'];
  }
  seen.simple++;
  if (broken === null) return ['violated', 'holds', 'unknown'];
  if (broken) return ['violated'];
  const goesOn = statesThatGoOn(world, asked);
  return [world.cuts && [...open].some((state) => !goesOn.has(state)) ? 'unknown' : 'holds'];
}

/** Where a simple formula is still open; null for any other. */
function openStates(world: World, formula: Temporal): ReadonlySet<number> | null {
  const region = regionOf(world, formula);
  return region === null ? null : region.open;
}

interface Region {
  readonly open: ReadonlySet<number>;
  /** the cheapest way to each open state on which it is still open */
  readonly distance: ReadonlyMap<number, number>;
  readonly met: readonly ((state: number) => boolean)[];
}

const FAULT = 1_000_000;

function regionOf(world: World, formula: Temporal): Region | null {
  const letter = letterOf(world);
  const any = () => true;
  const initial = world.initial.map(({ state, cost }) => [state, cost * FAULT] as const);
  const everywhere = () => distances(world, initial, any);
  const from = (begins: readonly (readonly [number, number])[], isOpen: (state: number) => boolean, met: Region['met'] = []): Region => {
    const distance = distances(world, begins, isOpen);
    return { open: new Set(distance.keys()), distance, met };
  };
  if (formula.op === 'eventually' && formula.of.op === 'state') {
    const { predicate } = formula.of;
    return from(initial, (state) => !letter(predicate, state));
  }
  if (formula.op === 'leadsTo' && formula.left.op === 'state' && formula.right.op === 'state') {
    const [left, right] = [formula.left.predicate, formula.right.predicate];
    const begins = [...everywhere()].filter(([state]) => letter(left, state));
    return from(begins, (state) => !letter(right, state));
  }
  if (formula.op === 'always' && formula.of.op === 'eventually' && formula.of.of.op === 'state') {
    const { predicate } = formula.of.of;
    return from([...everywhere()], (state) => !letter(predicate, state));
  }
  if (formula.op === 'eventually' && formula.of.op === 'always' && formula.of.of.op === 'state') {
    const { predicate } = formula.of.of;
    return from(initial, any, [(state) => !letter(predicate, state)]);
  }
  return null;
}

/** Least faults, then least steps; only through states that are open. */
function distances(world: World, begins: readonly (readonly [number, number])[], isOpen: (state: number) => boolean): Map<number, number> {
  const found = new Map<number, number>();
  const reach = (state: number, at: number) => {
    if (!isOpen(state) || at >= (found.get(state) ?? Number.POSITIVE_INFINITY)) return false;
    found.set(state, at);
    return true;
  };
  for (const [state, at] of begins) reach(state, at);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [state, at] of found) {
      for (const { to, step } of world.moves[state]) if (reach(to, at + step.cost * FAULT + 1)) changed = true;
    }
  }
  return found;
}

function statesThatGoOn(world: World, asked: Query): ReadonlySet<number> {
  const all = world.states.map((_, i) => i);
  const found = new Set(fairSets(asked, world.model.timing.time, all, { ...staying(world), met: [] }).flatMap((part) => [...part]));
  for (let size = -1; size < found.size; ) {
    size = found.size;
    for (const state of all) if (world.moves[state].some(({ to }) => found.has(to))) found.add(state);
  }
  return found;
}

function staying(world: World) {
  const arcs = world.moves.map((moves, state) => [
    ...moves.map((move) => ({ to: move.to, move })),
    ...(world.model.timing.time ? [] : [{ to: state, move: null }]),
  ]);
  return { arcs: (state: number) => arcs[state], stateOf: (state: number) => state };
}

/** Some state before the loop is as near as any that can be on a fair run that breaks the property forever, and is one. */
function checkStem(world: World, asked: Query, { name, text, formula, provided }: Liveness, trace: Trace): void {
  const region = provided === null ? regionOf(world, formula) : null;
  if (region === null) return;
  const fair = fairSets(asked, world.model.timing.time, region.open, { ...staying(world), met: region.met });
  const goals = new Set(fair.flatMap((part) => [...part]));
  const least = Math.min(...[...goals].map((state) => region.distance.get(state)!));
  const numberOf = numbering(world);
  const costs = [trace.initial.cost * FAULT];
  for (const { step } of trace.steps.slice(0, trace.loop)) costs.push(costs.at(-1)! + step.cost * FAULT + 1);
  const path = [trace.first, ...trace.steps.slice(0, trace.loop).map(({ state }) => state)];
  const reached = path.some((state, i) => costs[i] === least && goals.has(numberOf(state)));
  seen.stems++;
  if (!reached) throw new Error(`the stem of ${name} (${text}) costs ${costs.join()}, the least is ${least}`);
}

test('verdicts and stems are those of plain means', { timeout: 3_600_000 }, () => {
  const tally = everySpec(aboutLogic, runs(120, 2000), (models, counts) => {
    for (const model of models.values()) if (compare(model)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, seen);
  expect(tally.whole).toBeGreaterThan(tally.specs / 4);
});
