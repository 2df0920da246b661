/** What the extension adds to VS Code's debugger: the adapter, what is debugged without a configuration, and what a hover asks about. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import { Configurations, DEBUG_TYPE } from './configurations.ts';
import { questionAt } from './question-at.ts';

/** `adapter`: made for each session */
export function registerDebugger(
  client: LanguageClient,
  adapter: () => vscode.ProviderResult<vscode.DebugAdapterDescriptor>,
): vscode.Disposable[] {
  return [
    vscode.debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
      createDebugAdapterDescriptor: adapter,
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
