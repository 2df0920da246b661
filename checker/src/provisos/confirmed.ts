/**
 * What holds within the capacity only is asked again with larger ones before it counts: see explore/check/capacity.ts.
 */
import { isBoundedBy, withMoreRoom } from '../explore/check/capacity.ts';
import type { Joint, Judgement } from './answer.ts';
import type { Asked, Oracle } from './oracle.ts';
import type { Space } from './space.ts';

export interface Confirmed extends Judgement {
  /** with which it was found: the greatest that was needed and had an answer */
  readonly capacity: number;
}

/** With `asked.capacity` first. Larger capacities that have no answer within the budget change nothing. */
export function* confirmed(oracle: Oracle, space: Space, asked: Asked, next: () => readonly Asked[]): Generator<void, Confirmed> {
  const ask = (capacity: number) => oracle.query(space, { ...asked, capacity }, next);
  const [first, ...larger] = yield* withMoreRoom(asked.capacity, ask, ({ verdict }) => verdict);
  const last = larger.findLast(({ answer: { standing } }) => standing === 'holds' || standing === 'violated') ?? first;
  return { ...last.answer, capacity: last.capacity };
}

/** The least capacity with which a weakest set was found to hold within that alone; null where none is smaller than the one assumed. */
export function leastRoom({ weakest }: Joint, assumed: number): number | null {
  const resting = weakest.flatMap(({ capacity, bounds }) => (capacity !== null && isBoundedBy(bounds, capacity) ? [capacity] : []));
  const least = Math.min(...resting, assumed);
  return least < assumed ? least : null;
}
