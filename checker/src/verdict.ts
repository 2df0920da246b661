/** What the checker answers about one property of one model: the data that reports, editors and CI read. */
import type { Span } from '#grammar';
import type { FairItem } from './model/fair-items.ts';
import type { CrashFault, CutFault, Value } from './model/ir.ts';
import type { InitialStep, MessageState, ModelError, State, Step } from './model/state.ts';

export interface Trace {
  readonly initial: InitialStep;
  /** the first state; where the initial step itself ends in a model error, the declared state before anything ran */
  readonly first: State;
  readonly steps: readonly TraceStep[];
  /** faults in all, the Byzantine nodes of the initial state included */
  readonly faults: number;
  /**
   * Of a liveness failure: the steps from this number on repeat forever. Where it is the number of steps, nothing happens
   * any more.
   */
  readonly loop?: number;
  /** why the loop is fair: what each thing that could demand a step is content with */
  readonly fairness?: readonly LoopReason[];
}

export type LoopReason =
  /** enabled, and taken each time round */
  | { readonly kind: 'taken'; readonly item: FairItem }
  /** never taken, but not enabled throughout either, so that nothing forces it */
  | { readonly kind: 'comes and goes'; readonly item: FairItem }
  /** messages of this sender, receiver, name and payload */
  | { readonly kind: 'delivered' | 'lost now and then' | 'never deliverable'; readonly message: MessageState }
  /** a `random` of which each outcome is taken */
  | { readonly kind: 'every outcome'; readonly name: string };

export interface TraceStep {
  readonly step: Step;
  /** the state after it; for a last step that ends in a model error, the state before */
  readonly state: State;
  /** ticks passed since the start, this step included */
  readonly time: number;
}

/** A kind of fault, as the assumptions declare it; `span`: where, if it is declared at all. Roles by name, in declared order. */
export type FaultKind = { readonly span: Span | null } & (
  | { readonly kind: 'crash'; readonly mode: CrashFault['mode']; readonly roles: readonly string[] }
  | { readonly kind: 'loss' | 'duplication' | 'corruption' | 'clock steps' }
  | { readonly kind: 'cuts'; readonly parting: CutFault['kind'] }
  | { readonly kind: 'pause'; readonly role: string }
);

/** Every assumed kind of fault, by what removing it alone from the assumptions does. */
export interface Blame {
  /** the property holds without it, whether it stands in the trace or only in runs that the trace rests on */
  readonly necessary: readonly FaultKind[];
  /** in the trace, but the property breaks without it too */
  readonly used: readonly FaultKind[];
  /** whether the property holds without it was not settled: within the budget, or because the model fails then */
  readonly unsettled: readonly FaultKind[];
  /** not in the trace, and the property breaks without it too */
  readonly notNeeded: readonly FaultKind[];
}

export interface Size {
  readonly states: number;
  readonly transitions: number;
  /** steps not followed because a bound of the search was reached */
  readonly cut: number;
  /** greatest number of steps from the start, along simplest paths */
  readonly depth: number;
  /** faults of the dearest state */
  readonly faults: number;
  /** roles and enumerations up to whose permutations states are counted; empty where every state is */
  readonly symmetric: readonly string[];
  /** memory of the search at its end */
  readonly bytes: number;
  /** what the search has on disk at its end, where it went on there; else 0 */
  readonly bytesOnDisk: number;
  /** the states were compressed, without loss: at the end of the search, or from its start */
  readonly compressed: boolean;
  /** why the interpreter made the search, hundreds of times slower than code made for the model; null where it did not */
  readonly interpretedBecause: string | null;
  /** every state within the bounds was reached: the search did not end before, as all was decided or a budget ran out */
  readonly whole: boolean;
  readonly milliseconds: number;
  /** the result is that of an earlier search, which was remembered */
  readonly remembered?: true;
  /** nothing was searched: these are random runs, `states` about as many as they saw and `transitions` their steps */
  readonly simulated?: Simulated;
}

/** Random runs. */
export interface Simulated {
  readonly seed: number;
  readonly runs: number;
  /** runs with no fault, with one, ... */
  readonly byFaults: readonly number[];
  /** handlers and actions (by `id`) that ran in none of them */
  readonly neverRan: readonly number[];
  /** of the searches in whose place they were, those with something undecided, the one that leaves most open; null where no run can say */
  readonly discovery: Discovery | null;
}

/** How likely the next random run is to come to a state that none has come to. */
export interface Discovery {
  /** it is of so many runs, which are independent of each other */
  readonly runs: number;
  /** the chance, between 0 and 1 */
  readonly estimate: number;
  /** at this confidence the chance is no greater */
  readonly atMost: number;
  readonly confidence: number;
}

/** What a verdict with a trace rests on that no single state shows. */
export interface Known {
  /**
   * Bounds of the search within which alone it is so: it rests on a node knowing something, and beyond them there may be
   * a state that would leave the node in doubt. Empty where more states would change nothing.
   */
  readonly bounds: readonly string[];
  /** each `knows` that the property asks about in the last state, and of a step property in the one before, in the order in which they are asked */
  readonly claims: readonly Claim[];
}

