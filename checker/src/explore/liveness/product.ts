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
    const columns = new Map(places.map((place, column) => [place, column]));
    const among = (list: readonly number[]) => list.flatMap((q) => columns.get(q) ?? []);
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

  /** Places whose ways on are all open to this one too: from there on it accepts what they accept. */
  coveredBy(place: number): number[] {
    const wide = new Set(this.next[place]);
    return this.next.flatMap((next, q) => (q !== place && next.every((to) => wide.has(to)) ? [q] : []));
  }

  /** For each place whether one of these is that place, or can follow it some time. */
  leadingTo(places: readonly number[]): boolean[] {
    const before = this.next.map((): number[] => []);
    for (const [q, next] of this.next.entries()) for (const to of next) before[to].push(q);
    const leads = this.next.map(() => false);
    const open = [...places];
    for (let q = open.pop(); q !== undefined; q = open.pop()) {
      if (leads[q]) continue;
      leads[q] = true;
      open.push(...before[q]);
    }
    return leads;
  }

  /**
   * The places at which every state is reached that fits. A run may wait where nothing is asked, from its first state on, and
   * so comes there with every state; from there with every state that fits to what may follow and may also come first.
   */
  fullPlaces(): boolean[] {
    const { states, initial } = this.automaton;
    const first = new Set(initial);
    const waiting = initial.filter((q) => this.#tested[q] === 0 && this.next[q].includes(q));
    const after = new Set(waiting.flatMap((wait) => this.next[wait]));
    return states.map((_, q) => first.has(q) && after.has(q));
  }

  /** The states of the automaton that lie on a round in which every acceptance set is met. */
  acceptingPlaces(): number[] {
    const { states, sets } = this.automaton;
    return partsOf(this.next)
      .filter((part) => Array.from({ length: sets }, (_, i) => part.some((q) => states[q].accepting[i])).every(Boolean))
      .flat()
      .sort((a, b) => a - b);
  }
}

/**
 * The places that can come after themselves, those together that can come after one another: strongly connected components
 * (Kosaraju and Sharir, 1981).
 */
function partsOf(next: readonly (readonly number[])[]): number[][] {
  const before = next.map((): number[] => []);
  for (const [q, ways] of next.entries()) for (const to of ways) before[to].push(q);
  const parts: number[][] = [];
  const seen = new Set<number>();
  for (const root of leftIn(next).reverse()) {
    const part: number[] = [];
    const open = [root];
    for (let q = open.pop(); q !== undefined; q = open.pop()) {
      if (seen.has(q)) continue;
      seen.add(q);
      part.push(q);
      open.push(...before[q]);
    }
    if (part.length > 1 || (part.length === 1 && next[part[0]].includes(part[0]))) parts.push(part);
  }
  return parts;
}

/** All places in the order in which a search in depth leaves them. */
function leftIn(next: readonly (readonly number[])[]): number[] {
  const left: number[] = [];
  const looked = next.map(() => -1);
  for (let root = 0; root < next.length; root++) {
    if (looked[root] >= 0) continue;
    looked[root] = 0;
    const path = [root];
    while (path.length > 0) {
      const q = path.at(-1)!;
      const to = next[q][looked[q]++];
      if (to === undefined) left.push(path.pop()!);
      else if (looked[to] < 0) {
        looked[to] = 0;
        path.push(to);
      }
    }
  }
  return left;
}

function maskOf(atoms: readonly number[]): number {
  return atoms.reduce((mask, atom) => mask | (1 << atom), 0);
}
