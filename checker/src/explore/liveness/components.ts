/**
 * The parts of a product in which a fair accepting run can go round for ever: strongly connected components, by Tarjan's
 * algorithm ("Depth-first search and linear graph algorithms", 1972) without recursion. A component that starves something
 * which is available throughout is given up; one that starves what strong fairness asks for is searched again without the
 * states, or steps, at which that becomes due (Emerson and Lei, "Modalities for model checking", 1987).
 */
import { type Fairness, isFair, isHopeless, type Unfairness } from './fairness.ts';
import { type Product, STUTTER } from './product.ts';

/** A component through all of whose nodes and edges a run can go round for ever, and is then fair and accepting. */
export interface FairComponent {
  readonly nodes: readonly number[];
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

export class Components {
  /** for each node the part that it belongs to at present; 0 for none */
  readonly region: Int32Array;
  readonly #product: Product;
  readonly #fairness: Fairness;
  readonly #index: Int32Array;
  readonly #low: Int32Array;
  #regions = 0;

  constructor(product: Product, fairness: Fairness) {
    this.#product = product;
    this.#fairness = fairness;
    this.region = new Int32Array(product.nodes);
    this.#index = new Int32Array(product.nodes);
    this.#low = new Int32Array(product.nodes);
  }

  /** Every fair component among the nodes for which `included` is 1. Yields the number of nodes looked at since it last did. */
  *fair(included: Uint8Array): Generator<number, FairComponent[]> {
    const found: FairComponent[] = [];
    const all: number[] = [];
    const region = ++this.#regions;
    for (let node = 0; node < included.length; node++) {
      if (included[node] === 0) continue;
      all.push(node);
      this.region[node] = region;
    }
    const open: FairComponent[] = [{ nodes: all, region, without: NOTHING }];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      yield part.nodes.length;
      for (const component of this.#components(part)) {
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
    if (edge === STUTTER) return true;
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

  #accepts(nodes: readonly number[]): boolean {
    const { automaton } = this.#product;
    return Array.from({ length: automaton.sets }, (_, i) =>
      nodes.some((node) => automaton.states[this.#product.placeOf(node)].accepting[i]),
    ).every(Boolean);
  }

  #partOf(component: FairComponent): { states: Iterable<number>; edges: (visit: (state: number, edge: number) => void) => void } {
    const product = this.#product;
    const states = new Set(component.nodes.map((node) => product.stateOf(node)));
    return {
      states,
      edges: (visit) => {
        for (const node of component.nodes) {
          product.someNext(node, (to, edge) => {
            if (this.region[to] === component.region && this.keeps(component, node, edge)) visit(product.stateOf(node), edge);
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

  /** The strongly connected components of a part that have an edge; each becomes a region of its own. */
  #components(part: FairComponent): FairComponent[] {
    for (const node of part.nodes) this.#index[node] = 0;
    const found: FairComponent[] = [];
    const stack: number[] = [];
    let count = 0;
    for (const root of part.nodes) {
      if (this.#index[root] !== 0) continue;
      const path: { readonly node: number; readonly next: readonly number[]; at: number }[] = [];
      const enter = (node: number) => {
        this.#index[node] = this.#low[node] = ++count;
        stack.push(node);
        path.push({ node, next: this.#nextIn(part, node), at: 0 });
      };
      enter(root);
      while (path.length > 0) {
        const top = path[path.length - 1];
        if (top.at < top.next.length) {
          const to = top.next[top.at++];
          if (this.#index[to] === 0) enter(to);
          else if (this.region[to] === part.region) this.#low[top.node] = Math.min(this.#low[top.node], this.#index[to]);
          continue;
        }
        path.pop();
        const above = path[path.length - 1];
        if (above !== undefined) this.#low[above.node] = Math.min(this.#low[above.node], this.#low[top.node]);
        if (this.#low[top.node] !== this.#index[top.node]) continue;
        // Nodes of finished components leave the region, which is what tells them from those still on the stack.
        const nodes = stack.splice(stack.lastIndexOf(top.node));
        const isAlone = nodes.length === 1 && !top.next.includes(top.node);
        const region = isAlone ? 0 : ++this.#regions;
        for (const node of nodes) this.region[node] = region;
        if (!isAlone) found.push({ nodes, region, without: part.without });
      }
    }
    return found;
  }

  #nextIn(part: FairComponent, node: number): number[] {
    const next: number[] = [];
    this.#product.someNext(node, (to, edge) => {
      if (this.region[to] === part.region && this.keeps(part, node, edge)) next.push(to);
      return false;
    });
    return next;
  }
}
