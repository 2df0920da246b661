/**
 * The counterexample views of a window: one, which each lens puts its run into, and one for logs. They come back when the window is
 * reloaded.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { LogParams, RunParams, RunPath } from '#server';
import { LitLine } from './lit-line.ts';
import { LOG_VIEW_TYPE, LogPanel } from './log-panel.ts';
import type { Kept, KeptLog } from './messages.ts';
import { RunPanel, VIEW_TYPE } from './run-panel.ts';

export class Views implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #extension: vscode.Uri;
  readonly #lit = new LitLine();
  #panel: RunPanel | null = null;
  #logs: LogPanel | null = null;

  constructor(client: LanguageClient, extension: vscode.Uri) {
    this.#client = client;
    this.#extension = extension;
  }

  async open(params: RunParams): Promise<void> {
    if (this.#panel !== null) return this.#panel.open(params);
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
    this.#take(vscode.window.createWebviewPanel(VIEW_TYPE, 'Counterexample', where), params, null);
  }

  async openLogs(params: LogParams): Promise<void> {
    if (this.#logs !== null) return this.#logs.open(params);
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
    this.#takeLogs(vscode.window.createWebviewPanel(LOG_VIEW_TYPE, 'Log', where), params);
  }

  /** What brings them back. */
  register(): vscode.Disposable[] {
    return [
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, kept: Kept | undefined) => {
          if (kept?.params === undefined) panel.dispose();
          else this.#take(panel, kept.params, kept.path ?? null);
        },
      }),
      vscode.window.registerWebviewPanelSerializer(LOG_VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, kept: KeptLog | undefined) => {
          if (kept?.log === undefined) panel.dispose();
          else this.#takeLogs(panel, kept.log);
        },
      }),
    ];
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    this.#panel?.changed(uri);
    this.#logs?.changed(uri);
  }

  /** Other editors are seen. */
  draw(): void {
    this.#lit.draw();
  }

  dispose(): void {
    this.#lit.dispose();
  }

  #take(panel: vscode.WebviewPanel, params: RunParams, path: RunPath | null): void {
    const drop = (uri: string, logs: readonly string[]) => void this.openLogs({ uri, logs });
    const taken = new RunPanel(panel, this.#client, this.#lit, this.#extension, params, path, drop);
    this.#panel = taken;
    taken.onDidDispose(() => {
      if (this.#panel === taken) this.#panel = null;
    });
  }

  #takeLogs(panel: vscode.WebviewPanel, params: LogParams): void {
    const taken = new LogPanel(panel, this.#client, this.#lit, this.#extension, params);
    this.#logs = taken;
    taken.onDidDispose(() => {
      if (this.#logs === taken) this.#logs = null;
    });
  }
}
