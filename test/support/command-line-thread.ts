/** The command line in a thread of the tests, bundled as it is shipped: one call after the other, without a process and a supervisor for each. */
import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { type MessagePort, workerData } from 'node:worker_threads';

/** What to run; the folder is that of the process. */
export interface ThreadCall {
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** `fault`: what the process would report as one of its own. */
export interface ThreadAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly fault: string | null;
}

/** `answered`: in shared memory, 1 once the answer is sent. */
export interface ThreadStart {
  readonly port: MessagePort;
  readonly answered: Int32Array;
}

enableCompileCache();
const { device, exitCode } = await import('../../cli/src/device.ts');
const { run } = await import('../../cli/src/index.ts');

const { port, answered } = workerData as ThreadStart;
const said = { out: '', err: '' };
device.write = (stream, text) => {
  said[stream] += text;
};

async function answerOf({ words, env }: ThreadCall): Promise<ThreadAnswer> {
  Object.assign(said, { out: '', err: '' });
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value;
  try {
    const code = exitCode(await run(words));
    return { ...said, code, fault: null };
  } catch (error) {
    return { ...said, code: -1, fault: (error as Error).stack ?? String(error) };
  }
}

port.on('message', async (call: ThreadCall) => {
  port.postMessage(await answerOf(call));
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});
