/** The command line and its language server as they are shipped: bundled, once for each test file, into a folder of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ClientOptions } from './client.ts';

export interface Bundled {
  readonly folder: string;
  /** `proviso lsp --stdio` */
  readonly commandLine: Pick<ClientOptions, 'script' | 'words'>;
  /** as the VS Code extension starts it */
  readonly forked: Pick<ClientOptions, 'script' | 'words' | 'channel'>;
}

export function bundle(): Bundled {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bundle-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const script = fileURLToPath(new URL('../../../cli/bundle.mjs', import.meta.url));
  execFileSync(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    folder,
    commandLine: { script: join(folder, 'proviso.mjs'), words: ['lsp', '--stdio'] },
    forked: { script: join(folder, 'proviso-server.mjs'), words: ['--node-ipc', `--clientProcessId=${process.pid}`], channel: 'ipc' },
  };
}
