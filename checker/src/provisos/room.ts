/**
 * With how many messages in flight something was found. A set that holds with few may have been asked again with more, and one that is violated
 * with few is with more.
 */
import { RAISES, restsOnCapacity } from '../explore/check/capacity.ts';
import type { Model } from '../model/ir.ts';
import { leastCapacity } from '../model/sends.ts';
import type { Judgement, Smallest, Weakest } from './answer.ts';
import type { Point } from './lattice.ts';
import type { Oracle } from './oracle.ts';
import { assumedPoint, type Space } from './space.ts';

/** Where and with which capacity a property is asked about. */
export interface Room {
  readonly oracle: Oracle;
  readonly space: Space;
  readonly property: string;
  /** the system under the set that the file names */
  readonly model: Model;
  readonly capacity: number;
}

/** What was found with a capacity. */
interface Found extends Judgement {
  readonly capacity: number;
}

export interface Held extends Found {
  /** with a smaller one, the first that was asked about, it was found to hold within that alone */
  readonly rested: boolean;
}

/** In which whatever a node sends at once has room beside one message. */
export function smallestRoom(model: Model): number {
  return leastCapacity(model) + 1;
}

/** The greatest capacity with which it is asked again. */
export function largestRoom({ capacity, model }: Pick<Room, 'capacity' | 'model'>): number {
  return Math.max(capacity, model.network.capacity) + RAISES;
}

export function restsOn({ verdict, capacity }: Pick<Held, 'verdict' | 'capacity'>): boolean {
  return restsOnCapacity(verdict, capacity);
}

/** With the greatest capacity with which it was asked again and held. */
export function* heldAt(room: Room, point: Point): Generator<void, Held> {
  const { oracle, space, property, capacity: given } = room;
  const known = (capacity: number) => {
    const one = oracle.known(space, point, capacity, property);
    return one?.standing === 'holds' ? { ...one, capacity } : null;
  };
  let least = given;
  while (least < largestRoom(room) && known(least) === null) least++;
  const first = known(least) ?? { ...(yield* oracle.query(space, { point, capacity: given, property, others: [] })), capacity: given };
  let held = first;
  for (let next: typeof held | null = held; next !== null; next = restsOn(held) ? known(held.capacity + 1) : null) held = next;
  return { ...held, rested: restsOn(first) };
}

/** Those that permit what is assumed first. */
export function* weakestOf(room: Room, points: readonly Point[]): Generator<void, Weakest[]> {
  const found: Weakest[] = [];
  for (const point of points) {
    const { verdict, capacity, rested } = yield* heldAt(room, point);
    if (verdict?.status === 'holds')
      found.push({ point, bounds: verdict.bounds, vacuous: verdict.vacuous, capacity: rested ? capacity : null });
  }
  const isPermitted = ({ point }: Weakest) => Number(room.space.lattice.isWithin(assumedPoint(room.space), point));
  return found.sort((a, b) => isPermitted(b) - isPermitted(a));
}

/** Those with the simplest run first. */
export function* smallestOf(room: Room, points: readonly Point[]): Generator<void, Smallest[]> {
  const { oracle, space, property } = room;
  const found: Smallest[] = [];
  for (const point of points) {
    const { verdict, capacity } = yield* violatedAt(room, point);
    const { model } = oracle.lowered(space, point, capacity, [property]);
    if (verdict?.status === 'violated' && model !== null) found.push({ point, verdict, model });
  }
  return found.sort(
    (a, b) => a.verdict.trace.faults - b.verdict.trace.faults || a.verdict.trace.steps.length - b.verdict.trace.steps.length,
  );
}

/** What is violated with a smaller capacity is with a larger one; the run that was found is as good. With the capacity assumed all are violated. */
function* violatedAt({ oracle, space, property, model, capacity }: Room, point: Point): Generator<void, Found> {
  const assumed = model.network.capacity;
  const lowest = Math.min(assumed, smallestRoom(model));
  for (let other = lowest; other <= Math.max(assumed, capacity); other++) {
    if (other === capacity) continue;
    const known = oracle.known(space, point, other, property);
    if (known?.standing === 'violated') return foundWithin(known, other, assumed);
  }
  return foundWithin(yield* oracle.query(space, { point, capacity, property, others: [] }), capacity, assumed);
}

/** With more messages in flight there may be a simpler run. */
function foundWithin(judgement: Judgement, capacity: number, assumed: number): Found {
  if (judgement.verdict?.status !== 'violated' || capacity >= assumed) return { ...judgement, capacity };
  return { ...judgement, capacity, verdict: { ...judgement.verdict, simplestWithin: [`capacity ${capacity}`] } };
}