/** What a node knows, or does not know, in the last state of a trace, or in the one before. */
export interface Claim {
  /** distinguishes claims: see `claimKey` */
  readonly key: string;
  readonly node: number;
  readonly holds: boolean;
  /** where what it knows, or would have to know, is written */
  readonly what: Span;
  /** what the names in it stand for that are bound outside of it */
  readonly names: readonly { readonly local: number; readonly value: Value }[];
  /** of a step property: it is asked in the state before the last step */
  readonly before: boolean;
  /** reachable states that look to the node as this one does, this one among them */
  readonly indistinguishable: number;
  /**
   * The simplest run to a state that the node cannot tell from this one and in which what it would have to know is false;
   * null where it knows it, where it is down or Byzantine, and where what it would have to know is false here already.
   */
  readonly twin: Trace | null;
}

/** How far runs come in a scenario that none of them finishes. */
export interface Furthest {
  /** its first so many steps stand in some run, in that order */
  readonly steps: number;
  readonly of: number;
  /** what never follows: the next step, or, after all of them, what has to be true there; as it is written; `way`: no values fit its names. `event`: without `at once` */
  readonly missing: { readonly kind: 'way' | 'step' | 'then'; readonly text: string; readonly event: string; readonly span: Span };
}

/** What is nearest to what never comes about. */
export type Nearest = NearestState | NearestRun;

/** Of a scenario. */
export interface NearestRun extends Furthest {
  readonly kind: 'run';
  /** what is missing happens in no run, or is true in no state: whatever comes before it; null where that is not known */
  readonly isNever: boolean | null;
  /** the simplest run with its first so many steps; null where there are none, or where it was not found again */
  readonly trace: Trace | null;
}

/** Of a conjunction. */
export interface NearestState {
  readonly kind: 'state';
  /** parts of it that no state makes so */
  readonly never: readonly NearestPart[];
  /** where each part is so somewhere: the simplest run to a state in which all but this one are; null where there is none */
  readonly missing: (NearestPart & { readonly trace: Trace }) | null;
}

/** A part of a conjunction, as it is written, and what its value would have to be. */
export interface NearestPart {
  readonly part: Span;
  readonly value: boolean;
}

/** What a search that stopped had seen: no run among these decides the property. */
export interface Exhausted {
  /** what was looked for and not found */
  readonly sought: 'violation' | 'witness';
  /** every run with fewer faults than this was seen */
  readonly faults: number;
  /** of the runs with just so many faults every one of at most so many steps; -1 where none was */
  readonly steps: number;
  /** those of the search that were reached on the way */
  readonly bounds: readonly string[];
  /** smaller bounds within which every run was seen, whatever its faults: "capacity 3" */
  readonly narrower?: readonly string[];
}

/**
 * `nearest`: where that was asked for; null where nothing is known. `upTo`: only runs with at most so many faults were asked about. `simplestWithin`: the trace was found under these bounds, smaller
 * than those asked for; the search ended before it was known whether there is a simpler one within those.
 */
export type Verdict =
  /** `bounds`: those of the search that were reached; empty where the search was exhaustive */
  | {
      readonly status: 'holds';
      readonly bounds: readonly string[];
      readonly vacuous: string | null;
      readonly upTo?: number;
      readonly nearest?: Nearest | null;
    }
  /** `known` stands there where the property asks what nodes know */
  | {
      readonly status: 'violated';
      readonly trace: Trace;
      readonly blame: Blame | null;
      readonly known?: Known;
      readonly simplestWithin?: readonly string[];
    }
  | { readonly status: 'reached'; readonly trace: Trace; readonly known?: Known; readonly simplestWithin?: readonly string[] }
  /** `furthest`: of a scenario */
  | { readonly status: 'unreached'; readonly upTo?: number; readonly nearest?: Nearest | null; readonly furthest?: Furthest }
  /**
   * `reason`: "not reached within bounds (capacity 8)", "stopped after 10,000 states". `budget`: more of it may give an answer;
   * then `exhausted` says what is known already, where anything is.
   */
  | {
      readonly status: 'unknown';
      readonly reason: string;
      readonly budget: boolean;
      readonly exhausted?: Exhausted;
      readonly furthest?: Furthest;
    }
  | { readonly status: 'error'; readonly error: ModelError; readonly trace: Trace; readonly simplestWithin?: readonly string[] }
  /** the tool cannot check this form yet */
  | { readonly status: 'unchecked'; readonly reason: string };

export interface PropertyResult {
  readonly property: string;
  readonly verdict: Verdict;
}

export interface CheckResult {
  readonly properties: readonly PropertyResult[];
  readonly size: Size;
  /** what is not part of the states, since nothing reads it: "Worker.debug" */
  readonly dropped: readonly string[];
  readonly bounds: readonly string[];
  /** the whole state graph was seen */
  readonly exhaustive: boolean;
  /** handlers and actions (by `id`) that never ran; null where the search did not see everything */
  readonly neverRan: readonly number[] | null;
  /** time exists but no run takes a tick */
  readonly timeNeverPasses: boolean;
  /** the model itself failed; every property's verdict is then this error, and it stands here also where none was asked for */
  readonly error?: { readonly error: ModelError; readonly trace: Trace } | null;
}

export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly faults: number;
  /** states seen but not yet expanded */
  readonly waiting: number;
  readonly milliseconds: number;
  /** by property, what its search has seen without deciding it; nothing of those whose search has not come so far */
  readonly seen: ReadonlyMap<string, Omit<Exhausted, 'sought'>>;
  /** random runs in place of a search: `states` are their steps */
  readonly runs?: number;
}

export interface SearchBudget {
  /** states */
  readonly maxStates?: number;
  /** milliseconds */
  readonly timeout?: number;
  /** bytes */
  readonly maxMemory?: number;
}
