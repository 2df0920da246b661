/** Has the server try random runs for what a check left undecided: what they find stands in its place, as other verdicts do. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { CheckPlace, RandomRunsResult } from '#server';

export const tryRandomRuns =
  (client: LanguageClient) =>
  async (place?: CheckPlace): Promise<void> => {
    if (place === undefined) return;
    const { problem } = await client.sendRequest<RandomRunsResult>('proviso/randomRuns', place);
    if (problem !== null) void vscode.window.showInformationMessage(`Random runs: ${problem}.`);
  };
