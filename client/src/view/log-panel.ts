/** Logs in the counterexample view: asks the server for the run that explains them, or comes furthest, and does what its script asks for. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import { unhandled } from '#grammar';
import type { LogAnswer, LogNewsParams, LogParams } from '#server';
import type { LitLine } from './lit-line.ts';
import type { FromLogView, LogToView } from './messages.ts';
import { pageOf } from './page.ts';
import { goTo, litAt } from './panel.ts';
import { saveAs } from './save.ts';

export const LOG_VIEW_TYPE = 'proviso.log';

export class LogPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #client: LanguageClient;
  readonly #lit: LitLine;
  readonly #disposables: vscode.Disposable[];
  #params: LogParams;
  #answer: Pick<LogAnswer, 'files' | 'logs'> = { files: {}, logs: {} };
  #sent = '';
  #isReady = false;
  #isGone = false;
  #fresh = true;
  /** ends the search that is under way */
  #asking: vscode.CancellationTokenSource | null = null;
  /** of the specification that the search under way is about; null where no editor has it */
  #version: number | null = null;
  /** more is known than the search under way was asked with */
  #again = false;

  constructor(panel: vscode.WebviewPanel, client: LanguageClient, lit: LitLine, extension: vscode.Uri, params: LogParams) {
    this.#panel = panel;
    this.#client = client;
    this.#lit = lit;
    this.#params = params;
    panel.iconPath = vscode.Uri.joinPath(extension, 'images', 'file.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
    panel.webview.onDidReceiveMessage((message: FromLogView) => void this.#take(message));
    this.#disposables = [
      client.onNotification('proviso/logNews', (news: LogNewsParams) => {
        if (JSON.stringify(news) === JSON.stringify({ uri: this.#params.uri, logs: this.#params.logs })) this.changed(news.uri);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (this.#params.logs.includes(uri.toString())) void this.update();
      }),
    ];
    panel.onDidDispose(() => {
      this.#isGone = true;
      this.#asking?.cancel();
      for (const one of this.#disposables) one.dispose();
      lit.show(null);
    });
    panel.webview.html = pageOf(panel.webview, extension);
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  async open(params: LogParams): Promise<void> {
    this.#panel.reveal(undefined, false);
    this.#params = params;
    this.#fresh = true;
    await this.update();
  }

  /** The checks of a file have news: perhaps it is another text. A search about the same text goes on, and what it finds is looked at again. */
  changed(uri: string): void {
    if (uri !== this.#params.uri) return;
    if (this.#asking !== null && this.#version === versionOf(uri)) this.#again = true;
    else void this.update();
  }

  async update(): Promise<void> {
    if (!this.#isReady) return;
    this.#asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    this.#again = false;
    const params = this.#params;
    this.#version = versionOf(params.uri);
    this.#panel.title = params.logs.map((uri) => vscode.Uri.parse(uri).path.split('/').at(-1)).join(', ');
    const answer = await this.#ask(params, asking.token);
    if (asking !== this.#asking) return;
    this.#asking = null;
    if (answer === null || this.#isGone) return;
    if (this.#again) void this.update();
    const { view, says, mistakes, files, logs } = answer;
    if (view === null) {
      const told = mistakes.map(({ file, line, text }) => `${file}:${line}: ${text}`);
      this.#send({ kind: 'note', note: [`${says}.`, ...told].join('\n') });
      return;
    }
    this.#answer = { files, logs };
    this.#send({ kind: 'show log', params, view, fresh: this.#fresh });
    this.#fresh = false;
  }

  async #ask(params: LogParams, token: vscode.CancellationToken): Promise<LogAnswer | null> {
    try {
      return await this.#client.sendRequest<LogAnswer>('proviso/logRun', params, token);
    } catch (error) {
      if (!token.isCancellationRequested)
        this.#send({ kind: 'note', note: `The language server does not answer: ${(error as Error).message}` });
      return null;
    }
  }

  /** What it was sent last is not sent again. */
  #send(message: LogToView): void {
    const text = JSON.stringify(message);
    if (this.#isGone || text === this.#sent) return;
    this.#sent = text;
    void this.#panel.webview.postMessage(message);
  }

  async #take(message: FromLogView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        this.#sent = '';
        return this.update();
      case 'at':
        return this.#lit.show(litAt(this.#answer.files, message.place));
      case 'go':
        return goTo(this.#panel, litAt(this.#answer.files, message.place));
      case 'go to log': {
        const uri = this.#answer.logs[message.file];
        if (uri === undefined) return;
        const at = new vscode.Range(message.line - 1, 0, message.line - 1, 0);
        return goTo(this.#panel, { uri: vscode.Uri.parse(uri, true), range: at });
      }
      case 'ask log': {
        const { system, assume, tick } = message;
        this.#params = { ...this.#params, system, assume, tick };
        this.#fresh = true;
        return this.update();
      }
      case 'save':
        return saveAs(this.#panel.title, this.#params.uri, message.as, message.content);
      case 'drop':
        return this.open({ ...this.#params, logs: message.uris });
      default:
        return unhandled(message);
    }
  }
}

function versionOf(uri: string): number | null {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri)?.version ?? null;
}
