/** A run that shows something, and which faults it takes. */
import type { Replay } from './replay-types.ts';
import type { StepReport } from './step-types.ts';
import type { Place } from './text-types.ts';

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
  /** where the bound of the queue is assumed that loses a message of this run since the queue is full; null where none is lost so */
  readonly queue: Place | null;
  readonly replay: Replay;
}

/** "1 fault, 10 steps": ticks count as steps. */
export interface Length {
  readonly faults: number;
  /** before the loop, if there is one */
  readonly steps: number;
  readonly loop: { readonly steps: number; readonly faults: number } | null;
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
