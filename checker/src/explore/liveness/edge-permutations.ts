/**
 * In a graph up to symmetry, which permutation each edge was put into normal form by: what is `x` before the step is `p(x)` after it. Searches
 * do not keep it; where it is asked for, the steps of the state are made again without symmetry.
 */
import { type Permutation, permutationsOf } from '../../model/symmetry/permutations.ts';
import { createCompiledMachine } from '../machine/compiled.ts';
import type { Machine } from '../machine/machine.ts';
import type { Search } from '../search/search.ts';
import type { Graph } from './graph.ts';

/** Steps after which the caller is heard. */
const SLICE = 256;

export class EdgePermutations {
  /** every permutation, the identity first */
  readonly all: readonly Permutation[];
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #plain: Machine;
  /** for each edge the number of its permutation, and 1 more; 0 where nobody has asked */
  readonly #known: Uint16Array;

  constructor(search: Search, graph: Graph) {
    this.#search = search;
    this.#graph = graph;
    const { model, recipe, symmetric } = search.machine;
    if (recipe === null) throw new Error('internal error: a search up to symmetry that the interpreter made');
    this.all = permutationsOf(symmetric);
    this.#plain = createCompiledMachine(model, recipe.watch);
    if (this.#plain.words !== search.machine.words) throw new Error('internal error: states are packed otherwise up to symmetry');
    this.#plain.successors.skipSame = false;
    this.#known = new Uint16Array(graph.target.length);
  }

  /** Asks for the edges of these states. Yields the number of steps looked at since it last did. */
  *prepare(states: ArrayLike<number>): Generator<number, void> {
    const { first } = this.#graph;
    for (let i = 0, looked = 0; i < states.length; i++) {
      const [from, end] = [first[states[i]], first[states[i] + 1]];
      if (from === end || this.#known[from] !== 0) continue;
      this.#ask(states[i]);
      looked += end - from;
      if (looked < SLICE) continue;
      yield looked;
      looked = 0;
    }
  }

  /** Of an edge of a state that has been asked for. */
  of(edge: number): number {
    const known = this.#known[edge];
    if (known === 0) throw new Error('internal error: a step that has not been looked at up to symmetry');
    return known - 1;
  }

  /**
   * Where several permutations lead to the normal form, any will do: the runs are the same. Nor does it matter which of several edges of one
   * kind to one state gets which permutation of theirs.
   */
  #ask(state: number): void {
    const { machine, store } = this.#search;
    const { first, target, tag } = this.#graph;
    const { successors, words } = this.#plain;
    successors.clear();
    this.#plain.expand(store.segment(state), store.offset(state), 'all');
    const end = first[state + 1];
    if (successors.count !== end - first[state]) throw new Error('internal error: up to symmetry a state has other steps');
    for (let k = 0; k < successors.count; k++) {
      let [to, permutation, at] = [store.find(successors.words, k * words), 0, 0];
      const look = (image: Int32Array, offset: number) => {
        if (to < 0) [to, permutation] = [store.find(image, offset), at];
        at++;
      };
      if (to < 0) machine.images(successors.words, k * words, look);
      let edge = first[state];
      while (edge < end && (this.#known[edge] !== 0 || target[edge] !== to || tag[edge] !== successors.tag[k])) edge++;
      if (edge === end) throw new Error('internal error: up to symmetry a step leads elsewhere');
      this.#known[edge] = permutation + 1;
    }
    successors.clear();
  }
}
