/** What came of one property at one point, and of the search for it. */
import type { BlameReport, Counterexample } from './counterexample-types.ts';
import type { StepReport } from './step-types.ts';
import type { Place } from './text-types.ts';

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
  /** what it had on disk at its end, where it went on there (`--disk`); else 0 */
  readonly bytesOnDisk: number;
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
  /** of several searches and points with something undecided the one that leaves most open; null where no run can say */
  readonly discovery: DiscoveryReport | null;
}

/** How likely the next random run, drawn as these are, is to come to a state that none has come to (Good-Turing, by runs). */
export interface DiscoveryReport {
  /** it is of so many of the runs: those that chose without regard to the others */
  readonly runs: number;
  /** the chance, between 0 and 1 */
  readonly estimate: number;
  /** at this confidence the chance is no greater */
  readonly atMost: number;
  readonly confidence: number;
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
  /** of a search that a budget stopped: how the states grow with its bounds; null where nothing is known */
  readonly growth: GrowthReport | null;
  /** roles that are not symmetric, and why */
  readonly notSymmetric: readonly { readonly name: string; readonly why: string; readonly place: Place | null }[];
  /** what is left out of the states of a large search, since nothing reads it */
  readonly leftOut: readonly string[];
}

/** Counted with one bound at smaller values. */
export interface GrowthReport {
  /** what all bounds but the one that is varied are: as the file has them, or, where that leaves too many states to count, as small as they can be */
  readonly others: 'asked' | 'least';
  /** that which makes most of the states first */
  readonly bounds: readonly GrownBoundReport[];
}

export interface GrownBoundReport {
  readonly kind: 'delay' | 'pause' | 'drift' | 'skew' | 'capacity' | 'budget' | 'fault';
  /** "pause of Client", "capacity", "crash of Worker", "loss" */
  readonly name: string;
  /** as the file has it; null of a fault that may happen any number of times */
  readonly asked: number | null;
  /** the least value first; `whole`: these are all states that there are, else there are more */
  readonly counted: readonly { readonly value: number; readonly states: number; readonly whole: boolean }[];
}

export type MultiplierKind =
  | ('variable' | 'ghost' | 'timer' | 'message' | 'messages' | 'pause' | 'crash' | 'clock')
  | ('cut' | 'budget' | 'time');
