/** The result of `proviso provisos`: see `types.ts` for what is promised. */
import type { Counterexample } from './counterexample-types.ts';
import type { DiagnosticReport, Place } from './text-types.ts';
import type { RunReport, SCHEMA_VERSION } from './types.ts';

/** What `proviso provisos --format json` writes. */
export interface ProvisosRun {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: RunReport['tool'];
  /** the user ended it before everything was searched */
  readonly interrupted: boolean;
  readonly file: string;
  readonly diagnostics: readonly DiagnosticReport[];
  /** in the order in which they were found; empty with `--for` */
  readonly answers: readonly AnswerReport[];
  /** with `--for` */
  readonly thresholds: readonly ThresholdsReport[];
  /** with `--against`: what was found in the file as it was in that revision of git; else null. Its places are in that text */
  readonly against: { readonly revision: string; readonly answers: readonly AnswerReport[] } | null;
  /** properties of which nothing can be said */
  readonly refused: readonly {
    readonly property: string;
    readonly system: string;
    readonly assume: string;
    readonly why: 'reachable' | 'knowledge' | 'stable' | 'enabled';
  }[];
  readonly milliseconds: number;
}

/** Which assumptions a property needs. */
export interface AnswerReport {
  readonly property: string;
  readonly system: string;
  readonly assume: string;
  /** of the property's name, where it is declared */
  readonly place: Place;
  /** "holds provided pause Worker <= 1 and drift <= 0, and only then" */
  readonly text: string;
  /** what a `provisos` block of the file claims so; null where there is nothing to claim, or only one quantity at a time was asked for */
  readonly claim: { readonly over: string; readonly word: 'when' | 'provided'; readonly condition: string } | null;
  readonly assumed: 'holds' | 'violated' | 'undecided' | 'error';
  /** what was varied */
  readonly varied: readonly { readonly quantity: string; readonly levels: readonly LevelReport[]; readonly assumed: LevelReport }[];
  /** words for what was not varied since nobody asked for it */
  readonly notTried: readonly string[];
  /** one quantity at a time, all others as assumed */
  readonly alone: readonly EffectReport[];
  /** all together; null where that was not asked for */
  readonly joint: JointReport | null;
  /** assumption sets, and searches that it took beside those of answers before */
  readonly sets: number;
  readonly searches: number;
  /** those of the searches that an earlier run had made */
  readonly remembered: number;
  /** with the capacity of the file a violation was hidden: the answer is for this one. Else null */
  readonly raisedTo: number | null;
  /**
   * With the capacity of the file not every set was decided: that it holds under the weakest sets of `joint` was found with this smaller one. The breaks
   * are breaks with that of the file. Else null.
   */
  readonly loweredTo: number | null;
  /** why it ended before everything was settled; null where it did not */
  readonly stopped: string | null;
  readonly milliseconds: number;
}

/** What an assumption set says of one quantity: `most` is null where there is no bound. */
export interface LevelReport {
  /** as a `provisos` block writes it: "pause Worker <= 1"; empty where nothing is required */
  readonly condition: string;
  /** bounds: ticks, in force from the start or only in the end; counts and crashes: times in a run */
  readonly kind: 'bound' | 'count' | 'crash' | 'order' | 'windows';
  readonly least: number;
  readonly most: number | null;
  readonly always: boolean;
  /** of a crash what the node does; else null */
  readonly mode: 'never' | 'stop' | 'recovery' | 'amnesia' | null;
  /** of a crash, where it is varied: how many nodes are down at once; null where nothing bounds it but `most` and the number of nodes */
  readonly down: number | null;
  /** of the order of messages; else null */
  readonly fifo: boolean | null;
  /** of whether faults end: which of them are `until stable`; else null */
  readonly until: 'all' | 'as assumed' | 'none' | null;
}

export interface EffectReport {
  readonly quantity: string;
  readonly effect: 'does not matter' | 'no value helps' | 'needs' | 'would fix' | 'not settled';
  /** the weakest levels at which it holds */
  readonly upTo: readonly LevelReport[];
  /** the strongest levels at which it is violated */
  readonly breaksFrom: readonly LevelReport[];
  readonly notSettled: readonly LevelReport[];
  /** it is assumed stronger than needed */
  readonly slack: boolean;
  /** "needs pause Worker <= 1; breaks from a pause of Worker of up to 2 ticks" */
  readonly text: string;
}

export interface JointReport {
  /**
   * Every set was decided, and no longer ladder could change the answer: it holds under the weakest sets and what is stronger, and nowhere else.
   * Where `loweredTo` is a number it is known to hold there with so many messages in flight at the most.
   */
  readonly exact: boolean;
  readonly weakest: readonly {
    readonly conditions: readonly string[];
    /** bounds of the search within which alone it holds there */
    readonly bounds: readonly string[];
    readonly vacuous: string | null;
  }[];
  readonly smallest: readonly { readonly text: string; readonly levels: readonly SetLevel[]; readonly counterexample: Counterexample }[];
  readonly doesNotMatter: readonly string[];
  /** each stands for all that is weaker as well */
  readonly notSettled: readonly (readonly SetLevel[])[];
  /** there are more of these than are listed */
  readonly moreNotSettled: boolean;
  /** sets under which the model itself fails */
  readonly failing: number;
  /** of these no larger number was tried, although it may hold there as well */
  readonly endedEarly: readonly string[];
}

export interface SetLevel {
  readonly quantity: string;
  readonly level: LevelReport;
}

/** The inequality between a constant and the bounds. */
export interface ThresholdsReport {
  readonly property: string;
  readonly system: string;
  readonly assume: string;
  readonly constant: string;
  readonly values: readonly number[];
  /** the simplest first, as a `provisos` block writes them; empty where none fits */
  readonly conditions: readonly string[];
  /** bounds of the search within which alone it was found to hold, at any point */
  readonly bounds: readonly string[];
  /** the smallest value with which it holds as assumed; null where there is none */
  readonly least: number | null;
  readonly varied: readonly { readonly quantity: string; readonly top: number }[];
  /** values with which it holds, or breaks, at every point */
  readonly holdsAt: readonly number[];
  readonly breaksAt: readonly number[];
  readonly points: number;
  readonly notSettled: number;
  readonly searches: number;
  readonly stopped: string | null;
  readonly milliseconds: number;
}
