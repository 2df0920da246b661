/** Opens a property's run beside the editor; from the command palette that of the property at the cursor, or the most important one of the file. */
import * as vscode from 'vscode';
import type { PropertyPlace } from '#server';
import type { Command } from './command.ts';

export const showCounterexample: Command =
  (_, views) =>
  async (place?: PropertyPlace): Promise<void> => {
    if (place !== undefined) {
      const { uri, system, property, under } = place;
      return views.open({ uri, system, property, under });
    }
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'proviso') return;
    const { line, character } = editor.selection.active;
    return views.open({ uri: editor.document.uri.toString(), position: { line, character } });
  };
