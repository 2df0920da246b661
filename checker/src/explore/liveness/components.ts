/**
 * The parts of a product in which a fair accepting run can go round for ever: strongly connected components, by Tarjan's
 * algorithm ("Depth-first search and linear graph algorithms", 1972) without recursion. A component that starves something
 * which is available throughout is given up; one that starves what strong fairness asks for is searched again without the
 * states, or steps, at which that becomes due (Emerson and Lei, "Modalities for model checking", 1987).
 */
import { type Fairness, isFair, isHopeless, type Part, type Unfairness } from './fairness.ts';
import { type Product, STUTTER } from './product.ts';

/** A component through all of whose nodes and edges a run can go round for ever, and is then fair and accepting. */
export interface FairComponent {
  readonly nodes: Int32Array;
  readonly region: number;
  readonly without: Without;
}

/** Edges that a run must leave out from some time on. */
export interface Without {
  /** those that lose a message of these kinds */
  readonly lost: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
}

const NOTHING: Without = { lost: new Set(), edges: new Set() };

/** Nodes after which the caller is heard. */
const SLICE = 4096;

export class Components {
  /** for each node the part that it belongs to at present; 0 for none */
  readonly region: Int32Array;
  readonly #product: Product;
  readonly #fairness: Fairness;
  /** when a node was entered, counted from 1; 0 before */
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  /** the path of the search: nodes, and for each how many of its edges have been looked at */
  readonly #path: Int32Array;
  readonly #looked: Int32Array;
  /** nodes entered whose component is not finished */
  readonly #stack: Int32Array;
  /** 1 for a node with an edge to itself; 2 where that is a step */
  readonly #loops: Uint8Array;
  #regions = 0;

  /** At most `room` nodes will be looked among. */
  constructor(product: Product, fairness: Fairness, room: number) {
    this.#product = product;
    this.#fairness = fairness;
    this.region = new Int32Array(product.nodes);
    this.#index = new Int32Array(product.nodes);
    this.#low = new Int32Array(product.nodes);
    this.#path = new Int32Array(room);
    this.#looked = new Int32Array(room);
    this.#stack = new Int32Array(room);
    this.#loops = new Uint8Array(product.nodes);
  }

