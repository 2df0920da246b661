/** What came of a question whether logs are those of a run, as plain data. */
import type { Model, Type, Value } from '../model/ir.ts';
import type { ModelError } from '../model/state.ts';
import type { Quantity, Rung } from '../provisos/rung.ts';
import type { Trace } from '../verdict.ts';
import type { LogEvent, Occurrence, ValuePattern } from './event.ts';

export interface ConformAnswer {
  readonly system: string;
  readonly assume: string;
  readonly model: Model;
  /** of all logs together */
  readonly events: number;
  /** `unexplained`: no run explains them all; `undecided`: none was found before a budget ran out, or within the bounds of the search */
  readonly outcome: 'conforms' | 'unexplained' | 'undecided';
  /** events that one run explains, the most of any that was looked at */
  readonly explained: number;
  /** a run that explains so many; null where there is no run at all */
  readonly run: ExplainedRun | null;
  /** what comes next in each log after that, which no run explains; empty where all is explained */
  readonly unexplained: readonly Unexplained[];
  /** bounds of the search that were reached, beyond which there may be a run that explains more */
  readonly bounds: readonly string[];
  /** weaker assumptions under which a run explains more; null where that was not asked, or not yet answered */
  readonly weaker: readonly Weakening[] | null;
  /** why the search ended before its answer; null where it did not */
  readonly stopped: string | null;
  /** pairs of a state and a place in the logs that were looked at, and states among them */
  readonly pairs: number;
  readonly states: number;
}

/** A run, of which the last steps are at hand. */
export interface ExplainedRun {
  /** steps, ticks and faults in all; `hidden`: steps that no event speaks of */
  readonly steps: number;
  readonly hidden: number;
  readonly ticks: number;
  readonly faults: number;
  /** the last steps; `skipped` come before, and the trace begins as if the run began behind them */
  readonly trace: Trace;
  readonly skipped: number;
  /** events that the beginning explains; of a run whose first steps are skipped they are not told */
  readonly begins: readonly LogEvent[];
  /** for each step of the trace, the events that it explains */
  readonly explains: readonly (readonly LogEvent[])[];
}

export interface Unexplained {
  readonly event: LogEvent;
  /** what could have come instead at that node, the most like it first */
  readonly instead: readonly Alternative[];
  /** so many more could */
  readonly more: number;
}

export interface Alternative {
  /** null where the event only says what a state is */
  readonly occurrence: Occurrence | null;
  readonly obstacle: Obstacle;
}

/** Why something that is possible does not explain the event. */
export type Obstacle =
  /** of the same kind, but not with these values */
  | { readonly kind: 'different'; readonly differences: readonly Difference[] }
  /** something else */
  | { readonly kind: 'other' }
  /** it can be at this tick, and is logged at others */
  | { readonly kind: 'time'; readonly tick: number; readonly earliest: number; readonly latest: number }
  /** this happens in the same step, and the log, which has all of its kind, has it not */
  | { readonly kind: 'unlogged'; readonly missing: readonly Occurrence[] }
  /** the model itself fails in this step */
  | { readonly kind: 'error'; readonly error: ModelError }
  /** the step passes a bound of the search */
  | { readonly kind: 'bound'; readonly bound: string };

export interface Difference {
  /** a field, a parameter, a variable; `from`, `to` */
  readonly name: string;
  readonly type: Type;
  readonly logged: ValuePattern;
  readonly possible: Value;
}

/** Assumptions that are weaker than those named. */
export interface Weakening {
  readonly changes: readonly { readonly quantity: Quantity; readonly assumed: Rung; readonly needed: Rung }[];
  /** events that some run explains under them, of those that were looked at: all of them, or the first `of` */
  readonly explained: number;
  readonly of: number;
  /** no weaker than they have to be for that; not settled where a budget ran out or a bound was reached */
  readonly isLeast: boolean;
}
