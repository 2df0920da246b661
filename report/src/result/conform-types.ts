/** What `proviso conform --format json` writes. Names and values are as the author writes them; each `text` is English for people. */
import type { DiagnosticReport, RunReport, StepReport } from './types.ts';

export interface ConformRun {
  readonly schemaVersion: RunReport['schemaVersion'];
  readonly tool: RunReport['tool'];
  /** the user ended it before there was an answer */
  readonly interrupted: boolean;
  readonly file: string;
  /** files of logs, as they were given */
  readonly logs: readonly string[];
  /** what is wrong with the spec */
  readonly diagnostics: readonly DiagnosticReport[];
  /** what is wrong with the logs; `moreMistakes` are not listed */
  readonly mistakes: readonly MistakeReport[];
  readonly moreMistakes: number;
  /** null where the spec or the logs are wrong, or there was none in time */
  readonly answer: ConformReport | null;
  readonly milliseconds: number;
}

export interface MistakeReport {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Whether the logs are those of a run. */
export interface ConformReport {
  readonly system: string;
  readonly assume: string;
  /** `unexplained`: no run explains every event; `undecided`: none was found before a budget ran out, or within the bounds of the search */
  readonly outcome: 'conforms' | 'unexplained' | 'undecided';
  readonly text: string;
  /** of all logs together */
  readonly events: number;
  /** the most events that a run explains, of those that were looked at */
  readonly explained: number;
  /** a run that explains so many; null where there is none */
  readonly run: ExplainedRunReport | null;
  /** of each log the next event, which that run does not explain; empty where all are explained */
  readonly unexplained: readonly UnexplainedReport[];
  /** bounds of the search that were reached, beyond which there may be a run that explains more */
  readonly bounds: readonly string[];
  /** weaker assumptions under which more is explained; null where that was not asked, or not answered in time */
  readonly weaker: readonly WeakeningReport[] | null;
  /** the budget that ran out; else null */
  readonly stopped: string | null;
  /** pairs of a state and a place in the logs that were looked at, and states among them */
  readonly pairs: number;
  readonly states: number;
}

export interface ExplainedRunReport {
  readonly length: { readonly steps: number; readonly faults: number };
  /** steps that no event speaks of */
  readonly hidden: number;
  /** null where there is no time */
  readonly ticks: number | null;
  /** the first so many steps are not listed */
  readonly skipped: number;
  readonly steps: readonly StepReport[];
  /** events, each with the `number` of the step that explains it; 0 is the beginning */
  readonly explains: readonly (EventPlace & { readonly number: number })[];
}

export interface EventPlace {
  readonly file: string;
  readonly line: number;
}

export interface UnexplainedReport extends EventPlace {
  /** the line of the log */
  readonly event: string;
  /** what could have come instead, the most like it first; `more` are not listed */
  readonly instead: readonly InsteadReport[];
  readonly more: number;
}

export interface InsteadReport {
  /** "LeaseService sends Granted to Worker#1: to is Worker#1, logged Worker#2" */
  readonly text: string;
  /**
   * why it does not explain the event. `different`: it has other values; `other`: it is something else; `time`: it is at another tick;
   * `unlogged`: its step does more, which the log would have; `error`: the model fails in it; `bound`: it passes a bound of the search
   */
  readonly why: 'different' | 'other' | 'time' | 'unlogged' | 'error' | 'bound';
  /** of `different` */
  readonly differences: readonly { readonly name: string; readonly logged: string; readonly possible: string }[];
}

export interface WeakeningReport {
  /** "pause Worker <= 3" */
  readonly text: string;
  readonly changes: readonly { readonly quantity: string; readonly assumed: string; readonly needed: string }[];
  /** events that a run explains under these, of the first `of` */
  readonly explained: number;
  readonly of: number;
  /** no weaker than they have to be; false where a budget ran out before that was settled, or a bound was reached */
  readonly least: boolean;
}
