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
    for (const code of codes) terminal.say(titleOf(code, pages[code]));
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

/** `PV0203  A name that nothing declares`: the first heading says the title, with or without the code. */
function titleOf(code: string, page: string): string {
  const heading = /^#\s*(.*)$/m.exec(page)?.[1] ?? '';
  return `${code}  ${heading.replace(code, '').replace(/^[\s:.-]+/, '')}`.trimEnd();
}
