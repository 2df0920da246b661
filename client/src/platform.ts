/** What differs between a VS Code with processes and one that is a page. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

export interface Platform {
  createClient(context: vscode.ExtensionContext, options: LanguageClientOptions): BaseLanguageClient;
  /** the adapter of one debug session */
  debugAdapter(context: vscode.ExtensionContext): vscode.ProviderResult<vscode.DebugAdapterDescriptor>;
}
