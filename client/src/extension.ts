/** The extension where there are processes: the language server and the debugger are one each. */
import process from 'node:process';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { CLIENT_ID, CLIENT_NAME } from './platform.ts';
import { start } from './start.ts';

export { deactivate } from './start.ts';

export function activate(context: vscode.ExtensionContext): Promise<void> {
  return start(context, {
    createClient: (options) =>
      new LanguageClient(
        CLIENT_ID,
        CLIENT_NAME,
        { module: context.asAbsolutePath('dist/proviso-server.mjs'), transport: TransportKind.ipc },
        options,
      ),
    // VS Code's own program is a Node where this is set.
    debugAdapter: () =>
      new vscode.DebugAdapterExecutable(process.execPath, [context.asAbsolutePath('dist/proviso-debug.mjs')], {
        env: { ELECTRON_RUN_AS_NODE: '1' },
      }),
  });
}
