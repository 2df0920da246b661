/** What permutations make of states, of items of fairness and of messages, held against each other and against the definition of the language. */
import { expect, test } from 'vitest';
import { createCompiledMachine, type Model } from '#checker';
import { type Permutation, Permuting, permutationsOf } from '../../checker/src/model/symmetry/permutations.ts';
import type { Sort } from '../../checker/src/model/symmetry/sorts.ts';
import { alike } from '../random/alike.ts';
import { amongSymmetric } from '../random/cuts.ts';
import { canonical, stateText, watchOf } from '../random/lockstep.ts';
import { everySpec, runs } from '../random/run.ts';
import * as plain from '../support/permute.ts';
import { modelOf } from '../support/spec.ts';

/** States up to which a system is walked. */
const STATES = 24;

/** As `permutedState` takes it. */
function plainly(model: Model, sorts: readonly Sort[], by: Permutation): plain.Permutation {
  const nodes = model.instances.map((_, i) => i);
  const enums = new Map<string, number[]>();
  for (const [s, sort] of sorts.entries()) {
    if (sort.kind === 'role') for (const [from, to] of by[s]) nodes[from] = to;
    else
      enums.set(
        sort.name,
        sort.elements.map((element) => by[s].get(element)!),
      );
  }
  return { nodes, enums };
}

/** How many pairs of a state and a permutation were looked at. */
function hold(model: Model, states = STATES): number {
  const machine = createCompiledMachine(model, watchOf(model), { symmetry: true });
  const { symmetric, words, successors } = machine;
  if (symmetric.length === 0) return 0;
  const all = permutationsOf(symmetric);
  expect(new Set(all.map((by) => canonical(by.map((map) => [...map].sort(([a], [b]) => a - b))))).size).toBe(machine.orders);
  for (const map of all[0]) for (const [from, to] of map) expect(to).toBe(from);
  const permuting = new Permuting(model, symmetric);
  const items = all.map((by) => permuting.items(by));
  const view = machine.fairness();
  const bits = (source: Int32Array, offset: number) => {
    const into = new Int32Array(view.words);
    view.enabled(source, offset, into);
    return (bit: number) => (into[bit >> 5] >>> (bit & 31)) & 1;
  };
  const flying = (source: Int32Array, offset: number) =>
    Array.from({ length: view.flight(source, offset) }, (_, k) => [view.classOf(view.classes[k]), view.open[k]] as const);
  let pairs = 0;
  for (const state of walked()) {
    const now = machine.decode(state, 0);
    const [before, messages] = [bits(state, 0), flying(state, 0)];
    const images: Int32Array[] = [];
    machine.images(state, 0, (image, offset) => images.push(image.slice(offset, offset + words)));
    expect(images).toHaveLength(all.length);
    for (const [k, image] of images.entries()) {
      pairs++;
      const by = plainly(model, symmetric, all[k]);
      expect(stateText(machine.decode(image, 0))).toBe(stateText(plain.permutedState(model, by, now)));
      const after = bits(image, 0);
      const nodes = by.nodes.map((to) => items[k].length + to);
      const targets = [...items[k], ...nodes];
      expect(targets.map(after).join('')).toBe(targets.map((_, bit) => before(bit)).join(''));
      const moved = messages.map(([message, open]) => canonical([permuting.message(all[k], message), open])).sort();
      const there = flying(image, 0)
        .map((one) => canonical(one))
        .sort();
      expect(there).toEqual(moved);
    }
  }
  return pairs;

  function walked(): Int32Array[] {
    const found = new Map<string, Int32Array>();
    const add = () => {
      for (let i = 0; i < successors.count; i++) {
        const one = successors.words.slice(i * words, (i + 1) * words);
        found.set(one.join(), found.get(one.join()) ?? one);
      }
      successors.clear();
    };
    machine.initial();
    add();
    for (const one of found.values()) {
      if (found.size >= states) break;
      machine.expand(one, 0, 'all');
      add();
    }
    return [...found.values()].slice(0, 2 * states);
  }
}

test('of a system that has something of each kind', () => {
  const model = modelOf(`system S {
    enum Colour { red, green, blue }
    message Go(to: N?, paints: set<Colour>)
    message Done
    node N[3] {
      colour: Colour? = none
      timer wait[N]
      on Go(to: n, paints: p) { reply Done }
      action paint for c in Colour when colour == none { colour = c  start wait[self] for 1 }
      on wait[n] { colour = none }
    }
    node Hub[2] {
      last: map<N, Colour?> = none
      action ask for n in N, c in Colour when last[n] == none { last[n] = c  call asked = send Go(to: n, paints: { c }) to n }
      on Done from n for asked { last[n] = none }
    }
    safety P: always (count(N) == 3)
  }
  assume A { timing sync { delay <= 1, pause <= 0 }  network { link cuts up to 1, one-way cuts up to 1, capacity 2 }  fault N { recovery, up to 1 } }
  check A { }`);
  // 3! orders of the nodes, 2! of the hubs, 3! of the colours.
  expect(permutationsOf(createCompiledMachine(model, watchOf(model), { symmetry: true }).symmetric)).toHaveLength(72);
  expect(hold(model, 1)).toBeGreaterThanOrEqual(72);
});

test.each([
  ['of systems of symmetric nodes', alike, 1],
  ['under cuts', amongSymmetric, 1],
] as const)('%s made at random', { timeout: 3_600_000 }, (_, specs, ordinary) => {
  let pairs = 0;
  const tally = everySpec(specs, runs(ordinary, 100), (models) => {
    for (const model of models.values()) pairs += hold(model);
  });
  console.log(`${tally.specs} specs, ${pairs} pairs of a state and a permutation`);
  expect(pairs).toBeGreaterThan(tally.specs);
});
