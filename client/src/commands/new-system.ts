/** Opens a small specification to begin with: one of the templates, which `proviso new` writes as well. */
import * as vscode from 'vscode';
import { openCopy, packaged, specificationsIn } from './packaged.ts';

/** `name`: of a template; without it, one is chosen. */
export const newSystem =
  () =>
  async (name?: string): Promise<void> => {
    const content = typeof name === 'string' ? await packaged('templates', `${name}.proviso`) : await choose();
    if (content !== undefined) await openCopy(content);
  };

/** Undefined where nothing was chosen. */
async function choose(): Promise<string | undefined> {
  return (await vscode.window.showQuickPick(specificationsIn('templates'), { placeHolder: 'What to begin with' }))?.text;
}
