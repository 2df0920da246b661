/** What people read in a terminal: one line a property, the counterexample where one is wanted, and a summary. */
import type { Diagnostic } from '#grammar';
import { diagnosticLine, formatDiagnostic } from '../diagnostics.ts';
import { greatest, padded, printable, width, wrapped } from '../layout.ts';
import type {
  CheckReport,
  ClaimReport,
  Counterexample,
  Largest,
  OutcomeReport,
  PropertyReport,
  ProvisosReport,
  RunReport,
  Standing,
} from '../result/types.ts';
import { counterexampleLines, type LinesOptions, prose, tableLines } from '../run-lines.ts';
import { goneTexts } from '../words/baseline.ts';
import {
  atText,
  lintsText,
  neverRunsText,
  outcomesText,
  type Standings,
  skippedText,
  standingsOf,
  summaryParts,
  sweepText,
  unexpectedAtText,
} from '../words/check.ts';
import { claimsEffortText, claimText, countsText } from '../words/claims.ts';
import { duration, enumerate } from '../words/counts.ts';
import { multipliersText, stoppedText } from '../words/multipliers.ts';
import { partTexts } from '../words/part.ts';
import { simulatedText, sizeText, statisticsText } from '../words/search.ts';
import { pointText } from '../words/verdicts.ts';
import type { Format, FormatOptions } from './format.ts';

const INDENT = '      ';
const WIDEST = 96;

export const text: Format = {
  begin: (options) => ({
    unreadable: ({ file, message }) => [
      `${options.style.strong(printable(`${file}:1:1:`))} ${options.style.bad('error')}: ${printable(message)}`,
    ],
    diagnostic: (diagnostic) => diagnosticLines(diagnostic, options),
    check: (check) => checkLines(check, options),
    provisos: (provisos) => provisosLines(provisos, options),
    end: (run) => endLines(run, options),
  }),
};

/** What is no error takes a line, unless it is asked for in full. */
function diagnosticLines(diagnostic: Diagnostic, options: FormatOptions): string[] {
  if (diagnostic.severity === 'error') return [formatDiagnostic(diagnostic, options)];
  if (options.quiet) return [];
  return [options.lints ? formatDiagnostic(diagnostic, options) : diagnosticLine(diagnostic, options)];
}

/** Lines of one check; none where it is asked to be quiet and all is as expected. */
function checkLines(check: CheckReport, options: FormatOptions): string[] {
  const { style, quiet, statistics } = options;
  const properties = check.properties.map((property) => ({ property, standings: standingsOf(property.outcomes) }));
  const wanted = properties.filter(({ standings }) => !quiet || standings.unexpected.length + standings.undecided.length > 0);
  if (wanted.length === 0) return [];
  const { file, line } = check.place;
  const title = `${check.system} under ${check.assume}${printable(sweepText(check))}`;
  const size = style.faint(statistics ? statisticsText(check.search) : sizeText(check.search));
  const nameWidth = greatest(check.properties.map(({ name }) => width(name)));
  const shown = new Set<Counterexample>();
  return [
    `${style.strong(printable(`${file}:${line}`))}  ${title}  ${size}`,
    ...wanted.flatMap(({ property, standings }) => propertyLines(property, standings, nameWidth, options, shown)),
    ...neverRunsLines(check, options),
    ...simulatedLines(check, options),
    ...largestLines(check.largest, options),
  ];
}

/** Lines of one block; none where it is asked to be quiet and every claim is right. */
function provisosLines(provisos: ProvisosReport, options: FormatOptions): string[] {
  const { style, quiet } = options;
  const isWanted = ({ outcomes }: ClaimReport) =>
    !quiet || outcomes.some(({ standing }) => standing === 'unexpected' || standing === 'undecided');
  const wanted = provisos.claims.filter(isWanted);
  if (wanted.length === 0) return [];
  const { file, line } = provisos.place;
  const title = `provisos of ${provisos.system} from ${provisos.assume}${printable(sweepText(provisos))}`;
  const nameWidth = greatest(provisos.claims.map(({ property }) => width(property)));
  return [
    `${style.strong(printable(`${file}:${line}`))}  ${title}  ${style.faint(claimsEffortText(provisos))}`,
    ...wanted.flatMap((claim) => claimLines(claim, nameWidth, options)),
  ];
}

