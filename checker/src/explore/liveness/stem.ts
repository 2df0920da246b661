/**
 * The cheapest way into a fair component: fewest faults, then fewest steps, over the product, and of those ways the first
 * in the interpreter's order of steps. The interpreter takes every step itself, so the stem is replayed as it is made.
 */
import type { InitialStep, State, Step } from '../../model/state.ts';
import type { TraceStep } from '../../verdict.ts';
import { OFF } from '../machine/deadline.ts';
import type { Replay } from '../search/replay.ts';
import type { Search } from '../search/search.ts';
import { Buckets } from './buckets.ts';
import { type Product, STUTTER } from './product.ts';

export interface Stem {
  readonly initial: InitialStep;
  readonly first: State;
  readonly steps: readonly TraceStep[];
  readonly faults: number;
  /** the node of the component at its end */
  readonly node: number;
}

/** Beyond any number of steps of a stem, and beyond any number of stutters between two steps. */
const FAULT = 2 ** 40;
const STEP = 2 ** 10;

/** Cheapest ways into what several goals ask for: they share the search for nodes, and the steps that the interpreter takes. */
export class Stems {
  readonly #search: Search;
  readonly #replay: Replay;
  readonly #product: Product;
  readonly #cheapest: Cheapest;

  constructor(search: Search, replay: Replay, product: Product) {
    this.#search = search;
    this.#replay = remembering(replay);
    this.#product = product;
    this.#cheapest = new Cheapest(product);
  }

