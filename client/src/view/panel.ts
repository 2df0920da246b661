/** What panels of runs have in common: places of a run in the text, and where files are shown. */
import * as vscode from 'vscode';
import type { Place } from '#report';
import type { Lit } from './lit-line.ts';

/** `files`: the URI of each file that places name */
export function litAt(files: Readonly<Record<string, string>>, place: Place | null): Lit | null {
  const uri = place === null ? undefined : files[place.file];
  if (place === null || uri === undefined) return null;
  return {
    uri: vscode.Uri.parse(uri, true),
    range: new vscode.Range(place.line - 1, place.column - 1, place.endLine - 1, place.endColumn - 1),
  };
}

/** Where the file is open already; else beside the panel. */
function columnOf({ viewColumn }: vscode.WebviewPanel, uri: vscode.Uri): vscode.ViewColumn {
  const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (open?.viewColumn !== undefined) return open.viewColumn;
  return viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}

export async function goTo(panel: vscode.WebviewPanel, lit: Lit | null): Promise<void> {
  if (lit === null) return;
  const options = { selection: lit.range, viewColumn: columnOf(panel, lit.uri) };
  await vscode.window.showTextDocument(lit.uri, options).then(undefined, ({ message }: Error) => {
    // It is gone, or larger than the editor lets an extension open.
    void vscode.window.showErrorMessage(`Proviso: ${message}`);
  });
}