function claimLines(claim: ClaimReport, nameWidth: number, options: FormatOptions): string[] {
  const { style } = options;
  const lead =
    claim.outcomes.find(({ standing }) => standing === 'unexpected') ??
    claim.outcomes.find(({ standing }) => standing === 'undecided') ??
    claim.outcomes.find(({ standing }) => standing === 'known') ??
    claim.outcomes[0];
  if (lead === undefined) return [];
  const marks: Record<Standing, string> = {
    expected: style.good('✓'),
    unexpected: style.bad('✗'),
    known: style.warn('~'),
    undecided: style.warn('?'),
    unchecked: '-',
  };
  const [first, ...others] = wrapped(printable(claimText(claim, lead)), Math.min(WIDEST + 16, options.columns) - nameWidth - 6);
  const indent = ' '.repeat(nameWidth + 6);
  const { counterexample } = lead;
  const inside = narrower(options);
  const run =
    counterexample === null || lead.standing === 'known'
      ? []
      : [...prose(counterexample.story, inside), '', ...tableLines(counterexample, inside)];
  return [
    `  ${marks[lead.standing]} ${padded(claim.property, nameWidth)}  ${first}`,
    ...others.map((line) => `${indent}${line}`),
    ...(run.length === 0 ? [] : ['', ...indented(run), '']),
  ];
}

/** An error of the model ends the check of every property at once; its run, once in `shown`, is not shown again. */
function propertyLines(
  { name, outcomes }: PropertyReport,
  standings: Standings,
  nameWidth: number,
  options: FormatOptions,
  shown: Set<Counterexample>,
): string[] {
  const { unexpected, undecided, known, expected } = standings;
  const lead = unexpected[0] ?? undecided[0] ?? known[0] ?? expected[0] ?? outcomes[0];
  const line = (what: string) => verdictLine(padded(name, nameWidth), lead, what, options);
  const what = outcomesText(outcomes, standings);
  if (unexpected.length > 0) {
    const { counterexample } = lead;
    if (counterexample !== null && shown.has(counterexample)) return [line('error in the model, as above')];
    if (counterexample !== null) shown.add(counterexample);
    const details = [...counterexampleLines(lead, narrower(options)), ...otherPoints(unexpected)];
    return [line(what), ...(details.length === 0 ? [] : ['', ...indented(details), ''])];
  }
  if (undecided.length + known.length > 0) return [line(what)];
  return [line(what), ...expectedCounterexample(expected, outcomes.length > 1, options)];
}

/** "✓ InTurn  holds"; what holds only because nothing was asked of it is marked as a warning */
function verdictLine(name: string, { standing, verdict }: OutcomeReport, what: string, { style }: FormatOptions): string {
  const marks: Record<Standing, string> = {
    expected: style.good('✓'),
    unexpected: style.bad('✗'),
    known: style.warn('~'),
    undecided: style.warn('?'),
    unchecked: '-',
  };
  const mark = verdict.vacuous !== null && standing === 'expected' ? style.warn('!') : marks[standing];
  const line = `  ${mark} ${name}  ${printable(what)}`;
  return standing === 'unchecked' ? style.faint(line) : line;
}

/** The first violation that was expected: its story, or all of it where traces are asked for. */
function expectedCounterexample(expected: readonly OutcomeReport[], oneOfMany: boolean, options: FormatOptions): string[] {
  const first = expected.find(({ verdict: { status } }) => status === 'violated' || (options.traces && status === 'reached'));
  if (first === undefined || options.quiet) return [];
  const where = oneOfMany ? [`${pointText(first.point)}: ${first.verdict.text}`] : [];
  if (options.traces) return ['', ...indented([...where, ...counterexampleLines(first, narrower(options))]), ''];
  return indented([...where, ...prose(first.counterexample?.story ?? '', narrower(options))]).map(options.style.faint);
}

