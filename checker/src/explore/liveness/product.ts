/**
 * The state graph run beside an automaton: a node is a state of both, and a run of the system satisfies the automaton's
 * formula where some run of nodes over it is accepting. A node is written `state * size + q`.
 */

import type { Automaton } from './automaton.ts';
import type { Graph } from './graph.ts';

/** The edge of a run that stays where it is: no step, and nothing is taken. */
export const STUTTER = -1;

/** Nodes after which the caller is heard: a power of two less one. */
const SLICE = 4095;

export class Product {
  readonly graph: Graph;
  readonly automaton: Automaton;
  /** states of the automaton */
  readonly size: number;
  readonly nodes: number;
  /** which atoms are true in each state of the system, one bit each */
  readonly letters: Int32Array;
  /** every state may stutter: there is no time, so nothing need ever happen */
  readonly stutters: boolean;
  /** for each state of the automaton those that may follow */
  readonly next: readonly (readonly number[])[];
  /** for each state q of the automaton those whose ways on are all open to q too: from there on q accepts what they accept */
  readonly covered: readonly (readonly number[])[];
  /** the atoms that each state of the automaton asks to be true or to be false, and of those the ones to be true */
  readonly #tested: Int32Array;
  readonly #positive: Int32Array;

  constructor(graph: Graph, letters: Int32Array, automaton: Automaton, stutters: boolean) {
    this.graph = graph;
    this.automaton = automaton;
    this.letters = letters;
    this.stutters = stutters;
    this.size = automaton.states.length;
    this.nodes = graph.states * this.size;
    this.next = automaton.states.map(({ next }) => next);
    this.covered = this.next.map((wide, q) =>
      this.next.flatMap((next, p) => (p !== q && next.every((to) => wide.includes(to)) ? [p] : [])),
    );
    this.#positive = Int32Array.from(automaton.states, ({ positive }) => maskOf(positive));
    this.#tested = Int32Array.from(automaton.states, ({ positive, negative }) => maskOf([...positive, ...negative]));
  }

  stateOf(node: number): number {
    return Math.floor(node / this.size);
  }

  placeOf(node: number): number {
    return node % this.size;
  }

  /** The automaton's state q can read the letter of this state. */
  fits(state: number, q: number): boolean {
    return (this.letters[state] & this.#tested[q]) === this.#positive[q];
  }

  initial(): { readonly node: number; readonly cost: number }[] {
    return this.graph.initial.flatMap(({ state, cost }) =>
      this.automaton.initial.filter((q) => this.fits(state, q)).map((q) => ({ node: state * this.size + q, cost })),
    );
  }

  /** Every node that one step, or a stutter, leads to. Ends early where `visit` returns true, and is then true. */
  someNext(node: number, visit: (to: number, edge: number) => boolean): boolean {
    const { graph, size } = this;
    const state = this.stateOf(node);
    const next = this.next[this.placeOf(node)];
    for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++) {
      const target = graph.target[edge];
      for (const q of next) if (this.fits(target, q) && visit(target * size + q, edge)) return true;
    }
    if (this.stutters) for (const q of next) if (this.fits(state, q) && visit(state * size + q, STUTTER)) return true;
    return false;
  }

  /** The nodes at these places that can be reached, in ascending order. Yields the number of nodes looked at since it last did. */
  *reachableAt(places: readonly boolean[]): Generator<number, Int32Array> {
    const { graph, size, next } = this;
    const full = this.#fullPlaces();
    const reached = new Uint8Array(this.nodes);
    const ways = next.map((list) => list.filter((q) => !full[q]));
    const queue = new Queue();
    const goOn = (state: number, place: number) => {
      for (const q of ways[place]) {
        for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++) {
          const to = graph.target[edge] * size + q;
          if (reached[to] === 1 || !this.fits(graph.target[edge], q)) continue;
          reached[to] = 1;
          queue.add(to);
        }
        const here = state * size + q;
        if (!this.stutters || reached[here] === 1 || !this.fits(state, q)) continue;
        reached[here] = 1;
        queue.add(here);
      }
    };
    for (const { node } of this.initial()) {
      if (reached[node] === 0 && !full[this.placeOf(node)]) queue.add(node);
      reached[node] = 1;
    }
    for (let place = 0; place < size; place++) {
      if (!full[place] || (ways[place].length === 0 && !places[place])) continue;
      for (let state = 0; state < graph.states; state++) {
        if (this.fits(state, place)) {
          reached[state * size + place] = 1;
          goOn(state, place);
        }
        if ((state & SLICE) === SLICE) yield SLICE;
      }
    }
    for (let at = 0; at < queue.length; at++) {
      const node = queue.nodes[at];
      const state = Math.floor(node / size);
      goOn(state, node - state * size);
      if ((at & SLICE) === SLICE) yield SLICE;
    }
    return this.#nodesAt(places, reached);
  }

  #nodesAt(places: readonly boolean[], reached: Uint8Array): Int32Array {
    const wanted = Uint8Array.from(places, Number);
    let found = new Int32Array(4096);
    let count = 0;
    for (let first = 0; first < reached.length; first += wanted.length) {
      for (let q = 0; q < wanted.length; q++) {
        if (wanted[q] === 0 || reached[first + q] === 0) continue;
        if (count === found.length) found = enlarged(found);
        found[count++] = first + q;
      }
    }
    return found.subarray(0, count);
  }

  /**
   * The places at which every state is reached that fits. A run may wait where nothing is asked, from its first state on, and
   * so comes there with every state; from there with every state that fits to what may follow and may also come first.
   */
  #fullPlaces(): boolean[] {
    const { states, initial } = this.automaton;
    const waiting = initial.filter((q) => this.#tested[q] === 0 && this.next[q].includes(q));
    return states.map((_, q) => initial.includes(q) && waiting.some((wait) => this.next[wait].includes(q)));
  }

  /** For each state of the automaton whether it lies on a round in which every acceptance set is met. */
  acceptingPlaces(): boolean[] {
    const { states, sets } = this.automaton;
    const reach = states.map((_, q) => reachFrom(states, q));
    return states.map((_, q) => {
      if (!reach[q].has(q)) return false;
      const round = states.flatMap((_, p) => (reach[q].has(p) && reach[p].has(q) ? [p] : []));
      return Array.from({ length: sets }, (_, i) => round.some((p) => states[p].accepting[i])).every(Boolean);
    });
  }
}

/** Nodes to be looked at, in the order in which they were found. */
class Queue {
  nodes = new Int32Array(4096);
  length = 0;

  add(node: number): void {
    if (this.length === this.nodes.length) this.nodes = enlarged(this.nodes);
    this.nodes[this.length++] = node;
  }
}

function enlarged(old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(old.length * 4);
  larger.set(old);
  return larger;
}

function reachFrom(states: Automaton['states'], from: number): Set<number> {
  const found = new Set<number>();
  const open = [...states[from].next];
  for (let q = open.pop(); q !== undefined; q = open.pop()) {
    if (found.has(q)) continue;
    found.add(q);
    open.push(...states[q].next);
  }
  return found;
}

function maskOf(atoms: readonly number[]): number {
  return atoms.reduce((mask, atom) => mask | (1 << atom), 0);
}
