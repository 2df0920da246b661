/**
 * The state graph run beside an automaton: a node is a state of both, and a run of the system satisfies the automaton's
 * formula where some run of nodes over it is accepting. A node is written `state * size + q`.
 */

import type { Automaton } from './automaton.ts';
import type { Graph } from './graph.ts';

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
    return this.size === 1 ? node : Math.floor(node / this.size);
  }

  placeOf(node: number): number {
    return this.size === 1 ? 0 : node % this.size;
  }

  /** The automaton's state q can read the letter of this state. */
  fits(state: number, q: number): boolean {
    return (this.letters[state] & this.#tested[q]) === this.#positive[q];
  }

  initial(): { readonly node: number; readonly state: number; readonly place: number; readonly cost: number }[] {
    return this.graph.initial.flatMap(({ state, cost }) =>
      this.automaton.initial.filter((q) => this.fits(state, q)).map((place) => ({ node: state * this.size + place, state, place, cost })),
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

  /** The product at these places alone, in ascending order: what is reached from elsewhere counts as if it began there. */
  narrowed(places: readonly number[]): Product {
    const { states, initial, sets } = this.automaton;
    const among = (list: readonly number[]) => list.flatMap((q) => (places.includes(q) ? [places.indexOf(q)] : []));
    const kept = places.map((q) => ({ ...states[q], next: among(states[q].next) }));
    return new Product(this.graph, this.letters, { states: kept, initial: among(initial), sets }, this.stutters);
  }

  /** The letters that this place can read: those that have just the `positive` atoms of the ones that are `tested`. */
  letterOf(place: number): { readonly tested: number; readonly positive: number } {
    return { tested: this.#tested[place], positive: this.#positive[place] };
  }

  /** Writes this number to `column` of each state that has a letter which this place can read; `marks` has so many columns for each state. */
  mark(place: number, marks: Uint8Array, columns: number, column: number, number: number): void {
    const { letters } = this;
    const { tested, positive } = this.letterOf(place);
    const { states } = this.graph;
    for (let state = 0, at = column; state < states; state++, at += columns) if ((letters[state] & tested) === positive) marks[at] = number;
  }

  /** One of these places is this one, or can follow it some time. */
  leadsTo(place: number, places: readonly number[]): boolean {
    const reach = reachFrom(this.automaton.states, place);
    return places.some((q) => q === place || reach.has(q));
  }

  /**
   * The places at which every state is reached that fits. A run may wait where nothing is asked, from its first state on, and
   * so comes there with every state; from there with every state that fits to what may follow and may also come first.
   */
  fullPlaces(): boolean[] {
    const { states, initial } = this.automaton;
    const waiting = initial.filter((q) => this.#tested[q] === 0 && this.next[q].includes(q));
    return states.map((_, q) => initial.includes(q) && waiting.some((wait) => this.next[wait].includes(q)));
  }

  /** The states of the automaton that lie on a round in which every acceptance set is met. */
  acceptingPlaces(): number[] {
    const { states, sets } = this.automaton;
    const reach = states.map((_, q) => reachFrom(states, q));
    return states.flatMap((_, q) => {
      if (!reach[q].has(q)) return [];
      const round = states.flatMap((_, p) => (reach[q].has(p) && reach[p].has(q) ? [p] : []));
      return Array.from({ length: sets }, (_, i) => round.some((p) => states[p].accepting[i])).every(Boolean) ? [q] : [];
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
