/**
 * What is debugged: the run of a property that someone points at. Which one of a sweep that is, the language server knows from its
 * verdicts; where it knows none, the debugger looks for it.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { RunAnswer, RunParams } from '#server';

export const DEBUG_TYPE = 'proviso';

export class Configurations implements vscode.DebugConfigurationProvider {
  readonly #client: LanguageClient;

  constructor(client: LanguageClient) {
    this.#client = client;
  }

  /** F5 without a configuration is about the property at the cursor, or the most important one of the file. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    if (config.type !== undefined) return config;
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'proviso') {
      void vscode.window.showInformationMessage('Open a specification (*.proviso) to debug one of its runs.');
      return undefined;
    }
    const { line, character } = editor.selection.active;
    return this.of({ uri: editor.document.uri.toString(), position: { line, character } });
  }

  /** Once variables such as `${file}` stand for what they mean. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    config: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const cwd =
      folder === undefined || config.cwd !== undefined
        ? {}
        : { cwd: folder.uri.scheme === 'file' ? folder.uri.fsPath : folder.uri.toString() };
    // What has no file, or one that the adapter cannot read, goes along as it is in the editor.
    const open = vscode.workspace.textDocuments.find((one) => one.uri.scheme !== 'file' && one.uri.toString() === config.program);
    return { ...config, ...cwd, ...(open === undefined ? {} : { text: open.getText() }) };
  }

  async of(params: RunParams): Promise<vscode.DebugConfiguration> {
    const uri = vscode.Uri.parse(params.uri, true);
    const { run, property } = await this.#client.sendRequest<RunAnswer>('proviso/run', params);
    const chosen =
      run === null
        ? { property: property ?? params.property, system: params.system }
        : {
            ...{ property: run.property, system: run.system, assume: run.assume },
            point: Object.fromEntries(run.point.map(({ name, value }) => [name, value])),
            ...(run.claimed === null ? {} : { claim: run.claimed.condition }),
          };
    const program = uri.scheme === 'file' ? uri.fsPath : uri.toString();
    const name = chosen.property === undefined ? 'Debug the counterexample' : `Debug ${chosen.property}`;
    return { type: DEBUG_TYPE, request: 'launch', name, program, stopOnEntry: true, ...chosen };
  }
}
