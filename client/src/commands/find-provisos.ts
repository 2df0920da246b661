/** Says how to find the assumptions that a property needs: a search for the command line, which may take minutes. */
import * as vscode from 'vscode';
import type { PropertyPlace } from '#server';

const COPY = 'Copy the Command';

export const findProvisos =
  () =>
  async (place?: PropertyPlace): Promise<void> => {
    if (place === undefined) return;
    const { fsPath } = vscode.Uri.parse(place.uri, true);
    const call = `proviso provisos ${quoted(fsPath)} --property ${place.property}`;
    const message = `The command line finds the assumptions that ${place.property} needs: ${call}`;
    if ((await vscode.window.showInformationMessage(message, COPY)) === COPY) await vscode.env.clipboard.writeText(call);
  };

/** One word for a shell, whatever the path contains; file names on Windows cannot contain a double quote. */
function quoted(path: string): string {
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", "'\\''")}'`;
}
