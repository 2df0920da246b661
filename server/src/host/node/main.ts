/**
 * The process of the language server: it speaks over the channel that the caller named (`--stdio`, which is also what is
 * taken where none is named, or `--node-ipc`).
 */
import process from 'node:process';
import { createConnection, IPCMessageReader, IPCMessageWriter, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../lsp/server.ts';
import { nodeHost } from './host.ts';

export interface LanguageServerOptions {
  readonly channel: 'stdio' | 'ipc';
  readonly version: string;
}

/** Made by the bundler; from source the thread runs from source too. */
declare const PROVISO_WORKER: string | undefined;

export function startLanguageServer({ channel, version }: LanguageServerOptions): void {
  const connection =
    channel === 'ipc'
      ? createConnection(ProposedFeatures.all, new IPCMessageReader(process), new IPCMessageWriter(process))
      : createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  if (channel === 'ipc') process.once('disconnect', () => process.exit());
  const script = typeof PROVISO_WORKER === 'undefined' ? './worker.ts' : PROVISO_WORKER;
  serve(connection, { version, host: nodeHost(new URL(script, import.meta.url)) });
}
