/**
 * All weakest points at which a monotone predicate holds, and all smallest at which it is violated, with few questions: grow and
 * shrink from undecided seeds until none is left (MARCO: Liffiton, Previti, Malik, Marques-Silva, "Fast, flexible MUS
 * enumeration", Constraints 2016; here over a product of partial orders in place of subsets). Each answer settles every point on
 * its side, so both lists are right at any time and only grow.
 *
 * A point may also stay open (its question had no answer within the budget) or be wrong (the model fails there): neither settles
 * any other. Where a step fails, it can be taken at each weaker point too, so that none of them holds; whether one of them is violated by
 * a simpler run is asked of the weakest alone, since otherwise each of them would be queried. The seeds are found by branching over the axes,
 * without listing the points.
 */
import { keyOf, type Lattice, type Point } from './lattice.ts';
import { alone, type Box, beyond, outside, within } from './outside.ts';

export type Standing = 'holds' | 'violated' | 'open' | 'wrong';

type Settled = 'holds' | 'violated';

/** Yields while the answer is worked out. */
export type Query<E> = (point: Point) => Generator<E, Standing>;

/** What a violation says of stronger points. */
export interface Follow {
  /** Whether what was found at a point that is violated is found at a stronger one too. It costs little, and false says nothing. */
  readonly shows: (violated: Point, stronger: Point) => boolean;
  /** then the stronger one is violated; else it is only likely, and has to be queried */
  readonly isSure: boolean;
}

/** What an answer says of other points. */
export interface Says {
  readonly follow?: Follow | null;
  /** of a wrong point: whether what fails there can be met at each weaker one too */
  readonly failsBeyond?: (wrong: Point) => boolean;
}

export class Frontier<E> {
  lattice: Lattice;
  /** queried, not only inferred */
  holds: Point[] = [];
  readonly violated: Point[] = [];
  readonly open: Point[] = [];
  readonly wrong: Point[] = [];
  /** those of the wrong points beyond which none holds */
  readonly failing: Point[] = [];
  /** points whose standing was inferred when it was needed, and not queried */
  inferred = 0;
  /** from which it is grown or shrunk, or was last */
  seed: Point | null = null;
  readonly #query: Query<E>;
  readonly #says: Says;
  readonly #answers = new Map<string, Standing>();

  constructor(lattice: Lattice, query: Query<E>, says: Says = {}) {
    this.lattice = lattice;
    this.#query = query;
    this.#says = says;
  }

  /** What is known, for questions of another kind; it no longer follows violations. */
  copy<F>(query: Query<F>): Frontier<F> {
    const copy = new Frontier(this.lattice, query);
    copy.holds = [...this.holds];
    copy.violated.push(...this.violated);
    copy.open.push(...this.open);
    copy.wrong.push(...this.wrong);
    copy.failing.push(...this.failing);
    copy.#beyondOpen.push(...this.#beyondOpen);
    for (const [key, standing] of this.#answers) copy.#answers.set(key, standing);
    return copy;
  }

  /** The same points in a lattice with more rungs, whose numbers follow those of the others. */
  use(lattice: Lattice): void {
    this.lattice = lattice;
  }

  /** What was found to hold, or was not decided, is queried again, since the question has become harder; violations stay. */
  forgetHolds(): void {
    this.holds = [];
    this.#forget('holds');
    this.forgetOpen();
  }

  /** What was not decided is queried again, since the question has become easier. */
  forgetOpen(): void {
    this.open.length = 0;
    this.#beyondOpen.length = 0;
    this.#forget('open');
  }

  #forget(standing: Standing): void {
    for (const [key, one] of this.#answers) if (one === standing) this.#answers.delete(key);
  }

  /** The strongest points that nothing settles, those that were queried in vain among them; so many at most. Wrong points, and what is beyond those that fail, are left out. */
  undecided(most: number): Point[] {
    const { lattice } = this;
    const found: Point[] = [];
    while (found.length < most) {
      const boxes = this.#boxes(this.holds, [...this.violated, ...this.failing, ...found], this.wrong);
      const point = outside(lattice, boxes, true);
      if (point === null) break;
      found.push(point);
    }
    return found;
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
    if (answer === 'violated') yield* this.#violatedFrom(point);
    else this[answer].push(point);
    if (answer === 'wrong' && this.#says.failsBeyond?.(point) === true) this.failing.push(point);
    return answer;
  }

  *#violatedFrom(point: Point): Generator<E, void> {
    const { follow = null } = this.#says;
    if (follow === null) return this.#violatedAt(point);
    const stronger = this.#shrunk(point, follow);
    if (follow.isSure || keyOf(stronger) === keyOf(point)) this.#violatedAt(stronger);
    else if ((yield* this.standing(stronger)) !== 'violated') this.#violatedAt(point);
  }

  #violatedAt(point: Point): void {
    this.#answers.set(keyOf(point), 'violated');
    this.violated.push(point);
  }

