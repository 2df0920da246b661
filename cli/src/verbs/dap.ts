/** `proviso dap`: the debug adapter. It is a part of its own, which the other verbs never load. */
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';

export async function dap(call: Call): Promise<ExitCode> {
  if (call.words.length > 0) {
    process.stderr.write(
      'proviso: The debugger is started by an editor, as `proviso dap`; what to debug stands in its launch configuration.\n',
    );
    return exitCodes.wrongInput;
  }
  const { debugOverStdio } = await import('#server/debug');
  await debugOverStdio();
  return exitCodes.fine;
}
