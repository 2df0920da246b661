/**
 * What is reached of a product, what is taken away before components are looked for, and what a part is said to starve at first sight:
 * on random graphs, against the definitions.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAutomaton } from '../../checker/src/explore/liveness/automaton.ts';
import { Components, type Judge } from '../../checker/src/explore/liveness/components.ts';
import type { Graph } from '../../checker/src/explore/liveness/graph.ts';
import { Formulas } from '../../checker/src/explore/liveness/ltl.ts';
import { Product } from '../../checker/src/explore/liveness/product.ts';
import { nodesOf, REACHED, reachable, withoutEnds } from '../../checker/src/explore/liveness/reach.ts';
import { Starving } from '../../checker/src/explore/liveness/starving.ts';
import { NOTHING } from '../../checker/src/explore/liveness/unfairness.ts';
import { tagKind, tagKinds, tagNumber, tagOf } from '../../checker/src/model/tags.ts';
import { ran } from '../support/ran.ts';

const F = new Formulas();
const [p, q, r] = [F.atom(0), F.atom(1), F.atom(2)];
const broken = [
  F.eventually(p),
  F.always(F.or(F.not(p), F.eventually(q))),
  F.always(F.eventually(p)),
  F.eventually(F.always(p)),
  F.or(F.eventually(F.always(F.not(p))), F.always(F.eventually(q))),
  F.always(F.or(F.not(p), F.until(q, r))),
  F.until(p, F.always(q)),
  F.and(F.always(F.or(F.not(p), F.eventually(q))), F.eventually(F.and(r, F.eventually(q)))),
].map((formula) => F.not(formula));

type Draw = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

interface Drawn {
  readonly graph: Graph;
  readonly letters: Int32Array;
  readonly quiet: readonly boolean[];
  readonly stutters: boolean;
}

const TAGS = [tagOf('tick'), tagOf('other'), tagOf('item', 0), tagOf('item', 1), tagOf('item', 33), tagOf('deliver', 0), tagOf('lose', 1)];

/** Steps to later states are more frequent, as in what a search finds. */
const drawn = fc.integer({ min: 1, max: 14 }).chain((states) =>
  fc.record({
    steps: fc.array(
      fc.record({
        from: fc.nat(states - 1),
        by: fc.integer({ min: -4, max: 6 }),
        tag: fc.constantFrom(...TAGS),
      }),
      { maxLength: 3 * states },
    ),
    letters: fc.array(fc.nat(7), { minLength: states, maxLength: states }),
    quiet: fc.array(fc.boolean(), { minLength: states, maxLength: states }),
    // every state is one that a search has found: an initial one, or led to from an earlier one
    found: fc.array(fc.option(fc.nat(100), { freq: 8 }), { minLength: states, maxLength: states }),
    stutters: fc.boolean(),
  }),
);

function made({ steps, letters, quiet, found, stutters }: Draw): Drawn {
  const states = letters.length;
  const initial = found.flatMap((by, state) => (state === 0 || by === null ? [state] : []));
  const first = found.flatMap((by, to) =>
    to === 0 || by === null ? [] : [{ from: by % to, by: to - (by % to), tag: TAGS[by % TAGS.length] }],
  );
  const edges = [...steps, ...first]
    .map(({ from, by, tag }) => ({ from, to: Math.min(states - 1, Math.max(0, from + by)), tag }))
    .sort((a, b) => a.from - b.from);
  const graph: Graph = {
    states,
    first: Int32Array.from({ length: states + 1 }, (_, s) => edges.filter(({ from }) => from < s).length),
    target: Int32Array.from(edges, ({ to }) => to),
    tag: Int32Array.from(edges, ({ tag }) => tag),
    cost: new Uint8Array(edges.length),
    initial: initial.map((state) => ({ state, cost: 0 })),
  };
  return { graph, letters: Int32Array.from(letters), quiet, stutters };
}

/** Every part that goes round is fair. */
const judge = (quiet: readonly boolean[]): Judge => ({
  faults: null as unknown as Judge['faults'],
  starving: null,
  assess: () => NOTHING,
  isQuiet: (state) => quiet[state],
  lostOn: () => [],
  deliverable: () => [],
});

