/** A product of small partial orders. A point has a rung, by its number, on each axis; stronger is less. */

export interface Axis {
  /** number of rungs */
  readonly size: number;
  /** rung `a` is at least as strong as rung `b` */
  readonly isWithin: (a: number, b: number) => boolean;
}

export type Point = readonly number[];

export class Lattice {
  readonly axes: readonly Axis[];
  /** by axis and rung: the rungs directly above it, and directly below */
  readonly #weaker: readonly (readonly number[])[][];
  readonly #stronger: readonly (readonly number[])[][];
  /** by axis: those with none above, and those with none below */
  readonly weakest: readonly (readonly number[])[];
  readonly strongest: readonly (readonly number[])[];

  constructor(axes: readonly Axis[]) {
    this.axes = axes;
    const rungs = axes.map(({ size }) => Array.from({ length: size }, (_, i) => i));
    this.#weaker = axes.map((axis, a) => rungs[a].map((rung) => next(rungs[a], rung, axis.isWithin)));
    this.#stronger = axes.map((axis, a) => rungs[a].map((rung) => next(rungs[a], rung, (x, y) => axis.isWithin(y, x))));
    this.weakest = rungs.map((all, a) => all.filter((rung) => this.#weaker[a][rung].length === 0));
    this.strongest = rungs.map((all, a) => all.filter((rung) => this.#stronger[a][rung].length === 0));
  }

  /** Number of points. */
  get size(): number {
    return this.axes.reduce((product, { size }) => product * size, 1);
  }

  isWithin(a: Point, b: Point): boolean {
    return this.axes.every((axis, i) => axis.isWithin(a[i], b[i]));
  }

  /** Rungs directly weaker than this one. */
  weaker(axis: number, rung: number): readonly number[] {
    return this.#weaker[axis][rung];
  }

  /** Rungs directly stronger than this one. */
  stronger(axis: number, rung: number): readonly number[] {
    return this.#stronger[axis][rung];
  }

  /** Of these points those that none of the others is weaker than. */
  maximal(points: readonly Point[]): Point[] {
    return distinct(points).filter((p, _, all) => !all.some((q) => q !== p && this.isWithin(p, q)));
  }

  /** Of these points those that none of the others is stronger than. */
  minimal(points: readonly Point[]): Point[] {
    return distinct(points).filter((p, _, all) => !all.some((q) => q !== p && this.isWithin(q, p)));
  }

  *points(): Generator<Point> {
    yield* combinations(this.axes.map(({ size }) => Array.from({ length: size }, (_, rung) => rung)));
  }
}

/** One of each, in every way; the last one changes first. */
export function* combinations<T>(choices: readonly (readonly T[])[]): Generator<T[]> {
  const at = choices.map(() => 0);
  for (;;) {
    yield at.map((i, axis) => choices[axis][i]);
    let axis = choices.length - 1;
    while (axis >= 0 && ++at[axis] === choices[axis].length) at[axis--] = 0;
    if (axis < 0) return;
  }
}

function distinct(points: readonly Point[]): Point[] {
  return [...new Map(points.map((p) => [keyOf(p), p])).values()];
}

export function keyOf(point: Point): string {
  return point.join();
}

function next(all: readonly number[], rung: number, isBelow: (a: number, b: number) => boolean): number[] {
  const beyond = all.filter((other) => other !== rung && isBelow(rung, other));
  return beyond.filter((other) => !beyond.some((between) => between !== other && isBelow(between, other)));
}
