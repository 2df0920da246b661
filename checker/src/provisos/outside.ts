/**
 * A point of a lattice that none of some boxes has in it. A box has a set of rungs on each axis: all that is within a point is one, and so is
 * all that is weaker than one. So what is sought is a solution of clauses, one for each box: on some axis the rung is not the box's. They are
 * solved as such (unit propagation and branching on a clause with few axes left: Davis, Logemann and Loveland, 1962).
 */
import type { Axis, Lattice, Point } from './lattice.ts';

/** By axis and rung: 1 where the rung is the box's. */
export type Box = readonly Uint8Array[];

/** All that is at least as strong as `point`. */
export function within({ axes }: Lattice, point: Point): Box {
  return axes.map(({ size, isWithin }, axis) => Uint8Array.from({ length: size }, (_, rung) => Number(isWithin(rung, point[axis]))));
}

/** All that is at least as weak as `point`. */
export function beyond({ axes }: Lattice, point: Point): Box {
  return axes.map(({ size, isWithin }, axis) => Uint8Array.from({ length: size }, (_, rung) => Number(isWithin(point[axis], rung))));
}

export function alone({ axes }: Lattice, point: Point): Box {
  return axes.map(({ size }, axis) => Uint8Array.from({ length: size }, (_, rung) => Number(rung === point[axis])));
}

/**
 * Null where the boxes have every point. None that is outside too is stronger than the point found (or weaker, unless `strongest`): on each
 * axis that is branched on, the rungs are tried in that order, and all others keep their first.
 */
export function outside({ axes }: Lattice, boxes: readonly Box[], strongest: boolean): Point | null {
  const order = axes.map((axis) => ranked(axis, strongest));
  const domains = axes.map(({ size }) => new Uint8Array(size).fill(1));
  return solved(domains, boxes, order);
}

function ranked({ size, isWithin }: Axis, strongest: boolean): number[] {
  const rungs = Array.from({ length: size }, (_, rung) => rung);
  const rank = rungs.map((rung) => rungs.filter((other) => isWithin(other, rung)).length);
  return rungs.sort((a, b) => (strongest ? rank[a] - rank[b] : rank[b] - rank[a]));
}

/** `domains`: the rungs that are left, by axis. */
function solved(domains: Uint8Array[], boxes: readonly Box[], order: readonly (readonly number[])[]): Point | null {
  const left = propagated(domains, boxes);
  if (left === null) return null;
  const first = (axis: number) => order[axis].find((rung) => domains[axis][rung] === 1)!;
  if (left.length === 0) return domains.map((_, axis) => first(axis));
  const axis = left[0].free[0];
  for (const rung of order[axis]) {
    if (domains[axis][rung] === 0) continue;
    const narrowed = domains.map((domain) => domain.slice());
    narrowed[axis].fill(0)[rung] = 1;
    const waiting = left.map(({ box }) => box);
    const found = solved(narrowed, waiting, order);
    if (found !== null) return found;
  }
  return null;
}

/** A box that may still have the point in it, and the axes on which it need not. */
interface Open {
  readonly box: Box;
  readonly free: readonly number[];
}

/** Takes rungs out of the domains where a box leaves no choice, until there is none left. The boxes still to be left, those with the fewest ways first; null where there is no way. */
function propagated(domains: readonly Uint8Array[], boxes: readonly Box[]): Open[] | null {
  for (let waiting = boxes; ; ) {
    const open: Open[] = [];
    let narrowed = false;
    for (const box of waiting) {
      const free = freeAxes(domains, box);
      if (free === null) continue;
      if (free.length === 0) return null;
      if (free.length > 1) open.push({ box, free });
      else {
        const [axis] = free;
        const side = box[axis];
        for (const rung of side.keys()) if (side[rung] === 1) domains[axis][rung] = 0;
        narrowed = true;
      }
    }
    if (!narrowed) return open.sort((a, b) => a.free.length - b.free.length);
    waiting = open.map(({ box }) => box);
  }
}

/** Axes on which some rung that is left is not the box's; null where on one of them none is. */
function freeAxes(domains: readonly Uint8Array[], box: Box): number[] | null {
  const free: number[] = [];
  for (const [axis, domain] of domains.entries()) {
    const side = box[axis];
    let [inside, out] = [false, false];
    for (let rung = 0; rung < domain.length; rung++) {
      if (domain[rung] === 0) continue;
      if (side[rung] === 1) inside = true;
      else out = true;
    }
    if (!inside) return null;
    if (out) free.push(axis);
  }
  return free;
}
