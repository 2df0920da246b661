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
const ENDS = 2;
/** The state has the letter that the place asks for. */
const FITS = 3;

/** Nodes after which the caller is heard. */
const SLICE = 8192;

/** So many states, each with as many nodes as this. */
function sliceOf(width: number): number {
  return Math.ceil(SLICE / Math.max(1, width));
}

/** What no letter, and no node, is like. */
const NEVER = { tested: 0, positive: 1 };
const NEVER_A_MARK = 255;
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
  return { product: whole.narrowed(accepting), marks: yield* sweep.at(accepting) };
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
    const leads = product.leadingTo(accepting);
    this.#places = next.flatMap((_, q) => (!full[q] && leads[q] ? [q] : []));
    const columns = new Map(this.#places.map((place, column) => [place, column]));
    const waysOf = next.map((list) => list.flatMap((q) => columns.get(q) ?? []));
    const going = next.flatMap((_, q) => (leads[q] && waysOf[q].length > 0 ? [q] : []));
    this.#alike = [...Map.groupBy(going, (q) => waysOf[q].join()).values()].map((places) => ({
      full: places.filter((q) => full[q]),
      columns: places.flatMap((q) => columns.get(q) ?? []),
      ways: waysOf[places[0]],
    }));
    this.#marks = new Uint8Array(product.graph.states * this.#places.length);
  }

  *run(): Generator<number, void> {
    const { states } = this.#product.graph;
    const marks = this.#marks;
    const width = this.#places.length;
    for (const [column, place] of this.#places.entries()) {
      this.#product.mark(place, marks, width, column, FITS);
      yield 0;
    }
    for (const { state, place } of this.#product.initial()) {
      const column = this.#places.indexOf(place);
      if (column >= 0) marks[state * width + column] = REACHED;
    }
    if (width === 0) return;
    const [only] = this.#alike;
    const isPlain = this.#alike.length === 1 && width === 1 && only.full.length < 2;
    const slice = sliceOf(this.#alike.length);
    for (let start = 0; start < states; start += slice) {
      const end = Math.min(states, start + slice);
      if (isPlain) this.#sweepPlain(start, end, only);
      else this.#sweep(start, end);
      yield end - start;
    }
    for (let looked = 1; this.#count > 0; looked++) {
      const node = this.#passed[--this.#count];
      const state = Math.floor(node / width);
      for (const { columns, ways } of this.#alike) if (columns.includes(node - state * width)) this.#goOn(state, ways, states);
      if (looked % SLICE === 0) yield SLICE;
    }
  }

  #sweep(start: number, end: number): void {
    for (let state = start; state < end; state++)
      for (const alike of this.#alike) if (this.#isAt(state, alike)) this.#goOn(state, alike.ways, state);
  }

  /** The same with one place to be looked at and at most one before it, as most properties have them: a node is then a state. */
  #sweepPlain(start: number, end: number, { full, columns }: Alike): void {
    const { graph, letters, stutters } = this.#product;
    const { first, target } = graph;
    const marks = this.#marks;
    const { tested, positive } = full.length === 0 ? NEVER : this.#product.letterOf(full[0]);
    const goesOn = columns.length === 0 ? NEVER_A_MARK : REACHED;
    for (let state = start; state < end; state++) {
      if (marks[state] !== goesOn && (letters[state] & tested) !== positive) continue;
      const last = first[state + 1];
      for (let edge = first[state]; edge < last; edge++) {
        const to = target[edge];
        if (marks[to] !== FITS) continue;
        marks[to] = REACHED;
        if (to < state) this.#wait(to);
      }
      // what would follow has just been reached, too
      if (stutters && marks[state] === FITS) marks[state] = REACHED;
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
  *at(places: readonly number[]): Generator<number, Uint8Array> {
    if (places.join() === this.#places.join()) return this.#marks;
    const { states } = this.#product.graph;
    const marks = new Uint8Array(states * places.length);
    for (const [i, place] of places.entries()) {
      yield 0;
      const column = this.#places.indexOf(place);
      if (this.#full[place]) this.#product.mark(place, marks, places.length, i, REACHED);
      else
        for (let state = 0; state < states; state++) marks[state * places.length + i] = this.#marks[state * this.#places.length + column];
    }
    return marks;
  }
}

/**
 * Marks nodes that are in no part in which a run goes round: those of which every way on ends, and those to which no step leads from one that is
 * left, unless a run may stay there. Again and again as long as that takes away many. Returns how many are left, and yields the number of states looked at since
 * it last did.
 */
export function* withoutEnds(marked: Marked, judge: Judge): Generator<number, number> {
  const { states } = marked.product.graph;
  const slice = sliceOf(marked.product.size);
  const ends = marked.product.size === 1 ? new PlainEnds(marked, judge) : new Ends(marked, judge);
  for (;;) {
    ends.left = ends.gone = 0;
    for (let end = states; end > 0; end -= slice) {
      ends.downward(Math.max(0, end - slice), end);
      yield slice;
    }
    // Where no way ends, mostly none begins.
    const goesUp = ends.left > 0 && ends.gone > 0;
    for (let start = 0; goesUp && start < states; start += slice) {
      ends.upward(start, Math.min(states, start + slice));
      yield slice;
    }
    if (ends.gone * WORTH <= ends.left || ends.left === 0) return ends.left;
  }
}

class Ends {
  /** nodes that stay, and that do not */
  left = 0;
  gone = 0;
  readonly #marked: Marked;
  readonly #judge: Judge;

  constructor(marked: Marked, judge: Judge) {
    this.#marked = marked;
    this.#judge = judge;
  }

  downward(start: number, end: number): void {
    const { product, marks } = this.#marked;
    for (let node = end * product.size - 1; node >= start * product.size; node--) {
      if (marks[node] !== REACHED) continue;
      if (leadsOn(product, marks, this.#judge, node)) this.left++;
      else {
        marks[node] = ENDS;
        this.gone++;
      }
    }
  }

  /** What is led to is looked at only where a node is a state. */
  upward(_start: number, _end: number): void {}
}

/** The same where a node is a state. */
class PlainEnds {
  left = 0;
  gone = 0;
  readonly #marked: Marked;
  readonly #judge: Judge;
  /** 1 for each node to which a later one that is left leads, or an earlier one */
  readonly #led: Uint8Array;

  constructor(marked: Marked, judge: Judge) {
    this.#marked = marked;
    this.#judge = judge;
    this.#led = new Uint8Array(marked.marks.length);
  }

  downward(start: number, end: number): void {
    const { product, marks } = this.#marked;
    const { first, target } = product.graph;
    const led = this.#led;
    let left = 0;
    let gone = 0;
    for (let state = end - 1; state >= start; state--) {
      if (marks[state] !== REACHED) continue;
      let leads = false;
      const last = first[state + 1];
      for (let edge = first[state]; edge < last; edge++) {
        const to = target[edge];
        if (marks[to] !== REACHED) continue;
        leads = true;
        if (to <= state) led[to] = 1;
      }
      if (leads || this.#mayStay(state)) left++;
      else {
        marks[state] = ENDS;
        gone++;
      }
    }
    this.left += left;
    this.gone += gone;
  }

  upward(start: number, end: number): void {
    const { product, marks } = this.#marked;
    const { first, target } = product.graph;
    const led = this.#led;
    let gone = 0;
    for (let state = start; state < end; state++) {
      if (marks[state] !== REACHED) continue;
      if (led[state] === 0 && !this.#mayStay(state)) {
        marks[state] = ENDS;
        gone++;
        continue;
      }
      led[state] = 0;
      const last = first[state + 1];
      for (let edge = first[state]; edge < last; edge++) if (target[edge] > state) led[target[edge]] = 1;
    }
    this.left -= gone;
    this.gone += gone;
  }

  /** Who stays where he is does so in a fair way only where nothing would have to happen (Components has the same condition). */
  #mayStay(state: number): boolean {
    return this.#marked.product.stutters && this.#judge.isQuiet(state);
  }
}

function leadsOn({ graph, next, size, stutters }: Product, marks: Uint8Array, judge: Judge, node: number): boolean {
  const { first, target } = graph;
  const state = Math.floor(node / size);
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

/** The nodes that are left, so many, in ascending order; of those whose state is `inside`, where that is given. */
export function nodesOf({ product, marks }: Marked, left: number, inside: Uint8Array | null): Int32Array {
  const nodes = new Int32Array(left);
  let count = 0;
  if (left === 0) return nodes;
  for (let node = 0; node < marks.length; node++) {
    if (marks[node] === REACHED && (inside === null || inside[product.stateOf(node)] === 1)) nodes[count++] = node;
  }
  return nodes.subarray(0, count);
}

/** A node that can be reached, of those that have been taken away, too, belongs to such a state. */
export function someReached({ product, marks }: Marked, isSuch: (state: number) => boolean): boolean {
  for (let node = 0; node < marks.length; node++) {
    if ((marks[node] === REACHED || marks[node] === ENDS) && isSuch(product.stateOf(node))) return true;
  }
  return false;
}
