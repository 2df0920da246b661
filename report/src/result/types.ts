/**
 * The public result of a run of checks: what every format is made of, and what `--format json` writes as it is. Names and values
 * are as the author writes them.
 *
 * Each `text`, with `story` and `fair`, is English for people and may be reworded in any release. Everything else keeps its name and its
 * meaning as long as `schemaVersion` is the same; more properties may be added, and more words where a word says what kind
 * something is.
 */

export const SCHEMA_VERSION = 1;

export interface RunReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: { readonly name: 'proviso'; readonly version: string };
  readonly summary: Summary;
  /** the user ended the run before everything was checked */
  readonly interrupted: boolean;
  /** the files that were asked for, in the order in which they were checked */
  readonly files: readonly string[];
  /** those of them whose checks are missing, because of what `unreadable` and `diagnostics` tell */
  readonly skipped: readonly string[];
  /** the part of the checks that this run was asked for; null where it was all of them */
  readonly shard: ShardReport | null;
  /** files that are as they were in a revision were left out, and are not among `files`; null where all were checked */
  readonly changed: ChangedReport | null;
  /** null where none was given */
  readonly baseline: BaselineReport | null;
  /** files and folders that could not be read, and why */
  readonly unreadable: readonly FileProblem[];
  /** what is wrong with the texts */
  readonly diagnostics: readonly DiagnosticReport[];
  readonly checks: readonly CheckReport[];
  readonly provisos: readonly ProvisosReport[];
}

/** One of the parts into which `--shard` divides the checks and `provisos` blocks. */
export interface ShardReport {
  /** from 1 */
  readonly index: number;
  readonly count: number;
  /** checks and blocks in this part, and in all parts together */
  readonly checks: number;
  readonly all: number;
  /** the parts belong together where this is the same */
  readonly division: string;
}

export interface ChangedReport {
  /** "HEAD": as it was asked for */
  readonly since: string;
  /** files that were left out */
  readonly unchanged: number;
}

/** The file that says which failures are known. */
export interface BaselineReport {
  readonly file: string;
  /** failures that it knows and that did not come about. `not asked`: the file does not ask that any more */
  readonly gone: readonly (KnownFailure & { readonly why: 'as expected' | 'another verdict' | 'not asked' })[];
}

export interface KnownFailure {
  readonly file: string;
  /** "Counter/Plain/Small/P = 2": system, assumptions, property, point */
  readonly question: string;
  readonly expected: string;
  /** what came of it: a status of a verdict, or `wrong` for a claim of a `provisos` block */
  readonly verdict: string;
}

/** How many verdicts there are of each standing, over all properties and points. */
export interface Summary {
  readonly checks: number;
  readonly expected: number;
  readonly unexpected: number;
  /** unexpected too, but a baseline knows them; not among `unexpected` */
  readonly known: number;
  /** a budget ran out before an answer */
  readonly undecided: number;
  /** the tool cannot check this form of property yet */
  readonly unchecked: number;
  readonly milliseconds: number;
}

export interface FileProblem {
  readonly file: string;
  readonly message: string;
}

/** Lines and columns count from 1; a column counts UTF-16 code units. The end is the place just behind the last character. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface DiagnosticReport {
  /** `PV0203`: see `proviso explain CODE` */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'hint';
  readonly place: Place;
  readonly message: string;
  /** why it matters here */
  readonly why: string | null;
  /** what to write instead */
  readonly help: string | null;
  readonly related: readonly { readonly place: Place; readonly message: string }[];
}

/** One `check` of a file. */
export interface CheckReport {
  readonly place: Place;
  readonly system: string;
  readonly assume: string;
  /** the constants that are swept, each with its values as written; empty without a sweep */
  readonly sweep: readonly { readonly name: string; readonly values: string }[];
  /** the searches of all points together */
  readonly search: Search;
  readonly properties: readonly PropertyReport[];
  /** handlers and actions that no run reaches, at any point */
  readonly neverRuns: readonly { readonly role: string; readonly code: string; readonly place: Place }[];
  /** what makes the largest search large, where that was asked for (`--stats`); else the first search that a budget stopped */
  readonly largest: Largest | null;
}

