/**
 * Fairness of parts of a graph up to symmetry, against that of the parts of the whole graph that lie over them: on systems made at random,
 * of which steps are left out at random, so that what a part starves hangs on few of them.
 */
import type fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCompiledMachine, type Model } from '#checker';
import { EdgePermutations } from '../../checker/src/explore/liveness/edge-permutations.ts';
import { Fairness } from '../../checker/src/explore/liveness/fairness.ts';
import { type Graph, graphOf } from '../../checker/src/explore/liveness/graph.ts';
import { OrbitFairness } from '../../checker/src/explore/liveness/orbit-fairness.ts';
import { Group } from '../../checker/src/explore/liveness/threads.ts';
import { isFair, isHopeless, type Part } from '../../checker/src/explore/liveness/unfairness.ts';
import { Search } from '../../checker/src/explore/search/search.ts';
import { type Permutation, Permuting, permutationsOf } from '../../checker/src/model/symmetry/permutations.ts';
import { tagKind, tagKinds, tagNumber } from '../../checker/src/model/tags.ts';
import { alike, handing, rising, STATES } from './alike.ts';
import { canonical, watchOf } from './lockstep.ts';
import { everySpec, firstSeed, runs } from './run.ts';
import { sending } from './sending.ts';

interface Side {
  readonly search: Search;
  readonly graph: Graph;
}

/** Null where the graph is too large, or bounds cut it. */
function sideOf(model: Model, symmetry: boolean): Side | null {
  const watch = watchOf(model);
  const machine = createCompiledMachine(model, watch, { symmetry });
  const levelDone = function* () {
    yield 0;
    return search.store.count > STATES;
  };
  const search: Search = new Search(machine, watch, { faults: true, noteTime: false, keepEdges: true, levelDone });
  drained(search.run());
  const isWhole = search.exhausted && search.found.error === null && machine.successors.bounds.every((bound) => bound === 0);
  return isWhole ? { search, graph: drained(graphOf(search)) } : null;
}

