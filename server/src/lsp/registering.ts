/** What the client is asked to tell the server of, where it can. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type Disposable,
} from 'vscode-languageserver';
import type { ClientAbilities } from './abilities.ts';

export function register({ client }: Connection, { watchedFiles, configuration }: ClientAbilities): Promise<Disposable>[] {
  const globs = ['**/*.proviso', '**/proviso.config.json', '**/*.{jsonl,ndjson}'];
  const files = { watchers: globs.map((globPattern) => ({ globPattern })) };
  return [
    ...(watchedFiles ? [client.register(DidChangeWatchedFilesNotification.type, files)] : []),
    ...(configuration ? [client.register(DidChangeConfigurationNotification.type, { section: 'proviso' })] : []),
  ];
}