/** One property of a check, at every point of its sweep. */
export interface PropertyReport {
  readonly name: string;
  readonly kind: 'safety' | 'liveness' | 'reachable' | 'scenario';
  /** of its name, where it is declared */
  readonly place: Place;
  /** one for each point; one in all without a sweep */
  readonly outcomes: readonly OutcomeReport[];
}

/** One `provisos` block of a file. */
export interface ProvisosReport {
  readonly place: Place;
  readonly system: string;
  /** the set that is varied */
  readonly assume: string;
  readonly sweep: CheckReport['sweep'];
  readonly claims: readonly ClaimReport[];
  readonly milliseconds: number;
  /** nothing was searched: the result is that of an earlier run */
  readonly remembered: boolean;
}

/** One claim of a block, at every point of its sweep. */
export interface ClaimReport {
  readonly property: string;
  /** `when`: where the condition is false it is violated; `provided`: of that nothing is said */
  readonly word: 'when' | 'provided';
  readonly condition: string;
  readonly place: Place;
  readonly outcomes: readonly ClaimOutcomeReport[];
}

export interface ClaimOutcomeReport {
  readonly point: PointReport;
  readonly standing: Standing;
  /** "violated under a drift of up to 1 tick" */
  readonly text: string;
  /** the bounds of the search within which alone it is right; empty where it is so without any */
  readonly bounds: readonly string[];
  /** assumption sets that the claim is about, and searches that it took */
  readonly sets: number;
  readonly searches: number;
  /** of a set under which the condition is true and the property violated; else null */
  readonly counterexample: Counterexample | null;
}

/** `known`: unexpected, but a baseline knows it */
export type Standing = 'expected' | 'unexpected' | 'known' | 'undecided' | 'unchecked';

/** One property at one point. */
export interface OutcomeReport {
  /** a value for each swept constant; empty without a sweep */
  readonly point: PointReport;
  readonly expected: 'holds' | 'violated' | 'reached' | 'unreached';
  /** only runs with at most so many faults are asked about; null where all are */
  readonly upToFaults: number | null;
  readonly standing: Standing;
  readonly verdict: VerdictReport;
  /** the search at this point, which all its properties share */
  readonly search: Search;
  /** of what is violated; of what is reached the run that reaches it; of an error the run into it; else null */
  readonly counterexample: Counterexample | null;
  /** which faults a violation requires; null where that was not asked for */
  readonly blame: BlameReport | null;
  /** where it was expected to come about and never does: what is nearest; null where that is not known */
  readonly nearest: NearestReport | null;
}

/** Of a conjunction that no state makes true, or of a scenario. */
export interface NearestReport {
  /** "No run comes near: `B.n == 1` is never true." */
  readonly text: string;
  /** its parts that are never true; of a scenario the step that happens in no run */
  readonly never: readonly string[];
  /** the part that alone is missing at the end of `steps`, where each part is true somewhere; of a scenario the step that never follows them; else null */
  readonly missing: string | null;
  readonly steps: readonly StepReport[];
}

export type PointReport = readonly { readonly name: string; readonly value: number | boolean }[];

export interface VerdictReport {
  readonly status: 'holds' | 'violated' | 'reached' | 'unreached' | 'unknown' | 'error' | 'unchecked';
  /** "holds within bounds (capacity 8)" */
  readonly text: string;
  /** the bounds of the search within which alone it is so; empty where it is so without any */
  readonly bounds: readonly string[];
  /** of what holds: why nothing was asked of it; else null */
  readonly vacuous: string | null;
  /** of what is unknown or unchecked why; of an error what is wrong; else null */
  readonly reason: string | null;
  /** of an error the place in the code; else null */
  readonly place: Place | null;
  /** of what holds or is unreached: only runs with at most so many faults were asked about; null where all were */
  readonly upToFaults: number | null;
  /** of what is unknown because a budget ran out: what is known by then; null where nothing is */
  readonly exhausted: ExhaustedReport | null;
  /** of a counterexample that was found under smaller bounds, before a budget ran out: these bounds; within larger ones there may be a simpler one. Else null */
  readonly simplestWithin: readonly string[] | null;
  /** of a scenario that no run was found for: how far runs come in it; else null, and where a budget ran out */
  readonly furthest: FurthestReport | null;
}

