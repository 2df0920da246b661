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
  let at = 0;
  let nextLate = 0;
  for (let state = 0; state < states; state++) {
    for (let i = freeFirst[state]; i < freeFirst[state + 1]; i++, at++) {
      target[at] = free.target[i];
      tag[at] = free.tag[i];
    }
    for (let i = faultsFirst[state]; i < faultsFirst[state + 1]; i++, at++) {
      target[at] = faults.target[i];
      tag[at] = faults.tag[i];
      cost[at] = faults.cost[i];
    }
    for (; nextLate < late.length && late.source[nextLate] === state; nextLate++, at++) {
      target[at] = late.target[nextLate];
      tag[at] = late.tag[nextLate];
      cost[at] = late.cost[nextLate];
    }
    first[state + 1] = at;
    if ((state & (SLICE - 1)) === SLICE - 1) yield SLICE;
  }
  return { states, first, target, tag, cost, initial };
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
