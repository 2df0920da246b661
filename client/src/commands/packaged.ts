/** Texts that come with the extension. */
import * as vscode from 'vscode';

export async function packaged(...path: readonly string[]): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(placeOf(path)));
}

/** A specification with the first line of its comment. */
export interface Described extends vscode.QuickPickItem {
  readonly text: string;
}

export async function specificationsIn(...folder: readonly string[]): Promise<Described[]> {
  const files = await vscode.workspace.fs.readDirectory(placeOf(folder));
  const names = files.flatMap(([file]) => (file.endsWith(SUFFIX) ? [file.slice(0, -SUFFIX.length)] : [])).sort();
  return Promise.all(
    names.map(async (label) => {
      const text = await packaged(...folder, label + SUFFIX);
      return { label, detail: /^\/\/\/ (.*)$/m.exec(text)?.[1] ?? '', text };
    }),
  );
}

/** Opens a copy that has no name yet, so that it can be changed at will. */
export async function openCopy(content: string): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'proviso', content }));
}

const SUFFIX = '.proviso';

function placeOf(path: readonly string[]): vscode.Uri {
  // The extension that runs this is there.
  const { extensionUri } = vscode.extensions.getExtension('proviso.proviso')!;
  return vscode.Uri.joinPath(extensionUri, ...path);
}
