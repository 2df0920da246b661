/** Servers for the tests of a file, each of which ends with its test, and folders for them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { bundled } from './bundled.ts';
import { type Client, type ClientOptions, startClient } from './client.ts';

export interface Servers {
  /** the server that is shipped */
  start(options?: ClientOptions): Promise<Client>;
  folderWith(files: Readonly<Record<string, string>>): string;
}

/** To be called by each file of tests: modules are shared by several. */
export function servers(): Servers {
  const clients: Client[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.stop()));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  return {
    start: async (options = {}) => {
      const client = await startClient({ settings: { check: { delay: 20 } }, ...bundled.commandLine, ...options });
      clients.push(client);
      return client;
    },
    folderWith: (files) => {
      const folder = mkdtempSync(join(tmpdir(), 'proviso-lsp-'));
      folders.push(folder);
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return folder;
    },
  };
}
