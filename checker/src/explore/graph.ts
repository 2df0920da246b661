/** The state graph as an exhausted search found it, for what no single pass over the states can decide. */
import type { Search } from './search.ts';

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
  const late = edges.late(store).sort((a, b) => a.source - b.source);
  const count = edges.free.count + edges.faults.count + late.length;
  const first = new Int32Array(states + 1);
  const target = new Int32Array(count);
  const tag = new Int32Array(count);
  const cost = new Uint8Array(count);
  let at = 0;
  let nextLate = 0;
  for (let state = 0; state < states; state++) {
    for (const list of [edges.free, edges.faults]) {
      const end = list.first(state + 1);
      for (let i = list.first(state); i < end; i++, at++) {
        target[at] = list.target[i];
        tag[at] = list.tag[i];
        cost[at] = list.cost[i];
      }
    }
    for (; nextLate < late.length && late[nextLate].source === state; nextLate++, at++) {
      target[at] = late[nextLate].target;
      tag[at] = late[nextLate].tag;
      cost[at] = late[nextLate].cost;
    }
    first[state + 1] = at;
    if ((state & (SLICE - 1)) === SLICE - 1) yield SLICE;
  }
  return { states, first, target, tag, cost, initial: initialStates(search) };
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
