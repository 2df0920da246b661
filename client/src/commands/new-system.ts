/** Opens a small specification to begin with: one of the templates, which `proviso new` writes as well. */
import * as vscode from 'vscode';

/** `name`: of a template; without it, one is chosen. */
export const newSystem =
  () =>
  async (name?: string): Promise<void> => {
    const content = typeof name === 'string' ? await read(name) : await choose();
    if (content === null) return;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'proviso', content }));
  };

/** null where nothing was chosen */
async function choose(): Promise<string | null> {
  const files = await vscode.workspace.fs.readDirectory(folder());
  const names = files.map(([file]) => file.replace(/\.proviso$/, '')).sort();
  const items = names.map(async (label) => {
    const text = await read(label);
    return { label, detail: /^\/\/\/ (.*)$/m.exec(text)?.[1] ?? '', text };
  });
  return (await vscode.window.showQuickPick(Promise.all(items), { placeHolder: 'What to begin with' }))?.text ?? null;
}

async function read(name: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder(), `${name}.proviso`)));
}

function folder(): vscode.Uri {
  // The extension that runs this is there.
  const { extensionUri } = vscode.extensions.getExtension('proviso.proviso')!;
  return vscode.Uri.joinPath(extensionUri, 'templates');
}
