/** How `proviso lsp` is called. */
import type { VerbSpec } from './spec.ts';

export const lspSpec = {
  words: '--stdio',
  usage: '--stdio',
  summary: 'the language server, for editors',
  description: `The language server: it speaks the Language Server Protocol on standard input and output until its client ends it.
Editors start it; there is nothing to type.`,
  examples: [
    { call: 'proviso lsp --stdio', does: 'as an editor starts it' },
    { call: 'proviso help lsp', does: 'this text' },
  ],
  completes: 'nothing',
  options: { stdio: { help: 'the channel: standard input and output' } },
  run: async (call) => (await import('./lsp.ts')).lsp(call),
} satisfies VerbSpec;
