/** Messages between the thread of the server and the thread of the checks: plain data that both can copy. */
import type { CodePlace, Point, Progress, Size, Verdict } from '#checker';
import type { Diagnostic } from '#grammar';
import type { FoundProvisos } from '../ide/found-provisos.ts';
import type { BlockData, Observed } from '../ide/verdicts.ts';

/** A file with everything that it imports, as it was at one moment. */
export interface Sources {
  /** two with the same number are the same */
  readonly id: number;
  readonly root: string;
  readonly texts: readonly (readonly [path: string, text: string])[];
  readonly imports: readonly { readonly from: string; readonly written: string; readonly path: string }[];
}

/** The budget of one check. */
export interface CheckBudget {
  /** of each search */
  readonly maxStates: number;
  /** of the whole check */
  readonly seconds: number;
  /** MiB, of each search */
  readonly maxMemory: number;
}

export type Order =
  | {
      readonly kind: 'run';
      readonly id: number;
      /** null: those of the order before */
      readonly sources: Sources | null;
      /** its number in the file, from 0 */
      readonly check: number;
      readonly budget: CheckBudget;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'provisos'; readonly id: number; readonly sources: Sources; readonly wanted: Wanted; readonly budget: CheckBudget }
  /** `block`: its number in the file, from 0 */
  | { readonly kind: 'block'; readonly id: number; readonly sources: Sources; readonly block: number; readonly budget: CheckBudget };

export type Answer =
  | ({ readonly kind: 'progress'; readonly id: number } & CheckProgress)
  | { readonly kind: 'result'; readonly id: number; readonly result: CheckData }
  /** a mistake of our own was caught; the thread goes on */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'searching'; readonly id: number; readonly progress: ProvisosProgress }
  /** what is known by now of the provisos of a property */
  | { readonly kind: 'provisos'; readonly id: number; readonly found: FoundProvisos }
  | { readonly kind: 'block'; readonly id: number; readonly block: BlockData }
  /** the proviso search is over, or that of a block */
  | { readonly kind: 'searched'; readonly id: number };

export interface CheckProgress {
  readonly point: Point;
  readonly progress: Progress;
  /** what is known so far of properties that are not decided: the last of each, at the point under way or one before */
  readonly soFar?: readonly SoFar[];
}

export interface SoFar {
  readonly property: string;
  readonly verdict: Verdict;
}

/** A check's results without the models, which the receiver already has and which are larger than everything else. */
export interface CheckData {
  /** one for each point of the sweep; null where the constants of the point make something wrong */
  readonly points: readonly (PointData | null)[];
  readonly neverRan: readonly CodePlace[];
  /** as in `CheckOutcome` */
  readonly ran: readonly CodePlace[];
  readonly observed: readonly Observed[] | null;
  /** what the constants of single points bring up */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PointData {
  /** as the plan lists the expectations */
  readonly verdicts: readonly Verdict[];
  readonly size: Size;
}

/** A property whose provisos are wanted, and the set to begin from. */
export interface Wanted {
  readonly system: string;
  readonly assume: string;
  readonly property: string;
}

export interface ProvisosProgress {
  readonly checks: number;
  readonly states: number;
}
