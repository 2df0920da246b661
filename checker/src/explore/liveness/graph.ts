/** The state graph as an exhausted search found it, for what no single pass over the states can decide. */
import type { Search } from '../search/search.ts';

export interface Graph {
  readonly states: number;
  /** edges of state s: from `first[s]` up to `first[s + 1]` */
  readonly first: Int32Array;
  readonly target: Int32Array;
  /** what each step was (see tags.ts) */
  readonly tag: Int32Array;
  /** faults that each step costs */
  readonly cost: Uint8Array;
  /** the initial states, with what they cost */
  readonly initial: readonly { readonly state: number; readonly cost: number }[];
}

const SLICE = 8192;

/** Yields the number of states looked at since it last did. The search must have kept its edges. */
export function* graphOf(search: Search): Generator<number, Graph> {
  const { edges, store } = search;
  if (edges === null) throw new Error('internal error: this search has kept no edges');
  const states = store.count;
  const { free, faults } = edges;
  const late = edges.later.sorted(store);
  const initial = initialStates(search);
  if (faults.count === 0 && late.length === 0) {
    const [target, tag] = [free.target, free.tag].map((list) => list.subarray(0, free.count));
    return { states, first: free.firsts(states), target, tag, cost: free.cost.subarray(0, free.count), initial };
  }
  const count = free.count + faults.count + late.length;
  const first = new Int32Array(states + 1);
  const target = new Int32Array(count);
  const tag = new Int32Array(count);
  const cost = new Uint8Array(count);
  const [freeFirst, faultsFirst] = [free.firsts(states), faults.firsts(states)];
  const ofFree = { target: free.target, tag: free.tag, cost: null };
  const ofFaults = { target: faults.target, tag: faults.tag, cost: faults.cost };
  const into = { target, tag, cost };
  for (let start = 0, at = 0, next = 0; start < states; start += SLICE) {
    const end = Math.min(states, start + SLICE);
    for (let state = start; state < end; state++) {
      at = copied(ofFree, freeFirst[state], freeFirst[state + 1], into, at);
      at = copied(ofFaults, faultsFirst[state], faultsFirst[state + 1], into, at);
      const from = next;
      while (next < late.length && late.source[next] === state) next++;
      if (next > from) at = copied(late, from, next, into, at);
      first[state + 1] = at;
    }
    yield end - start;
  }
  return { states, first, target, tag, cost, initial };
}

interface Edges<Cost> {
  readonly target: Int32Array;
  readonly tag: Int32Array;
  /** null where none costs anything */
  readonly cost: Cost;
}

/** Copies the edges from `start` up to `end` to place `at`; returns the place after them. A call for so few would cost more than it copies. */
function copied(from: Edges<ArrayLike<number> | null>, start: number, end: number, into: Edges<Uint8Array>, at: number): number {
  const { target, tag, cost } = from;
  for (let i = start, to = at; i < end; i++, to++) {
    into.target[to] = target[i];
    into.tag[to] = tag[i];
    if (cost !== null) into.cost[to] = cost[i];
  }
  return at + end - start;
}

function initialStates(search: Search): { state: number; cost: number }[] {
  const { machine, store } = search;
  const { successors } = machine;
  successors.clear();
  machine.initial();
  const found = Array.from({ length: successors.count }, (_, i) => ({
    state: store.find(successors.words, i * machine.words),
    cost: successors.cost[i],
  }));
  successors.clear();
  const least = new Map<number, number>();
  for (const { state, cost } of found) least.set(state, Math.min(cost, least.get(state) ?? cost));
  return [...least].map(([state, cost]) => ({ state, cost }));
}
