/** `proviso help [VERB]`: made from what the verbs declare. */

import type { Call } from '../call.ts';
import { device } from '../device.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type OptionSpec, type VerbSpec, writtenName } from './spec.ts';
import { isVerb, type Verb, verbNames, verbs } from './table.ts';

export async function help({ words: [word] }: Pick<Call, 'words'>): Promise<ExitCode> {
  if (word !== undefined && !isVerb(word)) {
    // It knows the language.
    const { unknownVerb } = await import('../suggest.ts');
    device.write('err', `proviso: ${unknownVerb(word)}\n`);
    return exitCodes.wrongInput;
  }
  device.write('out', helpText(word ?? 'help'));
  return exitCodes.fine;
}

/** Of a verb; that of `help` lists them all. */
export function helpText(verb: Verb): string {
  return verb === 'help' ? general() : ofVerb(verb);
}

const EXIT_CODES = `
Exit codes: 0 every verdict is as expected; 1 one is not; 2 the input or the call is wrong; 3 a budget ran out
before an answer; 4 the answer could not be written; 70 a fault of Proviso itself; 130 interrupted (Ctrl-C), 143
terminated (SIGTERM), each after what was known by then has been said.
`;
/** Columns of verbs, and of options: what they are stands after them. */
const [VERB_WIDTH, OPTION_WIDTH] = [34, 23];
const COLUMNS = 120;

function general(): string {
  const lines = verbNames.map((verb) => `  ${`proviso ${verb} ${verbs[verb].words}`.padEnd(VERB_WIDTH)}${verbs[verb].summary}`);
  return `Proviso checks what a distributed system assumes: which guarantees hold under which delays, pauses,
clocks, crashes and networks, and the simplest way in which they break.

${lines.join('\n')}
  proviso --version

FILES are files, folders (searched for *.proviso, with their folders) or patterns in quotes ('specs/**/*.proviso').
${EXIT_CODES}`;
}

function ofVerb(verb: Verb): string {
  const spec: VerbSpec = verbs[verb];
  const options = Object.entries(spec.options).map(([name, option]) => optionText(name, option));
  const listed = options.length === 0 ? '' : `\n${options.join('\n')}\n`;
  return `proviso ${verb} ${spec.usage}\n\n${spec.description}\n${listed}${spec.exitCodes === true ? EXIT_CODES : ''}${examplesText(spec)}`;
}

function examplesText({ examples }: VerbSpec): string {
  const width = Math.max(...examples.map(({ call }) => call.length));
  const isWide = examples.some(({ does }) => width + does.length + 4 > COLUMNS);
  const lines = examples.map(({ call, does }) => (isWide ? `  ${call}\n      ${does}` : `  ${call.padEnd(width)}  ${does}`));
  return `\nExamples:\n${lines.join('\n')}\n`;
}

export function verbSummaries(): Readonly<Record<string, string>> {
  return Object.fromEntries(verbNames.map((verb) => [verb, verbs[verb].summary]));
}

/** "  -q, --quiet            only what is unexpected" */
function optionText(name: string, option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  const value = option.value === undefined ? '' : option.optional === true ? `[=${option.value}]` : ` ${option.value}`;
  const lines = option.help.split('\n');
  const written = `${short}${writtenName(name, option)}${value}`;
  return lines.map((line, i) => `  ${(i === 0 ? written : '').padEnd(OPTION_WIDTH)}${line}`).join('\n');
}
