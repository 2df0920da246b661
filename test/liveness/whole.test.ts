/**
 * Verdicts of liveness properties of any form, `unknown` and errors among them, are those of plain.ts's slower sibling; and
 * the loop of a lasso takes as few kinds of faults as any fair one that breaks the property, no part of it can be left out, and
 * none of its states is nearer than its first.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { checkModel, evaluate, type Model, type Property, type State, type Step, type Temporal, type Trace } from '#checker';
import { holdsOnLasso } from '../../checker/src/explore/liveness/lasso.ts';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { faultsOf, keyOf } from '../../checker/src/explore/search/faults.ts';
import { withFaultsForever } from '../random/faulty-loops.ts';
import { everySpec, runs } from '../random/run.ts';
import { expectShare } from '../random/shares.ts';
import { aboutLogic } from '../random/spec.ts';
import { fairSets, isError, isFairLoop, letterOf, type Move, Query, someRun, type World, worldOf } from './whole.ts';

type Liveness = Property & { readonly kind: 'liveness' };

const MAX_STATES = 150;
const MOST = 150_000;
const seen = {
  kinds: [] as number[],
  violated: 0,
  holds: 0,
  unknown: 0,
  error: 0,
  simple: 0,
  nested: 0,
  tooMuch: 0,
  loopSteps: 0,
  longest: 0,
  stems: 0,
  parts: 0,
};

function compare(model: Model, most = MAX_STATES): boolean {
  const world = worldOf(model, most);
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
      checkKinds(world, asked, declared, verdict.trace);
      checkParts(world, asked, declared, verdict.trace);
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

/** No state of the loop is nearer than where the loop begins; and without a fault in it, no fair loop needs fewer faults before. */
function checkStem(world: World, asked: Query, { name, text, formula, provided }: Liveness, trace: Trace): void {
  const region = provided === null ? regionOf(world, formula) : null;
  if (region === null) return;
  const loop = trace.loop!;
  const cost = trace.initial.cost * FAULT + trace.steps.slice(0, loop).reduce((sum, { step }) => sum + step.cost * FAULT + 1, 0);
  const numberOf = numbering(world);
  const path = [trace.first, ...trace.steps.map(({ state }) => state)].map(numberOf);
  const nearest = Math.min(...path.slice(loop).map((state) => region.distance.get(state) ?? Infinity));
  seen.stems++;
  if (cost > nearest) throw new Error(`the stem of ${name} (${text}) costs ${cost}, but a state of its loop ${nearest}`);
  if (trace.steps.slice(loop).some(({ step }) => step.cost > 0)) return;
  const { arcs, stateOf } = staying(world);
  const calm = (state: number) => arcs(state).filter(({ move }) => move === null || move.step.cost === 0);
  const goals = fairSets(asked, world.model.timing.time, region.open, { arcs: calm, stateOf, met: region.met }).flatMap((part) => [
    ...part,
  ]);
  const least = Math.min(...goals.map((state) => region.distance.get(state)!));
  if (trace.faults !== Math.floor(least / FAULT))
    throw new Error(`${name} (${text}) is broken with ${trace.faults} faults, where ${Math.floor(least / FAULT)} are enough`);
}

/** As few kinds of faults in the loop as in that of any fair run which breaks the property. */
function checkKinds(world: World, asked: Query, { name, text, formula, provided }: Liveness, trace: Trace): void {
  const { model } = world;
  const kindsOf = ({ from, step }: Pick<Move, 'from' | 'step'>) =>
    new Set(step.cost === 0 ? [] : faultsOf(model, step, world.states[from]).map(keyOf));
  const numberOf = numbering(world);
  const path = [trace.first, ...trace.steps.map(({ state }) => state)].map(numberOf);
  const taken = new Set(trace.steps.flatMap(({ step }, i) => (i < trace.loop! ? [] : [...kindsOf({ from: path[i], step })])));
  if (taken.size === 0) return;
  seen.kinds[taken.size] = (seen.kinds[taken.size] ?? 0) + 1;
  const wanted: Temporal[] = [{ op: 'not', of: formula }, ...(provided === null ? [] : [provided])];
  const all = [...new Set(world.moves.flat().flatMap((move) => [...kindsOf(move)]))];
  for (const kinds of subsets(all)) {
    if (kinds.length >= taken.size) continue;
    const only = (move: Move) => [...kindsOf(move)].every((kind) => kinds.includes(kind));
    if (someRun(world, asked, wanted, MOST, only) === true)
      throw new Error(`the loop of ${name} (${text}) takes ${[...taken].join(', ')}, where ${kinds.join(', ') || 'no fault'} is enough`);
  }
}

function subsets<T>(all: readonly T[]): T[][] {
  return Array.from({ length: 2 ** all.length }, (_, n) => all.filter((_, i) => ((n >>> i) & 1) === 1));
}

/** Without any part between two visits of one state the loop is not fair, or what is left does not break the property. */
function checkParts(world: World, asked: Query, { name, text, formula, provided }: Liveness, trace: Trace): void {
  const loop = trace.loop!;
  const states = [trace.first, ...trace.steps.map(({ state }) => state)];
  const numbers = states.map(numbering(world));
  const move = (i: number): Move => ({ from: numbers[i], to: numbers[i + 1], step: trace.steps[i].step });
  const round = trace.steps.slice(loop).map((_, i) => loop + i);
  const breaks = (path: readonly number[], rest: readonly number[]) => {
    const holds = (f: Temporal) =>
      holdsOnLasso(
        (predicate, state) => evaluate(world.model, predicate, state) === true,
        f,
        path.map((i) => states[i]),
        rest.map((i) => states[i]),
      );
    return !holds(formula) && (provided === null || holds(provided));
  };
  round.forEach((_, at) => {
    for (let length = 1; length < round.length; length++) {
      const turned = [...round.slice(at), ...round.slice(0, at)];
      if (numbers[turned[0]] !== numbers[turned[length]]) continue;
      const rest = turned.slice(length);
      const fair = isFairLoop(
        world,
        asked,
        rest.map((i) => numbers[i]),
        rest.map(move),
      );
      const path = numbers.slice(0, loop).map((_, i) => i);
      const starts = rest.indexOf(loop);
      const [stem, again] =
        starts < 0
          ? [[...path, ...round.slice(0, at + length - round.length)], rest]
          : [path, [...rest.slice(starts), ...rest.slice(0, starts)]];
      seen.parts++;
      if (fair && breaks(stem, again)) throw new Error(`${length} steps can be left out of the loop of ${name} (${text})`);
    }
  });
}

test('verdicts and stems are those of plain means', { timeout: 3_600_000 }, () => {
  const tally = everySpec(aboutLogic, runs(30, 2000), (models, counts) => {
    for (const model of models.values()) if (compare(model)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, seen);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 4);
});

test('loops with faults are those of plain means', { timeout: 3_600_000 }, () => {
  const tally = everySpec(withFaultsForever, runs(15, 400), (models, counts) => {
    for (const model of models.values()) if (compare(model, 300)) counts.whole += 1;
  });
  console.log(`${tally.specs} specs, ${tally.refused} refused, ${tally.whole} compared`, seen);
  expect(tally.refused).toBe(0);
  expect(tally.whole).toBeGreaterThan(0);
  expectShare(tally.whole, tally.specs, 1 / 4);
  // What there was to leave out has been tried.
  expect(Math.min(seen.kinds.length, seen.parts)).toBeGreaterThan(0);
});
