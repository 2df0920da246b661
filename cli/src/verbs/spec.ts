/** What a verb declares of itself: how it is called, what it does, and its options. Loads nothing of what the verb needs to run. */
import type { Call } from '../call.ts';
import type { ExitCode } from '../exit.ts';

export interface VerbSpec {
  /** what stands after the verb where all are listed: "[FILES]" */
  readonly words: string;
  /** what stands after it in its own help: "[FILES] [OPTIONS]" */
  readonly usage: string;
  /** one line, where all verbs are listed */
  readonly summary: string;
  /** lines of at most 120 columns, as its own help has them */
  readonly description: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** the exit codes are part of its help */
  readonly exitCodes?: boolean;
  /** Loads the verb. `script`: what a thread of a large search runs; without it there is one thread only. */
  readonly run: (call: Call, script: string | null) => Promise<ExitCode>;
}

export interface OptionSpec {
  /** "NAME" in "--property NAME"; an option without it is on or off */
  readonly value?: string;
  readonly multiple?: boolean;
  /** "q" of "-q" */
  readonly short?: string;
  /** on unless switched off: written `--no-color` */
  readonly negative?: boolean;
  /** a line break where the help has one */
  readonly help: string;
}

/** As it is written: "--property", "--no-color". */
export function writtenName(name: string, { negative }: OptionSpec): string {
  return negative === true ? `--no-${name}` : `--${name}`;
}

export const color: OptionSpec = { negative: true, help: 'no colours' };
