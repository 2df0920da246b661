/**
 * The state graph as it was found, for what no single pass over the states can decide: an edge list, by source. Made after
 * the search by taking every step again.
 */

import { tagKind, tagKinds } from '../model/tags.ts';
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
  /** some step of this state passes a bound of the search */
  readonly cut: Uint8Array;
}

const BATCH = 256;

/** Yields the number of states looked at since it last did. The search must be exhausted. */
export function* graphOf(search: Search): Generator<number, Graph> {
  const { machine, store } = search;
  const { successors, words } = machine;
  const states = store.count;
  const first = new Int32Array(states + 1);
  const edges = new Edges(search.transitions);
  const cut = new Uint8Array(states);
  const initial = initialStates(search);
  for (let state = 0; state < states; state++) {
    successors.clear();
    machine.expand(store.segment(state), store.offset(state), 'all');
    for (let i = 0; i < successors.count; i++) {
      edges.add(store.find(successors.words, i * words), successors.tag[i], successors.cost[i]);
    }
    if (successors.cuts > 0) cut[state] = 1;
    first[state + 1] = edges.count;
    if ((state & (BATCH - 1)) === BATCH - 1) yield BATCH;
  }
  successors.clear();
  return { states, first, target: edges.target, tag: edges.tag, cost: edges.cost, initial, cut };
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
  const least = new Map<number, number>();
  for (const { state, cost } of found) least.set(state, Math.min(cost, least.get(state) ?? cost));
  return [...least].map(([state, cost]) => ({ state, cost }));
}

/** Growing arrays; the search has counted most of the edges already. */
class Edges {
  count = 0;
  target: Int32Array;
  tag: Int32Array;
  cost: Uint8Array;

  constructor(expected: number) {
    const room = Math.max(16, expected);
    this.target = new Int32Array(room);
    this.tag = new Int32Array(room);
    this.cost = new Uint8Array(room);
  }

  add(target: number, tag: number, cost: number): void {
    if (target < 0) throw new Error('internal error: a step of an exhausted search leads to a state that it has not found');
    if (this.count === this.target.length) this.#grow();
    this.target[this.count] = target;
    this.tag[this.count] = tag;
    this.cost[this.count++] = cost;
  }

  #grow(): void {
    const { target, tag, cost } = this;
    this.target = new Int32Array(this.count * 2);
    this.tag = new Int32Array(this.count * 2);
    this.cost = new Uint8Array(this.count * 2);
    this.target.set(target);
    this.tag.set(tag);
    this.cost.set(cost);
  }
}

export function isTick(tag: number): boolean {
  return tagKind(tag) === tagKinds.tick;
}
