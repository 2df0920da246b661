/** Checks every file of the workspace and reports how many have unexpected verdicts or errors. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { CheckWorkspaceResult } from '#server';

export const checkWorkspace = (client: LanguageClient) => async (): Promise<void> => {
  const { files } = await client.sendRequest<CheckWorkspaceResult>('proviso/checkWorkspace', {});
  const wrong = files.filter(({ state }) => state === 'broken' || state === 'error');
  const all = `${files.length} file${files.length === 1 ? '' : 's'}`;
  if (wrong.length === 0) {
    void vscode.window.showInformationMessage(`Proviso: ${all} checked, every verdict as expected.`);
    return;
  }
  const names = wrong.slice(0, MOST_NAMES).map(({ file }) => vscode.workspace.asRelativePath(vscode.Uri.parse(file, true)));
  const more = wrong.length > names.length ? ` and ${wrong.length - names.length} more` : '';
  const message = `Proviso: ${wrong.length} of ${all} with unexpected verdicts or errors: ${names.join(', ')}${more}.`;
  if ((await vscode.window.showWarningMessage(message, PROBLEMS)) === PROBLEMS)
    await vscode.commands.executeCommand('workbench.actions.view.problems');
};

const PROBLEMS = 'Show Problems';
/** Names in a message: more than this nobody reads. */
const MOST_NAMES = 3;
