/** A client of the debug adapter, for tests: in this process, or over the streams of a process that was started for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { DebugAdapter } from '../../../server/src/debug/adapter.ts';
import { files } from '../../../server/src/host/node/files.ts';
import { commandLine } from '../../cli/proviso.ts';

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: Body;
}

// biome-ignore lint/suspicious/noExplicitAny: what a test looks at in an answer it knows
export type Body = any;

export interface Debugged {
  /** Throws what the adapter says is wrong. */
  ask(command: string, args?: object): Promise<Body>;
  readonly events: { readonly event: string; readonly body: Body }[];
  close(): void;
}

export function inProcess(now: () => number = () => performance.now()): Debugged {
  const events: Debugged['events'] = [];
  const moment = () => new Promise(setImmediate);
  const adapter = new DebugAdapter({ files, now, moment, send: (event, body) => events.push({ event, body }) });
  return {
    events,
    ask: async (command, args) => {
      const { body, after } = await adapter.request(command, args);
      after?.();
      // As it goes through the protocol.
      return body === undefined ? undefined : JSON.parse(JSON.stringify(body));
    },
    close: () => adapter.end(),
  };
}

export function overStdio(cwd: string): Debugged & { readonly process: ChildProcess } {
  const child = spawn(process.execPath, [...commandLine, 'dap'], { cwd, stdio: ['pipe', 'pipe', 'inherit'] });
  const events: Debugged['events'] = [];
  const waiting = new Map<number, (message: Message) => void>();
  let [buffer, last] = [Buffer.alloc(0), 0];
  child.stdout.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(buffer.toString('utf8', 0, head))?.[1]);
      if (buffer.length < head + 4 + length) return;
      const message: Message = JSON.parse(buffer.toString('utf8', head + 4, head + 4 + length));
      buffer = buffer.subarray(head + 4 + length);
      if (message.type === 'event') events.push({ event: message.event!, body: message.body });
      else waiting.get(message.request_seq!)?.(message);
    }
  });
  child.once('exit', () => {
    for (const answered of waiting.values()) answered({ type: 'response', success: false, message: 'the adapter has ended' });
  });
  return {
    events,
    process: child,
    ask: (command, args) =>
      new Promise((resolve, reject) => {
        const seq = ++last;
        const json = JSON.stringify({ seq, type: 'request', command, arguments: args });
        waiting.set(seq, ({ success, body, message }) => (success === true ? resolve(body) : reject(new Error(message))));
        child.stdin.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
      }),
    close: () => child.kill(),
  };
}
