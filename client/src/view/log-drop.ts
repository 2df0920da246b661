/**
 * Logs that are dropped into a specification's text open in a view: nothing is written into the text. VS Code asks for this where a drop would
 * insert something, which is while Shift is held; without it the file is opened.
 */
import * as vscode from 'vscode';
import type { Views } from './views.ts';

const LISTS = ['application/vnd.code.uri-list', 'text/uri-list'];
const IS_LOG = /\.(jsonl|ndjson)$/i;

export function dropsOfLogs(views: Views): vscode.Disposable {
  const provider: vscode.DocumentDropEditProvider = {
    async provideDocumentDropEdits({ uri }, _, transfer, token) {
      const logs = (await urisIn(transfer)).filter((one) => IS_LOG.test(one));
      if (logs.length === 0 || token.isCancellationRequested) return undefined;
      void views.openLogs({ uri: uri.toString(), logs });
      const edit = new vscode.DocumentDropEdit('', 'Check the log against this specification', KIND);
      edit.yieldTo = [];
      return edit;
    },
  };
  return vscode.languages.registerDocumentDropEditProvider({ language: 'proviso' }, provider, {
    dropMimeTypes: LISTS,
    providedDropEditKinds: [KIND],
  });
}

const KIND = vscode.DocumentDropOrPasteEditKind.Empty.append('proviso', 'log');

async function urisIn(transfer: vscode.DataTransfer): Promise<string[]> {
  for (const type of LISTS) {
    const text = (await transfer.get(type)?.asString()) ?? '';
    const uris = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
    if (uris.length > 0) return uris;
  }
  return [];
}
