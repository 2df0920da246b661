/** All states of a run: see `types.ts` for what is promised. */
import type { MessageReport, StepKind } from './step-types.ts';

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
