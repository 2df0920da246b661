/**
 * The parts of a product in which a fair accepting run can go round forever: strongly connected components, by Pearce's
 * form of Tarjan's algorithm ("A space-efficient algorithm for finding strongly connected components", 2016), which keeps
 * one number for each node. A component that starves something
 * which is enabled throughout is given up; one that starves what strong fairness asks for is searched again without the
 * states, or steps, at which that becomes due (Emerson and Lei, "Modalities for model checking", 1987).
 */
import { ALL_KINDS, type EdgeFaults } from './edge-faults.ts';
import { type Product, STUTTER } from './product.ts';
import type { Starving } from './starving.ts';
import { isFair, isHopeless, type Part, type Unfairness } from './unfairness.ts';

/** A component through all of whose nodes and edges a run can go round forever, and is then fair and accepting. */
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
  /** those that take a fault of these kinds (see EdgeFaults) */
  readonly faults: number;
}

/** What components ask about fairness. */
export interface Judge {
  readonly faults: EdgeFaults;
  /** What takes time before a part of these states is assessed. Yields the number of states looked at since it last did. */
  prepare?(states: ArrayLike<number>): Generator<number, void>;
  assess(part: Part): Unfairness;
  /** null where it does not say of parts as they stand here what they starve */
  readonly starving: Starving | null;
  /** Nothing is enabled here, and nothing in flight could be delivered. */
  isQuiet(state: number): boolean;
  /** Kinds that the edge loses, of those that a part is without. */
  lostOn(state: number, edge: number): readonly number[];
  /** Kinds that could be delivered here, numbered as by the last `assess`, which had this state in its part. */
  deliverable(state: number): readonly number[];
}

const never = () => false;

const NOTHING: Without = { lost: new Set(), edges: new Set(), faults: 0 };

/** Nodes after which the caller is heard. */
const SLICE = 4096;

/** What `region` holds of the first node that a search enters; of each later one 1 more, and of all of them less than 0. */
const ENTERED = -(2 ** 31);

export class Components {
  /**
   * For each node the part that it belongs to at present; 0 for none. Of a node that has been entered and whose component is
   * not finished, the earliest node known to be reached from it, by when that was entered.
   */
  readonly region: Int32Array;
  readonly #product: Product;
  readonly #fairness: Judge;
  readonly #faults: EdgeFaults;
  /** the path of the search: nodes, when each was entered, and how many of its edges have been looked at */
  readonly #path: Int32Array;
  readonly #entered: Int32Array;
  readonly #looked: Int32Array;
  /** 1 for a node of the path with an edge to itself; 3 where that is a step */
  readonly #loops: Uint8Array;
  /** nodes that were left and whose component is not finished */
  readonly #stack: Int32Array;
  #regions = 0;

  /** At most `room` nodes will be looked among. */
  constructor(product: Product, fairness: Judge, room: number) {
    this.#product = product;
    this.#fairness = fairness;
    this.#faults = fairness.faults;
    this.region = new Int32Array(product.nodes);
    this.#path = new Int32Array(room);
    this.#entered = new Int32Array(room);
    this.#looked = new Int32Array(room);
    this.#loops = new Uint8Array(room);
    this.#stack = new Int32Array(room);
  }

  /** Every fair component among these nodes, or so many of them. Yields the number of nodes looked at since it last did. */
  *fair(nodes: Int32Array, most = Number.POSITIVE_INFINITY): Generator<number, FairComponent[]> {
    return yield* this.#fairIn([this.#part(nodes, NOTHING)], most);
  }

  /**
   * Every fair component of these that takes no fault of these kinds. A run that goes on in that way forever is inside one of
   * them: what it takes is fair in the whole graph, since fairness asks what is enabled in its states, whatever else leads on.
   */
  *without(components: readonly FairComponent[], kinds: number): Generator<number, FairComponent[]> {
    return yield* this.#fairIn(components.map(({ nodes, without }) => this.#part(nodes, { ...without, faults: kinds })));
  }

