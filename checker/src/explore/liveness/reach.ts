/**
 * Which nodes of a product can be reached, and which of those lead on, by sweeps over its states in their order. States are numbered as they
 * are found, so that most steps lead to a later one: one sweep upward reaches nearly every node, and one downward finds nearly every node
 * from which all ways end. Edges are then read one after the other; what is left takes a search of its own.
 */
import type { Judge } from './components.ts';
import type { Product } from './product.ts';

/** The nodes of a product that have a place in view: `marks` has one number for each, by state and then by place. */
export interface Marked {
  readonly product: Product;
  readonly marks: Uint8Array;
}

/** A node that can be reached, and one of those that lead nowhere. Any other number: it cannot. */
export const REACHED = 1;
export const ENDS = 2;
/** The state has the letter that the place asks for. */
const FITS = 3;

/** States after which the caller is heard: a power of two less one. */
const SLICE = 8191;
/** A sweep that takes away fewer than one in so many of the nodes that stay is the last. */
const WORTH = 8;

/**
 * The product at the places where a run may stay and be accepting, with what of it can be reached. A run that goes round forever in an
 * accepting way has these places alone from some time on. Yields the number of states looked at since it last did.
 */
export function* reachable(whole: Product): Generator<number, Marked> {
  const accepting = whole.acceptingPlaces();
  const full = whole.fullPlaces();
  const sweep = new Sweep(whole, accepting, full);
  yield* sweep.run();
  return { product: whole.narrowed(accepting), marks: sweep.at(accepting) };
}

/** From each of these places the same ones follow. */
interface Alike {
  /** places that every state reaches which fits, and others by their columns */
  readonly full: readonly number[];
  readonly columns: readonly number[];
  /** the columns of places that follow */
  readonly ways: readonly number[];
}

class Sweep {
  readonly #product: Product;
  readonly #full: readonly boolean[];
  /** places that are looked at: those that some state may not reach though it fits */
  readonly #places: readonly number[];
  readonly #alike: readonly Alike[];
  /** for each state one number for each of these places */
  readonly #marks: Uint8Array;
  /** nodes of states that the sweep has passed already */
  #passed = new Int32Array(1024);
  #count = 0;

