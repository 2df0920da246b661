/** Debugs a property's run; from the command palette that of the property at the cursor, or the most important one of the file. */
import * as vscode from 'vscode';
import type { PropertyPlace, RunParams } from '#server';
import { Configurations } from '../debug/configurations.ts';
import type { Command } from './command.ts';

export const debugCounterexample: Command =
  (client) =>
  async (place?: PropertyPlace): Promise<void> => {
    const params = place === undefined ? atCursor() : runOf(place);
    if (params === null) return;
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.parse(params.uri, true));
    const isGoing = await vscode.debug.startDebugging(folder, await new Configurations(client).of(params));
    // VS Code opens it at breakpoints alone, and the values are what one comes for.
    if (isGoing) await vscode.commands.executeCommand('workbench.view.debug');
  };

function runOf({ uri, system, property, under }: PropertyPlace): RunParams {
  return { uri, system, property, under };
}

function atCursor(): RunParams | null {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'proviso') return null;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}
