/** What a format is: how a run of checks is written. */
import type { Diagnostic } from '#grammar';
import type { CheckReport, FileProblem, ProvisosReport, RunReport } from '../result/types.ts';
import type { Style } from '../style.ts';

export interface FormatOptions {
  readonly style: Style;
  readonly columns: number;
  /** counterexamples that were expected are shown in full as well */
  readonly traces: boolean;
  /** more figures on each search */
  readonly statistics: boolean;
  /** warnings and hints in full, not in a line each */
  readonly lints: boolean;
  /** only what is unexpected */
  readonly quiet: boolean;
  /** the text of a file; null where it is not at hand */
  readonly text: (file: string) => string | null;
}

/** A format shows what it is given; it works nothing out. */
export interface Format {
  readonly begin: (options: FormatOptions) => Writer;
}

/** What is to be written as things become known, each answer whole lines; empty where it is not to be written yet, or not at all. */
export interface Writer {
  /** nothing is written before the end */
  readonly atEnd?: true;
  readonly unreadable: (problem: FileProblem) => readonly string[];
  readonly diagnostic: (diagnostic: Diagnostic) => readonly string[];
  readonly check: (check: CheckReport) => readonly string[];
  readonly provisos: (provisos: ProvisosReport) => readonly string[];
  /** the run has ended; it has every check that was written before */
  readonly end: (run: RunReport) => Iterable<string>;
}

/** The writer of a format that is written when the run has ended, since its beginning depends on all of it. */
export function atEnd(write: (run: RunReport, options: FormatOptions) => Iterable<string>, options: FormatOptions): Writer {
  const nothing = () => [];
  return { atEnd: true, unreadable: nothing, diagnostic: nothing, check: nothing, provisos: nothing, end: (run) => write(run, options) };
}
