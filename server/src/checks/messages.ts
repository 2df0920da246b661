/** Messages between the thread of the server and the thread of the checks: plain data that both can copy. */
import type { CodePlace, ConstantValue, LogMistake, Multiplied, Point, Progress, Size, Verdict, WrittenTiming } from '#checker';
import type { Diagnostic } from '#grammar';
import type { LogReport } from '#report';
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
  /** that make a large search; null: as many as the machine has to spare. What is found does not depend on it. */
  readonly threads: number | null;
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
  | { readonly kind: 'block'; readonly id: number; readonly sources: Sources; readonly block: number; readonly budget: CheckBudget }
  | { readonly kind: 'logs'; readonly id: number; readonly sources: Sources; readonly wanted: LogsWanted; readonly budget: CheckBudget }
  | {
      readonly kind: 'random';
      readonly id: number;
      readonly sources: Sources;
      readonly wanted: RandomWanted;
      readonly budget: CheckBudget;
    };

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
  | { readonly kind: 'reading'; readonly id: number; readonly progress: LogsProgress }
  /** what is known by now of logs */
  | { readonly kind: 'logs'; readonly id: number; readonly found: LogsFound }
  | { readonly kind: 'walking'; readonly id: number; readonly progress: Progress }
  /** what is known by now of the random runs of a check */
  | { readonly kind: 'random'; readonly id: number; readonly found: RandomData }
  /** the proviso search is over, or that of a block or of logs, or random runs are */
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
  /** what multiplies the states of the first search that a budget stopped; absent where none did */
  readonly largest?: Multiplied;
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

/** Random runs of a check, for what it left undecided. */
export interface RandomWanted {
  /** its number in the file, from 0 */
  readonly check: number;
  /** by point, the properties */
  readonly asked: readonly (readonly string[])[];
  readonly seed: number;
}

/** What random runs of a check came to. */
export interface RandomData {
  readonly points: readonly RandomPoint[];
}

export interface RandomPoint {
  /** as the plan lists the expectations; null where nothing is known, or was asked */
  readonly verdicts: readonly (Verdict | null)[];
  /** null until the runs of the point are over */
  readonly size: Size | null;
}

export interface ProvisosProgress {
  readonly checks: number;
  readonly states: number;
}

/** A file as it was at one moment, and how messages call it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Logs of one run, and what they are asked to be a run of. */
export interface LogsWanted {
  readonly logs: readonly NamedText[];
  /** they are spans of OpenTelemetry, and this says which events those are */
  readonly mapping: NamedText | null;
  /** null: that of the first check of the file, and of the system */
  readonly system: string | null;
  readonly assume: string | null;
  readonly timing: WrittenTiming;
  readonly constants: Readonly<Record<string, ConstantValue>>;
}

export interface LogsProgress {
  readonly explained: number;
  readonly events: number;
  /** the search for weaker assumptions is under way */
  readonly weaker: boolean;
}

/** `subjects`: what else the logs may be asked about. */
export type LogsFound = { readonly subjects: readonly LogSubject[] } & (
  | { readonly report: LogReport; readonly pending: boolean; readonly milliseconds: number }
  /** why nothing was searched; `mistakes` in the logs, of which `more` are not listed */
  | { readonly report: null; readonly problem: string; readonly mistakes: readonly LogMistake[]; readonly more: number }
);

export interface LogSubject {
  readonly system: string;
  readonly assume: string;
}
