/** Shows the output of the language server. */
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';

export const showOutput = (client: LanguageClient) => () => client.outputChannel.show(true);
