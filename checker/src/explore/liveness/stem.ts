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

/** `goal` says which nodes end the stem; there must be a reachable one. Yields the number of nodes looked at since it last did. */
export function* stemTo(search: Search, replay: Replay, product: Product, goal: (node: number) => boolean): Generator<number, Stem> {
  const { distance, order, end } = yield* cheapest(product, goal);
  const marked = new Set<number>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i];
    const here = distance[node];
    if (here === end && goal(node)) marked.add(node);
    else if (product.someNext(node, (to, edge) => marked.has(to) && distance[to] === here + lengthOf(product, edge))) marked.add(node);
    if ((i & 1023) === 0) yield 1024;
  }
  return follow(search, replay, product, { distance, marked, goal, end });
}

function lengthOf(product: Product, edge: number): number {
  return edge === STUTTER ? 1 : product.graph.cost[edge] * FAULT + STEP;
}

/** Dijkstra's algorithm over few different lengths: nodes wait in a bucket for each distance. */
function* cheapest(
  product: Product,
  goal: (node: number) => boolean,
): Generator<number, { distance: Float64Array; order: number[]; end: number }> {
  const distance = new Float64Array(product.nodes).fill(Number.POSITIVE_INFINITY);
  const order: number[] = [];
  const waiting = new Buckets();
  const reach = (node: number, at: number) => {
    if (at >= distance[node]) return;
    distance[node] = at;
    waiting.add(at, node);
  };
  for (const { node, cost } of product.initial()) reach(node, cost * FAULT);
  for (let bucket = waiting.next(); bucket !== null; bucket = waiting.next()) {
    const { at, nodes } = bucket;
    let ended = false;
    for (const node of nodes) {
      if (distance[node] !== at) continue;
      order.push(node);
      if (goal(node)) ended = true;
      product.someNext(node, (to, edge) => {
        reach(to, at + lengthOf(product, edge));
        return false;
      });
    }
    yield nodes.length;
    if (ended) return { distance, order, end: at };
  }
  throw new Error('internal error: a fair component cannot be reached');
}

interface Marks {
  readonly distance: Float64Array;
  readonly marked: ReadonlySet<number>;
  readonly goal: (node: number) => boolean;
  readonly end: number;
}

function follow(search: Search, replay: Replay, product: Product, marks: Marks): Stem {
  const { distance, marked, goal, end } = marks;
  const numberOf = numbering(search);
  /** marked nodes at this distance, and what stutters add to them */
  const settle = (nodes: readonly number[]): number[] => {
    const all = nodes.filter((node) => marked.has(node));
    for (const node of all) {
      product.someNext(node, (to, edge) => {
        if (edge === STUTTER && marked.has(to) && distance[to] === distance[node] + 1 && !all.includes(to)) all.push(to);
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
        if (marked.has(to) && product.fits(target, q) && distance[to] === distance[node] + length) nodes.add(to);
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
