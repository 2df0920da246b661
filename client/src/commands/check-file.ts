/** Checks the file in the active editor at once. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { FileStatus } from '#server';

export const checkFile = (client: LanguageClient) => async (): Promise<void> => {
  const uri = vscode.window.activeTextEditor?.document.uri.toString();
  if (uri !== undefined) await client.sendRequest<FileStatus>('proviso/checkFile', { uri });
};