/** Its first so many steps are in some run, in their order, and what is missing never follows. */
export interface FurthestReport {
  readonly steps: number;
  /** how many it has */
  readonly of: number;
  /** the next step, or, after all of them, what has to be true there; `way`: no values fit its names */
  readonly missing: 'way' | 'step' | 'then';
  /** the same as it is written */
  readonly text: string;
}

/** Runs that were all seen, none of which is what was looked for. */
export interface ExhaustedReport {
  readonly sought: 'violation' | 'witness';
  /** every run with at most so many faults; null where not even those without any */
  readonly faults: number | null;
  /** of the runs with one fault more those of at most so many steps; null where none was */
  readonly steps: number | null;
  /** the bounds of the search that were reached on the way */
  readonly bounds: readonly string[];
  /** smaller bounds than those asked for, within which every run was seen, whatever its faults; null where there are none */
  readonly narrower: readonly string[] | null;
}

export interface Search {
  readonly states: number;
  readonly steps: number;
  /** greatest number of steps from the start, along simplest runs */
  readonly depth: number;
  /** most faults of a state */
  readonly faults: number;
  /** steps not followed, as a bound of the search was reached */
  readonly cut: number;
  /** roles and enums up to whose symmetry states are counted; empty where every state is */
  readonly symmetricIn: readonly string[];
  /** of several searches some count up to symmetry and some every state */
  readonly symmetricInPart: boolean;
  /** `exhausted`: every state within the bounds was seen; `decided`: it stopped before, as all was decided; `budget`: as a budget ran out */
  readonly ended: 'exhausted' | 'decided' | 'budget';
  /** memory at its end */
  readonly bytes: number;
  /** states were kept compressed, without loss */
  readonly compressed: boolean;
  /** why the slow interpreter made the search; null where compiled code did */
  readonly interpretedBecause: string | null;
  readonly milliseconds: number;
  /** nothing was searched: the result is that of an earlier run, with its figures; of several searches, of all of them */
  readonly remembered: boolean;
  /** nothing was searched: random runs were made, `states` are about those that they saw, `steps` theirs; null where it was a search */
  readonly simulated: SimulatedReport | null;
}

/** Random runs; of several points together. */
export interface SimulatedReport {
  readonly seed: number;
  readonly runs: number;
  /** runs without a fault, with one, ... */
  readonly byFaults: readonly number[];
  /** handlers and actions that ran in none of them: "Client's `on Refused`" */
  readonly neverRan: readonly string[];
}

/** What multiplies the states of the largest search of a check. */
export interface Largest {
  readonly point: PointReport;
  readonly states: number;
  /** of a search that a budget stopped: only so many of its states were looked at, its first ones; else null */
  readonly first: number | null;
  /** timers of all nodes together, and nodes */
  readonly timers: number;
  readonly nodes: number;
  /** the greatest first. `times`: states for each one without this part */
  readonly multipliers: readonly { readonly kind: MultiplierKind; readonly name: string; readonly times: number }[];
  /** roles that are not symmetric, and why */
  readonly notSymmetric: readonly { readonly name: string; readonly why: string; readonly place: Place | null }[];
  /** what is left out of the states of a large search, since nothing reads it */
  readonly leftOut: readonly string[];
}

export type MultiplierKind =
  | ('variable' | 'ghost' | 'timer' | 'message' | 'messages' | 'pause' | 'crash' | 'clock')
  | ('cut' | 'budget' | 'time');

export interface Counterexample {
  readonly length: Length;
  /** there is time under these assumptions, and each step has one */
  readonly timed: boolean;
  /** a few sentences that tell it */
  readonly story: string;
  /** in order. Ticks are not among them, except where nothing else would show that time passes */
  readonly steps: readonly StepReport[];
  /** of a liveness property: `steps` from this index on repeat forever; where there are none, nothing happens any more. Else null */
  readonly loopStart: number | null;
  /** of a loop: why no assumption forbids it; else empty */
  readonly fair: readonly string[];
  /** nodes that do not know something, each with a run that it cannot tell from this one */
  readonly lookalikes: readonly { readonly node: string; readonly steps: readonly StepReport[]; readonly replay: Replay }[];
  readonly replay: Replay;
}

