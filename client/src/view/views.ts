/** The counterexample view of a window: there is one, which each lens puts its run into, and which comes back when the window is reloaded. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { RunParams, RunPath } from '#server';
import { LitLine } from './lit-line.ts';
import type { Kept } from './messages.ts';
import { RunPanel, VIEW_TYPE } from './run-panel.ts';

export class Views implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #client: LanguageClient;
  readonly #extension: vscode.Uri;
  readonly #lit = new LitLine();
  #panel: RunPanel | null = null;

  constructor(client: LanguageClient, extension: vscode.Uri) {
    this.#client = client;
    this.#extension = extension;
  }

  async open(params: RunParams): Promise<void> {
    if (this.#panel !== null) return this.#panel.open(params);
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
    this.#take(vscode.window.createWebviewPanel(VIEW_TYPE, 'Counterexample', where), params, null);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: Kept | undefined): Promise<void> {
    if (kept?.params === undefined) panel.dispose();
    else this.#take(panel, kept.params, kept.path ?? null);
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    this.#panel?.changed(uri);
  }

  /** Other editors are seen. */
  draw(): void {
    this.#lit.draw();
  }

  dispose(): void {
    this.#lit.dispose();
  }

  #take(panel: vscode.WebviewPanel, params: RunParams, path: RunPath | null): void {
    const taken = new RunPanel(panel, this.#client, this.#lit, this.#extension, params, path);
    this.#panel = taken;
    taken.onDidDispose(() => {
      if (this.#panel === taken) this.#panel = null;
    });
  }
}
