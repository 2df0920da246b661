/**
 * The fair runs of a search, whatever a property asks: where they end up, and from which states one goes on. All liveness
 * properties share them, and what one of them needs is made when it is first asked for.
 */
import { Components, type Judge } from './components.ts';
import type { Fairness } from './fairness.ts';
import type { Graph } from './graph.ts';
import { Product } from './product.ts';
import { nodesOf, REACHED, withoutEnds } from './reach.ts';

export class Core {
  readonly #graph: Graph;
  readonly #fairness: Fairness;
  readonly #judge: Judge;
  readonly #stutters: boolean;
  #inside: Uint8Array | null = null;
  #resting: Uint8Array | null = null;
  #goesOn: Uint8Array | null = null;

  /** `stutters`: every state may stutter (see Product). */
  constructor(graph: Graph, fairness: Fairness, judge: Judge, stutters: boolean) {
    this.#graph = graph;
    this.#fairness = fairness;
    this.#judge = judge;
    this.#stutters = stutters;
  }

  /** It takes no search to say which states are inside. */
  get isKnown(): boolean {
    return this.#inside !== null;
  }

  /**
   * 1 for each state of a fair component of the graph. Every fair component of a product lies over such states: its states and steps
   * are strongly connected in the graph, too, and starve nothing there, since fairness asks for nothing but states and steps. Of two
   * parts that starve nothing and share a state the union starves nothing either. So each lies in one that is greatest, and a search
   * for components finds every one of these: what it leaves out is in no part that starves nothing.
   */
  *inside(): Generator<number, Uint8Array> {
    if (this.#inside !== null) return this.#inside;
    const { states } = this.#graph;
    const automaton = { states: [{ positive: [], negative: [], next: [0], accepting: [] }], initial: [0], sets: 0 };
    const product = new Product(this.#graph, new Int32Array(states), automaton, this.#stutters);
    const all = { product, marks: new Uint8Array(states).fill(REACHED) };
    const left = yield* withoutEnds(all, this.#judge);
    const components = new Components(product, this.#judge, left);
    const inside = new Uint8Array(states);
    for (const { nodes } of yield* components.fair(nodesOf(all, left, null))) for (const state of nodes) inside[state] = 1;
    this.#inside = inside;
    return inside;
  }

  /** 1 for states from which a fair run goes on: those from which it comes to rest. Most ways on end so, and it takes no search for components. */
  *comesToRest(): Generator<number, Uint8Array> {
    if (this.#resting !== null) return this.#resting;
    const { states } = this.#graph;
    const resting = new Uint8Array(states);
    for (let state = 0; state < states; state++) if (this.#fairness.mayRest(state)) resting[state] = 1;
    yield* this.#spread(resting);
    this.#resting = resting;
    return resting;
  }

  /** 1 for every state from which a fair run goes on. */
  *goesOn(): Generator<number, Uint8Array> {
    if (this.#goesOn !== null) return this.#goesOn;
    const goesOn = (yield* this.inside()).slice();
    yield* this.#spread(goesOn);
    this.#goesOn = goesOn;
    return goesOn;
  }

  /** Marks every state from which a marked one can be reached. */
  *#spread(marked: Uint8Array): Generator<number, void> {
    const { states } = this.#graph;
    // Steps mostly lead to states found later, so going backward settles most states at once.
    for (let changed = true; changed; ) {
      changed = markBefore(this.#graph, marked);
      yield states;
    }
  }
}

/** Marks each state with a step to a marked one, from the last state on. True where some state was. */
function markBefore({ first, target, states }: Graph, marked: Uint8Array): boolean {
  let changed = false;
  for (let state = states - 1; state >= 0; state--) {
    if (marked[state] === 1) continue;
    const end = first[state + 1];
    let edge = first[state];
    while (edge < end && marked[target[edge]] === 0) edge++;
    if (edge === end) continue;
    marked[state] = 1;
    changed = true;
  }
  return changed;
}
