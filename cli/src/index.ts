/** The command line: words in, exit code out. What a verb needs is loaded when the verb is asked for. */
import { unhandled } from '#grammar';
import { parseCall, verbs } from './arguments.ts';
import { type ExitCode, exitCodes } from './exit.ts';
import { didYouMean } from './suggest.ts';

/** `script`: what a thread of a large search runs; without it there is one thread only. */
export async function run(words: readonly string[], script: string | null = null): Promise<ExitCode> {
  if (words[0] === '--version' || words[0] === '-v') {
    const { version } = await import('./version.ts');
    process.stdout.write(`proviso ${version()}\n`);
    return exitCodes.fine;
  }
  const call = parseCall(words);
  if ('problem' in call) {
    process.stderr.write(`proviso: ${call.problem}\n`);
    return exitCodes.wrongInput;
  }
  switch (call.verb) {
    case 'check':
      return (await import('./verbs/check.ts')).check(call, script);
    case 'format':
      return (await import('./verbs/format.ts')).formatFiles(call);
    case 'explain':
      return (await import('./verbs/explain.ts')).explain(call);
    case 'lsp':
      return (await import('./verbs/lsp.ts')).lsp(call);
    case 'help':
      return help(call.words);
    default:
      return unhandled(call.verb);
  }
}

async function help(words: readonly string[]): Promise<ExitCode> {
  const { helpText } = await import('./help.ts');
  const verb = verbs.find((known) => known === words[0]) ?? null;
  if (words.length > 0 && verb === null) {
    process.stderr.write(`proviso: There is no verb \`${words[0]}\`.${didYouMean(words[0], verbs)} The verbs are ${verbs.join(', ')}.\n`);
    return exitCodes.wrongInput;
  }
  process.stdout.write(helpText(verb));
  return exitCodes.fine;
}
