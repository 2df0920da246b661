/** The server on a host of the test's own: files in a map, a thread that is none. Whatever a browser has to offer is here. */
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import {
  createConnection,
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { FileStatus } from '#server';
import type { Order } from '../../../server/src/checks/messages.ts';
import { runOrders } from '../../../server/src/checks/thread.ts';
import { FarFiles } from '../../../server/src/host/browser/far-files.ts';
import type { Files, Host, ThreadEvents } from '../../../server/src/host/host.ts';
import { serve } from '../../../server/src/lsp/server.ts';

const FILES: Readonly<Record<string, string>> = {
  'memory:/lamps/one.proviso': `import "./lamp.proviso"
assume Calm { timing async }
check Calm of Lamp { Shines reached }
`,
  'memory:/lamps/lamp.proviso': `system Lamp {
  node Lamp { on: bool = false  action light when not on { on = true } }
  reachable Shines: Lamp.on
}
`,
};

/** Paths are URIs. */
const files: Files = {
  read: (path) => (path in FILES ? { text: FILES[path] } : { problem: 'there is no such file' }),
  real: (path) => (path in FILES || path === 'memory:/lamps' ? path : null),
  specificationsIn: (folder) => Object.keys(FILES).filter((path) => path.startsWith(`${folder}/`)),
  folderOf: (path) => path.slice(0, path.lastIndexOf('/')),
  isInside: (folder, path) => path === folder || path.startsWith(`${folder}/`),
  resolve: (from, written) => new URL(written, from).href,
  pathOf: (uri) => uri,
  uriOf: (path) => path,
  outdated: () => {},
  hear: () => {},
  settled: () => Promise.resolve(false),
};

/** What is posted crosses as a copy, and later, as it does between threads. */
function startThread(events: ThreadEvents) {
  let listener: (order: Order) => void = () => {};
  const later = <T>(say: (copy: T) => void, data: T) => void setTimeout(() => say(structuredClone(data)));
  runOrders({
    now: () => performance.now(),
    hear: (hear) => {
      listener = hear;
    },
    send: (answer) => later((copy) => events.answered(copy), answer),
    moment: () => new Promise((resolve) => setTimeout(resolve)),
    helpers: null,
  });
  return { post: (order: Order) => later((copy) => listener(copy), order), end: () => {} };
}

const nearby: Host = {
  files,
  startThread,
  clock: {
    now: () => performance.now(),
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  },
  hash: (parts) => parts.join('\n'),
  memoryInUse: () => 0,
  mostMemory: 1024,
};

let client: MessageConnection | null = null;
afterEach(() => client?.dispose());

async function started(host = nearby): Promise<MessageConnection> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  serve(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), { host, version: 'test' });
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  client = connection;
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    capabilities: {},
    rootUri: 'memory:/lamps',
    workspaceFolders: [{ uri: 'memory:/lamps', name: 'lamps' }],
  });
  await connection.sendNotification('initialized', {});
  return connection;
}

test('a file is checked, with what it imports', async () => {
  const connection = await started();
  const status = await connection.sendRequest<FileStatus>('proviso/checkFile', { uri: 'memory:/lamps/one.proviso' });
  expect(status).toEqual({ file: 'memory:/lamps/one.proviso', state: 'ok', text: '1 verdict as expected' });
});

test('the folder has its specifications, each with its status', async () => {
  const connection = await started();
  const { files } = await connection.sendRequest<{ files: FileStatus[] }>('proviso/checkWorkspace', {});
  expect(files.map(({ file, state }) => [file.split('/').at(-1), state])).toEqual([
    ['one.proviso', 'ok'],
    ['lamp.proviso', 'idle'],
  ]);
});

/** Each answer comes later than what is asked next. */
function farHost(): Host {
  const later = <T>(value: T) => new Promise<T>((resolve) => setTimeout(() => resolve(value), 20));
  return {
    ...nearby,
    files: new FarFiles({ read: (uri) => later(files.read(uri)), list: () => later(files.specificationsIn('memory:/lamps')) }),
  };
}

test('files that have to be fetched are waited for, with what they import', async () => {
  const connection = await started(farHost());
  const status = await connection.sendRequest<FileStatus>('proviso/checkFile', { uri: 'memory:/lamps/one.proviso' });
  expect(status).toEqual({ file: 'memory:/lamps/one.proviso', state: 'ok', text: '1 verdict as expected' });
});

test('so is the list of them', async () => {
  const connection = await started(farHost());
  const { files: all } = await connection.sendRequest<{ files: FileStatus[] }>('proviso/checkWorkspace', {});
  expect(all.map(({ file, state }) => [file.split('/').at(-1), state])).toEqual([
    ['lamp.proviso', 'idle'],
    ['one.proviso', 'ok'],
  ]);
});

test('a file that is open has its verdicts when what it imports has arrived', async () => {
  const connection = await started(farHost());
  const [uri, text] = Object.entries(FILES)[0];
  const fine = new Promise<void>((resolve) => {
    connection.onNotification('proviso/status', ({ state }: FileStatus) => {
      if (state === 'ok') resolve();
    });
  });
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'proviso', version: 1, text } });
  await fine;
});
