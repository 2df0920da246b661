/** `proviso format [--check] FILES` */
import { writeFileSync } from 'node:fs';
import { format } from '#grammar';
import { formatDiagnostic, printable } from '#report';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes, worst } from '../exit.ts';
import { findFiles, readText } from '../files.ts';
import { shellWord } from '../shell.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

export function formatFiles(call: Call): ExitCode {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: true });
  const { files, problems } = findFiles(call);
  for (const { path, message } of problems) terminal.complain(`${printable(path)}: ${message}`);
  const codes = files.map(({ path }) => formatFile(path, call.options.check === true, terminal));
  return worst([...codes, problems.length > 0 ? exitCodes.wrongInput : exitCodes.fine]);
}

function formatFile(path: string, checkOnly: boolean, terminal: Terminal): ExitCode {
  const content = readText(path);
  if ('problem' in content) {
    terminal.complain(`${printable(path)}:1:1: ${content.problem}`);
    return exitCodes.wrongInput;
  }
  const { text, diagnostics } = format(path, content.text);
  if (diagnostics.length > 0) {
    const options = { style: terminal.style, columns: terminal.columns, text: () => content.text };
    for (const diagnostic of diagnostics) terminal.complain(formatDiagnostic(diagnostic, options));
    terminal.complain(`${printable(path)}: not formatted, because it cannot be read as it stands`);
    return exitCodes.wrongInput;
  }
  if (text === content.text) return exitCodes.fine;
  if (checkOnly) {
    terminal.say(printable(`${path}: not in the standard form; \`proviso format ${shellWord(path)}\` writes it`));
    return exitCodes.unexpected;
  }
  return write(path, text, terminal);
}

function write(path: string, text: string, terminal: Terminal): ExitCode {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    terminal.complain(printable(`proviso: ${path} cannot be written: ${(error as Error).message}`));
    return exitCodes.unwritten;
  }
  terminal.say(`${printable(path)}: formatted`);
  return exitCodes.fine;
}
