/** The worker of the language server. Its first message says where the script of the checks is; all others are those of the protocol. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { LIST_FILES, type ListFilesAnswer, READ_FILE, type ReadFileAnswer, type ReadFileParams } from '../../lsp/protocol.ts';
import { serve } from '../../lsp/server.ts';
import type { Clock } from '../host.ts';
import { FarFiles } from './far-files.ts';
import type { Beginning } from './messages.ts';
import { startThread } from './workers.ts';

/** MiB that a search may take: more than this a tab does not stand. */
const MOST_MEMORY = 1_024;

declare const PROVISO_VERSION: string;

self.addEventListener('message', ({ data }: MessageEvent<Beginning>) => begin(data), { once: true });

function begin({ engine }: Beginning): void {
  const connection = createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self));
  const files = new FarFiles({
    read: (uri) =>
      connection
        .sendRequest<ReadFileAnswer>(READ_FILE, { uri } satisfies ReadFileParams)
        .catch((error: Error) => ({ problem: error.message })),
    list: () =>
      connection.sendRequest<ListFilesAnswer>(LIST_FILES).then(
        ({ uris }) => uris,
        () => [],
      ),
  });
  serve(connection, {
    version: PROVISO_VERSION,
    host: { files, clock, hash, startThread: (events) => startThread(engine, events), memoryInUse: () => 0, mostMemory: MOST_MEMORY },
  });
}

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

function hash(parts: readonly string[]): string {
  const sum = sha256.create();
  for (const part of parts) sum.update(utf8ToBytes(part));
  return bytesToHex(sum.digest());
}
