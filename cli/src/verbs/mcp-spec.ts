/** How `proviso mcp` is called. */
import type { VerbSpec } from './spec.ts';

export const mcpSpec = {
  words: '',
  usage: '',
  summary: 'a server for coding assistants',
  description: `The server of the Model Context Protocol: it speaks on standard input and output until its client ends it. Assistants
start it; there is nothing to type. Its tools read only what is below the folder that it was started in. docs/mcp.md
says how an assistant is told of it.`,
  examples: [
    { call: 'proviso mcp', does: 'what an assistant starts' },
    { call: 'proviso help mcp', does: 'this page' },
  ],
  completes: 'nothing',
  options: {},
  run: async (call) => (await import('./mcp.ts')).mcp(call),
} satisfies VerbSpec;
