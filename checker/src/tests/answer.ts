/** Runs for tests of an implementation, as plain data. */
import type { Model } from '../model/ir.ts';
import type { Trace } from '../verdict.ts';
import type { Goal } from './goals.ts';

export interface TestsAnswer {
  readonly system: string;
  readonly assume: string;
  readonly model: Model;
  readonly goals: readonly GoalResult[];
  /** in the order in which they were taken: those that meet most for what they cost come first */
  readonly runs: readonly TestRun[];
  /** bounds of the search that were reached, beyond which there may be runs to goals that are open */
  readonly bounds: readonly string[];
  /** why the search ended before every state was seen; null where it did not */
  readonly stopped: string | null;
  /** some step ends in an error of the model: such runs are left out */
  readonly fails: boolean;
  /** states that were looked at */
  readonly states: number;
}

export interface GoalResult {
  readonly goal: Goal;
  /** `unreachable`: no run does; `open`: none was found before the search ended, within its bounds, or without a step that fails */
  readonly status: 'met' | 'unreachable' | 'open';
  /** steps of a shortest run that meets it alone, faults counting nothing; null where none is known */
  readonly shortest: number | null;
  /** numbers of the runs that meet it, from 0 on */
  readonly runs: readonly number[];
}

export interface TestRun {
  readonly trace: Trace;
  /** numbers of goals, ascending */
  readonly meets: readonly number[];
}
