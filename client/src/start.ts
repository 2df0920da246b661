/**
 * The extension: starts the language server, draws its verdicts at the ends of lines, shows the status of the file in the
 * status bar, and registers the commands. It decides nothing itself.
 */

import * as vscode from 'vscode';
import { type BaseLanguageClient, type LanguageClientOptions, State } from 'vscode-languageclient';
import { unhandled } from '#grammar';
import type { FileStatus, ThemeParams, VerdictsParams } from '#server';
import { registerCommands } from './commands/index.ts';
import { registerDebugger } from './debug/debugging.ts';
import type { Platform } from './platform.ts';
import { StatusBar } from './status-bar.ts';
import { TestExplorer } from './tests/explorer.ts';
import { VerdictLines } from './verdict-lines.ts';
import { dropsOfLogs } from './view/log-drop.ts';
import { Views } from './view/views.ts';

let client: BaseLanguageClient | null = null;

export async function start(context: vscode.ExtensionContext, platform: Platform): Promise<void> {
  const lines = new VerdictLines();
  const bar = new StatusBar();
  client = platform.createClient(OPTIONS);
  client.onNotification('proviso/verdicts', (verdicts: VerdictsParams) => lines.take(verdicts));
  const views = new Views(client, context.extensionUri);
  const tests = new TestExplorer(client, views);
  client.onNotification('proviso/status', (status: FileStatus) => {
    bar.take(status);
    if (status.state !== 'checking') views.changed(status.file);
  });
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
    views,
    tests,
    ...views.register(),
    dropsOfLogs(views),
    vscode.window.onDidChangeActiveTextEditor(looked),
    vscode.window.onDidChangeVisibleTextEditors(() => {
      lines.draw();
      views.draw();
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => lines.edited(document)),
    vscode.window.onDidChangeActiveColorTheme(({ kind }) => notify('proviso/theme', theme(kind))),
    ...registerCommands(client, views, tests),
    ...registerDebugger(client, () => platform.debugAdapter()),
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
  client = null;
}

const OPTIONS: LanguageClientOptions = {
  documentSelector: [{ language: 'proviso' }],
  initializationOptions: { verdicts: true, tests: true, commands: true },
  markdown: {
    isTrusted: { enabledCommands: ['proviso.showCounterexample', 'workbench.action.openSettings'] },
    supportHtml: true,
    supportThemeIcons: true,
  },
  outputChannelName: 'Proviso',
};

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
