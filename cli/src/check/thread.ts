/** Runs in the thread that checks: what it says is written by the process, at once. */
import { flushCompileCache } from 'node:module';
import process from 'node:process';
import { parentPort } from 'node:worker_threads';
import type { Call } from '../call.ts';
import type { ExitCode } from '../exit.ts';
import { interruptIn } from '../interrupt.ts';
import { keepCode } from '../kept-code.ts';
import type { CheckHost } from './host.ts';
import type { FromThread, SupervisedVerb, ThreadData } from './messages.ts';
import type { Will } from './will.ts';

type Run = (call: Call, host?: CheckHost) => Promise<ExitCode>;

export const load: Readonly<Record<SupervisedVerb, () => Promise<Run>>> = {
  check: async () => (await import('../verbs/check.ts')).check,
  simulate: async () => (await import('../verbs/simulate.ts')).simulate,
  provisos: async () => (await import('../verbs/provisos.ts')).findProvisos,
  tests: async () => (await import('../verbs/tests.ts')).writeTests,
  conform: async () => (await import('../verbs/conform.ts')).conformTo,
};

export async function checkInThread({ verb, call, script, word, streams }: ThreadData): Promise<void> {
  const tell = (message: FromThread) => parentPort?.postMessage(message);
  let kept: Will['files'] = [];
  try {
    const run = await load[verb]();
    tell({ kind: 'begun' });
    const code = await run(call, {
      device: { ...streams, write: (stream, text) => tell({ kind: 'write', stream, text }) },
      interrupt: interruptIn(word),
      word,
      script,
      keep: ({ files, ...will }) => {
        // They may be long, and seldom change.
        const isAsBefore = files.length === kept.length && files.every(({ lines }, i) => lines === kept[i].lines);
        tell({ kind: 'will', will, files: isAsBefore ? null : files });
        kept = files;
      },
      begins: () => undefined,
      later: null,
    });
    flushCompileCache();
    keepCode();
    tell({ kind: 'ended', code });
  } catch (error) {
    tell({ kind: 'fault', stack: (error as Error).stack ?? String(error) });
  }
  process.exit();
}
