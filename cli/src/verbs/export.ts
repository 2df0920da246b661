/** `proviso export`: models as TLA+ modules, with configurations for TLC. */
import { join } from 'node:path';
import { jobsOf } from '#export';
import { placeOf, printable } from '#report';
import { type Call, many } from '../call.ts';
import { written } from '../check/written.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { findFiles } from '../files.ts';
import { openTerminal } from '../terminal.ts';
import { translate } from '../tla/models.ts';

export function exportModels(call: Call): ExitCode {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: true });
  const complain = (problem: string): ExitCode => {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  };
  const { to, out } = call.options;
  if (to !== 'tla')
    return complain(
      to === undefined
        ? 'what to export to is missing: write `--to tla`.'
        : `\`--to ${printable(String(to))}\`: there is only \`--to tla\`.`,
    );
  if (call.words.length !== 1) return complain(`\`proviso export\` takes one file, and ${call.words.length} are given.`);
  const { files, problems } = findFiles(call);
  if (problems.length > 0) return complain(`${printable(problems[0].path)}: ${problems[0].message}`);
  if (files.length !== 1) return complain(`\`proviso export\` takes one file; ${printable(call.words[0])} holds ${files.length}.`);
  const [found] = files;
  const properties = many(call, 'property');
  const read = translate(found, { assumes: many(call, 'assume'), properties }, terminal);
  if (read === null) return exitCodes.wrongInput;
  if (read.translated.length === 0) return complain(`${printable(found.path)} has no check.`);
  const folder = typeof out === 'string' ? out : '.';
  let refusedWanted = false;
  for (const { tla, model } of read.translated) {
    const configs = jobsOf(tla, { tellCuts: false }).map(({ config, text }) => ({ name: config, text }));
    for (const { name, text } of [...tla.files, ...configs]) {
      const path = join(folder, name);
      if (!written(terminal, path, text.replace(/\n$/, '').split('\n'))) return exitCodes.unwritten;
      terminal.say(printable(path));
    }
    for (const { property, message, span } of tla.refused) {
      const { line, column } = placeOf(read.texts.get(span.file) ?? '', span.start);
      terminal.complain(`${printable(span.file)}:${line}:${column}: ${property} under ${model.assume} is left out: ${message}`);
      refusedWanted ||= properties.length > 0;
    }
  }
  return refusedWanted ? exitCodes.wrongInput : exitCodes.fine;
}
