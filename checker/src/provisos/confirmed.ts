/**
 * What holds within the capacity only is asked again with larger ones before it counts: see explore/check/capacity.ts.
 */
import { RAISES, restsOnCapacity } from '../explore/check/capacity.ts';
import type { Judgement } from './answer.ts';
import type { Point } from './lattice.ts';
import type { Oracle } from './oracle.ts';
import type { Space } from './space.ts';

export interface Confirmed extends Judgement {
  /** with which it was found: the greatest that was needed and had an answer */
  readonly capacity: number;
}

/** Larger capacities that have no answer within the budget change nothing. */
export function* confirmed(oracle: Oracle, space: Space, point: Point, capacity: number, property: string): Generator<void, Confirmed> {
  let found: Confirmed = { ...(yield* oracle.query(space, point, capacity, property, [])), capacity };
  for (let larger = capacity + 1; larger <= capacity + RAISES && restsOnCapacity(found.verdict, found.capacity); larger++) {
    const next = yield* oracle.query(space, point, larger, property, []);
    if (next.standing !== 'holds' && next.standing !== 'violated') break;
    found = { ...next, capacity: larger };
  }
  return found;
}
