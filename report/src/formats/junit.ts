/**
 * JUnit's XML, as Jenkins' schema has it and GitLab, Azure and CircleCI read it: a suite for each check and block, a case for each
 * outcome. An unexpected verdict is a failure; what is undecided, a model that fails and a text with mistakes are errors.
 */
import { create, type XMLElement } from 'xmlbuilder';
import { type Entry, entriesOf, groupsOf } from '../entries.ts';
import { printable } from '../layout.ts';
import type { DiagnosticReport, FileProblem, RunReport } from '../result/types.ts';
import { counterexampleLines } from '../run-lines.ts';
import { plainStyle } from '../style.ts';
import { atEnd, type Format } from './format.ts';

export const junit: Format = { begin: (options) => atEnd(lines, options) };

const COLUMNS = 120;

function* lines(run: RunReport): Generator<string> {
  const entries = entriesOf(run);
  const mistakes = mistakesIn(run);
  const root = create('testsuites', { encoding: 'UTF-8' }, {}, { invalidCharReplacement: '\ufffd' });
  const errors = entries.filter(isError).length + mistakes.length;
  root.att({
    name: run.shard === null ? 'proviso' : `proviso, shard ${run.shard.index} of ${run.shard.count}`,
    tests: entries.length + mistakes.length,
    failures: entries.filter(isFailure).length,
    errors,
    time: seconds(run.summary.milliseconds),
  });
  if (mistakes.length > 0) suiteOfMistakes(root, mistakes);
  for (const { name, place, entries, milliseconds } of groupsOf(run)) {
    const suite = root.ele('testsuite', {
      name: printable(`${place.file}:${place.line} ${name}`),
      ...{ tests: entries.length, failures: entries.filter(isFailure).length, errors: entries.filter(isError).length },
      ...{ skipped: entries.filter(isSkipped).length, time: seconds(milliseconds) },
    });
    for (const entry of entries) suiteCase(suite, entry);
  }
  yield root.end({ pretty: true });
}

function isFailure({ standing, fails }: Entry): boolean {
  return standing === 'unexpected' && !fails;
}

/** A failure that is known is no failure of this run, and did not pass either. */
function isSkipped({ standing }: Entry): boolean {
  return standing === 'unchecked' || standing === 'known';
}

function isError({ standing, fails }: Entry): boolean {
  return standing === 'undecided' || (standing === 'unexpected' && fails);
}

function suiteCase(suite: XMLElement, entry: Entry): void {
  const one = suite.ele('testcase', { name: printable(entry.name), classname: printable(entry.group) });
  if (isSkipped(entry)) one.ele('skipped', {}, printable(`${entry.standing === 'known' ? 'known: ' : ''}${entry.text}`));
  const [wrong] = [isFailure(entry) ? 'failure' : isError(entry) ? 'error' : null];
  if (wrong === null) return;
  const type = entry.standing === 'undecided' ? 'undecided' : entry.fails ? 'model error' : 'unexpected verdict';
  one.ele(wrong, { type, message: printable(`${entry.name}: ${entry.text}`) }, bodyOf(entry));
}

function bodyOf(entry: Entry): string {
  const run = counterexampleLines(entry, { style: plainStyle, columns: COLUMNS });
  return lined([`${entry.place.file}:${entry.place.line}`, ...run]);
}

interface Mistake {
  readonly file: string;
  readonly name: string;
  readonly message: string;
  readonly text: string;
}

/** What kept checks from being made. */
function mistakesIn({ unreadable, diagnostics }: RunReport): Mistake[] {
  const ofFile = ({ file, message }: FileProblem): Mistake => ({ file, name: file, message, text: lined([message]) });
  const ofText = ({ code, place, message, why, help }: DiagnosticReport): Mistake => {
    const at = `${place.file}:${place.line}:${place.column}`;
    const more = [why, help].filter((one) => one !== null);
    return { file: place.file, name: `${at} ${code}`, message, text: lined([at, message, ...more]) };
  };
  return [...unreadable.map(ofFile), ...diagnostics.filter(({ severity }) => severity === 'error').map(ofText)];
}

function suiteOfMistakes(root: XMLElement, mistakes: readonly Mistake[]): void {
  const suite = root.ele('testsuite', { name: 'files', tests: mistakes.length, failures: 0, errors: mistakes.length });
  for (const { file, name, message, text } of mistakes) {
    const one = suite.ele('testcase', { name: printable(name), classname: printable(file) });
    one.ele('error', { type: 'mistake in a file', message: printable(message) }, text);
  }
}

/** Lines, some of which may be several. */
function lined(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split('\n'))
    .map(printable)
    .join('\n');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
