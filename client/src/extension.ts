/**
 * The extension: it starts the language server, draws the verdicts of the server at the ends of lines, and shows in
 * the status bar how the file stands. Nothing is decided here.
 */

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State, TransportKind } from 'vscode-languageclient/node';
import { unhandled } from '#grammar';
import type { CheckWorkspaceResult, FileStatus, ThemeParams, VerdictsParams } from '#server';
import { StatusBar } from './status-bar.ts';
import { VerdictLines } from './verdict-lines.ts';

let client: LanguageClient | null = null;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const lines = new VerdictLines();
  const bar = new StatusBar();
  client = createClient(context);
  client.onNotification('proviso/verdicts', (verdicts: VerdictsParams) => lines.take(verdicts));
  client.onNotification('proviso/status', (status: FileStatus) => bar.take(status));
  const looked = (editor: vscode.TextEditor | undefined) => {
    bar.show(editor);
    if (editor?.document.languageId === 'proviso') notify('proviso/focus', { uri: editor.document.uri.toString() });
  };
  // A server that is started again does not know what the previous one was sent, and the results of that one may be outdated.
  const changed = (state: State) => {
    if (state === State.Stopped) {
      lines.forget();
      bar.forget();
    }
    if (state !== State.Running) return;
    notify('proviso/theme', theme(vscode.window.activeColorTheme.kind));
    looked(vscode.window.activeTextEditor);
  };
  context.subscriptions.push(
    client.onDidChangeState(({ newState }) => changed(newState)),
    lines,
    bar,
    vscode.window.onDidChangeActiveTextEditor(looked),
    vscode.window.onDidChangeVisibleTextEditors(() => lines.draw()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => lines.edited(document)),
    vscode.window.onDidChangeActiveColorTheme(({ kind }) => notify('proviso/theme', theme(kind))),
    ...commands(),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  client = null;
}

function createClient(context: vscode.ExtensionContext): LanguageClient {
  const module = context.asAbsolutePath('dist/proviso-server.mjs');
  const server: ServerOptions = { module, transport: TransportKind.ipc };
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'proviso' }],
    initializationOptions: { verdicts: true },
    markdown: { isTrusted: { enabledCommands: ['proviso.showCounterexample'] }, supportHtml: true, supportThemeIcons: true },
    outputChannelName: 'Proviso',
  };
  return new LanguageClient('proviso', 'Proviso', server, options);
}

function notify(method: string, params: object): void {
  void client?.sendNotification(method, params);
}

function theme(kind: vscode.ColorThemeKind): ThemeParams {
  switch (kind) {
    case vscode.ColorThemeKind.Light:
      return { kind: 'light' };
    case vscode.ColorThemeKind.Dark:
      return { kind: 'dark' };
    case vscode.ColorThemeKind.HighContrast:
      return { kind: 'highContrast' };
    case vscode.ColorThemeKind.HighContrastLight:
      return { kind: 'highContrastLight' };
    default:
      return unhandled(kind);
  }
}

function commands(): vscode.Disposable[] {
  const register = (name: string, run: (...args: never[]) => unknown) => vscode.commands.registerCommand(`proviso.${name}`, run);
  return [
    register('checkFile', async () => {
      const uri = vscode.window.activeTextEditor?.document.uri.toString();
      if (uri !== undefined) await client?.sendRequest<FileStatus>('proviso/checkFile', { uri });
    }),
    register('checkWorkspace', checkWorkspace),
    register('restartServer', async () => client?.restart()),
    register('showOutput', () => client?.outputChannel.show(true)),
    register('showCounterexample', showCounterexample),
    register('why', showCounterexample),
    register('findProvisos', findProvisos),
    register('newSystem', newSystem),
  ];
}

async function checkWorkspace(): Promise<void> {
  const result = await client?.sendRequest<CheckWorkspaceResult>('proviso/checkWorkspace', {});
  if (result === undefined) return;
  const wrong = result.files.filter(({ state }) => state === 'broken' || state === 'error');
  const all = `${result.files.length} file${result.files.length === 1 ? '' : 's'}`;
  if (wrong.length === 0) void vscode.window.showInformationMessage(`Proviso: ${all} checked, every verdict as expected.`);
  else void vscode.window.showWarningMessage(`Proviso: ${wrong.length} of ${all} with unexpected verdicts or errors.`);
}

/** Goes to the property and shows its hover. */
async function showCounterexample(path?: string, _check?: number, _outcome?: number, property?: string): Promise<void> {
  if (path === undefined || property === undefined) return;
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
  const found = new RegExp(`\\b(?:safety|liveness|reachable)\\s+(?=${property}\\b)`).exec(editor.document.getText());
  if (found === null) return;
  const at = editor.document.positionAt(found.index + found[0].length);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.showHover');
}

function findProvisos(): void {
  void vscode.window.showInformationMessage(
    'Proviso cannot search for the weakest assumptions yet. A sweep does it for a number: `check A for P in 0..3 { ... }`.',
  );
}

/** A small system that holds, and breaks as soon as a message may be lost. */
const EXAMPLE = `/// One who asks and one who answers.
system Example {
  message Question
  message Answer

  node Client {
    waiting: bool = false
    optional action ask when not waiting {
      waiting = true
      call asked = send Question to Server
    }
    on Answer for asked { waiting = false }
  }

  node Server {
    on Question { reply Answer }
  }

  safety InTime: Client.waiting leads to not Client.waiting within 2
}

assume Fast {
  timing sync { delay <= 1, pause <= 0 }
}

check Fast { InTime holds }
`;

async function newSystem(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'proviso', content: EXAMPLE });
  await vscode.window.showTextDocument(document);
}
