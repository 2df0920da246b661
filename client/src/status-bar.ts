/** How the file at hand stands, in the status bar. */
import * as vscode from 'vscode';
import type { FileStatus } from '#server';

const ICONS = {
  idle: '$(circle-outline)',
  checking: '$(sync~spin)',
  ok: '$(check)',
  broken: '$(x)',
  unknown: '$(question)',
  error: '$(error)',
};

export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('proviso.status', vscode.StatusBarAlignment.Left, 10);
  readonly #known = new Map<string, FileStatus>();

  constructor() {
    this.#item.name = 'Proviso';
    this.#item.command = 'proviso.checkFile';
  }

  take(status: FileStatus): void {
    this.#known.set(status.file, status);
    this.show(vscode.window.activeTextEditor);
  }

  forget(): void {
    this.#known.clear();
    this.show(vscode.window.activeTextEditor);
  }

  show(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId !== 'proviso') {
      this.#item.hide();
      return;
    }
    const status = this.#known.get(editor.document.uri.toString());
    this.#item.text = `${ICONS[status?.state ?? 'idle']} Proviso${status === undefined ? '' : `: ${status.text}`}`;
    this.#item.tooltip = 'Proviso: click to check this file';
    const background = status?.state === 'broken' || status?.state === 'error' ? 'statusBarItem.errorBackground' : undefined;
    this.#item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}