/** Of what was expected to come about and does not. */

function otherPoints([, ...others]: readonly OutcomeReport[]): string[] {
  if (others.length === 0) return [];
  const listed = others.slice(0, 5).map(unexpectedAtText);
  const more = others.length > 5 ? [`and at ${others.length - 5} more`] : [];
  return ['', 'Also unexpected:', ...[...listed, ...more].map((line) => `  ${line}`)];
}

function neverRunsLines(check: CheckReport, { style, quiet, columns }: FormatOptions): string[] {
  if (quiet || check.neverRuns.length === 0) return [];
  const [first, ...others] = wrapped(neverRunsText(check), Math.min(WIDEST, columns) - 4);
  return [`  ${style.warn('!')} ${first}`, ...others.map((line) => `    ${line}`)];
}

/** Of random runs: how many faults they had, and what they did not try. */
function simulatedLines({ properties, search: { simulated } }: CheckReport, options: FormatOptions): string[] {
  const { style, quiet, statistics, columns } = options;
  if (simulated === null || quiet) return [];
  const open = properties.some(({ outcomes }) => outcomes.some(({ verdict: { status } }) => status === 'unknown'));
  const room = Math.min(WIDEST, columns) - INDENT.length;
  return indented(simulatedText(simulated, statistics, open).flatMap((text) => wrapped(text, room))).map(style.faint);
}

function largestLines(largest: Largest | null, { style, columns }: FormatOptions): string[] {
  if (largest === null) return [];
  const room = Math.min(WIDEST, columns) - INDENT.length;
  if (largest.first !== null) {
    const text = stoppedText(largest, atText(largest.point));
    return text === '' ? [] : indented(wrapped(text, room)).map(style.faint);
  }
  const { leftOut } = largest;
  const left =
    leftOut.length === 0
      ? []
      : wrapped(`left out of the states once a search is large, since nothing reads it: ${enumerate(leftOut)}`, room);
  const lines = [...multipliersText(largest, atText(largest.point), room), ...left];
  return lines.length === 0 ? [] : ['', ...indented(lines).map(style.faint), ''];
}

/** What is left of a line behind the indentation. */
function narrower({ style, columns }: FormatOptions): LinesOptions {
  return { style, columns: columns - INDENT.length };
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : INDENT + line));
}

function endLines(run: RunReport, options: FormatOptions): string[] {
  return [...(run.skipped.length === 0 ? [] : [skippedText(run)]), ...summaryLines(run, options)];
}

/** "3 checks: 20 as expected, 1 unexpected, 2 not checked yet (liveness)  0.3 s" */
function summaryLines(run: RunReport, { style, quiet, lints }: FormatOptions): string[] {
  const { summary, checks, provisos, interrupted, diagnostics } = run;
  if (quiet && !interrupted) return [];
  const part = [...partTexts(run), ...goneTexts(run)].map(printable);
  if (checks.length + provisos.length === 0) return part;
  const colours: Record<Standing, (text: string) => string> = {
    expected: style.good,
    unexpected: style.bad,
    known: style.warn,
    undecided: style.warn,
    unchecked: style.faint,
  };
  const parts = summaryParts(summary, checks).map(({ standing, text }) => colours[standing](text));
  const brief = lints || quiet ? 0 : diagnostics.filter(({ severity }) => severity !== 'error').length;
  return [
    ...(interrupted ? [style.warn('Interrupted: what is shown was known by then.')] : []),
    '',
    ...part,
    ...(brief === 0 ? [] : [style.faint(lintsText(brief))]),
    `${countsText(summary.checks, provisos.length)}: ${parts.join(', ')}  ${style.faint(duration(summary.milliseconds))}`,
  ];
}
