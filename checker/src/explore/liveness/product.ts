/**
 * The state graph run beside an automaton: a node is a state of both, and a run of the system satisfies the automaton's
 * formula where some run of nodes over it is accepting. A node is written `state * size + q`.
 */
import type { Graph } from '../graph.ts';
import type { Automaton } from './automaton.ts';

/** The edge of a run that stays where it is: no step, and nothing is taken. */
export const STUTTER = -1;

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
  readonly #positive: Int32Array;
  readonly #negative: Int32Array;

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
    this.#negative = Int32Array.from(automaton.states, ({ negative }) => maskOf(negative));
  }

  stateOf(node: number): number {
    return Math.floor(node / this.size);
  }

  placeOf(node: number): number {
    return node % this.size;
  }

  /** The automaton's state q can read the letter of this state. */
  fits(state: number, q: number): boolean {
    const letter = this.letters[state];
    return (letter & this.#positive[q]) === this.#positive[q] && (letter & this.#negative[q]) === 0;
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

  /** One byte for each node: 1 where it can be reached. Yields the number of nodes looked at since it last did. */
  *reachable(): Generator<number, Uint8Array> {
    const { graph, size } = this;
    const reached = new Uint8Array(this.nodes);
    let queue = new Int32Array(1024);
    let end = 0;
    const reach = (node: number) => {
      if (reached[node] === 1) return;
      reached[node] = 1;
      if (end === queue.length) {
        const longer = new Int32Array(end * 2);
        longer.set(queue);
        queue = longer;
      }
      queue[end++] = node;
    };
    for (const { node } of this.initial()) reach(node);
    for (let at = 0; at < end; at++) {
      const node = queue[at];
      const state = Math.floor(node / size);
      for (const q of this.next[node % size]) {
        for (let edge = graph.first[state]; edge < graph.first[state + 1]; edge++) {
          const target = graph.target[edge];
          if (reached[target * size + q] === 0 && this.fits(target, q)) reach(target * size + q);
        }
        if (this.stutters && this.fits(state, q)) reach(state * size + q);
      }
      if ((at & 4095) === 4095) yield 4096;
    }
    return reached;
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
