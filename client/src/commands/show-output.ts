/** Shows the output of the language server. */
import type { LanguageClient } from 'vscode-languageclient/node';

export const showOutput = (client: LanguageClient) => () => client.outputChannel.show(true);
