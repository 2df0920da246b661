/** Opens a copy of one of the samples: systems that go wrong in instructive ways, and incidents that happened. */
import * as vscode from 'vscode';
import { type Described, openCopy, specificationsIn } from './packaged.ts';

export const openSample = () => async (): Promise<void> => {
  const chosen = await vscode.window.showQuickPick(items(), { placeHolder: 'Which sample', matchOnDetail: true });
  if (chosen !== undefined && 'text' in chosen) await openCopy(chosen.text);
};

async function items(): Promise<(Described | vscode.QuickPickItem)[]> {
  const [systems, incidents] = await Promise.all([specificationsIn('samples'), specificationsIn('samples', 'incidents')]);
  return [separator('systems'), ...systems, separator('incidents that happened'), ...incidents];
}

function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
