/** `proviso explain CODE`: the page of a code, or the list of all. */
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { codePages } from '../pages.ts';
import { didYouMean } from '../suggest.ts';
import { openTerminal } from '../terminal.ts';

export function explain(call: Call): ExitCode {
  const terminal = openTerminal({ color: call.options.color !== false, quiet: true });
  const pages = codePages();
  const codes = Object.keys(pages).sort();
  const [word] = call.words;
  if (word === undefined) {
    for (const [code, title] of Object.entries(codeTitles())) terminal.say(`${code}  ${title}`.trimEnd());
    return exitCodes.fine;
  }
  const code = word.toUpperCase();
  const page = Object.hasOwn(pages, code) ? pages[code] : undefined;
  if (page === undefined) {
    terminal.complain(`proviso: There is no code \`${word}\`.${didYouMean(code, codes)} \`proviso explain\` lists them all.`);
    return exitCodes.wrongInput;
  }
  terminal.say(page.trimEnd());
  return exitCodes.fine;
}

/** "A name that nothing declares" of PV0203: the first heading says it, with or without the code. */
export function codeTitles(): Readonly<Record<string, string>> {
  const pages = Object.entries(codePages()).sort(([a], [b]) => (a < b ? -1 : 1));
  const title = (code: string, page: string) =>
    /^#\s*(.*)$/m
      .exec(page)?.[1]
      .replace(code, '')
      .replace(/^[\s:.-]+/, '') ?? '';
  return Object.fromEntries(pages.map(([code, page]) => [code, title(code, page)]));
}
