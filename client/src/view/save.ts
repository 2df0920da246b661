/** Saves what a view exports, where the user says. */
import * as vscode from 'vscode';

const FILTERS = { svg: { SVG: ['svg'] }, png: { PNG: ['png'] }, html: { HTML: ['html'] } };

/** `content`: text, of a PNG base64. `beside`: the URI of the file that it is about */
export async function saveAs(name: string, beside: string, as: keyof typeof FILTERS, content: string): Promise<void> {
  const source = vscode.Uri.parse(beside, true);
  const folder = source.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(source, '..');
  const defaultUri = folder === undefined ? undefined : vscode.Uri.joinPath(folder, `${name}.${as}`);
  const target = await vscode.window.showSaveDialog({ filters: FILTERS[as], ...(defaultUri === undefined ? {} : { defaultUri }) });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(
      target,
      as === 'png' ? Uint8Array.from(atob(content), (one) => one.charCodeAt(0)) : new TextEncoder().encode(content),
    );
  } catch (error) {
    void vscode.window.showErrorMessage(`Proviso cannot save this run: ${(error as Error).message}`);
  }
}