function reachedIn(product: Product): Set<number> {
  const found = new Set(product.initial().map(({ node }) => node));
  for (const node of found) product.someNext(node, (to) => found.add(to) === null);
  return found;
}

const parts = (product: Product, quiet: readonly boolean[], nodes: Int32Array) =>
  ran(new Components(product, judge(quiet), nodes.length).fair(nodes)).map((part) => [...part.nodes].sort((a, b) => a - b).join());

describe('of a random graph', () => {
  test('just what can be reached at accepting places is found, and what is taken away is in no component', () => {
    let taken = 0;
    fc.assert(
      fc.property(drawn, fc.constantFrom(...broken), (draw, formula) => {
        const { graph, letters, quiet, stutters } = made(draw);
        const whole = new Product(graph, letters, ran(toAutomaton(F, formula))!, stutters);
        const found = ran(reachable(whole));
        const { product, marks } = found;
        const places = whole.acceptingPlaces();
        const reached = reachedIn(whole);
        const wanted = Array.from({ length: graph.states }, (_, state) => places.map((place) => reached.has(state * whole.size + place)));
        expect([...marks].map((mark) => mark === REACHED)).toEqual(wanted.flat());
        const all = Int32Array.from([...marks.keys()].filter((node) => marks[node] === REACHED));
        const before = parts(product, quiet, all);
        const left = ran(withoutEnds(found, judge(quiet)));
        const nodes = nodesOf(found, left, null);
        expect(nodes.length).toBe(left);
        taken += all.length - left;
        expect(parts(product, quiet, nodes).sort()).toEqual(before.sort());
      }),
      { numRuns: 800 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  test('a part is said to starve where some one thing is always there and never taken', () => {
    let sure = 0;
    const inFlight = fc.array(fc.array(fc.record({ message: fc.nat(2), open: fc.boolean() }), { minLength: 2, maxLength: 3 }), {
      minLength: 14,
      maxLength: 14,
    });
    fc.assert(
      fc.property(drawn, inFlight, fc.boolean(), fc.array(fc.nat(13), { minLength: 1, maxLength: 5 }), (draw, flights, time, some) => {
        const { graph } = made(draw);
        const states = [...new Set(some.map((state) => state % graph.states))];
        const view = { classes: new Int32Array(3), open: new Uint8Array(3) };
        const flight = (state: number) => {
          for (const [k, { message, open }] of flights[state].entries()) [view.classes[k], view.open[k]] = [message, Number(open)];
          return flights[state].length;
        };
        const certain = new Uint8Array(34).fill(1);
        certain[1] = 0;
        const region = Int32Array.from({ length: graph.states }, (_, state) => (states.includes(state) ? 7 : state % 3));
        const starving = new Starving(graph, { certain, time, view, flight });
        const edges = states.flatMap((state) =>
          Array.from({ length: graph.first[state + 1] - graph.first[state] }, (_, i) => {
            const edge = graph.first[state] + i;
            const [kind, number] = [tagKind(graph.tag[edge]), tagNumber(graph.tag[edge])];
            return { state, kind, number, stays: states.includes(graph.target[edge]) };
          }),
        );
        const inside = edges.filter(({ stays }) => stays);
        const noTick = time && !inside.some(({ kind }) => kind === tagKinds.tick);
        const item = [0, 33].some(
          (one) =>
            states.every((state) => edges.some((edge) => edge.state === state && edge.kind === tagKinds.item && edge.number === one)) &&
            !inside.some(({ kind, number }) => kind === tagKinds.item && number === one),
        );
        const leaves = (message: number) =>
          inside.some(
            ({ state, kind, number }) =>
              (kind === tagKinds.deliver || kind === tagKinds.lose) && flights[state][number].message === message,
          );
        const lies = (state: number, one: number) => flights[state].some(({ message, open }) => message === one && open);
        const message = [0, 1, 2].some((one) => states.every((state) => lies(state, one)) && !leaves(one));
        const expected = noTick || item || message;
        if (expected) sure++;
        expect(starving.isSure(states, region, 1, 7)).toBe(expected);
      }),
      { numRuns: 800 },
    );
    expect(sure).toBeGreaterThan(150);
  });
});