  /** Every fair component among these nodes. Yields the number of nodes looked at since it last did. */
  *fair(nodes: Int32Array): Generator<number, FairComponent[]> {
    const found: FairComponent[] = [];
    const region = ++this.#regions;
    for (const node of nodes) this.region[node] = region;
    const open: FairComponent[] = [{ nodes, region, without: NOTHING }];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      for (const component of yield* this.#components(part)) {
        yield component.nodes.length;
        const next = this.#judge(component);
        if (next === 'fair') found.push(component);
        else if (next !== null) open.push(next);
      }
    }
    return found;
  }

  /** Whether the edge, from a node to another of its region, is one that the part keeps. */
  keeps({ without }: FairComponent, node: number, edge: number): boolean {
    if (edge === STUTTER || (without.edges.size === 0 && without.lost.size === 0)) return true;
    if (without.edges.has(edge)) return false;
    return without.lost.size === 0 || !this.#fairness.lostOn(this.#product.stateOf(node), edge).some((kind) => without.lost.has(kind));
  }

  /** `fair`, or what is left to be searched, or null where nothing is. */
  #judge(component: FairComponent): 'fair' | FairComponent | null {
    if (!this.#accepts(component.nodes)) return null;
    const unfair = this.#fairness.assess(this.#partOf(component));
    if (isFair(unfair)) return 'fair';
    return isHopeless(unfair) ? null : this.#reduced(component, unfair);
  }

  #accepts(nodes: Int32Array): boolean {
    const { automaton } = this.#product;
    for (let i = 0; i < automaton.sets; i++) {
      if (!nodes.some((node) => automaton.states[this.#product.placeOf(node)].accepting[i])) return false;
    }
    return true;
  }

  #partOf(component: FairComponent): Part {
    const product = this.#product;
    return {
      states: component.nodes.map((node) => product.stateOf(node)),
      edges: (visit) => {
        for (const node of component.nodes) {
          const state = product.stateOf(node);
          product.someNext(node, (to, edge) => {
            if (this.region[to] === component.region && this.keeps(component, node, edge)) visit(state, edge);
            return false;
          });
        }
      },
    };
  }

  /** The component without the states at which a starved kind could be delivered, and the edges that lose or favour. */
  #reduced(component: FairComponent, { kinds, lost, uneven }: Unfairness): FairComponent {
    const { without } = component;
    const starves = new Map<number, boolean>();
    const nodes = component.nodes.filter((node) => {
      const state = this.#product.stateOf(node);
      let bad = starves.get(state);
      if (bad === undefined) {
        bad = kinds.size > 0 && this.#fairness.deliverable(state).some((kind) => kinds.has(kind));
        starves.set(state, bad);
      }
      if (bad) this.region[node] = 0;
      return !bad;
    });
    return {
      nodes,
      region: component.region,
      without: { lost: new Set([...without.lost, ...lost]), edges: new Set([...without.edges, ...uneven]) },
    };
  }

  /** The strongly connected components of a part that have an edge and are not hopeless at first sight; each a region of its own. */
  *#components(part: FairComponent): Generator<number, FairComponent[]> {
    for (const node of part.nodes) {
      this.#index[node] = 0;
      this.#loops[node] = 0;
    }
    const found: FairComponent[] = [];
    let count = 0;
    let since = 0;
    for (const root of part.nodes) {
      if (this.#index[root] !== 0) continue;
      count = this.#search(part, root, count, found);
      if (count - since < SLICE) continue;
      yield count - since;
      since = count;
    }
    return found;
  }

  /** Tarjan's search from one root. `count` nodes were entered before; returns how many have been then. */
  #search(part: FairComponent, root: number, count: number, found: FairComponent[]): number {
    const path = this.#path;
    const looked = this.#looked;
    const index = this.#index;
    const low = this.#low;
    const stack = this.#stack;
    let depth = 0;
    let top = 0;
    let entered = root;
    for (;;) {
      if (entered >= 0) {
        index[entered] = low[entered] = ++count;
        stack[top++] = path[depth] = entered;
        looked[depth++] = 0;
        entered = -1;
      }
      const node = path[depth - 1];
      entered = this.#look(part, node, depth - 1);
      if (entered >= 0) continue;
      depth--;
      if (depth > 0) low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[node]);
      if (low[node] === index[node]) top = this.#finish(part, node, top, found);
      if (depth === 0) return count;
    }
  }

  /** Looks at the edges of a node from where it was left; the next node to be entered, or -1 after the last edge. */
  #look(part: FairComponent, node: number, at: number): number {
    const { graph, size, next, stutters } = this.#product;
    const state = this.#product.stateOf(node);
    const places = next[this.#product.placeOf(node)];
    const first = graph.first[state];
    const steps = graph.first[state + 1] - first;
    const total = (steps + (stutters ? 1 : 0)) * places.length;
    for (let i = this.#looked[at]; i < total; i++) {
      const number = Math.floor(i / places.length);
      const isStep = number < steps;
      const to = (isStep ? graph.target[first + number] : state) * size + places[i % places.length];
      if (this.region[to] !== part.region || !this.keeps(part, node, isStep ? first + number : STUTTER)) continue;
      if (to === node) this.#loops[node] |= isStep ? 3 : 1;
      else if (this.#index[to] === 0) {
        this.#looked[at] = i + 1;
        return to;
      } else this.#low[node] = Math.min(this.#low[node], this.#index[to]);
    }
    return -1;
  }

  /** Takes a finished component off the stack; its nodes leave the region, which tells them from those still on it. */
  #finish(part: FairComponent, node: number, top: number, found: FairComponent[]): number {
    const end = top;
    do top--;
    while (this.#stack[top] !== node);
    const isAlone = end - top === 1;
    if (isAlone && !this.#mayStay(node)) {
      this.region[node] = 0;
      return top;
    }
    const nodes = this.#stack.slice(top, end);
    const region = ++this.#regions;
    for (const member of nodes) this.region[member] = region;
    found.push({ nodes, region, without: part.without });
    return top;
  }

  /** A run may stay in this node for ever, as far as can be seen without looking at its steps. */
  #mayStay(node: number): boolean {
    if (this.#loops[node] === 0) return false;
    return this.#loops[node] > 1 || this.#fairness.isQuiet(this.#product.stateOf(node));
  }
}
