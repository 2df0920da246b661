/** One counterexample view: asks the server for its run, keeps it up to date, and does what its script asks for. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import { unhandled } from '#grammar';
import type { RunAnswer, RunByHandAnswer, RunPageAnswer, RunParams, RunPath, RunView, SaveScenarioAnswer, WhatIfAnswer } from '#server';
import type { LitLine } from './lit-line.ts';
import type { FromView, ToView } from './messages.ts';
import { pageOf } from './page.ts';
import { columnOf, goTo, litAt } from './panel.ts';
import { saveAs } from './save.ts';

export const VIEW_TYPE = 'proviso.run';

export class RunPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #client: LanguageClient;
  readonly #lit: LitLine;
  readonly #drop: (uri: string, logs: readonly string[]) => void;
  #params: RunParams;
  /** of a run by hand, while one is shown */
  #path: RunPath | null;
  /** how far that is the run of the verdict */
  #shared = 0;
  /** as it is shown; null where nothing is yet */
  #shown: RunView | null = null;
  #files: RunAnswer['files'] = {};
  /** what the script was sent last to show */
  #sent = '';
  #isReady = false;
  /** it was closed: whoever was asked may still answer */
  #isGone = false;
  /** the next run is another one than that before */
  #fresh = true;
  /** counts what was asked for: an answer about something else is dropped */
  #asked = 0;

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
    this.#params = params;
    this.#path = path;
    this.#drop = drop;
    panel.iconPath = vscode.Uri.joinPath(extension, 'images', 'file.svg');
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist')] };
    panel.webview.onDidReceiveMessage((message: FromView) => void this.#take(message));
    panel.onDidDispose(() => {
      this.#isGone = true;
      lit.show(null);
    });
    panel.webview.html = pageOf(panel.webview, extension);
  }

  get onDidDispose(): vscode.Event<void> {
    return this.#panel.onDidDispose;
  }

  /** Another run, beside the editor. */
  async open(params: RunParams): Promise<void> {
    this.#panel.reveal(undefined, false);
    await this.#another(params);
  }

  /** The checks of a file have news. */
  changed(uri: string): void {
    if (uri === this.#params.uri) void this.update();
  }

  async update(): Promise<void> {
    if (!this.#isReady) return;
    if (this.#path === null) return this.#showRun(null, null);
    return this.#showHand(this.#path, null);
  }

  /** `at`: the moment to go to; null where the view keeps its own. */
  async #showRun(at: number | null, ended: string | null): Promise<void> {
    const params = this.#params;
    const asked = ++this.#asked;
    const answer = await this.#ask<RunAnswer>('proviso/run', params);
    if (answer === null || asked !== this.#asked || this.#isGone) return;
    const { run, files } = answer;
    if (run === null) {
      this.#send({ kind: 'note', note: [...(ended === null ? [] : [ended]), noteOf(answer, this.#shown)].join(' ') });
      return;
    }
    const was = this.#params.under;
    const gone = this.#fresh || was === undefined || was === run.under ? null : `No run of ${was} any more.`;
    this.#shows(run, files);
    this.#send({ kind: 'show', params: this.#params, run, hand: null, fresh: this.#fresh, at, note: ended ?? gone });
    this.#fresh = false;
  }

  async #showHand(path: RunPath, at: number | null): Promise<void> {
    const asked = ++this.#asked;
    const answer = await this.#ask<RunByHandAnswer>('proviso/runByHand', { ...this.#params, path });
    if (answer === null || asked !== this.#asked || this.#isGone) return;
    const { run: view, files, says, isOver } = answer;
    if (view === null) {
      const why = { property: null, says };
      if (!isOver) return this.#send({ kind: 'note', note: noteOf(why, this.#shown) });
      this.#path = null;
      return this.#showRun(null, `The run by hand has ended: ${says}.`);
    }
    const { path: taken, findings, shared, otherStart, ...run } = view;
    this.#path = taken;
    this.#shared = shared ?? 0;
    this.#shows(run, files);
    const hand = { path: taken, findings, shared, otherStart };
    this.#send({ kind: 'show', params: this.#params, run, hand, fresh: false, at, note: null });
    this.#fresh = false;
  }

  #shows(run: RunView, files: RunAnswer['files']): void {
    const { system, property, under } = run;
    this.#params = { uri: this.#params.uri, system, property, under };
    this.#shown = run;
    this.#files = files;
    this.#panel.title = property;
  }

  #another(params: RunParams): Promise<void> {
    this.#params = params;
    this.#path = null;
    this.#fresh = true;
    return this.update();
  }

  /** What it was sent last is not sent again. */
  #send(message: Exclude<ToView, { readonly kind: 'other' }>): void {
    const text = JSON.stringify(message);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#post(message);
  }

  #post(message: ToView): void {
    if (!this.#isGone) void this.#panel.webview.postMessage(message);
  }

  async #take(message: FromView): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        this.#sent = '';
        // A file that no editor has open is not checked by itself.
        await vscode.workspace.openTextDocument(vscode.Uri.parse(this.#params.uri, true)).then(undefined, (error: Error) => {
          this.#send({ kind: 'note', note: error.message });
        });
        return this.update();
      case 'at':
        return this.#lit.show(litAt(this.#files, message.place));
      case 'go':
        return goTo(this.#panel, litAt(this.#files, message.place));
      case 'drop':
        return this.#drop(this.#params.uri, message.uris);
      case 'choose':
        return this.#another({ ...this.#params, under: message.under });
      case 'compare': {
        const asked = this.#asked;
        const answer = await this.#ask<RunAnswer>('proviso/run', { ...this.#params, under: message.under });
        if (asked !== this.#asked) return;
        this.#post({ kind: 'other', under: message.under, run: answer?.run ?? null });
        return;
      }
      case 'save': {
        const name = this.#shown?.property ?? 'run';
        if (message.as !== 'html') return saveAs(name, this.#params.uri, message.as, message.content);
        const page = await this.#ask<RunPageAnswer>('proviso/runPage', this.#params);
        return page?.html == null ? undefined : saveAs(name, this.#params.uri, 'html', page.html);
      }
      case 'what if': {
        const { moment, request } = message;
        const answer = await this.#ask<WhatIfAnswer>('proviso/whatIf', { ...this.#params, path: this.#path, moment });
        if (answer !== null) this.#post({ kind: 'what if', request, whatIf: answer.whatIf, says: answer.says });
        return;
      }
      case 'take':
        return this.#showHand(message.path, message.path.steps.length);
      case 'leave':
        this.#path = null;
        return this.#showRun(this.#shared, null);
      case 'scenario':
        return this.#saveScenario(message.moment);
      default:
        return unhandled(message);
    }
  }

  /** The server asks the editor for the change; its name is shown, to be changed to a better one. */
  async #saveScenario(moment: number): Promise<void> {
    const answer = await this.#ask<SaveScenarioAnswer>('proviso/saveScenario', { ...this.#params, path: this.#path, moment });
    if (answer?.saved == null) {
      if (answer !== null) void vscode.window.showErrorMessage(`Proviso cannot save this run as a scenario: ${answer.says}.`);
      return;
    }
    const { uri, range } = answer.saved;
    const { start, end } = range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const target = vscode.Uri.parse(uri, true);
    await vscode.window.showTextDocument(target, { selection, viewColumn: columnOf(this.#panel, target) });
  }

  /** Null, and a note, where the server does not answer. */
  async #ask<T>(method: string, params: object): Promise<T | null> {
    try {
      return await this.#client.sendRequest<T>(method, params);
    } catch (error) {
      this.#send({ kind: 'note', note: `The language server does not answer: ${(error as Error).message}` });
      return null;
    }
  }
}

/** What is said of a run that is shown, or of none: why there is no newer one. */
function noteOf({ property, says }: Pick<RunAnswer, 'property' | 'says'>, shown: RunView | null): string {
  const about = property === null ? '' : `${property}: `;
  return shown === null ? `${about}${says}.` : `${about}${says}. This is the run of before.`;
}
