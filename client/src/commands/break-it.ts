/** Opens a small specification that holds, shows its verdict, and then assumes one thing less: the verdict changes before your eyes. */
import * as vscode from 'vscode';
import type { FileStatus } from '#server';
import type { Command } from './command.ts';
import { packaged } from './packaged.ts';

/** What is added behind this line, so that a message may be lost. */
const BEHIND = 'assume Fast {';
const ADDED = '  network { lossy }';
/** Milliseconds in which the first verdict can be read. */
const READ = 1_500;

export const breakIt: Command = (client, views) => async (): Promise<void> => {
  const content = await packaged('walkthrough', 'break-it.proviso');
  const document = await vscode.workspace.openTextDocument({ language: 'proviso', content });
  const editor = await vscode.window.showTextDocument(document);
  const uri = document.uri.toString();
  const status = () => client.sendRequest<FileStatus>('proviso/checkFile', { uri });
  await status();
  await new Promise((resolve) => setTimeout(resolve, READ));
  const line = content.split('\n').indexOf(BEHIND) + 1;
  // Somebody may have written into it, or closed it.
  if (document.isClosed || document.getText() !== content) return;
  const isDone = await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), `${ADDED}\n`));
  if (!isDone) return;
  editor.selection = new vscode.Selection(line, 0, line, ADDED.length);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  if ((await status()).state !== 'broken') return;
  const said = 'One message that may be lost is enough: InTime breaks.';
  if ((await vscode.window.showInformationMessage(said, SHOW)) === SHOW)
    await views.open({ uri, system: 'RequestReply', property: 'InTime' });
};

const SHOW = 'Show the Run';
