/** The extension in a browser: the language server, its checks and the debugger are workers, and files are those that VS Code reads. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { ListFilesAnswer, ReadFileAnswer, ReadFileParams } from '#server';
import type { Beginning } from '../../server/src/host/browser/messages.ts';
import { CLIENT_ID, CLIENT_NAME } from '../src/platform.ts';
import { start } from '../src/start.ts';
import { WorkerAdapter } from './debugging.ts';
import { listFiles, readFile } from './files.ts';

export { deactivate } from '../src/start.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  // Each has one address, however often it is started.
  const scripts = new Map<string, Promise<string>>();
  const script = (name: string) => {
    const known = scripts.get(name) ?? scriptOf(vscode.Uri.joinPath(context.extensionUri, 'dist', 'browser', name));
    scripts.set(name, known);
    return known;
  };
  let server: Worker | null = null;
  context.subscriptions.push({ dispose: () => server?.terminate() });
  return start(context, {
    createClient(options) {
      const started = async () => {
        const [address, engine] = await Promise.all([script('proviso-lsp.js'), script('proviso-engine.js')]);
        // A server that was told to end is a worker that waits.
        server?.terminate();
        server = new Worker(address);
        server.postMessage({ engine } satisfies Beginning);
        return { reader: new BrowserMessageReader(server), writer: new BrowserMessageWriter(server) };
      };
      const client = new LanguageClient(CLIENT_ID, CLIENT_NAME, started, options);
      client.onRequest<ReadFileAnswer, void>('proviso/readFile', ({ uri }: ReadFileParams) => readFile(uri));
      client.onRequest('proviso/listFiles', async (): Promise<ListFilesAnswer> => ({ uris: await listFiles() }));
      return client;
    },
    debugAdapter: async () => new vscode.DebugAdapterInlineImplementation(new WorkerAdapter(new Worker(await script('proviso-debug.js')))),
  });
}

/** A worker can be made of a script of the page's own site alone, and an extension comes from anywhere: what it holds is given an address here. */
async function scriptOf(file: vscode.Uri): Promise<string> {
  const bytes = await vscode.workspace.fs.readFile(file);
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'text/javascript' }));
}
