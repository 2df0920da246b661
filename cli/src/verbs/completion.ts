/** `proviso completion SHELL`: the script of a shell; and what such a script asks when Tab is pressed. */
import type { Call } from '../call.ts';
import { candidates } from '../completion/candidates.ts';
import { scripts } from '../completion/scripts.ts';
import { device } from '../device.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { didYouMean } from '../suggest.ts';
import { type Shell, shells } from './completion-spec.ts';

export async function completion({ words, options }: Call): Promise<ExitCode> {
  if (options.words === true) return await answer(words);
  const [shell] = words;
  if (words.length === 1 && isShell(shell)) {
    device.write('out', scripts[shell]);
    return exitCodes.fine;
  }
  const known = Object.keys(shells);
  const problem = shell === undefined ? 'Name your shell' : `There is no script for ${words.map((word) => `\`${word}\``).join(' ')}`;
  device.write('err', `proviso: ${problem}: ${known.join(', ')}.${didYouMean(shell ?? '', known)}\n`);
  return exitCodes.wrongInput;
}

/** A line for each word, with what it is behind a tab; and one with a colon that says which files may stand there too. */
async function answer(words: readonly string[]): Promise<ExitCode> {
  const { words: found, files } = await candidates(words);
  const lines = found.map(({ word, help }) => `${word}\t${help}\n`);
  device.write('out', `${lines.join('')}:${files}\n`);
  return exitCodes.fine;
}

function isShell(word: string): word is Shell {
  return Object.hasOwn(shells, word);
}
