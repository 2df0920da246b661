import type { Model } from '../../model/ir.ts';

/** A system and an assumption set that some check brings together. */
export interface Meeting {
  readonly model: Model;
  /** no check of the two says otherwise */
  readonly isExpectedToHold: (property: string) => boolean;
  /** a check of the two says that it holds, at every point, and none says otherwise */
  readonly isClaimed: (property: string) => boolean;
}
