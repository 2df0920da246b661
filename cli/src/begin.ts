/** What the process does once it can keep compiled code: the words are answered, and the exit code is set. */
import process from 'node:process';
import { device, exitCode } from './device.ts';
import { exitCodes } from './exit.ts';
import { run } from './index.ts';
import { keepCode } from './kept-code.ts';

/** `script`: what a thread of a large search runs. */
export async function begin(words: readonly string[], script: string): Promise<void> {
  try {
    process.exitCode = exitCode(await run(words, script));
    keepCode();
  } catch (error) {
    // Nothing that a user can type ends here.
    device.write(
      'err',
      `proviso: this is a fault of proviso itself, not of your files. Please report it.\n${(error as Error).stack ?? error}\n`,
    );
    process.exitCode = exitCodes.fault;
  }
}
