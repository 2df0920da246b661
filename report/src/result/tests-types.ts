/** What `proviso tests` writes. Names and values are as the author writes them; each `text` is English for people. */
import type { LogEntry, LogHeader } from '#checker';
import type { RunReport } from './types.ts';

export const TESTS_VERSION = 1;

/** One line of what is written as JSON Lines. */
export type TestsLine = TestsSuite | TestRunHeader | TestEvent;

/** The first line, and `tests.json` in a folder: what the runs are for, and what they come past. */
export interface TestsSuite {
  /** the version of this format */
  readonly tests: typeof TESTS_VERSION;
  readonly tool: RunReport['tool'];
  readonly file: string;
  readonly system: string;
  readonly assume: string;
  readonly constants: { readonly [name: string]: number | boolean };
  readonly goals: readonly GoalReport[];
  /** in the order in which they follow; `file`: beside this one, null where they are in one stream with it */
  readonly runs: readonly { readonly number: number; readonly steps: number; readonly faults: number; readonly file: string | null }[];
  /** states that were looked at */
  readonly states: number;
  /** bounds of the search that were reached, beyond which there may be a run to a goal that is open */
  readonly bounds: readonly string[];
  /** why the search ended before every state was seen; else null */
  readonly stopped: string | null;
  /** some step ends in an error of the model; runs with such a step are left out */
  readonly fails: boolean;
}

export interface GoalReport {
  /**
   * `handler`: a handler or an action begins; `resume`: code goes on after a `pause` of its own; `fault`: of a kind; `pair`: two kinds of faults in one
   * run; of a property: `antecedent`: what it requires first becomes true, `changes`: what it watches changes, `violated`, `reached`
   */
  readonly kind: 'handler' | 'resume' | 'fault' | 'pair' | 'antecedent' | 'changes' | 'violated' | 'reached';
  readonly text: string;
  /** `unreachable`: no run meets it; `open`: none was found before the search ended, within its bounds, or without a step that fails */
  readonly status: 'met' | 'unreachable' | 'open';
  /** steps of a shortest run that meets it; null where none is known */
  readonly shortest: number | null;
  /** numbers of the runs that meet it */
  readonly runs: readonly number[];
}

/** The first line of a run. What follows is the log of it, in full. */
export interface TestRunHeader extends LogHeader {
  /** its number, from 1 on */
  readonly run: number;
  readonly steps: number;
  readonly faults: number;
  /** null where there is no time */
  readonly lasts: number | null;
  /** `text` of each goal that it meets */
  readonly meets: readonly string[];
  /** what a harness has to do to the world, in the order in which it begins */
  readonly schedule: readonly Injection[];
  /** of a liveness failure: what follows this step repeats forever; else null */
  readonly loop: number | null;
}

/** What happened, as a log says it, and in which step. */
export type TestEvent = LogEntry & {
  /** its number, from 1 on; 0 is the start */
  readonly step: number;
  /** ticks since the start; null where there is no time */
  readonly at: number | null;
};

/**
 * Something that is done to the system from outside. `after`: the number of the last step before it begins. `until`: the number of the step with which it
 * is over; null where it lasts to the end of the run.
 */
export type Injection = { readonly after: number } /** the node does nothing, for so many ticks */ & (
  | { readonly inject: 'pause'; readonly node: string; readonly until: number; readonly ticks: number }
  | { readonly inject: 'crash'; readonly node: string; readonly until: number | null; readonly loses: 'memory' | 'everything' }
  /** a message is held back: it was sent, or handed over as a copy of itself, with step `after`, and is handed over with step `until` */
  | (OfMessage & { readonly inject: 'hold'; readonly until: number | null; readonly ticks: number | null })
  | (OfMessage & { readonly inject: 'lose'; readonly until: number })
  /** handed over with step `until`, and once more later */
  | (OfMessage & { readonly inject: 'duplicate'; readonly until: number })
  /** with step `until` other fields take the place of those that were sent: the event that receives it has them */
  | (OfMessage & { readonly inject: 'corrupt'; readonly until: number })
  /** what is sent meanwhile is lost: `to` hears nothing of `from` */
  | { readonly inject: 'cut'; readonly links: readonly { readonly from: string; readonly to: string }[]; readonly until: number | null }
  | { readonly inject: 'clock'; readonly node: string; readonly clock: string; readonly by: number }
  /** a Byzantine node tells this, though no code of its own does: the event that receives it has the fields */
  | (OfMessage & { readonly inject: 'lie'; readonly until: number })
);

interface OfMessage {
  readonly message: string;
  readonly from: string;
  readonly to: string;
  /** it is the first, the second ... message of this name that `from` sends to `to` in this run */
  readonly nth: number;
}
