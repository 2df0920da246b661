/** Checks the file in the active editor at once. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { FileStatus } from '#server';

export const checkFile = (client: LanguageClient) => async (): Promise<void> => {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  if (uri !== undefined) await client.sendRequest<FileStatus>('proviso/checkFile', { uri });
};