  constructor(product: Product, accepting: readonly number[], full: readonly boolean[]) {
    this.#product = product;
    this.#full = full;
    const { next } = product;
    const leads = next.map((_, q) => product.leadsTo(q, accepting));
    this.#places = next.flatMap((_, q) => (!full[q] && leads[q] ? [q] : []));
    const waysOf = next.map((list) => list.flatMap((q) => (this.#places.includes(q) ? [this.#places.indexOf(q)] : [])));
    const going = next.flatMap((_, q) => (leads[q] && waysOf[q].length > 0 ? [q] : []));
    this.#alike = [...Map.groupBy(going, (q) => waysOf[q].join()).values()].map((places) => ({
      full: places.filter((q) => full[q]),
      columns: places.filter((q) => !full[q]).map((q) => this.#places.indexOf(q)),
      ways: waysOf[places[0]],
    }));
    this.#marks = new Uint8Array(product.graph.states * this.#places.length);
  }

  *run(): Generator<number, void> {
    const { states } = this.#product.graph;
    const marks = this.#marks;
    const width = this.#places.length;
    for (const [column, place] of this.#places.entries())
      this.#product.eachFitting(place, (state) => (marks[state * width + column] = FITS));
    for (const { state, place } of this.#product.initial()) {
      const column = this.#places.indexOf(place);
      if (column >= 0) marks[state * width + column] = REACHED;
    }
    if (width === 0) return;
    for (let state = 0; state < states; state++) {
      for (const alike of this.#alike) if (this.#isAt(state, alike)) this.#goOn(state, alike.ways, state);
      if ((state & SLICE) === SLICE) yield SLICE + 1;
    }
    for (let looked = 1; this.#count > 0; looked++) {
      const node = this.#passed[--this.#count];
      const state = Math.floor(node / width);
      for (const { columns, ways } of this.#alike) if (columns.includes(node - state * width)) this.#goOn(state, ways, states);
      if ((looked & SLICE) === 0) yield SLICE + 1;
    }
  }

  #isAt(state: number, { full, columns }: Alike): boolean {
    for (const place of full) if (this.#product.fits(state, place)) return true;
    for (const column of columns) if (this.#marks[state * this.#places.length + column] === REACHED) return true;
    return false;
  }

  /** What steps and stutters lead to; states up to number `passed` have been looked at. */
  #goOn(state: number, ways: readonly number[], passed: number): void {
    const { graph, stutters } = this.#product;
    const { first, target } = graph;
    const marks = this.#marks;
    const width = this.#places.length;
    const end = first[state + 1];
    for (const column of ways) {
      for (let edge = first[state]; edge < end; edge++) {
        const to = target[edge] * width + column;
        if (marks[to] !== FITS) continue;
        marks[to] = REACHED;
        if (target[edge] <= passed) this.#wait(to);
      }
      const here = state * width + column;
      if (!stutters || marks[here] !== FITS) continue;
      marks[here] = REACHED;
      this.#wait(here);
    }
  }

  #wait(node: number): void {
    if (this.#count === this.#passed.length) {
      const larger = new Int32Array(this.#count * 4);
      larger.set(this.#passed);
      this.#passed = larger;
    }
    this.#passed[this.#count++] = node;
  }

  /** For each state one number for each of these places. */
  at(places: readonly number[]): Uint8Array {
    if (places.join() === this.#places.join()) return this.#marks;
    const { states } = this.#product.graph;
    const marks = new Uint8Array(states * places.length);
    for (const [i, place] of places.entries()) {
      const column = this.#places.indexOf(place);
      if (this.#full[place]) this.#product.eachFitting(place, (state) => (marks[state * places.length + i] = REACHED));
      else
        for (let state = 0; state < states; state++) marks[state * places.length + i] = this.#marks[state * this.#places.length + column];
    }
    return marks;
  }
}

/**
 * Marks the nodes of which no way on is left but those that end: none of them is in a part in which a run goes round, unless it stays
 * where it is. Again and again as long as that takes away many. Returns how many are left, and yields the number of states looked at since it last did.
 */
export function* withoutEnds({ product, marks }: Marked, judge: Judge): Generator<number, number> {
  const { size, graph } = product;
  for (;;) {
    let left = 0;
    let gone = 0;
    for (let state = graph.states - 1; state >= 0; state--) {
      for (let node = state * size + size - 1; node >= state * size; node--) {
        if (marks[node] !== REACHED) continue;
        if (leadsOn(product, marks, judge, state, node)) left++;
        else {
          marks[node] = ENDS;
          gone++;
        }
      }
      if ((state & SLICE) === 0) yield SLICE + 1;
    }
    if (gone * WORTH <= left || left === 0) return left;
  }
}

function leadsOn({ graph, next, size, stutters }: Product, marks: Uint8Array, judge: Judge, state: number, node: number): boolean {
  const { first, target } = graph;
  const end = first[state + 1];
  const here = state * size;
  const places = next[node - here];
  for (let k = 0; k < places.length; k++) {
    const place = places[k];
    for (let edge = first[state]; edge < end; edge++) if (marks[target[edge] * size + place] === REACHED) return true;
    // Who stays where he is does so in a fair way only where nothing would have to happen (Components has the same condition).
    if (stutters && marks[here + place] === REACHED && (here + place !== node || judge.isQuiet(state))) return true;
  }
  return false;
}

/** The nodes that can be reached and have not been taken away, in ascending order; of so many at most. */
export function nodesOf({ marks }: Marked, most: number, wanted: (node: number) => boolean): Int32Array {
  const nodes = new Int32Array(most);
  let count = 0;
  for (let node = 0; node < marks.length; node++) if (marks[node] === REACHED && wanted(node)) nodes[count++] = node;
  return nodes.subarray(0, count);
}
