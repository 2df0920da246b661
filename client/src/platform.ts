/** What differs between a VS Code with processes and one that is a page. */
import type * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** How the client of the language server is called. */
export const [CLIENT_ID, CLIENT_NAME] = ['proviso', 'Proviso'];

export interface Platform {
  createClient(options: LanguageClientOptions): BaseLanguageClient;
  /** the adapter of one debug session */
  debugAdapter(): vscode.ProviderResult<vscode.DebugAdapterDescriptor>;
}
