/**
 * All weakest points at which a monotone predicate holds, and all smallest at which it is violated, with few questions: grow and
 * shrink from undecided seeds until none is left (MARCO: Liffiton, Previti, Malik, Marques-Silva, "Fast, flexible MUS
 * enumeration", Constraints 2016; here over a product of partial orders in place of subsets). Each answer settles every point on
 * its side, so both lists are right at any time and only grow.
 *
 * A point may also stay open (its question had no answer within the budget) or be wrong (the model fails there): neither settles
 * any other. The seeds are found by branching over the axes, without listing the points.
 */
import { keyOf, type Lattice, type Point } from './lattice.ts';

export type Standing = 'holds' | 'violated' | 'open' | 'wrong';

/** Yields while the answer is worked out. */
export type Query<E> = (point: Point) => Generator<E, Standing>;

export class Frontier<E> {
  lattice: Lattice;
  /** queried, not only inferred */
  holds: Point[] = [];
  readonly violated: Point[] = [];
  readonly open: Point[] = [];
  readonly wrong: Point[] = [];
  /** points whose standing was inferred when it was needed, and not queried */
  inferred = 0;
  readonly #query: Query<E>;
  readonly #answers = new Map<string, Standing>();

  constructor(lattice: Lattice, query: Query<E>) {
    this.lattice = lattice;
    this.#query = query;
  }

  /** The same points in a lattice with more rungs, whose numbers follow those of the others. */
  use(lattice: Lattice): void {
    this.lattice = lattice;
  }

  /** What was found to hold, or was not decided, is queried again, since the question has become harder; violations stay. */
  forgetHolds(): void {
    this.holds = [];
    this.open.length = 0;
    this.#beyondOpen.length = 0;
    for (const [key, standing] of this.#answers) if (standing === 'holds' || standing === 'open') this.#answers.delete(key);
  }

  /** The weakest points at which it holds, as far as is known. */
  get weakest(): Point[] {
    return this.lattice.maximal(this.holds);
  }

  /** The smallest points at which it is violated, as far as is known. */
  get smallest(): Point[] {
    return this.lattice.minimal(this.violated);
  }

  /** What follows from the answers so far; null where nothing does. A point that is known to hold may still have a model that fails. */
  known(point: Point): 'holds' | 'violated' | null {
    if (this.holds.some((good) => this.lattice.isWithin(point, good))) return 'holds';
    if (this.violated.some((bad) => this.lattice.isWithin(bad, point))) return 'violated';
    return null;
  }

  /** Queries only if nothing is known. */
  *standing(point: Point): Generator<E, Standing> {
    const known = this.#answers.get(keyOf(point)) ?? this.known(point);
    if (known !== null) {
      if (!this.#answers.has(keyOf(point))) this.inferred++;
      return known;
    }
    const answer = yield* this.#query(point);
    this.#answers.set(keyOf(point), answer);
    this[answer].push(point);
    return answer;
  }

  /** Until every point is settled or open, or wrong. `over`: the caller wants no more. */
  *complete(over: () => boolean): Generator<E, void> {
    for (let turn = 0; !over(); turn++) {
      const seed = this.#seed(turn % 2 === 0, true) ?? this.#seed(false, false);
      if (seed === null) return;
      const standing = yield* this.standing(seed);
      if (standing === 'holds') yield* this.#climb(seed, 'holds', over);
      else if (standing === 'violated') yield* this.#climb(seed, 'violated', over);
      else if (standing === 'open' && this.#hides(seed)) this.#beyondOpen.push(seed);
    }
  }

  /** Weak points beyond open ones that were queried in vain: points between them are not queried. */
  readonly #beyondOpen: Point[] = [];

  #hides(seed: Point): boolean {
    return this.open.some((open) => open !== seed && this.lattice.isWithin(open, seed));
  }

  /** Grows what holds, or shrinks what is violated, as far as it stays so: along each axis first to its end at once, then by rungs. */
  *#climb(from: Point, wanted: 'holds' | 'violated', over: () => boolean): Generator<E, void> {
    const { lattice } = this;
    const ends = wanted === 'holds' ? lattice.weakest : lattice.strongest;
    let point = from;
    for (let axis = 0; axis < point.length; axis++) {
      const atOnce = ends[axis].filter((rung) => rung !== point[axis]);
      point = (yield* this.#firstAs(point, axis, atOnce, wanted, over)) ?? point;
      for (;;) {
        const rungs = wanted === 'holds' ? lattice.weaker(axis, point[axis]) : lattice.stronger(axis, point[axis]);
        const next: Point | null = yield* this.#firstAs(point, axis, rungs, wanted, over);
        if (next === null) break;
        point = next;
      }
    }
  }

  *#firstAs(
    point: Point,
    axis: number,
    rungs: readonly number[],
    wanted: 'holds' | 'violated',
    over: () => boolean,
  ): Generator<E, Point | null> {
    const { isWithin } = this.lattice.axes[axis];
    for (const rung of rungs) {
      // Where there are several ends, only one on the way is a step towards it.
      const isOnTheWay = wanted === 'holds' ? isWithin(point[axis], rung) : isWithin(rung, point[axis]);
      if (!isOnTheWay || over()) continue;
      const next = point.with(axis, rung);
      if ((yield* this.standing(next)) === wanted) return next;
    }
    return null;
  }

  /**
   * A point that nothing settles: one of the strongest, or of the weakest. `hidden`: an open point stands for the weaker ones; else
   * one of the weakest beyond an open point is looked for, since violations cost little where a proof costs too much.
   */
  #seed(strongest: boolean, hidden: boolean): Point | null {
    const { axes } = this.lattice;
    const order = axes.map((axis) => {
      const rungs = Array.from({ length: axis.size }, (_, i) => i);
      const rank = (rung: number) => rungs.filter((other) => axis.isWithin(other, rung)).length;
      return rungs.sort((a, b) => (strongest ? rank(a) - rank(b) : rank(b) - rank(a)));
    });
    const above = [...this.violated, ...(hidden ? this.open : [])];
    const under = [...this.holds, ...(hidden ? [] : this.#beyondOpen)];
    const exact = new Set([...this.open, ...this.wrong].map(keyOf));
    const search = (point: number[], below: readonly Point[], beyond: readonly Point[]): Point | null => {
      const axis = point.length;
      if (axis === axes.length) return below.length === 0 && beyond.length === 0 && !exact.has(keyOf(point)) ? [...point] : null;
      if (below.some((good) => this.#coversRest(good, axis)) || beyond.some((bad) => this.#isCoveredByRest(bad, axis))) return null;
      for (const rung of order[axis]) {
        const found = search(
          [...point, rung],
          below.filter((good) => axes[axis].isWithin(rung, good[axis])),
          beyond.filter((bad) => axes[axis].isWithin(bad[axis], rung)),
        );
        if (found !== null) return found;
      }
      return null;
    };
    return search([], this.lattice.maximal(under), this.lattice.minimal(above));
  }

  /** Whatever the rungs from this axis on, the point is within `good` there. */
  #coversRest(good: Point, from: number): boolean {
    return this.lattice.axes.every(({ size, isWithin }, axis) => axis < from || range(size).every((rung) => isWithin(rung, good[axis])));
  }

  #isCoveredByRest(bad: Point, from: number): boolean {
    return this.lattice.axes.every(({ size, isWithin }, axis) => axis < from || range(size).every((rung) => isWithin(bad[axis], rung)));
  }
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
