/** `proviso new NAME`: a file to begin with, from one of the templates. */
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { shown } from '../files.ts';
import { shellWord } from '../shell.ts';
import { didYouMean } from '../suggest.ts';
import { templates } from '../templates.ts';
import { openTerminal, type Terminal } from '../terminal.ts';

const USUAL = 'request-reply';
const EXTENSION = '.proviso';

export function newSpecification({ words, options }: Call): ExitCode {
  const terminal = openTerminal({ color: options.color !== false, quiet: true });
  const known = templates();
  if (options.list === true) return list(terminal);
  const template = typeof options.template === 'string' ? options.template : USUAL;
  const problem = problemOf(words, template, Object.keys(known));
  if (problem !== null) {
    terminal.complain(`proviso: ${problem}`);
    return exitCodes.wrongInput;
  }
  const [name] = words;
  const path = name.endsWith(EXTENSION) ? name : name + EXTENSION;
  return write({ path, text: known[template], force: options.force === true, template }, terminal);
}

/** Of each its first line, which is a comment. */
export function templateTitles(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(templates()).map(([name, text]) => [name, /^\/\/\/ (.*)$/m.exec(text)?.[1] ?? '']));
}

function list({ say, style }: Terminal): ExitCode {
  const titles = Object.entries(templateTitles());
  const width = Math.max(...titles.map(([name]) => name.length));
  for (const [name, title] of titles) say(`${style.strong(name.padEnd(width))}  ${title}`);
  return exitCodes.fine;
}

function problemOf(words: readonly string[], template: string, known: readonly string[]): string | null {
  if (words.length === 0) return 'Write a name for the file, such as `proviso new lock`.';
  if (words.length > 1) return `Write one name. If it has spaces, put it in quotes: \`proviso new ${shellWord(words.join(' '))}\`.`;
  if (!known.includes(template))
    return `There is no template \`${template}\`.${didYouMean(template, known)} The templates are ${known.join(', ')}.`;
  return /(^|[/\\])(\.proviso)?$/.test(words[0]) ? `\`${words[0]}\` is no name of a file.` : null;
}

interface Wanted {
  readonly path: string;
  readonly text: string;
  readonly force: boolean;
  readonly template: string;
}

function write({ path, text, force, template }: Wanted, terminal: Terminal): ExitCode {
  try {
    writeFileSync(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    terminal.complain(`proviso: ${shown(path)} ${reason(code, path)}`);
    return code === 'EEXIST' ? exitCodes.wrongInput : exitCodes.unwritten;
  }
  terminal.say(`${shown(path)}: written, from the template ${template}`);
  terminal.say(`Check it with \`proviso check ${shellWord(shown(path))}\`. \`proviso new --list\` shows the other templates.`);
  return exitCodes.fine;
}

/** What the system says by its code, and what that means here. */
function reason(code: string, path: string): string {
  const name = shown(dirname(path));
  const folder = name === '.' ? 'this folder' : name;
  const denied = `cannot be written: permission denied in ${folder}.`;
  const known: Readonly<Record<string, string>> = {
    EEXIST: 'exists already. Choose another name, or replace it with --force.',
    ENOENT: `cannot be written: there is no folder ${folder}.`,
    ENOTDIR: `cannot be written: ${folder} is no folder.`,
    EISDIR: 'cannot be written: it is a folder.',
    EACCES: denied,
    EPERM: denied,
    EROFS: denied,
  };
  return known[code] ?? `cannot be written (${code}).`;
}
