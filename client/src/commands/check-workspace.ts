/** Checks every file of the workspace and reports how many have unexpected verdicts or errors. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { CheckWorkspaceResult } from '#server';

export const checkWorkspace = (client: LanguageClient) => async (): Promise<void> => {
  const { files } = await client.sendRequest<CheckWorkspaceResult>('proviso/checkWorkspace', {});
  const wrong = files.filter(({ state }) => state === 'broken' || state === 'error');
  const all = `${files.length} file${files.length === 1 ? '' : 's'}`;
  if (wrong.length === 0) void vscode.window.showInformationMessage(`Proviso: ${all} checked, every verdict as expected.`);
  else void vscode.window.showWarningMessage(`Proviso: ${wrong.length} of ${all} with unexpected verdicts or errors.`);
};
