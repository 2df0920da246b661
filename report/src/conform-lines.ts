/** The answer of `proviso conform` in lines. */
import { printable, wrapped } from './layout.ts';
import type { ConformReport, ExplainedRunReport, UnexplainedReport } from './result/conform-types.ts';
import { type LinesOptions, tableLines } from './run-lines.ts';
import { NO_WEAKER, NOT_SETTLED, stuckText, weakeningText } from './words/weakening.ts';

export interface ConformLinesOptions extends LinesOptions {
  /** the run as well where every event is explained */
  readonly run: boolean;
  /** the search for weaker assumptions is not over */
  readonly pending: boolean;
}

/** Steps before an event that is not explained. */
const STEPS_BEFORE = 12;
const MOST_STUCK = 4;

export function conformLines(report: ConformReport, options: ConformLinesOptions): string[] {
  const { outcome, text, run, unexplained, stopped } = report;
  const { style, columns } = options;
  if (outcome === 'conforms')
    return [style.good(printable(text)), ...(options.run && run !== null ? ['', ...runLines(run, options), ''] : [])];
  const head = outcome === 'unexplained' ? style.bad : style.strong;
  return [
    ...wrapped(printable(text), columns).map(head),
    '',
    ...unexplained.slice(0, MOST_STUCK).flatMap((one) => stuckLines(one, stuckText(report), options)),
    ...(stopped === null ? weakerLines(report, options) : []),
    ...(run === null || run.steps.length === 0 ? [] : ['The run before that:', '', ...runLines(last(run, options.run), options), '']),
  ];
}

function stuckLines({ file, line, event, instead, more }: UnexplainedReport, what: string, { style, columns }: LinesOptions): string[] {
  return [
    `${style.strong(`${file}:${line}`)}: ${what}`,
    '',
    `    ${printable(event)}`,
    '',
    instead.length === 0 ? '  Nothing else is possible at its node either.' : '  Possible instead:',
    ...instead.flatMap((one) =>
      wrapped(printable(one.text), Math.max(40, columns - 6)).map((part, i) => (i === 0 ? `    - ${part}` : `      ${part}`)),
    ),
    ...(more > 0 ? [`    - and ${more} more`] : []),
    '',
  ];
}

function weakerLines(report: ConformReport, options: ConformLinesOptions): string[] {
  const { columns } = options;
  const { weaker } = report;
  if (weaker === null) return options.pending ? [NOT_SETTLED, ''] : [];
  if (weaker.length === 0) return [...wrapped(NO_WEAKER, columns), ''];
  return [
    weaker.length === 1 ? 'An explanation needs' : 'An explanation needs one of these:',
    ...weaker.flatMap((one) =>
      wrapped(weakeningText(one, report), Math.max(40, columns - 4)).map((part, i) => (i === 0 ? `  - ${part}` : `    ${part}`)),
    ),
    '',
  ];
}

function last(run: ExplainedRunReport, all: boolean): ExplainedRunReport {
  return all ? run : { ...run, steps: run.steps.slice(-STEPS_BEFORE) };
}

function runLines({ steps, ticks, skipped }: ExplainedRunReport, options: LinesOptions): string[] {
  const first = steps[0]?.number ?? 0;
  const before = first > 1 || skipped > 0 ? [options.style.faint(`(from step ${first} on)`)] : [];
  return [...before, ...tableLines({ timed: ticks !== null, steps, loopStart: null }, options)];
}
