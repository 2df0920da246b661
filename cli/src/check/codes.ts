/** Exit codes of what was expected, and of a call that expects nothing. */
import type { Standing } from '#report';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Found } from '../files.ts';
import type { Terminal } from '../terminal.ts';
import type { Report } from './packed.ts';

export interface Asked {
  readonly terminal: Terminal;
  readonly properties: readonly string[];
  readonly assumes: readonly string[];
}

const CODES: Readonly<Record<Standing, ExitCode>> = {
  expected: exitCodes.fine,
  unexpected: exitCodes.unexpected,
  known: exitCodes.fine,
  undecided: exitCodes.undecided,
  unchecked: exitCodes.fine,
};

/** Of each thing that was expected. */
export function codesOf(report: Report): ExitCode[] {
  const groups = 'claims' in report ? report.claims : report.properties;
  return groups.flatMap(({ outcomes }) => outcomes.map(({ standing }) => CODES[standing]));
}

/** Passing because nothing was checked would look like passing. */
export function nothingToCheck({ terminal, properties, assumes }: Asked, files: readonly Found[]): ExitCode {
  const where = files.length === 1 ? files[0].path : `these ${files.length} files`;
  const chosen = properties.length + assumes.length > 0;
  terminal.complain(
    chosen
      ? 'proviso: No check has both the property and the assume that were asked for.'
      : `proviso: There is no \`check\` in ${where}. Write one, such as \`check MyAssume { MyProperty holds }\`.`,
  );
  return exitCodes.wrongInput;
}
