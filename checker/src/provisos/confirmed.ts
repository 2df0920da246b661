/**
 * What holds within the capacity only is asked again with larger ones before it counts: see explore/check/capacity.ts.
 *
 * Where a run alone breaks the property, the largest of these capacities is asked first, and what holds with it is the answer. A step is cut where it leaves
 * more messages in flight than the capacity, and a larger one changes nothing else, so each run with few is a run with many: what breaks the property, or
 * fails, with the capacity between would with the largest. If that cuts anything off, the answer would have been that of the largest as well.
 * If it cuts nothing off, the largest has the same runs, so the same bounds are reached. Whatever else comes of the largest decides nothing: then one after the other is
 * asked. So they are for every other property, since a loop need not be fair where a step is possible that was cut, and a node may know less; and where the largest
 * may take more states than there may be, which would be searched in vain.
 */
import { isBoundedBy, RAISES, restsOnCapacity, withMoreRoom } from '../explore/check/capacity.ts';
import type { Joint, Judgement } from './answer.ts';
import type { Asked, Oracle } from './oracle.ts';
import { isShownByRun } from './same-run.ts';
import type { Space } from './space.ts';

/** How many times the states a set may have with two more messages in flight: 1.2 to 32 times in the blocks of four samples. */
const GROWS = 8;

export interface Confirmed extends Judgement {
  /** with which it was found: the greatest that was needed and had an answer */
  readonly capacity: number;
}

/** With `asked.capacity` first. Larger capacities that have no answer within the budget change nothing. `expected`: what it is thought to be with all of them. */
export function* confirmed(
  oracle: Oracle,
  space: Space,
  asked: Asked,
  next: () => readonly Asked[],
  expected: 'holds' | 'violated' = 'holds',
): Generator<void, Confirmed> {
  const ask = (capacity: number) => oracle.query(space, { ...asked, capacity }, next);
  const property = oracle.property(asked.property);
  if (expected === 'holds' && property !== null && isShownByRun(property) === 'yes') {
    const { verdict, states } = yield* ask(asked.capacity);
    const largest = asked.capacity + RAISES;
    const isAsked = restsOnCapacity(verdict, asked.capacity) && states * GROWS <= oracle.maxStates;
    const answer = isAsked ? yield* ask(largest) : null;
    if (answer?.standing === 'holds') return { ...answer, capacity: largest };
  }
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
