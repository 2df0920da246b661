/** What `proviso help` says. */
import type { Verb } from './arguments.ts';

export function helpText(verb: Verb | null): string {
  return verb === null || verb === 'help' ? GENERAL : OF_VERB[verb];
}

const GENERAL = `Proviso checks what a distributed system assumes: which guarantees hold under which delays, pauses,
clocks, crashes and networks, and the simplest way in which they break.

  proviso check [FILES]      check every \`check\` in the files (default: the folder one stands in)
  proviso format FILES       write the files in the standard form
  proviso explain CODE       what a message such as PV0203 means, with an example
  proviso lsp --stdio        the language server, for editors
  proviso help VERB          the options of a verb
  proviso --version

FILES are files, folders (searched for *.proviso, with their folders) or patterns in quotes ('specs/**/*.proviso').

Exit codes: 0 every verdict is as expected; 1 one is not; 2 the input or the call is wrong; 3 a budget ran out
before an answer; 130 interrupted.
`;

const OF_VERB: Record<Exclude<Verb, 'help'>, string> = {
  check: `proviso check [FILES] [OPTIONS]

Searches every \`check\` of the files and compares the verdicts with what the files expect. A verdict that differs is
shown with its simplest counterexample. Imports are read only inside the folder given (for a file: the folder one
stands in, or else the file's own).

  --property NAME        only this property (may be given several times)
  --assume NAME          only checks under this assume (may be given several times)
  --max-states N         at most so many states a search
  --max-memory MIB       at most so much memory a search, in MiB
  --compress             keep the states compressed from the start: exact, takes less memory and more time (otherwise
                         once they come near --max-memory; --no-compress: never)
  --timeout SECONDS      at most so long in all
  --threads N            threads of a large search (otherwise one a core, at most 4)
  --traces               show expected counterexamples in full too
  --stats                more figures on each search
  --no-reduction         every state, also in a large search: no symmetry, and nothing left out of the states
  -q, --quiet            only what is not as expected
  --no-color             no colours (also: NO_COLOR; FORCE_COLOR for colours where there is no terminal)

Exit codes: 0 every verdict is as expected; 1 one is not; 2 the input or the call is wrong; 3 a budget ran out
before an answer; 130 interrupted.
`,
  format: `proviso format [--check] FILES

Writes the files in the standard form: two spaces a level, comments kept.

  --check                change nothing; exit with 1 where a file is not in the standard form
  --no-color             no colours
`,
  explain: `proviso explain [CODE]

Says what a message means, with an example that raises it and the mended text. Without a code: the list of them.
`,
  lsp: `proviso lsp --stdio

The language server: it speaks the Language Server Protocol on standard input and output until its client ends it.
Editors start it; there is nothing to type.
`,
};
