/** The text, and for GitHub's pages an annotation at each place where something is wrong. */
import { type Entry, entriesOf } from '../entries.ts';
import { printable } from '../layout.ts';
import type { DiagnosticReport, FileProblem, Place, RunReport } from '../result/types.ts';
import { counterexampleLines } from '../run-lines.ts';
import { plainStyle } from '../style.ts';
import type { Format } from './format.ts';
import { text } from './text.ts';

export const github: Format = {
  begin: (options) => {
    const writer = text.begin(options);
    // A line of the text that looks like a command of a workflow must not be one.
    const safe = (lines: Iterable<string>) =>
      [...lines].map((line) => line.replaceAll('##[', '##\u200b[').replace(/^(\s*)::/gm, '$1\u200b::'));
    return {
      unreadable: (problem) => safe(writer.unreadable(problem)),
      diagnostic: (diagnostic) => safe(writer.diagnostic(diagnostic)),
      check: (check) => safe(writer.check(check)),
      provisos: (provisos) => safe(writer.provisos(provisos)),
      end: (run) => [...safe(writer.end(run)), ...annotations(run)],
    };
  },
};

const COLUMNS = 100;

function annotations(run: RunReport): string[] {
  const entries = entriesOf(run).filter(({ standing }) => standing === 'unexpected' || standing === 'undecided' || standing === 'known');
  return [...run.unreadable.map(ofFile), ...run.diagnostics.map(ofDiagnostic), ...entries.map(ofEntry)];
}

function ofEntry(entry: Entry): string {
  const isKnown = entry.standing === 'known';
  const run = isKnown ? [] : counterexampleLines(entry, { style: plainStyle, columns: COLUMNS });
  const body = [`${entry.group}: ${entry.text}${isKnown ? ' (known)' : ''}`, ...(run.length === 0 ? [] : ['', ...run])].join('\n');
  return command(isKnown ? 'notice' : entry.standing === 'undecided' ? 'warning' : 'error', entry.place, entry.name, body);
}

const COMMANDS = { error: 'error', warning: 'warning', hint: 'notice' } as const;

function ofDiagnostic({ code, severity, place, message, why, help }: DiagnosticReport): string {
  const body = [message, why, help].filter((one) => one !== null).join('\n');
  return command(COMMANDS[severity], place, code, body);
}

function ofFile({ file, message }: FileProblem): string {
  return `::error file=${property(file)},title=${property('cannot be read')}::${data(message)}`;
}

function command(kind: string, { file, line, column, endLine, endColumn }: Place, title: string, body: string): string {
  const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : '';
  return `::${kind} file=${property(file)},line=${line},endLine=${endLine}${columns},title=${property(title)}::${data(body)}`;
}

/** As GitHub's own toolkit escapes them. */
function data(value: string): string {
  const lines = value.split('\n').map(printable).join('\n');
  return lines.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string): string {
  return data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
