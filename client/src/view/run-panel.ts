/** One counterexample view in VS Code: a panel, and what it needs of the editor around it. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { RunParams, RunPath } from '#server';
import type { Lit, LitLine } from './lit-line.ts';
import type { FromView, ToView } from './messages.ts';
import { pageOf } from './page.ts';
import { goTo } from './panel.ts';
import { type FilePlace, RunSession, type Surroundings } from './run-session.ts';
import { saveAs } from './save.ts';

export const VIEW_TYPE = 'proviso.run';

export class RunPanel implements Surroundings {
  readonly #panel: vscode.WebviewPanel;
  readonly #client: LanguageClient;
  readonly #lit: LitLine;
  readonly #session: RunSession;
  readonly #drop: (uri: string, logs: readonly string[]) => void;

  constructor(
    panel: vscode.WebviewPanel,
    client: LanguageClient,
    lit: LitLine,
    extension: vscode.Uri,
    params: RunParams,
    path: RunPath | null,
    drop: (uri: string, logs: readonly string[]) => void,
  ) {
    this.#panel = panel;
    this.#client = client;
    this.#lit = lit;
    this.#drop = drop;
    const session = new RunSession(this, params, path);
    this.#session = session;
    panel.iconPath = vscode.Uri.joinPath(extension, 'images', 'file.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
    panel.webview.onDidReceiveMessage((message: FromView) => void session.take(message));
    panel.onDidDispose(() => session.end());
    panel.webview.html = pageOf(panel.webview, extension);
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Another run, beside the editor. */
  async open(params: RunParams): Promise<void> {
    this.#panel.reveal(undefined, false);
    await this.#session.another(params);
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    this.#session.changed(uri);
  }

  ask<T>(method: string, params: object): Promise<T> {
    return this.#client.sendRequest<T>(method, params);
  }

  post(message: ToView): void {
    void this.#panel.webview.postMessage(message);
  }

  title(property: string): void {
    this.#panel.title = property;
  }

  async opened(uri: string): Promise<string | null> {
    return vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true)).then(
      () => null,
      (error: Error) => error.message,
    );
  }

  light(place: FilePlace | null): void {
    this.#lit.show(place === null ? null : here(place));
  }

  go(place: FilePlace): Promise<void> {
    return goTo(this.#panel, here(place));
  }

  drop(uri: string, logs: readonly string[]): void {
    this.#drop(uri, logs);
  }

  save(name: string, beside: string, as: 'svg' | 'png' | 'html', content: string): Promise<void> {
    return saveAs(name, beside, as, content);
  }

  complain(text: string): void {
    void vscode.window.showErrorMessage(text);
  }
}

function here({ uri, range: { start, end } }: FilePlace): Lit {
  return { uri: vscode.Uri.parse(uri, true), range: new vscode.Range(start.line, start.character, end.line, end.character) };
}