/** "1 fault, 10 steps": ticks count as steps. */
export interface Length {
  readonly faults: number;
  /** before the loop, if there is one */
  readonly steps: number;
  readonly loop: { readonly steps: number; readonly faults: number } | null;
}

export interface StepReport {
  readonly kind: StepKind;
  /** ticks since the start; null where it spans time, and where the assumptions know no time */
  readonly time: number | null;
  /** null where it is the network's, or the whole system's */
  readonly node: string | null;
  /** "Renew from Worker#1: sends Granted back" */
  readonly text: string;
  /** an assumption allows it to go wrong so */
  readonly fault: boolean;
  /** what is received, lost, corrupted (as it was) or told as a lie; else null */
  readonly message: MessageReport | null;
  readonly changes: readonly ChangeReport[];
  /** the code that ran, or the assumption that allows the fault; null where neither is in the text */
  readonly place: Place | null;
  /** its number among all steps of the run, from 1; 0 for what comes before the first */
  readonly number: number;
}

export type StepKind =
  | ('start' | 'deliver' | 'duplicate' | 'fire' | 'resume' | 'restart' | 'act' | 'tick' | 'stabilise')
  | ('crash' | 'lose' | 'corrupt' | 'cut' | 'heal' | 'lie' | 'clock')
  /** a node does nothing for some ticks; a message reaches a node that is down; the model itself fails */
  | ('pause' | 'not received' | 'error');

export interface MessageReport {
  readonly name: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly from: string;
  readonly to: string;
}

export interface ChangeReport {
  readonly kind: 'variable' | 'timer' | 'ghost';
  /** null for a ghost of the system */
  readonly node: string | null;
  /** of a map with the key: `votes[Client#1]` */
  readonly name: string;
  /** null where it has its first value */
  readonly from: string | null;
  readonly to: string;
  /** "not granted" */
  readonly text: string;
}

/** Each kind of fault that is assumed was removed alone, and the property checked again. */
export interface BlameReport {
  /** "Requires duplication: without it, AtMostOne holds. Loss is not required." */
  readonly text: string;
  /** without it the property holds */
  readonly required: readonly FaultReport[];
  /** it is part of the run that is shown, but without it the property fails too */
  readonly used: readonly FaultReport[];
  /** it is no part of the run that is shown, and without it the property fails too */
  readonly notRequired: readonly FaultReport[];
  /** whether the property holds without it was not settled */
  readonly unsettled: readonly FaultReport[];
}

export interface FaultReport {
  /** as an assumption writes it: a mode of a crash, a word of the network, a pause, a step of a clock */
  readonly kind: FaultWord;
  /** whose crash or pause it is; else empty */
  readonly roles: readonly string[];
  /** "a pause of Worker" */
  readonly text: string;
  /** where it is assumed; null where nothing is written, as of a pause that nothing forbids */
  readonly place: Place | null;
}

export type FaultWord =
  | ('stop' | 'recovery' | 'amnesia' | 'byzantine')
  | ('loss' | 'duplication' | 'corruption' | 'cuts' | 'one-way cuts' | 'link cuts' | 'one-way link cuts')
  | ('pause' | 'clock steps');

/**
 * A run as all its states: what a view, a debugger, a page or a trace for other tools walks along.
 *
 * Moment 0 is the first state; moment n stands behind the n-th step of the run, ticks included, so that a step's `number` in the
 * result is the moment behind it.
 */
export interface Replay {
  readonly system: string;
  readonly nodes: readonly ReplayNode[];
  /** what has a value at each moment */
  readonly cells: readonly Cell[];
  /** at moment 0, one for each cell */
  readonly first: readonly Datum[];
  /** from moment 1 on */
  readonly moments: readonly Moment[];
  /** every message that was sent, in the order of sending */
  readonly letters: readonly Travel[];
  /** nodes that did nothing while time passed; from the moment behind the first step of it to that behind the last */
  readonly pauses: readonly { readonly node: number; readonly first: number; readonly last: number }[];
  /** what steps read of clocks and timers, and how far they come with what they count, in the order of the steps */
  readonly marks: readonly Mark[];
  /** of a liveness property: after the last moment comes the one behind this one; where it is the last, nothing happens any more. Else null */
  readonly loop: number | null;
}

export interface ReplayNode {
  readonly name: string;
  readonly role: string;
}

