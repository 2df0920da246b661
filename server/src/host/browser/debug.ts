/** The worker of a debug session: the adapter answers the messages of the protocol, and asks for the files that it needs. */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { DebugAdapter } from '../../debug/adapter.ts';
import { answerTo } from '../../debug/answer.ts';
import type { FileContent } from '../host.ts';
import { FarFiles } from './far-files.ts';
import type { FromDebugger, ToDebugger } from './messages.ts';
import { moment } from './workers.ts';

const awaited = new Map<string, (content: FileContent) => void>();
let sent = 0;

function post(message: FromDebugger): void {
  self.postMessage(message);
}

const adapter = new DebugAdapter({
  files: new FarFiles({
    read: (uri) =>
      new Promise((resolve) => {
        awaited.set(uri, resolve);
        post({ kind: 'read', uri });
      }),
    list: () => Promise.resolve([]),
  }),
  now: () => performance.now(),
  moment,
  send: (event, body) => post({ kind: 'message', message: { type: 'event', seq: ++sent, event, body } }),
});

async function answer(request: Dap.Request): Promise<void> {
  const { after, ...result } = await answerTo(adapter, request);
  post({
    kind: 'message',
    message: { type: 'response', seq: ++sent, request_seq: request.seq, command: request.command, ...result },
  });
  after?.();
}

self.onmessage = ({ data }: MessageEvent<ToDebugger>) => {
  if (data.kind === 'message') return void answer(data.message as Dap.Request);
  awaited.get(data.uri)?.(data.content);
  awaited.delete(data.uri);
};
