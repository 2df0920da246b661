/** What nodes know, from one of all symmetric states, against searches of every state: of systems of symmetric nodes made at random. */
import { expect, test } from 'vitest';
import { type CheckOptions, checkModel, type Model } from '#checker';
import { numberOf } from '../../checker/src/explore/knowledge/check.ts';
import { Orbits } from '../../checker/src/explore/knowledge/orbits.ts';
import { seeing, viewsOf } from '../../checker/src/explore/knowledge/views.ts';
import { createMachine } from '../../checker/src/explore/machine/machines.ts';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { statesGoal } from '../../checker/src/explore/search/goal.ts';
import { replayOf } from '../../checker/src/explore/search/replay.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { traceTo } from '../../checker/src/explore/search/trace.ts';
import { Bits } from '../../checker/src/explore/states/bits.ts';
import { permutationsOf } from '../../checker/src/model/symmetry/permutations.ts';
import { knowingAlike } from './known-alike.ts';
import { canonical } from './lockstep.ts';
import { everySpec, firstSeed, MAX_STATES, runs, slow } from './run.ts';
import { expectShare } from './shares.ts';

const NOTHING = { predicates: [], steps: [], deadline: null };

/** Those that the ordinary run begins with are small enough. */
const SEED = firstSeed + 4;

const STATES = slow ? MAX_STATES : 2 * MAX_STATES;

const check = (model: Model, options: Partial<CheckOptions> = {}) =>
  checkModel(model, { now: () => 0, blame: false, lookalikes: true, budget: { maxStates: STATES }, ...options });

const told = ({ properties, bounds, neverRan, timeNeverPasses, error }: ReturnType<typeof check>) =>
  canonical({ properties, bounds, neverRan, timeNeverPasses, error });

const seen = { compared: 0, symmetric: 0, decided: 0, runs: 0, twins: 0, bounded: 0, notShown: 0, saved: 0 };

function compare(model: Model): void {
  const full = check(model);
  if (!full.size.whole) return;
  const reduced = check(model, { reduceFrom: 0 });
  if (told(full) !== told(reduced))
    throw new Error(`the checks differ:\n--- every state\n${told(full)}\n--- up to symmetry\n${told(reduced)}`.slice(0, 6000));
  seen.compared++;
  if (reduced.size.symmetric.length === 0) {
    if (full.error === null) seen.notShown++;
    return;
  }
  seen.symmetric++;
  seen.saved += full.size.states - reduced.size.states;
  if (full.bounds.length > 0) seen.bounded++;
  for (const { verdict } of full.properties) {
    seen.decided++;
    if (!('trace' in verdict)) continue;
    seen.runs++;
    if ('known' in verdict && verdict.known?.claims.some(({ twin }) => twin !== null)) seen.twins++;
  }
}

test('verdicts, counterexamples and what else a node takes a state for are those of a search of every state', {
  timeout: 3_600_000,
}, () => {
  const compareAll = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) {
      compare(model);
      // One at a time, since where one needs every state all do.
      if (model.properties.length > 1) for (const property of model.properties) compare({ ...model, properties: [property] });
    }
  };
  const tally = everySpec(knowingAlike, runs(4, 400), compareAll, SEED);
  console.log(`${tally.specs} specs, ${tally.refused} refused`, JSON.stringify(seen), [...tally.codes]);
  expect(tally.refused).toBeLessThanOrEqual(tally.specs / 20);
  expectShare(seen.symmetric, tally.specs, 1 / 5);
  expectShare(seen.runs, tally.specs, 1 / 10);
  for (const count of [seen.twins, seen.bounded]) expectShare(count, tally.specs, 1 / 50);
});

/** Up to `most` states, and those are searched that stand for others, or all. */
function searched(model: Model, symmetry: boolean, most: number): Search {
  const levelDone = function* () {
    yield 0;
    return search.store.count >= most;
  };
  const machine = createMachine(model, NOTHING, 'compiled', { symmetry });
  const search: Search = new Search(machine, NOTHING, { faults: true, noteTime: false, levelDone });
  for (const _ of search.run());
  return search;
}

/** Of each node in each state that stands for others: what permutations make of its view, by the images of the state, is what they make of it alone. */
function viewsAreMoved(model: Model, most: number): number {
  const { machine, store } = searched(model, true, most);
  const permutations = permutationsOf(machine.symmetric);
  const orbits = new Orbits(model, machine.symmetric);
  const views = model.instances.map(({ index }) => viewsOf(model, index));
  const placeOf = (node: number, by: (typeof permutations)[number]) =>
    machine.symmetric.reduce((at, { kind }, s) => (kind === 'role' ? (by[s].get(at) ?? at) : at), node);
  let moved = 0;
  for (let number = 0; machine.symmetric.length > 0 && number < Math.min(most, store.count); number++) {
    const state = machine.decode(store.segment(number), store.offset(number));
    for (const { index: node } of model.instances) {
      const own = seeing(state, node);
      if (own === null) continue;
      const byStates = new Set<string>();
      let next = 0;
      machine.images(store.segment(number), store.offset(number), (words, offset) => {
        const place = placeOf(node, permutations[next++]);
        byStates.add(`${place} ${views[place](machine.decode(words, offset))}`);
      });
      const alone = [...orbits.imagesOf({ node, own, locals: [] })].map((image) => `${image.node} ${image.view}`);
      expect(alone.sort()).toEqual([...byStates].sort());
      moved += alone.length;
    }
  }
  return moved;
}

test('what permutations make of a view is what is seen of what they make of the state', { timeout: 3_600_000 }, () => {
  let moved = 0;
  const moveAll = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) moved += viewsAreMoved(model, MAX_STATES / 2);
  };
  const tally = everySpec(knowingAlike, runs(1, 100), moveAll, SEED);
  console.log(`${tally.specs} specs, ${moved} views`);
  if (tally.specs >= 20) expect(moved).toBeGreaterThan(tally.specs * 20);
});

/** The way to each state of the last level that was made, from the states that stand for others, and from all. */
function waysAgree(model: Model, most: number): number {
  const [every, few] = [false, true].map((symmetry) => searched(model, symmetry, most));
  if (few.machine.symmetric.length === 0 || !every.exhausted || !few.exhausted) return 0;
  const replay = replayOf(model, NOTHING);
  const { machine, store, levels } = every;
  let compared = 0;
  for (let number = store.count - 1; number >= Math.max(0, store.count - 12); number--) {
    const state = machine.decode(store.segment(number), store.offset(number));
    const [one, other] = [new Bits(), new Bits()];
    one.add(number);
    other.add(numberOf(few, state));
    const key = stateKey(state);
    const place = levels.of(number);
    const [straight, among] = [
      finished(traceTo(every, replay, statesGoal(place, one))),
      finished(
        traceTo(
          few,
          replay,
          statesGoal(place, other, (meant) => stateKey(meant) === key),
        ),
      ),
    ];
    if (canonical(straight) !== canonical(among))
      throw new Error(`the ways to ${key} differ:\n${canonical(straight)}\n${canonical(among)}`);
    compared++;
  }
  return compared;
}

function finished<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

test('the simplest way to a state is found from the states that stand for others', { timeout: 3_600_000 }, () => {
  let ways = 0;
  const walkAll = (models: ReadonlyMap<string, Model>) => {
    for (const model of models.values()) ways += waysAgree(model, STATES);
  };
  const tally = everySpec(knowingAlike, runs(2, 200), walkAll, SEED);
  console.log(`${tally.specs} specs, ${ways} ways`);
  if (tally.specs >= 20) expect(ways).toBeGreaterThan(tally.specs / 2);
});