  /** `goal` says which nodes end the stem; there must be a reachable one. Yields the number of nodes looked at since it last did. */
  *to(goal: (node: number) => boolean): Generator<number, Stem> {
    const end = yield* this.#cheapest.endAt(goal);
    const { distance, order } = this.#cheapest;
    const marked = new Uint8Array(this.#product.nodes);
    for (let i = order.length - 1; i >= 0; i--) {
      const node = order[i];
      const here = distance[node];
      if (here > end) continue;
      if ((here === end && goal(node)) || leadsTo(this.#product, marked, distance, node)) marked[node] = 1;
      if ((i & 1023) === 0) yield 1024;
    }
    return follow(this.#search, this.#replay, this.#product, { distance, marked, goal, end });
  }
}

/** Some hop of the node is the last one of a cheapest way to a node that is marked. */
function leadsTo(product: Product, marked: Uint8Array, distance: Float64Array, node: number): boolean {
  const { graph, size, next, stutters } = product;
  const { first, target, cost } = graph;
  const state = product.stateOf(node);
  const end = first[state + 1];
  for (const q of next[node - state * size]) {
    for (let edge = first[state]; edge < end; edge++) {
      const to = target[edge] * size + q;
      if (marked[to] === 1 && distance[to] === distance[node] + cost[edge] * FAULT + STEP) return true;
    }
    if (stutters && marked[state * size + q] === 1 && distance[state * size + q] === distance[node] + 1) return true;
  }
  return false;
}

/** Dijkstra's algorithm over few different lengths: nodes wait in a bucket for each distance. */
class Cheapest {
  readonly distance: Float64Array;
  /** nodes whose distance is settled, the nearest first */
  readonly order: number[] = [];
  readonly #product: Product;
  readonly #waiting = new Buckets();

  constructor(product: Product) {
    this.#product = product;
    this.distance = new Float64Array(product.nodes).fill(Number.POSITIVE_INFINITY);
    for (const { node, cost } of product.initial()) this.#reach(node, cost * FAULT);
  }

  #reach(node: number, at: number): void {
    if (at >= this.distance[node]) return;
    this.distance[node] = at;
    this.#waiting.add(at, node);
  }

  /** The distance of the nearest node that is a goal: every node as near as that is settled then. */
  *endAt(goal: (node: number) => boolean): Generator<number, number> {
    const { distance, order } = this;
    const known = order.find(goal);
    if (known !== undefined) return distance[known];
    for (let bucket = this.#waiting.next(); bucket !== null; bucket = this.#waiting.next()) {
      const { at, nodes } = bucket;
      let ended = false;
      for (const node of nodes) {
        if (distance[node] !== at) continue;
        order.push(node);
        if (goal(node)) ended = true;
        this.#goOn(node, at);
      }
      yield nodes.length;
      if (ended) return at;
    }
    throw new Error('internal error: a fair component cannot be reached');
  }

  #goOn(node: number, at: number): void {
    const { graph, size, next, stutters } = this.#product;
    const { first, target, cost } = graph;
    const state = this.#product.stateOf(node);
    const end = first[state + 1];
    for (const q of next[node - state * size]) {
      for (let edge = first[state]; edge < end; edge++) {
        const to = target[edge] * size + q;
        const there = at + cost[edge] * FAULT + STEP;
        if (there < this.distance[to] && this.#product.fits(target[edge], q)) this.#reach(to, there);
      }
      if (stutters && this.#product.fits(state, q)) this.#reach(state * size + q, at + 1);
    }
  }
}

/** The same, but steps that have been asked for once are kept: a second way mostly begins as the first one did. */
function remembering(replay: Replay): Replay {
  const known = new WeakMap<State, readonly Step[]>();
  const begun: InitialStep[] = [];
  const more = replay.initial()[Symbol.iterator]();
  return {
    ...replay,
    *initial() {
      for (let i = 0; ; i++) {
        if (i === begun.length) {
          const { done, value } = more.next();
          if (done) return;
          begun.push(value);
        }
        yield begun[i];
      }
    },
    steps(state) {
      const steps = known.get(state) ?? replay.steps(state);
      known.set(state, steps);
      return steps;
    },
  };
}

interface Marks {
  readonly distance: Float64Array;
  readonly marked: Uint8Array;
  readonly goal: (node: number) => boolean;
  readonly end: number;
}

function follow(search: Search, replay: Replay, product: Product, marks: Marks): Stem {
  const { distance, marked, goal, end } = marks;
  const numberOf = numbering(search);
  /** marked nodes at this distance, and what stutters add to them */
  const settle = (nodes: readonly number[]): number[] => {
    const all = nodes.filter((node) => marked[node] === 1);
    for (const node of all) {
      product.someNext(node, (to, edge) => {
        if (edge === STUTTER && marked[to] === 1 && distance[to] === distance[node] + 1 && !all.includes(to)) all.push(to);
        return false;
      });
    }
    return all;
  };
  const initialNodes = Map.groupBy(
    product.initial().map(({ node }) => node),
    (node) => product.stateOf(node),
  );
  const start = firstStart(replay, (target, cost) => {
    const state = numberOf(target);
    return settle((initialNodes.get(state) ?? []).filter((node) => distance[node] === cost * FAULT));
  });
  if (start === undefined) throw new Error('internal error: no initial state of the interpreter begins the stem');
  const steps: TraceStep[] = [];
  let faults = start.step.cost;
  let time = 0;
  let at: { readonly state: State; readonly nodes: readonly number[] } = start;
  for (;;) {
    const last = at.nodes.filter((node) => distance[node] === end && goal(node));
    if (last.length > 0) return { initial: start.step, first: start.state, steps, faults, node: Math.min(...last) };
    const taken = firstStep(replay.steps(at.state), numberOf, product, marks, at.nodes);
    if (taken === null) throw new Error('internal error: no step of the interpreter goes on along the stem');
    if (taken.step.label.kind === 'tick') time++;
    faults += taken.step.cost;
    steps.push({ step: taken.step, state: taken.state, time });
    at = { state: taken.state, nodes: settle(taken.nodes) };
  }
}

function firstStep(
  steps: readonly Step[],
  numberOf: (state: State) => number,
  product: Product,
  { distance, marked }: Marks,
  from: readonly number[],
): { readonly step: Step; readonly state: State; readonly nodes: number[] } | null {
  for (const step of steps) {
    if (step.target.kind !== 'state') continue;
    const target = numberOf(step.target.state);
    const nodes = new Set<number>();
    for (const node of from) {
      const length = step.cost * FAULT + STEP;
      for (const q of product.automaton.states[product.placeOf(node)].next) {
        const to = target * product.size + q;
        if (marked[to] === 1 && product.fits(target, q) && distance[to] === distance[node] + length) nodes.add(to);
      }
    }
    if (nodes.size > 0) return { step, state: step.target.state, nodes: [...nodes] };
  }
  return null;
}

/** The number of a state of the interpreter, -1 for one that was not found. */
export function numbering(search: Search): (state: State) => number {
  const packed = new Int32Array(search.machine.words);
  return (state) => {
    search.machine.encode(state, OFF, packed, 0);
    return search.store.find(packed, 0);
  };
}

interface Start {
  readonly step: InitialStep;
  readonly state: State;
  readonly nodes: readonly number[];
}

/** The first initial step that leads to nodes on the way, with those. */
function firstStart(replay: Replay, nodesAt: (state: State, cost: number) => readonly number[]): Start | undefined {
  for (const step of replay.initial()) {
    if (step.target.kind !== 'state') continue;
    const nodes = nodesAt(step.target.state, step.cost);
    if (nodes.length > 0) return { step, state: step.target.state, nodes };
  }
  return undefined;
}
