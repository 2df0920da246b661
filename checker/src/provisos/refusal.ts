/** Properties of which the proviso search says nothing, and why. */
import { isExistential } from '#grammar';
import type { Property } from '../model/ir.ts';

export type Refusal =
  /** assumptions make it possible or impossible; none is needed for it */
  | 'reachable'
  /** what nodes know hangs on all runs, so that neither a stronger nor a weaker set follows */
  | 'knowledge';

export function refusal(property: Property): Refusal | null {
  if (isExistential(property.word)) return 'reachable';
  return property.usesKnowledge ? 'knowledge' : null;
}
