/** GitHub's Markdown: what is wrong with its counterexamples first, then a table of all. For a job summary or a comment. */
import { type Entry, entriesOf, groupsOf } from '../entries.ts';
import { printable } from '../layout.ts';
import type { DiagnosticReport, RunReport, Standing } from '../result/types.ts';
import { counterexampleLines } from '../run-lines.ts';
import { plainStyle } from '../style.ts';
import { goneTexts } from '../words/baseline.ts';
import { skippedText, summaryParts } from '../words/check.ts';
import { countsText } from '../words/claims.ts';
import { duration } from '../words/counts.ts';
import { partTexts } from '../words/part.ts';
import { atEnd, type Format } from './format.ts';

export const markdown: Format = { begin: (options) => atEnd(lines, options) };

const COLUMNS = 100;
const MARKS: Readonly<Record<Standing, string>> = { expected: '✅', unexpected: '❌', known: '☑️', undecided: '❔', unchecked: '➖' };

function* lines(run: RunReport): Generator<string> {
  const { summary, checks, provisos, interrupted, skipped, unreadable, diagnostics } = run;
  const parts = summaryParts(summary, checks).map((part) => escaped(part.text));
  yield `## ${MARKS[standingOf(run)]} Proviso: ${parts.length === 0 ? 'nothing to check' : parts.join(', ')}`;
  yield '';
  yield escaped(`${countsText(summary.checks, provisos.length)} in ${duration(summary.milliseconds)}`);
  for (const part of [...partTexts(run), ...goneTexts(run)]) yield* ['', escaped(part)];
  if (interrupted) yield* ['', '**Interrupted**: what is shown was known by then.'];
  if (skipped.length > 0) yield* ['', escaped(skippedText(run))];
  const mistakes = [
    ...unreadable.map(({ file, message }) => `- **${code(file)}**: ${escaped(message)}`),
    ...diagnostics.filter(isError).map(mistake),
  ];
  if (mistakes.length > 0) yield* ['', '### Mistakes in the files', '', ...mistakes];
  for (const entry of entriesOf(run)) if (entry.standing === 'unexpected' || entry.standing === 'undecided') yield* ['', ...told(entry)];
  for (const { name, place, entries } of groupsOf(run)) {
    yield* ['', `<details><summary>${inert(name)} <sub>${inert(`${place.file}:${place.line}`)}</sub></summary>`, ''];
    yield* ['| | property | verdict |', '| --- | --- | --- |'];
    for (const entry of entries)
      yield `| ${MARKS[entry.standing]} | ${code(entry.name, true)} | ${escaped(entry.text)}${entry.standing === 'known' ? ' (known)' : ''} |`;
    yield* ['', '</details>'];
  }
}

function standingOf({ summary, skipped, unreadable, interrupted }: RunReport): Standing {
  if (summary.unexpected > 0 || skipped.length + unreadable.length > 0) return 'unexpected';
  return summary.undecided > 0 || interrupted ? 'undecided' : 'expected';
}

function isError({ severity }: DiagnosticReport): boolean {
  return severity === 'error';
}

function mistake({ code: name, place, message }: DiagnosticReport): string {
  return `- **${code(`${place.file}:${place.line}:${place.column}`)}** ${name}: ${escaped(message)}`;
}

function told(entry: Entry): string[] {
  const { place, name, group, text, standing } = entry;
  const head = [
    `### ${MARKS[standing]} ${escaped(name)}: ${escaped(text)}`,
    '',
    `${escaped(group)}, ${code(`${place.file}:${place.line}`)}`,
  ];
  const run = counterexampleLines(entry, { style: plainStyle, columns: COLUMNS });
  return run.length === 0 ? head : [...head, '', ...fenced(run)];
}

/** A block of code that no line within can end. */
function fenced(lines: readonly string[]): string[] {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((ticks) => ticks.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}text`, ...lines, fence];
}

/** Text that is neither markup, nor a mention, nor a link to an issue, as `Client#1` would be. */
function escaped(text: string): string {
  return inert(text)
    .replace(/[\\`*_{}[\]()+!|~]/g, (sign) => `\\${sign}`)
    .replace(/^(\s*)(-|\d+\.)/, '$1\\$2');
}

/** Neither a mention nor a link to an issue, between tags too. */
function inert(text: string): string {
  return html(text.replace(/[@#]/g, '$&\u200b'));
}

function html(text: string): string {
  return printable(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function code(text: string, inTable = false): string {
  const shown = printable(text);
  const ticks = '`'.repeat(1 + Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length)));
  const padded = shown.startsWith('`') || shown.endsWith('`') ? ` ${shown} ` : shown;
  return `${ticks}${inTable ? padded.replaceAll('|', '\\|') : padded}${ticks}`;
}
