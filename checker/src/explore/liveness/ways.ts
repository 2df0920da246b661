/** The cheapest ways inside a fair component: fewest faults, then fewest steps. */
import { Buckets } from './buckets.ts';
import type { Components, FairComponent } from './components.ts';
import { type Product, STUTTER } from './product.ts';

/** One edge of the product. */
export interface Hop {
  readonly from: number;
  readonly edge: number;
  readonly to: number;
}

/** Beyond any number of hops of a way. */
const FAULT = 2 ** 30;

/** Where a way ends, and what it costs. */
interface Reached {
  readonly hop: Hop;
  readonly cost: number;
}

export class Ways {
  /** nodes that were looked at */
  work = 0;
  readonly #product: Product;
  readonly #components: Components;
  readonly #component: FairComponent;

  constructor(product: Product, components: Components, component: FairComponent) {
    this.#product = product;
    this.#components = components;
    this.#component = component;
  }

  costOf(hops: readonly Hop[]): number {
    return hops.reduce((sum, { edge }) => sum + this.#hopCost(edge), 0);
  }

  #hopCost(edge: number): number {
    return edge === STUTTER ? 1 : this.#product.graph.cost[edge] * FAULT + 1;
  }

  /** The cheapest way of one hop or more whose last hop is wanted; null where there is none. */
  to(from: number, wanted: (hop: Hop) => boolean): Hop[] | null {
    let best: Reached | null = null;
    const came = this.#spread(
      from,
      () => best?.cost ?? Infinity,
      (hop, cost) => {
        if (wanted(hop)) best = { hop, cost };
      },
    );
    return best === null ? null : wayTo((best as Reached).hop, from, came);
  }

  /** The cheapest way, of lower cost than `below`, to each of these nodes; to `from` itself the cheapest round. */
  toEach(from: number, nodes: ReadonlySet<number>, below: number): ReadonlyMap<number, { readonly hops: Hop[]; readonly cost: number }> {
    const best = new Map<number, Reached>();
    const came = this.#spread(
      from,
      () => below,
      (hop, cost) => {
        if (nodes.has(hop.to) && cost < (best.get(hop.to)?.cost ?? Infinity)) best.set(hop.to, { hop, cost });
      },
    );
    return new Map([...best].map(([node, { hop, cost }]) => [node, { hops: wayTo(hop, from, came), cost }]));
  }

  /** Dijkstra's algorithm. `visit` sees each hop that costs less in all than `below`; nothing of higher cost is looked at. */
  #spread(from: number, below: () => number, visit: (hop: Hop, cost: number) => void): Map<number, Reached> {
    const product = this.#product;
    const came = new Map<number, Reached>();
    const waiting = new Buckets();
    waiting.add(0, from);
    for (let bucket = waiting.next(); bucket !== null && bucket.at < below(); bucket = waiting.next()) {
      const { at, nodes } = bucket;
      for (const node of nodes) {
        if ((node === from ? 0 : came.get(node)!.cost) !== at) continue;
        this.work++;
        product.someNext(node, (to, edge) => {
          const cost = at + this.#hopCost(edge);
          if (cost >= below() || !this.#inside(node, to, edge)) return false;
          const hop = { from: node, edge, to };
          visit(hop, cost);
          if (to === from || cost >= (came.get(to)?.cost ?? Infinity)) return false;
          came.set(to, { hop, cost });
          waiting.add(cost, to);
          return false;
        });
      }
    }
    return came;
  }

  #inside(node: number, to: number, edge: number): boolean {
    const { region } = this.#component;
    return this.#components.region[to] === region && this.#components.keeps(this.#component, node, edge);
  }
}

function wayTo(last: Hop, from: number, came: ReadonlyMap<number, Reached>): Hop[] {
  const hops = [last];
  for (let node = last.from; node !== from; ) {
    const { hop } = came.get(node)!;
    hops.push(hop);
    node = hop.from;
  }
  return hops.reverse();
}
