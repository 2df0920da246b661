/**
 * Loaded before the server (`--import`), it lets the test kill the thread of the checks at any moment, as the system does
 * when memory runs out: on SIGUSR2. Each death is reported on the standard error stream.
 */
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';

export const KILLED = 'killed\n';

let last: threads.Worker | null = null;

if (threads.isMainThread) {
  threads.Worker = class extends threads.Worker {
    constructor(...words: ConstructorParameters<typeof threads.Worker>) {
      super(...words);
      last = this;
    }
  };
  syncBuiltinESMExports();
  process.on('SIGUSR2', async () => {
    await last?.terminate();
    process.stderr.write(KILLED);
  });
}
