/** The extension in a browser: the language server, its checks and the debugger are workers, and files are those that VS Code reads. */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import type { ListFilesAnswer, ReadFileAnswer, ReadFileParams } from '#server';
import type { Beginning } from '../../server/src/host/browser/messages.ts';
import { start } from '../src/start.ts';
import { WorkerAdapter } from './debugging.ts';
import { listFiles, readFile } from './files.ts';

export { deactivate } from '../src/start.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = (name: string) => scriptOf(vscode.Uri.joinPath(context.extensionUri, 'dist', 'browser', name));
  return start(context, {
    createClient(_, options) {
      const started = async () => {
        const [server, engine] = await Promise.all([script('proviso-lsp.js'), script('proviso-engine.js')]);
        const worker = new Worker(server);
        worker.postMessage({ engine } satisfies Beginning);
        return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
      };
      const client = new LanguageClient('proviso', 'Proviso', started, options);
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
