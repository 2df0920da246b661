/** A run in its formats, and whether they tell the same. */
import { type CheckOutcome, standing } from '#checker';
import type { Diagnostic } from '#grammar';
import {
  type Baseline,
  checkReport,
  type Format,
  type FormatName,
  type FormatOptions,
  formatNames,
  formats,
  plainStyle,
  type RunReport,
  runReport,
} from '#report';

const loaded = Object.fromEntries(
  await Promise.all(formatNames.map(async (name) => [name, await formats[name].load()] as const)),
) as Readonly<Record<FormatName, Format>>;

export interface Told {
  readonly checks: readonly CheckOutcome[];
  readonly text: string;
  readonly diagnostics?: readonly Diagnostic[];
  /** of the file, where it is another one than `spec.proviso` */
  readonly path?: string;
  readonly unreadable?: RunReport['unreadable'];
  /** null or without it: nothing is known */
  readonly known?: Baseline | null;
}

/** All that the command line would write of these checks; the text stands in `spec.proviso`. */
export function written(
  format: FormatName,
  { checks, text, diagnostics = [], path = 'spec.proviso', unreadable = [], known = null }: Told,
  given: Partial<FormatOptions> = {},
): string {
  const texts = () => text;
  const options: FormatOptions = {
    style: plainStyle,
    columns: 120,
    traces: true,
    lints: true,
    statistics: true,
    quiet: false,
    text: texts,
    ...given,
  };
  const writer = loaded[format].begin(options);
  const reports = checks.map((check) => checkReport(check, texts)).map((report) => known?.check(report) ?? report);
  const run = runReport({
    ...{ version: '0.0.0', interrupted: false, milliseconds: 1, files: [path], skipped: [], unreadable },
    ...{ diagnostics, checks: reports, provisos: [], texts },
    baseline: known === null ? null : { known, isWhole: () => true },
  });
  const parts = [
    ...unreadable.map(writer.unreadable),
    ...diagnostics.map(writer.diagnostic),
    ...reports.map(writer.check),
    writer.end(run),
  ];
  return parts.flatMap((lines) => [...lines]).join('\n');
}

export function json(told: Told): RunReport {
  return JSON.parse(written('json', told));
}

/** The same outcomes where something else was expected of each, so that all of them are told in full. */
export function contradicted(checks: readonly CheckOutcome[]): CheckOutcome[] {
  return checks.map((check) => ({
    ...check,
    outcomes: check.outcomes.map((one) => ({ ...one, expected: one.verdict.status === 'holds' ? 'violated' : 'holds' })),
  }));
}

/** What JSON and text say otherwise than the outcomes do; and what in them is of our own inside. */
export function differences(checks: readonly CheckOutcome[], text: string): string[] {
  const document = written('json', { checks, text });
  const run: RunReport = JSON.parse(document);
  const lines = written('text', { checks, text });
  const all = checks.flatMap(({ outcomes }) => outcomes);
  const count = (wanted: ReturnType<typeof standing>) => all.filter((one) => standing(one) === wanted).length;
  const [expected, unexpected] = [count('as expected'), count('unexpected')];
  const { summary } = run;
  const summed = `: ${[`${expected} as expected`, ...(unexpected > 0 ? [`${unexpected} unexpected`] : [])].join(', ')}`;
  return [
    ...(summary.expected === expected && summary.unexpected === unexpected ? [] : [`counts ${JSON.stringify(summary)}`]),
    ...(standings(run, 'expected') === expected && standings(run, 'unexpected') === unexpected ? [] : ['standings of the outcomes']),
    ...(lines.replaceAll(',', '').includes(summed.replaceAll(',', '')) ? [] : [`the text does not say "${summed}"`]),
    ...verdictsMissing(run, lines),
    ...inside(document),
    ...inside(lines),
  ];
}

function standings({ checks }: RunReport, wanted: string): number {
  const all = checks.flatMap(({ properties }) => properties.flatMap(({ outcomes }) => outcomes));
  return all.filter(({ standing }) => standing === wanted).length;
}

/** Each property has a line, and it says what JSON says of the outcome that it is about. */
function verdictsMissing({ checks }: RunReport, text: string): string[] {
  return checks.flatMap(({ properties }) =>
    properties.flatMap(({ name, outcomes }) => {
      const [lead] = [...outcomes.filter(({ standing }) => standing === 'unexpected'), ...outcomes];
      const [status] = lead.verdict.text.split(/[:(]/);
      const line = text.split('\n').some((one) => /^ {2}[✓✗?!-] /.test(one) && one.includes(` ${name} `) && one.includes(status.trim()));
      return line ? [] : [`${name} ${lead.verdict.text}`];
    }),
  );
}

/** What only a fault of ours would write. */
function inside(document: string): string[] {
  return [...document.matchAll(/\[object \w+\]|\bundefined\b|\bNaN\b|\bInfinity\b|\\u001b|=> /g)].map(([found]) => `writes ${found}`);
}
