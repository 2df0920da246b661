/** `proviso mcp`: the server for coding assistants. It is a part of its own, which the other verbs never load. */
import type { Call } from '../call.ts';
import { type ExitCode, exitCodes } from '../exit.ts';

export async function mcp(call: Call): Promise<ExitCode> {
  if (call.words.length > 0) {
    process.stderr.write('proviso: The server is started by an assistant, as `proviso mcp`, in the folder that it may read.\n');
    return exitCodes.wrongInput;
  }
  const { serve } = await import('../mcp/server.ts');
  await serve();
  return exitCodes.fine;
}
