/** Logs beside the run that explains them, or comes furthest, as plain data: what the counterexample view shows of them. */
import type { LogReport } from '#report';
import type { LogSubject, LogsFound } from '../checks/messages.ts';
import { assumedBy, type RunView } from './run-view.ts';
import type { Snapshot } from './snapshot.ts';

export interface LogView extends Omit<LogReport, 'run'> {
  readonly run: NonNullable<LogReport['run']>;
  /** names of the logs */
  readonly logs: readonly string[];
  /** the assumption set as it is written, then those that it extends */
  readonly assumed: RunView['assumed'];
  /** what the logs may be asked about, this too */
  readonly subjects: readonly LogSubject[];
  /** which assumption would have to give is being looked for */
  readonly pending: boolean;
}

/** `says`: why there is no run; `mistakes` of the logs, each with its file and line. */
export interface NoLogView {
  readonly says: string;
  readonly mistakes: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

/** `snapshot`: of the text that the logs were asked about. */
export function logView(snapshot: Snapshot, found: LogsFound, logs: readonly string[]): LogView | NoLogView {
  if (found.report === null) {
    const { problem, mistakes, more } = found;
    const told = mistakes.map(({ file, line, message }) => ({ file, line, text: message }));
    return { says: more > 0 ? `${problem} (${more} more are not listed)` : problem, mistakes: told };
  }
  const { report, subjects, pending } = found;
  const { run } = report;
  if (run === null) return { says: report.text, mistakes: [] };
  return { ...report, run, logs, subjects, pending, assumed: assumedBy(snapshot, report.assume) };
}
