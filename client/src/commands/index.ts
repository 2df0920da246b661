/** The commands of the extension by name, as `package.json` and the server's code lenses name them after `proviso.`. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { TestExplorer } from '../tests/explorer.ts';
import type { Views } from '../view/views.ts';
import { breakIt } from './break-it.ts';
import { checkFile } from './check-file.ts';
import { checkLog } from './check-log.ts';
import { checkWorkspace } from './check-workspace.ts';
import type { Command } from './command.ts';
import { debugCounterexample } from './debug-counterexample.ts';
import { findProvisos } from './find-provisos.ts';
import { goToStep } from './go-to-step.ts';
import { listPoints } from './list-points.ts';
import { newSystem } from './new-system.ts';
import { openSample } from './open-sample.ts';
import { restartServer } from './restart-server.ts';
import { showCounterexample } from './show-counterexample.ts';
import { showOutput } from './show-output.ts';
import { showTestRun } from './show-test-run.ts';
import { tryRandomRuns } from './try-random-runs.ts';

const commands: Readonly<Record<string, Command>> = {
  breakIt,
  checkFile,
  checkLog,
  checkWorkspace,
  debugCounterexample,
  findProvisos,
  goToStep,
  listPoints,
  newSystem,
  openSample,
  restartServer,
  showCounterexample,
  showOutput,
  showTestRun,
  tryRandomRuns,
};

export function registerCommands(client: LanguageClient, views: Views, tests: TestExplorer): vscode.Disposable[] {
  return Object.entries(commands).map(([name, command]) =>
    vscode.commands.registerCommand(`proviso.${name}`, command(client, views, tests)),
  );
}
