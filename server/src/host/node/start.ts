/** The process that an editor forks: the language server on the channel that its arguments name. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { startLanguageServer } from './main.ts';

declare const PROVISO_VERSION: string | undefined;

startLanguageServer({ channel: process.argv.includes('--node-ipc') ? 'ipc' : 'stdio', version: version() });

function version(): string {
  if (typeof PROVISO_VERSION !== 'undefined') return PROVISO_VERSION;
  const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
