/** What the extension adds to VS Code's debugger: the adapter, what is debugged without a configuration, and what a hover asks about. */
import process from 'node:process';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { Configurations, DEBUG_TYPE } from './configurations.ts';
import { questionAt } from './question-at.ts';

export function registerDebugger(client: LanguageClient, context: vscode.ExtensionContext): vscode.Disposable[] {
  const script = context.asAbsolutePath('dist/proviso-debug.mjs');
  // VS Code's own program is a Node where this is set.
  const options = { env: { ELECTRON_RUN_AS_NODE: '1' } };
  return [
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: () => new vscode.DebugAdapterExecutable(process.execPath, [script], options),
    }),
    vscode.debug.registerDebugConfigurationProvider(DEBUG_TYPE, new Configurations(client)),
    vscode.languages.registerEvaluatableExpressionProvider('proviso', {
      provideEvaluatableExpression(document, { line, character }) {
        const found = questionAt(document.lineAt(line).text, character);
        return found === null ? undefined : new vscode.EvaluatableExpression(new vscode.Range(line, found.start, line, found.end));
      },
    }),
  ];
}
