/** The command line and its language server as they are shipped: bundled once for all tests, by test/support/command-line.ts. */
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { ClientOptions } from './client.ts';

const commandLine = process.env.PROVISO_COMMAND_LINE!;

export const bundled = {
  /** `proviso lsp --stdio` */
  commandLine: { script: commandLine, words: ['lsp', '--stdio'] },
  /** as the VS Code extension starts it */
  forked: {
    script: join(dirname(commandLine), 'proviso-server.mjs'),
    words: ['--node-ipc', `--clientProcessId=${process.pid}`],
    channel: 'ipc',
  },
} satisfies Record<string, Pick<ClientOptions, 'script' | 'words' | 'channel'>>;
