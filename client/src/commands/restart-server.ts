/** Restarts the language server. */
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';

export const restartServer = (client: LanguageClient) => async (): Promise<void> => {
  if (client.isRunning()) await client.stop();
  await client.start();
};