  /** The strongest point below one that is violated which is shown to be so too. */
  #shrunk(point: Point, { shows }: Follow): Point {
    const shown: Query<never> = function* (stronger) {
      yield* [];
      return shows(point, stronger) ? 'violated' : 'holds';
    };
    const { done, value } = this.#climb(point, range(point.length), 'violated', () => false, shown).next();
    if (!done) throw new Error('internal error: what a violation shows has to be waited for');
    return value;
  }

  /** Until every point is settled or open, or wrong; `seeds` first. `over`: the caller wants no more. */
  *complete(over: () => boolean, seeds: readonly Point[] = []): Generator<E, void> {
    for (const seed of seeds) {
      if (over()) return;
      if (this.known(seed) === null || this.#answers.has(keyOf(seed))) yield* this.#from(seed, over);
    }
    for (let turn = 0; !over(); turn++) {
      const seed = this.#seed(turn % 2 === 0, true) ?? this.#seed(false, false);
      if (seed === null) return;
      yield* this.#from(seed, over);
    }
  }

  *#from(seed: Point, over: () => boolean): Generator<E, void> {
    this.seed = seed;
    const standing = yield* this.standing(seed);
    const axes = range(seed.length);
    const ask: Query<E> = (point) => this.standing(point);
    if (standing === 'holds') yield* this.#climb(seed, axes, standing, over, (point) => this.#standingToHold(point));
    else if (standing === 'violated') yield* this.#climb(this.#strongestBelow(seed), axes, standing, over, ask);
    else if ((standing === 'open' || this.failing.includes(seed)) && this.#hides(seed)) this.#beyondOpen.push(seed);
  }

  /** Weak points beyond open or failing ones that were queried in vain: points between them are not queried. */
  readonly #beyondOpen: Point[] = [];

  #hides(seed: Point): boolean {
    return [...this.open, ...this.failing].some((other) => other !== seed && this.lattice.isWithin(other, seed));
  }

  /** Of a point that matters only if it holds. */
  *#standingToHold(point: Point): Generator<E, Standing> {
    if (!this.#answers.has(keyOf(point)) && this.failing.some((wrong) => this.lattice.isWithin(wrong, point))) return 'wrong';
    return yield* this.standing(point);
  }

  /**
   * Grows what holds, or shrinks what is violated, as far as it stays so: all axes to their ends at once, else one half of them and then the
   * other (QuickXplain: Junker 2004). What one half cannot do it cannot do either once the other has moved.
   */
  *#climb<F>(from: Point, axes: readonly number[], wanted: Settled, over: () => boolean, ask: Query<F>): Generator<F, Point> {
    if (axes.length === 0 || over()) return from;
    if (axes.length === 1) return yield* this.#along(from, axes[0], wanted, over, ask);
    const atEnds = axes.reduce((point, axis) => point.with(axis, this.#end(point[axis], axis, wanted)), from);
    if (keyOf(atEnds) === keyOf(from)) return from;
    if ((yield* ask(atEnds)) === wanted) return atEnds;
    const half = axes.length >> 1;
    const first = yield* this.#climb(from, axes.slice(0, half), wanted, over, ask);
    return yield* this.#climb(first, axes.slice(half), wanted, over, ask);
  }

  /** What is known to be violated within a point that is. */
  #strongestBelow(point: Point): Point {
    return this.violated.findLast((bad) => this.lattice.isWithin(bad, point)) ?? point;
  }

  /** One of the ends on the way from this rung. */
  #end(rung: number, axis: number, wanted: Settled): number {
    const ends = wanted === 'holds' ? this.lattice.weakest[axis] : this.lattice.strongest[axis];
    return ends.find((end) => this.#isOnTheWay(axis, rung, end, wanted)) ?? rung;
  }

  /** Where there are several ends, only one on the way is a step towards it. */
  #isOnTheWay(axis: number, from: number, to: number, wanted: Settled): boolean {
    const { isWithin } = this.lattice.axes[axis];
    return wanted === 'holds' ? isWithin(from, to) : isWithin(to, from);
  }

  *#along<F>(from: Point, axis: number, wanted: Settled, over: () => boolean, ask: Query<F>): Generator<F, Point> {
    const { isWithin, size } = this.lattice.axes[axis];
    let point = from;
    let left = range(size);
    for (;;) {
      const here = point[axis];
      left = left.filter((rung) => rung !== here && this.#isOnTheWay(axis, here, rung, wanted));
      if (left.length === 0 || over()) return point;
      const rung = this.#next(point, axis, left, wanted);
      left = left.filter((other) => other !== rung);
      const standing = yield* ask(point.with(axis, rung));
      if (standing === wanted) point = point.with(axis, rung);
      // What is weaker than a set that was not decided takes longer.
      else if (standing === 'open' && wanted === 'holds') left = left.filter((other) => !isWithin(rung, other));
      else if (standing !== 'open' && standing !== 'wrong') left = left.filter((other) => !this.#isOnTheWay(axis, rung, other, wanted));
    }
  }

  /** Whatever is known already first, then an end, then what divides the rest. */
  #next(point: Point, axis: number, left: readonly number[], wanted: Settled): number {
    const known = left.find((rung) => this.known(point.with(axis, rung)) !== null);
    if (known !== undefined) return known;
    const ends = wanted === 'holds' ? this.lattice.weakest[axis] : this.lattice.strongest[axis];
    return left.find((rung) => ends.includes(rung)) ?? this.#dividing(axis, left, wanted);
  }

  /**
   * The rung of these whose answer settles as many of them as can be, whatever it is. Of several that do, the furthest on the way to what is `wanted`:
   * the run that broke what lies beyond was followed, and was none here.
   */
  #dividing(axis: number, rungs: readonly number[], wanted: Settled | null = null): number {
    const { isWithin } = this.lattice.axes[axis];
    const settles = (rung: number): readonly [number, number] => {
      const [stronger, weaker] = [
        rungs.filter((other) => isWithin(other, rung)).length,
        rungs.filter((other) => isWithin(rung, other)).length,
      ];
      return [Math.min(stronger, weaker), wanted === 'holds' ? stronger : wanted === 'violated' ? weaker : 0];
    };
    return rungs.reduce((best, rung) => {
      const [[least, onTheWay], [leastOfBest, ofBest]] = [settles(rung), settles(best)];
      return least > leastOfBest || (least === leastOfBest && onTheWay > ofBest) ? rung : best;
    });
  }

  /** The standing of each rung of an axis, all else as at `point`: the weakest first, which mostly settle the others. */
  *rungs(point: Point, axis: number): Generator<E, Standing[]> {
    const { weakest, axes } = this.lattice;
    const standings: Standing[] = [];
    const ask = (rung: number) => this.standing(point.with(axis, rung));
    for (const rung of weakest[axis]) standings[rung] = yield* ask(rung);
    for (let left = range(axes[axis].size); ; ) {
      left = left.filter((rung) => standings[rung] === undefined);
      if (left.length === 0) return standings;
      const known = left.find((rung) => this.known(point.with(axis, rung)) !== null);
      const rung = known ?? this.#dividing(axis, left);
      standings[rung] = yield* ask(rung);
    }
  }

  /**
   * A point that nothing settles: one of the strongest, or of the weakest. `hidden`: an open or failing point stands for the weaker ones; else
   * one of the weakest beyond it is looked for, since violations cost little where a proof costs too much.
   */
  #seed(strongest: boolean, hidden: boolean): Point | null {
    const { lattice } = this;
    const above = [...this.violated, ...(hidden ? [...this.open, ...this.failing] : [])];
    const under = [...this.holds, ...(hidden ? [] : this.#beyondOpen)];
    return outside(lattice, this.#boxes(under, above, [...this.open, ...this.wrong]), strongest);
  }

  #boxes(under: readonly Point[], above: readonly Point[], single: readonly Point[]): Box[] {
    const { lattice } = this;
    return [
      ...lattice.maximal(under).map((point) => within(lattice, point)),
      ...lattice.minimal(above).map((point) => beyond(lattice, point)),
      ...single.map((point) => alone(lattice, point)),
    ];
  }
}

function range(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i);
}
