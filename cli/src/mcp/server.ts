/** The protocol: which tools there are, and what a call of one comes to. Nothing that a client sends ends the server. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { version } from '../version.ts';
import { Refused } from './arguments.ts';
import { isTool, toolNames, tools } from './tools.ts';

const INSTRUCTIONS = `Proviso model-checks specifications of distributed systems (*.proviso). Use \`check\` after each change of a specification,
\`trace\` for a counterexample step by step, \`explain\` for a code such as PV0203 or for a violation in a few sentences, and \`provisos\` for the
assumptions that a property needs. Paths are relative to the folder that the server was started in.`;

/** Returns when the client has gone. */
export async function serve(): Promise<void> {
  const server = new Server({ name: 'proviso', version: version() }, { capabilities: { tools: {} }, instructions: INSTRUCTIONS });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: toolNames.map((name) => {
      const { description, inputSchema } = tools[name];
      return { name, description, inputSchema, annotations: { readOnlyHint: true, openWorldHint: false } };
    }),
  }));
  const gone = new AbortController();
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) =>
    call(params.name, params.arguments ?? {}, AbortSignal.any([signal, gone.signal])),
  );
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', () => void server.close());
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
  gone.abort();
  process.stdin.destroy();
}

async function call(name: string, given: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallToolResult> {
  try {
    if (!isTool(name)) throw new Refused(`There is no tool \`${name}\`. The tools are ${toolNames.join(', ')}.`);
    const { text, isError } = await tools[name].run(given, signal);
    return { content: [{ type: 'text', text }], isError };
  } catch (error) {
    const text =
      error instanceof Refused ? error.message : `This is a fault of proviso itself. Please report it.\n${(error as Error).stack}`;
    return { content: [{ type: 'text', text }], isError: true };
  }
}