function drained<T>(work: Generator<number, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The part of the whole graph over a part: its states, each with a state below, and its edges. */
class Above {
  readonly #model: Model;
  readonly #whole: Side;
  readonly #below: Side;
  readonly #all: readonly Permutation[];
  readonly #permuting: Permuting;
  readonly #items: readonly Int32Array[];
  readonly #views;
  readonly #edges: EdgePermutations;
  readonly #group: Group;
  /** for each state below what each permutation makes of it */
  readonly #images = new Map<number, number[]>();

  constructor(model: Model, whole: Side, below: Side) {
    const { symmetric } = below.search.machine;
    this.#model = model;
    this.#whole = whole;
    this.#below = below;
    this.#all = permutationsOf(symmetric);
    this.#permuting = new Permuting(this.#model, symmetric);
    this.#edges = new EdgePermutations(below.search, below.graph);
    drained(this.#edges.prepare(Array.from({ length: below.graph.states }, (_, state) => state)));
    this.#group = new Group(this.#all);
    this.#items = this.#all.map((by) => this.#permuting.items(by));
    this.#views = { whole: whole.search.machine.fairness(), below: below.search.machine.fairness() };
  }

  /** Goes through the part with every permutation that a run from its first state comes to: what each makes of a state is one above it. */
  over(first: number, kept: ReadonlySet<number>): { states: Map<number, number>; edges: Set<number> } {
    const states = new Map<number, number>();
    const edges = new Set<number>();
    const seen = new Set<string>();
    const open: (readonly [number, number])[] = [[first, 0]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [below, by] = next;
      if (seen.has(next.join())) continue;
      seen.add(next.join());
      const above = this.#imagesOf(below)[by];
      states.set(above, below);
      for (let edge = this.#below.graph.first[below]; edge < this.#below.graph.first[below + 1]; edge++) {
        if (!kept.has(edge)) continue;
        const to = this.#group.after(by, this.#group.inverse[this.#edges.of(edge)]);
        for (const own of this.#over(below, edge, above, by, to)) edges.add(own);
        open.push([this.#below.graph.target[edge], to]);
      }
    }
    return { states, edges };
  }

  #imagesOf(below: number): number[] {
    const known = this.#images.get(below);
    if (known !== undefined) return known;
    const { store, machine } = this.#below.search;
    const images: number[] = [];
    machine.images(store.segment(below), store.offset(below), (image, offset) => images.push(this.#whole.search.store.find(image, offset)));
    this.#images.set(below, images);
    return images;
  }

  /** The edges of a state that a permutation makes of this one. */
  #over(below: number, edge: number, above: number, permutation: number, after: number): number[] {
    const { first, target, tag } = this.#whole.graph;
    const wanted = this.#text(this.#below, 'below', below, this.#below.graph.tag[edge], permutation);
    const to = this.#imagesOf(this.#below.graph.target[edge])[after];
    const found: number[] = [];
    for (let own = first[above]; own < first[above + 1]; own++)
      if (target[own] === to && this.#text(this.#whole, 'whole', above, tag[own], 0) === wanted) found.push(own);
    if (found.length === 0) throw new Error('a step that the whole graph does not have');
    return found;
  }

  #text({ search: { store } }: Side, which: 'whole' | 'below', state: number, tag: number, permutation: number): string {
    const kind = tagKind(tag);
    if (kind === tagKinds.item) return `item ${this.#items[permutation][tagNumber(tag)]}`;
    if (kind >= tagKinds.tick) return `${kind}`;
    const view = this.#views[which];
    view.flight(store.segment(state), store.offset(state));
    return `${kind} ${canonical(this.#permuting.message(this.#all[permutation], view.classOf(view.classes[tagNumber(tag)])))}`;
  }
}

/**
 * Edges left out at random, and in some parts all that do a certain thing to what a state calls so: to these messages, or these items. Those of
 * one kind from one state to one other are left out together: which of them has which permutation is not known.
 */
function leftOut({ search: { store, machine }, graph }: Side, below: (n: number) => number): Set<number> {
  const { states, first, target, tag } = graph;
  const view = machine.fairness();
  const [share, shareOfNames] = [below(3) === 0 ? 0 : 1 + below(6), below(2) === 0 ? 0 : 2 + below(8)];
  const isDeliveredAlone = below(3) === 0;
  const left = new Set<number>();
  const names = new Map<string, boolean>();
  const isNamed = (state: number, what: number) => {
    const kind = tagKind(what);
    if (isDeliveredAlone && kind !== tagKinds.deliver) return false;
    let name = `${kind} ${tagNumber(what)}`;
    if (kind < tagKinds.tick) {
      view.flight(store.segment(state), store.offset(state));
      // What is delivered, lost and vanishes leaves: so all that may happen to a message goes together, or not.
      name = `${share % 2 === 0 ? kind : ''} ${canonical(view.classOf(view.classes[tagNumber(what)]))}`;
    } else if (kind !== tagKinds.item) return false;
    const known = names.get(name) ?? below(12) < shareOfNames;
    names.set(name, known);
    return known;
  };
  for (let state = 0; state < states; state++) {
    const alike = new Map<string, boolean>();
    for (let edge = first[state]; edge < first[state + 1]; edge++) {
      const kind = `${target[edge]} ${tag[edge]}`;
      const isLeft = alike.get(kind) ?? (isNamed(state, tag[edge]) || below(12) < share);
      alike.set(kind, isLeft);
      if (isLeft) left.add(edge);
    }
  }
  return left;
}

/** A strongly connected part of the kept edges around a state; null where it has none. */
function partAround(graph: Graph, root: number, keeps: (edge: number) => boolean): { states: number[]; edges: Set<number> } | null {
  const back: number[][] = Array.from({ length: graph.states }, () => []);
  const next: number[][] = Array.from({ length: graph.states }, () => []);
  for (let state = 0; state < graph.states; state++)
    for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++) {
      if (!keeps(edge)) continue;
      next[state].push(graph.target[edge]);
      back[graph.target[edge]].push(state);
    }
  const [ahead, behind] = [reach(root, next), reach(root, back)];
  const inside = (state: number) => ahead.has(state) && behind.has(state);
  const states = [...ahead].filter(inside);
  const edges = new Set<number>();
  for (const state of states)
    for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++)
      if (keeps(edge) && inside(graph.target[edge])) edges.add(edge);
  return edges.size === 0 ? null : { states, edges };
}

function reach(from: number, next: readonly (readonly number[])[]): Set<number> {
  const found = new Set([from]);
  // A set grows while it is gone through.
  for (const state of found) for (const to of next[state]) found.add(to);
  return found;
}

function partOf(graph: Graph, states: readonly number[], edges: ReadonlySet<number>): Part {
  return {
    states,
    edges: (visit) => {
      for (const state of states)
        for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++) if (edges.has(edge)) visit(state, edge);
    },
  };
}

interface Seen {
  parts: number;
  fair: number;
  items: number;
  classes: number;
  kinds: number;
  losing: number;
}

function compare(model: Model, below: (n: number) => number, seen: Seen): void {
  const [whole, reduced] = [sideOf(model, false), sideOf(model, true)];
  if (whole === null || reduced === null || reduced.search.machine.symmetric.length === 0) return;
  const fairness = new Fairness(whole.search, whole.graph);
  const judge = new OrbitFairness(reduced.search, reduced.graph, new Fairness(reduced.search, reduced.graph));
  const above = new Above(model, whole, reduced);
  for (let i = 0; i < 10; i++) {
    const left = leftOut(reduced, below);
    let part: ReturnType<typeof partAround> = null;
    for (let tries = 0; tries < 12 && part === null; tries++)
      part = partAround(reduced.graph, below(reduced.graph.states), (edge) => !left.has(edge));
    if (part === null) continue;
    seen.parts++;
    drained(judge.prepare(part.states));
    const said = judge.assess(partOf(reduced.graph, part.states, part.edges));
    const over = above.over(part.states[0], part.edges);
    const real = fairness.assess(partOf(whole.graph, [...over.states.keys()], over.edges));
    const summary = (one: typeof real, removed: (state: number) => boolean) => ({
      isFair: isFair(one),
      isHopeless: isHopeless(one),
      noTick: one.noTick,
      items: one.items.length > 0,
      classes: one.classes.length > 0,
      loses: one.lost.size > 0 || one.uneven.length > 0,
      removed: [...over.states].filter(([own, state]) => removed(one === real ? own : state)).length,
    });
    const mine = summary(said, (state) => said.kinds.size > 0 && judge.deliverable(state).some((kind) => said.kinds.has(kind)));
    const theirs = summary(real, (state) => real.kinds.size > 0 && fairness.deliverable(state).some((kind) => real.kinds.has(kind)));
    expect(mine).toEqual(theirs);
    if (mine.isFair) seen.fair++;
    if (mine.items) seen.items++;
    if (mine.classes) seen.classes++;
    if (mine.removed > 0) seen.kinds++;
    if (mine.loses) seen.losing++;
  }
}

test.each([
  ['of any kind', alike, 1],
  ['in which a turn is handed on', handing, 1],
  ['whose nodes change places', rising, 1],
  ['that send each other messages', sending, 5],
] as const)('a part is fair just where the one above it is: of systems %s', { timeout: 3_600_000 }, (_, specs, ordinary) => {
  const seen: Seen = { parts: 0, fair: 0, items: 0, classes: 0, kinds: 0, losing: 0 };
  let state = firstSeed;
  // Park and Miller.
  const below = (n: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % n;
  };
  const tally = everySpec(specs as fc.Arbitrary<string>, runs(ordinary, 300), (models) => {
    for (const model of models.values()) compare(model, below, seen);
  });
  console.log(`${tally.specs} specs, ${JSON.stringify(seen)}`);
  if (tally.specs >= 20) expect(seen.parts).toBeGreaterThan(tally.specs);
});
