/** `proviso lsp --stdio`: the language server. It is a part of its own, which the other verbs never load. */
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { keepCode } from '../kept-code.ts';
import { version } from '../version.ts';

/** Milliseconds, by when an editor has opened its first files. */
const OPENED = 5000;

export async function lsp(call: Call): Promise<ExitCode> {
  if (call.options.stdio !== true || call.words.length > 0) {
    process.stderr.write('proviso: The language server is started by an editor, as `proviso lsp --stdio`.\n');
    return exitCodes.wrongInput;
  }
  const { startLanguageServer } = await import('#server/node');
  startLanguageServer({ channel: 'stdio', version: version() });
  // An editor may end it at any moment, and nothing is kept then.
  setTimeout(keepCode, OPENED).unref();
  return exitCodes.fine;
}
