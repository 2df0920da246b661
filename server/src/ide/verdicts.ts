/** The results of a file's checks, as plain data from the worker, which the editor shows in place. */
import type { CheckOutcome, ProvisosPlan, Size, Verdict } from '#checker';
import type { Assume, Diagnostic } from '#grammar';
import type { ClaimOutcomeReport } from '#report';

export interface FileVerdicts {
  /** one a `check` of the file, in the file's order; a check that has not ended yet is missing */
  readonly checks: readonly CheckVerdicts[];
  /** the run goes on: what is missing will come */
  readonly running: boolean;
  /** what is known by now of the properties of a check that has not ended */
  readonly soFar?: readonly SoFarVerdict[];
}

export interface SoFarVerdict {
  readonly system: string;
  readonly property: string;
  readonly verdict: Verdict;
}

export interface CheckVerdicts {
  /** its number in the file, from 0 */
  readonly index: number;
  /** verdicts with traces and models, point by point; spans are those of the text that was checked */
  readonly outcome: CheckOutcome;
  /** what the variables are seen to hold; null where the search was too large to look */
  readonly observed: readonly Observed[] | null;
  /** what the constants of single points of a sweep bring up; absent where there is nothing */
  readonly diagnostics?: readonly Diagnostic[];
  /** random runs that were tried, or are, for what it left undecided; absent where there are none */
  readonly random?: RandomVerdicts;
}

export interface RandomVerdicts {
  readonly running: boolean;
  /** of each outcome; null where nothing was asked, or is known yet */
  readonly outcomes: readonly (RandomOutcome | null)[];
}

/** What random runs came to for one outcome. What they found stands in the outcome itself. */
export interface RandomOutcome {
  readonly verdict: Verdict;
  /** with the runs, once they are over */
  readonly size: Size;
}

/** What became of the claims of a `provisos` block. */
export interface BlockVerdicts {
  /** its number in the file, from 0 */
  readonly index: number;
  readonly plan: ProvisosPlan;
  /** null while it is checked */
  readonly data: BlockData | null;
}

/** The same without what the receiver knows. Places are those of the text that was checked. */
export interface BlockData {
  /** in the plan's order */
  readonly claims: readonly (readonly ClaimData[])[];
  readonly milliseconds: number;
}

/** A claim at one point. */
export interface ClaimData extends Omit<ClaimOutcomeReport, 'counterexample'> {
  /** of a set under which the condition is true and the property violated; else null */
  readonly story: string | null;
  /** the run that shows it; null where there is none, and of all but the first few points of the claims of a block */
  readonly run: ClaimRun | null;
}

/** The run that breaks a claim, without its model: that of the system under `assumption`. */
export interface ClaimRun {
  readonly verdict: Extract<Verdict, { readonly status: 'violated' }>;
  /** the set as a tree, nearest first */
  readonly assumption: readonly Assume[];
}

/** The values that one variable takes in the reachable states. */
export interface Observed {
  /** null for a ghost of the system */
  readonly role: string | null;
  readonly variable: string;
  /** as the author writes them, in value order; at most 32 */
  readonly values: readonly string[];
  /** how many there are in all */
  readonly count: number;
}
