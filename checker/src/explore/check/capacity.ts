/**
 * A fault can make room where only so many messages may be in flight: losing them does, and so does whatever lets a message be taken that
 * would wait. With too small a capacity it then seems needed for a violation that needs none. So what holds within the capacity only is
 * asked again with larger ones before anything is called needed.
 */
import type { Verdict } from '../../verdict.ts';

/** Steps by which the capacity is raised for what rests on it, one after the other. */
export const RAISES = 2;

/** It holds within this capacity, and perhaps not beyond. */
export function restsOnCapacity(verdict: Verdict | null, capacity: number): boolean {
  return verdict?.status === 'holds' && isBoundedBy(verdict.bounds, capacity);
}

/** This capacity is one of the bounds of a search that cut something off. */
export function isBoundedBy(bounds: readonly string[], capacity: number): boolean {
  return bounds.includes(`capacity ${capacity}`);
}

/** The answers for this capacity and, as long as what holds rests on it, for larger ones; there is always one. */
export function* withMoreRoom<Y, T>(
  capacity: number,
  ask: (capacity: number) => Generator<Y, T>,
  verdictOf: (answer: T) => Verdict | null,
): Generator<Y, { readonly capacity: number; readonly answer: T }[]> {
  const found: { capacity: number; answer: T }[] = [];
  for (let more = 0; more <= RAISES; more++) {
    const answer = yield* ask(capacity + more);
    found.push({ capacity: capacity + more, answer });
    if (!restsOnCapacity(verdictOf(answer), capacity + more)) break;
  }
  return found;
}
