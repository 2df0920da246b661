/** Has the server find the assumptions that a property needs: the answer stands beside the property, and in its hover. */
import * as vscode from 'vscode';
import type { BaseLanguageClient as LanguageClient } from 'vscode-languageclient';
import type { FindProvisosResult, PropertyPlace } from '#server';

export const findProvisos =
  (client: LanguageClient) =>
  async (place?: PropertyPlace): Promise<void> => {
    if (place === undefined) return;
    const { problem } = await client.sendRequest<FindProvisosResult>('proviso/findProvisos', place);
    if (problem !== null) void vscode.window.showInformationMessage(`Provisos of ${place.property}: ${problem}.`);
  };
