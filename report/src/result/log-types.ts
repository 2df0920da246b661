/** Logs beside the run that explains them, or comes furthest, for a view of the run. */
import type { EventPlace, UnexplainedReport } from './conform-types.ts';
import type { Counterexample } from './counterexample-types.ts';

export interface LogReport {
  readonly system: string;
  readonly assume: string;
  readonly outcome: 'conforms' | 'unexplained' | 'undecided';
  /** "no run of Lock under Paused explains more than 3 of 5 events" */
  readonly text: string;
  readonly events: number;
  readonly explained: number;
  /** its last steps; null where there is no run at all */
  readonly run: Counterexample | null;
  /** steps before those that are at hand */
  readonly skipped: number;
  /** events, each with the moment of the run that explains it: 0 is its beginning */
  readonly explains: readonly (EventPlace & { readonly moment: number })[];
  /** of each log the next event; empty where all are explained */
  readonly unexplained: readonly UnexplainedReport[];
  /** "this event is not explained" */
  readonly stuck: string;
  /** which assumption would have to give, a sentence each */
  readonly needs: readonly string[];
}
