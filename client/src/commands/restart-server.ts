/** Restarts the language server. */
import type { LanguageClient } from 'vscode-languageclient/node';

export const restartServer = (client: LanguageClient) => () => client.restart();
