/**
 * What holds within the capacity only is asked again with larger ones before it counts: losing messages, or a crash of who receives them,
 * makes room in a full network, so with too little of it a fault seems needed for a violation that needs none.
 */
import type { Judgement } from './answer.ts';
import type { Point } from './lattice.ts';
import type { Oracle } from './oracle.ts';
import type { Space } from './space.ts';

/** Steps by which the capacity is raised for what rests on it, one after the other. */
export const RAISES = 2;

export interface Confirmed extends Judgement {
  /** with which it was found: the greatest that was needed and had an answer */
  readonly capacity: number;
}

/** Larger capacities that have no answer within the budget change nothing. */
export function* confirmed(oracle: Oracle, space: Space, point: Point, capacity: number, property: string): Generator<void, Confirmed> {
  let found: Confirmed = { ...(yield* oracle.query(space, point, capacity, property, [])), capacity };
  for (let larger = capacity + 1; larger <= capacity + RAISES && restsOnCapacity(found, found.capacity); larger++) {
    const next = yield* oracle.query(space, point, larger, property, []);
    if (next.standing !== 'holds' && next.standing !== 'violated') break;
    found = { ...next, capacity: larger };
  }
  return found;
}

export function restsOnCapacity({ verdict }: Judgement, capacity: number): boolean {
  return verdict?.status === 'holds' && verdict.bounds.includes(`capacity ${capacity}`);
}
