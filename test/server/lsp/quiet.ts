/** All that a server has to say of a file when nothing is on its way. Two servers with the same texts say the same. */
import type { CodeLens } from 'vscode-languageserver/node';
import type { FileStatus } from '#server';
import type { Client } from './client.ts';

export interface Reported {
  readonly status: FileStatus;
  readonly diagnostics: unknown;
  readonly verdicts: unknown;
  readonly lenses: unknown;
  readonly symbols: unknown;
  readonly hovers: unknown;
}

/** `hovers`: places where the pointer rests. */
export async function reportedTo(client: Client, uri: string, hovers: readonly object[]): Promise<Reported> {
  const textDocument = { uri };
  const status = await client.checkFile(uri);
  const asked = hovers.map((position) => client.request('textDocument/hover', { textDocument, position }));
  return untimed({
    status,
    diagnostics: client.diagnostics.get(uri)?.items ?? [],
    // What is kept of a text before depends on what was typed.
    verdicts: (client.verdicts.get(uri)?.items ?? []).filter(({ kind }) => kind !== 'stale'),
    lenses: ((await client.request('textDocument/codeLens', { textDocument })) as CodeLens[]).filter(
      ({ command }) => !command?.arguments?.[0]?.stale,
    ),
    symbols: await client.request('textDocument/documentSymbol', { textDocument }),
    hovers: await Promise.all(asked),
  });
}

/** How long a search took differs from run to run. */
export function untimed<T>(reported: T): T {
  return JSON.parse(JSON.stringify(reported).replace(/\d+\.\d s/g, '0.0 s')) as T;
}
