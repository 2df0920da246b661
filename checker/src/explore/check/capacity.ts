/**
 * Losing messages, or a crash or a cut of who receives them, makes room where only so many may be in flight: with too small a capacity a
 * fault seems needed for a violation that needs none. So what holds within the capacity only is asked again with larger ones before
 * anything is called needed.
 */
import type { Verdict } from '../../verdict.ts';

/** Steps by which the capacity is raised for what rests on it, one after the other. */
export const RAISES = 2;

/** It holds within this capacity, and perhaps not beyond. */
export function restsOnCapacity(verdict: Verdict | null, capacity: number): boolean {
  return verdict?.status === 'holds' && verdict.bounds.includes(`capacity ${capacity}`);
}
