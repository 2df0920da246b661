/**
 * Opens logs in a view of the run that explains them, or comes furthest: files that were chosen in the explorer, the log or those beside the
 * specification in the active editor. Which specification they are logs of is asked where several can be meant.
 */
import * as vscode from 'vscode';
import type { Command } from './command.ts';

/** Specifications that are offered at most. */
const MOST_OFFERED = 500;

export const checkLog: Command =
  (_, views) =>
  async (file?: vscode.Uri, files?: readonly vscode.Uri[]): Promise<void> => {
    const chosen = files ?? (file === undefined ? [] : [file]);
    const active = vscode.window.activeTextEditor?.document;
    const isSpec = active?.languageId === 'proviso';
    const logs = chosen.length > 0 ? chosen : isSpec ? await asked(active.uri) : active === undefined ? [] : [active.uri];
    if (logs.length === 0) return;
    const spec = isSpec ? active.uri : await specOf(logs[0]);
    if (spec !== null) await views.openLogs({ uri: spec.toString(), logs: logs.map(String) });
  };

async function asked(beside: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const folder = beside.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(beside, '..');
  const filters = { 'Logs (JSON Lines)': ['jsonl', 'ndjson'], 'All files': ['*'] };
  const options = { canSelectMany: true, openLabel: 'Check', title: 'Logs of one run', filters };
  return (await vscode.window.showOpenDialog(folder === undefined ? options : { ...options, defaultUri: folder })) ?? [];
}

/** The only one of the workspace, or the one that somebody chooses: those nearest to the log come first. */
async function specOf(log: vscode.Uri): Promise<vscode.Uri | null> {
  const found = await vscode.workspace.findFiles('**/*.proviso', '**/node_modules/**', MOST_OFFERED);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(
      'Proviso: there is no specification in this workspace that the log could be checked against.',
    );
    return null;
  }
  if (found.length === 1) return found[0];
  const near = found.toSorted((a, b) => shared(b, log) - shared(a, log));
  const items = near.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: 'A log of which specification?' });
  return choice?.uri ?? null;
}

/** Folders that both are in. */
function shared(a: vscode.Uri, b: vscode.Uri): number {
  const [one, other] = [a.path.split('/'), b.path.split('/')];
  const parts = one.findIndex((part, i) => part !== other[i]);
  return parts < 0 ? one.length : parts;
}
