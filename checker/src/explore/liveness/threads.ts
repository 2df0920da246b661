/**
 * Which elements become which along the runs of a strongly connected part of a graph up to symmetry (Emerson and Sistla, "Utilizing symmetry
 * when model checking under fairness assumptions", 1997).
 *
 * A run of the full graph is a run here, with a permutation at each of its states that leads from the state here to that of the run. What the run
 * calls `x` throughout has a name of its own in each state here: a thread, which each edge takes to the name after its permutation. All
 * names are written as those of the first state, the root, by way of a tree of edges: `toRoot` of a state does that. An edge that is not in the tree
 * may take a name to another one: a turn. Of permutations there are finitely many, so a run that goes through all states and edges again and
 * again, and that each way round may take, comes to every name that turns make of `x`, in every state: the orbit of `x` under the turns.
 */
import type { Permutation } from '../../model/symmetry/permutations.ts';
import type { IntList } from '../states/int-list.ts';

/** Permutations by number; 0 is the identity. */
export class Group {
  readonly size: number;
  readonly #product: Uint16Array;
  readonly inverse: Uint16Array;

  constructor(all: readonly Permutation[]) {
    const { length } = all;
    // Each permutation as what it makes of the elements in one order.
    const elements = all[0].flatMap((map, s) => [...map.keys()].map((element) => [s, element] as const));
    const number = new Map(all.map((p, i) => [elements.map(([s, element]) => p[s].get(element)).join(), i]));
    this.size = length;
    this.#product = new Uint16Array(length * length);
    this.inverse = new Uint16Array(length);
    for (const [i, a] of all.entries()) {
      for (const [j, b] of all.entries()) {
        const product = number.get(elements.map(([s, element]) => a[s].get(b[s].get(element)!)).join())!;
        this.#product[i * length + j] = product;
        if (product === 0) this.inverse[i] = j;
      }
    }
  }

  /** First b, then a. */
  after(a: number, b: number): number {
    return this.#product[a * this.size + b];
  }
}

/** Edges of a part: of each its number, the places of its ends among the states, and its permutation. */
export interface PartEdges {
  readonly edge: IntList;
  readonly from: IntList;
  readonly to: IntList;
  readonly permutation: IntList;
}

export interface Threads {
  /** for each state, by its place, the permutation that makes of a name there the one of the root */
  readonly toRoot: Uint16Array;
  /** permutations of names of the root, which together make all that runs can make of them */
  readonly turns: readonly number[];
}

/** The part has so many states, and all can be reached from the one at place 0. */
export function threadsOf(group: Group, states: number, edges: PartEdges): Threads {
  const [from, to, permutation] = [edges.from.values, edges.to.values, edges.permutation.values];
  const { first, order } = byPlace(states, from);
  const toRoot = new Uint16Array(states);
  const seen = new Uint8Array(states);
  const queue = new Int32Array(states);
  let reached = 1;
  seen[0] = 1;
  for (let at = 0; at < reached; at++) {
    const place = queue[at];
    for (let k = first[place]; k < first[place + 1]; k++) {
      const i = order[k];
      if (seen[to[i]] === 1) continue;
      seen[to[i]] = 1;
      toRoot[to[i]] = group.after(toRoot[place], group.inverse[permutation[i]]);
      queue[reached++] = to[i];
    }
  }
  if (reached !== states) throw new Error('internal error: a part that is not connected');
  const turns = new Set<number>();
  for (let i = 0; i < from.length; i++) {
    const there = group.after(toRoot[to[i]], permutation[i]);
    turns.add(group.after(there, group.inverse[toRoot[from[i]]]));
  }
  turns.delete(0);
  return { toRoot, turns: [...turns] };
}

/** Edges in the order of where they begin: those from place p stand in `order` from `first[p]` up to `first[p + 1]`. */
function byPlace(states: number, from: Int32Array): { first: Int32Array; order: Int32Array } {
  const first = new Int32Array(states + 1);
  for (let i = 0; i < from.length; i++) first[from[i] + 1]++;
  for (let place = 0; place < states; place++) first[place + 1] += first[place];
  const next = first.slice();
  const order = new Int32Array(from.length);
  for (let i = 0; i < from.length; i++) order[next[from[i]]++] = i;
  return { first, order };
}
