/** Goes to a property and shows its hover, which has the run. */
import * as vscode from 'vscode';
import type { PropertyPlace } from '#server';

export const showCounterexample =
  () =>
  async (place?: PropertyPlace): Promise<void> => {
    if (place === undefined) return;
    const editor = await vscode.window.showTextDocument(vscode.Uri.parse(place.uri, true));
    const at = new vscode.Position(place.position.line, place.position.character);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    await vscode.commands.executeCommand('editor.action.showHover');
  };