  /** The kinds of faults that the edges of a component take. */
  kindsIn(component: FairComponent): number {
    let kinds = 0;
    this.#partOf(component).edges((state, edge) => {
      if (edge !== STUTTER) kinds |= this.#faults.of(state, edge);
    });
    return kinds;
  }

  #part(nodes: Int32Array, without: Without): FairComponent {
    const region = ++this.#regions;
    for (let i = 0; i < nodes.length; i++) this.region[nodes[i]] = region;
    return { nodes, region, without };
  }

  *#fairIn(open: FairComponent[], most = Number.POSITIVE_INFINITY): Generator<number, FairComponent[]> {
    const found: FairComponent[] = [];
    for (let part = open.pop(); part !== undefined; part = open.pop()) {
      for (const component of yield* this.#components(part)) {
        yield component.nodes.length;
        const next = yield* this.#judge(component);
        if (next === 'fair' && found.push(component) >= most) return found;
        if (next !== 'fair' && next !== null) open.push(next);
      }
    }
    return found;
  }

  /** Whether the edge, from a node to another of its region, is one that the part keeps. */
  keeps({ without }: FairComponent, node: number, edge: number): boolean {
    if (edge === STUTTER || without === NOTHING) return true;
    if (without.edges.has(edge) || this.#isSpared(without.faults, node, edge)) return false;
    return without.lost.size === 0 || !this.#fairness.lostOn(this.#product.stateOf(node), edge).some((kind) => without.lost.has(kind));
  }

  #isSpared(kinds: number, node: number, edge: number): boolean {
    if (kinds === 0 || this.#product.graph.cost[edge] === 0) return false;
    return kinds === ALL_KINDS || (this.#faults.of(this.#product.stateOf(node), edge) & kinds) !== 0;
  }

  /** `fair`, or what is left to be searched, or null where nothing is. */
  *#judge(component: FairComponent): Generator<number, 'fair' | FairComponent | null> {
    if (!this.#accepts(component.nodes)) return null;
    const part = this.#partOf(component);
    if (this.#fairness.starving?.isSure(part.states, this.region, this.#product.size, component.region)) return null;
    if (this.#fairness.prepare !== undefined) yield* this.#fairness.prepare(part.states);
    const unfair = this.#fairness.assess(part);
    if (isFair(unfair)) return 'fair';
    return isHopeless(unfair) ? null : this.#reduced(component, unfair);
  }

  #accepts(nodes: Int32Array): boolean {
    const { automaton } = this.#product;
    for (let set = 0; set < automaton.sets; set++) {
      let i = 0;
      while (i < nodes.length && !automaton.states[this.#product.placeOf(nodes[i])].accepting[set]) i++;
      if (i === nodes.length) return false;
    }
    return true;
  }

  #partOf(component: FairComponent): Part {
    const { size } = this.#product;
    return {
      states: size === 1 ? component.nodes : component.nodes.map((node) => Math.floor(node / size)),
      edges: (visit, enough = never) => {
        for (let i = 0; i < component.nodes.length && !enough(); i++) this.#eachInside(component, component.nodes[i], visit);
      },
    };
  }

  /** Visits every edge, or stutter, from a node of the component that stays in it. */
  #eachInside(component: FairComponent, node: number, visit: (state: number, edge: number) => void): void {
    const { graph, size, next, stutters } = this.#product;
    const { region } = this;
    const restricted = component.without !== NOTHING;
    const state = Math.floor(node / size);
    const places = next[node - state * size];
    const end = graph.first[state + 1];
    for (let edge = graph.first[state]; edge < end; edge++) {
      const base = graph.target[edge] * size;
      for (let k = 0; k < places.length; k++) {
        if (region[base + places[k]] !== component.region) continue;
        if (!restricted || this.keeps(component, node, edge)) visit(state, edge);
      }
    }
    if (stutters && places.some((q) => region[state * size + q] === component.region)) visit(state, STUTTER);
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
      without: { ...without, lost: new Set([...without.lost, ...lost]), edges: new Set([...without.edges, ...uneven]) },
    };
  }

  /** The strongly connected components of a part that have an edge and are not hopeless at first sight; each a region of its own. */
  *#components(part: FairComponent): Generator<number, FairComponent[]> {
    const { nodes } = part;
    const found: FairComponent[] = [];
    const isPlain = this.#product.size === 1 && this.#product.next[0].length === 1 && part.without === NOTHING;
    let count = 0;
    let since = 0;
    for (let i = 0; i < nodes.length; i++) {
      if (this.region[nodes[i]] !== part.region) continue;
      count = isPlain ? this.#searchPlain(part, nodes[i], count, found) : this.#search(part, nodes[i], count, found);
      if (count - since < SLICE) continue;
      yield count - since;
      since = count;
    }
    return found;
  }

  /** The search from one root. `count` nodes were entered before; returns how many have been then. */
  #search(part: FairComponent, root: number, count: number, found: FairComponent[]): number {
    const { region } = this;
    const path = this.#path;
    const stack = this.#stack;
    let depth = 0;
    let top = 0;
    let next = root;
    for (;;) {
      if (next >= 0) {
        path[depth] = next;
        region[next] = this.#entered[depth] = ENTERED + count++;
        this.#looked[depth] = this.#loops[depth] = 0;
        depth++;
      }
      const at = depth - 1;
      const node = path[at];
      next = this.#look(part, node, at);
      if (next >= 0) continue;
      depth = at;
      const earliest = region[node];
      if (earliest === this.#entered[at]) top = this.#finish(part, at, top, found);
      else {
        stack[top++] = node;
        const before = path[at - 1];
        if (earliest < region[before]) region[before] = earliest;
      }
      if (depth === 0) return count;
    }
  }

  /**
   * The same where a node is a state, and no edge is left out: mostly so, and then its edges stand one after the other, without
   * anything to be asked of each.
   */
  #searchPlain(part: FairComponent, root: number, count: number, found: FairComponent[]): number {
    const { region } = this;
    const [path, entered, looked, loops, stack] = [this.#path, this.#entered, this.#looked, this.#loops, this.#stack];
    const { first, target } = this.#product.graph;
    const staying = this.#product.stutters ? 1 : 0;
    const unseen = part.region;
    path[0] = root;
    region[root] = entered[0] = ENTERED + count++;
    looked[0] = first[root];
    loops[0] = staying;
    let at = 0;
    let top = 0;
    for (;;) {
      const node = path[at];
      const end = first[node + 1];
      let earliest = region[node];
      let edge = looked[at];
      let next = -1;
      for (; edge < end; edge++) {
        const to = target[edge];
        const there = region[to];
        if (there === unseen) {
          next = to;
          break;
        }
        if (there < earliest) earliest = there;
        if (to === node) loops[at] = 3;
      }
      region[node] = earliest;
      if (next >= 0) {
        looked[at] = edge + 1;
        at++;
        path[at] = next;
        region[next] = entered[at] = ENTERED + count++;
        looked[at] = first[next];
        loops[at] = staying;
        continue;
      }
      if (earliest === entered[at]) top = this.#finish(part, at, top, found);
      else {
        stack[top++] = node;
        const before = path[at - 1];
        if (earliest < region[before]) region[before] = earliest;
      }
      if (at === 0) return count;
      at--;
    }
  }

  /** Looks at the edges of a node from where it was left; the next node to be entered, or -1 after the last edge. */
  #look(part: FairComponent, node: number, at: number): number {
    const { region } = this;
    const { graph, size, next, stutters } = this.#product;
    const { target } = graph;
    const restricted = part.without !== NOTHING;
    const unseen = part.region;
    const state = Math.floor(node / size);
    const places = next[node - state * size];
    const looked = this.#looked[at];
    const first = graph.first[state];
    const steps = graph.first[state + 1] - first;
    const total = stutters ? steps + 1 : steps;
    let earliest = region[node];
    let number = Math.floor(looked / places.length);
    let k = looked - number * places.length;
    for (; number < total; number++, k = 0) {
      const base = (number < steps ? target[first + number] : state) * size;
      for (; k < places.length; k++) {
        const to = base + places[k];
        const there = region[to];
        if (there !== unseen && there >= 0) continue;
        if (restricted && !this.keeps(part, node, number < steps ? first + number : STUTTER)) continue;
        if (there === unseen) {
          this.#looked[at] = number * places.length + k + 1;
          region[node] = earliest;
          return to;
        }
        if (to === node) this.#loops[at] |= number < steps ? 3 : 1;
        else if (there < earliest) earliest = there;
      }
    }
    region[node] = earliest;
    return -1;
  }

  /** Takes the component of the node at the end of the path off the stack; it is finished. */
  #finish(part: FairComponent, at: number, top: number, found: FairComponent[]): number {
    const { region } = this;
    const stack = this.#stack;
    const node = this.#path[at];
    const end = top;
    while (top > 0 && region[stack[top - 1]] >= this.#entered[at]) top--;
    if (top === end && !this.#mayStay(node, this.#loops[at])) {
      region[node] = 0;
      return top;
    }
    const nodes = new Int32Array(end - top + 1);
    nodes[0] = node;
    nodes.set(stack.subarray(top, end), 1);
    const number = ++this.#regions;
    for (let i = 0; i < nodes.length; i++) region[nodes[i]] = number;
    found.push({ nodes, region: number, without: part.without });
    return top;
  }

  /** A run may stay in this node forever, as far as can be seen without looking at its steps. */
  #mayStay(node: number, loops: number): boolean {
    return loops > 1 || (loops === 1 && this.#fairness.isQuiet(this.#product.stateOf(node)));
  }
}