export interface Cell {
  readonly kind: CellKind;
  /** index of a node; null for what is the whole system's */
  readonly node: number | null;
  /** as the author writes it; of `status`, `waits`, `stable` and `cuts` that word */
  readonly name: string;
}

export type CellKind =
  | ('variable' | 'ghost')
  /** ticks that are left, `none` where it is off, `running` where nothing bounds when it runs out */
  | 'timer'
  /** the least that it can show next, which is its last reading where its error has no bound */
  | 'clock'
  /** `up`, `down`, `stopped` or `byzantine` */
  | 'status'
  /** whether it stands at a `pause` of its code */
  | 'waits'
  /** whether what is eventual is in force */
  | 'stable'
  /** what the network keeps apart: a set of structs, `two-way` and `one-way` with `nodes`, `link` and `one-way link` with `from` and `to` */
  | 'cuts';

export interface Moment {
  readonly kind: Exclude<StepKind, 'start' | 'pause' | 'not received' | 'error'>;
  /** ticks since the start */
  readonly time: number;
  /** index of the node at which the step happens; null where it is the network's or everybody's */
  readonly node: number | null;
  /** something that an assumption allows to go wrong */
  readonly fault: boolean;
  /** the model itself fails in this step, the last one: what cells hold is what they held before it */
  readonly fails: boolean;
  /** indices of cells, each with its new value */
  readonly changed: readonly (readonly [cell: number, value: Datum])[];
}

/** Something that a step does at its node besides what it sends and changes. */
export type Mark = {
  /** the moment behind the step */
  readonly moment: number;
  /** index of the node */
  readonly node: number;
} & (
  | {
      readonly kind: 'reading';
      /** "wall.now", "lease.left" */
      readonly name: string;
      readonly value: number;
      /** of a clock that shows something else: the true time, or how long its node has been up; else null */
      readonly instead: { readonly kind: 'true time' | 'since start'; readonly ticks: number } | null;
    }
  /** a fault sets a clock forward or back */
  | { readonly kind: 'clock set'; readonly name: string; readonly by: number }
  /** a set or a map of the node has grown towards what a condition of its code asks for */
  | {
      readonly kind: 'quorum';
      readonly variable: string;
      /** "count(votes)", as it is written; the whole condition where that counts nothing */
      readonly what: string;
      readonly count: { readonly value: number; readonly needed: number } | null;
      /** it is as many now, and was not before */
      readonly reached: boolean;
    }
);

/** A message from when it was sent to when it left the network. */
export interface Travel {
  /** as it was sent */
  readonly message: MessageReport;
  /** indices of nodes */
  readonly from: number;
  readonly to: number;
  /** the moment behind the step that sent it */
  readonly sent: number;
  /** the moment behind the step that took it out of the network; null where it is in flight to the end */
  readonly left: number | null;
  readonly fate: Fate;
  /** what it was turned into, and by which step; null where it was not */
  readonly corrupted: { readonly at: number; readonly into: MessageReport } | null;
  /** moments at which a copy of it was delivered while it stayed in flight */
  readonly copies: readonly number[];
}

export type Fate =
  | ('delivered' | 'lost' | 'in flight')
  /** its receiver was down */
  | 'not received'
  /** lost as it was sent: the network was cut there, or its queue was full */
  | 'cut'
  | 'queue full'
  /** its receiver is Byzantine, and may do with it what it likes */
  | 'taken by a liar'
  /** nobody sent it: a Byzantine node tells it, and it arrives in the same step */
  | 'lie';

/** A value of the language. An enum member and a node are their names. */
export type Datum =
  | (number | boolean | string | null)
  | { readonly set: readonly Datum[] }
  | { readonly list: readonly Datum[] }
  | { readonly map: readonly (readonly [Datum, Datum])[] }
  | { readonly struct: string; readonly fields: readonly (readonly [name: string, value: Datum])[] };

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
    readonly why: 'reachable' | 'knowledge' | 'stable';
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
  /** with the capacity of the file not every set was decided: `joint` is for this smaller one, and its breaks are breaks with that of the file. Else null */
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
  /** every set was decided, and no longer ladder could change the answer: it holds under the weakest sets and what is stronger, and nowhere else */
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
