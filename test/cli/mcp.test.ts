/** `proviso mcp`, asked by the client of the protocol's own package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProvisosRun } from '#report';
import { run } from '../../cli/src/mcp/run.ts';
import { tools } from '../../cli/src/mcp/tools.ts';
import { commandLine, folderWith, provisoProcess, removeFolders } from './proviso.ts';

const SPEC = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 2
  safety InRange: always Client.n <= 3
}
assume Plain { timing async }
check Plain { Small holds }
`;
/** Has more states than anybody waits for. */
const LARGE = `system Large {
  node Client[6] { n: 0..1000 = 0  action count when n < 1000 { n += 1 } }
  safety InRange: always (forall c in Client: c.n <= 1000)
}
assume Plain { timing async }
check Plain { InRange holds }
`;

let client: Client;
let transport: StdioClientTransport;

beforeAll(async () => {
  const outside = folderWith({ 'secret.proviso': SPEC });
  const folder = folderWith({
    'specs/counter.proviso': SPEC,
    'specs/wrong.proviso': SPEC.replace('check Plain { Small', 'check Plain { Smal'),
    'specs/imports.proviso': `import "../link.proviso"\n${SPEC.replace('assume Plain { timing async }\n', '')}`,
    'large.proviso': LARGE,
    'link.proviso': { link: join(outside, 'secret.proviso') },
    'links/folder': { link: outside },
  });
  client = new Client({ name: 'a test', version: '1' });
  transport = new StdioClientTransport({ command: process.execPath, args: [...commandLine, 'mcp'], cwd: folder });
  await client.connect(transport);
}, 60_000);
afterAll(async () => {
  await client.close();
  removeFolders();
});

async function ask(name: string, given: Readonly<Record<string, unknown>>, signal?: AbortSignal) {
  const { content, isError } = await client.callTool({ name, arguments: given }, undefined, signal === undefined ? {} : { signal });
  return { text: (content as { text: string }[]).map(({ text }) => text).join('\n'), isError: isError === true };
}

test('the tools', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['check', 'provisos', 'explain', 'trace']);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint === true)).toBe(true);
});

test('check, explain, trace and provisos of a specification', { timeout: 60_000 }, async () => {
  const given = { file: 'specs/counter.proviso', property: 'Small', seconds: 30 };
  const [checked, explained, traced, needed] = await Promise.all([
    ask('check', { files: ['specs/counter.proviso'] }),
    ask('explain', given),
    ask('trace', given),
    ask('provisos', { ...given, property: 'InRange' }),
  ]);
  expect(checked).toMatchObject({
    isError: false,
    text: expect.stringContaining('✗ Small    violated: no fault, 3 steps; expected: holds'),
  });
  expect(explained.text).toContain('Small of Counter under Plain: violated: no fault, 3 steps.\nSmall fails: Client.n is 3.');
  const { of, steps } = JSON.parse(traced.text);
  expect(of).toBe('Small of Counter under Plain');
  expect(steps.map((step: { changes: string[] }) => step.changes)).toEqual([['n 1'], ['n 2'], ['n 3']]);
  expect(needed).toMatchObject({ isError: false, text: expect.stringContaining('InRange') });
});

test('a code, and mistakes in a text', { timeout: 60_000 }, async () => {
  expect((await ask('explain', { code: 'pv0203' })).text).toMatch(/^# PV0203/);
  expect(await ask('check', { files: ['specs/wrong.proviso'] })).toMatchObject({ isError: true, text: expect.stringContaining('PV0201') });
});

test.each([
  ['check', { files: ['../'] }, 'is outside the folder'],
  ['check', { files: ['/etc/passwd'] }, 'is outside the folder'],
  ['check', { files: ['link.proviso'] }, 'is outside the folder'],
  ['check', { files: ['links'] }, 'is outside the folder'],
  ['check', { files: ['none.proviso'] }, 'there is no such file or folder'],
  ['check', { files: 'specs' }, 'a list of texts is expected'],
  ['check', { files: ['large.proviso'], seconds: 1e9 }, 'at most 600'],
  ['check', { files: ['specs/imports.proviso'] }, 'outside'],
  ['check', { files: ['specs/counter.proviso'], property: '--help' }, 'No check has the property `--help`'],
  ['trace', { file: 'specs/counter.proviso' }, '`property` is missing'],
  ['explain', {}, 'Give a `code`'],
  ['explain', { code: '../../LICENSE' }, 'There is no code'],
  ['delete', {}, 'There is no tool `delete`'],
])('%s of %j is refused', { timeout: 60_000 }, async (name, given, message) => {
  expect(await ask(name, given)).toMatchObject({ isError: true, text: expect.stringContaining(message) });
});

test('a budget, and a call that is cancelled', { timeout: 60_000 }, async () => {
  const short = await ask('check', { files: ['large.proviso'], seconds: 1 });
  expect(short).toMatchObject({ isError: false, text: expect.stringContaining('1 s given are used up') });
  const cancel = new AbortController();
  const long = ['check', 'check', 'check'].map((tool) => ask(tool, { files: ['large.proviso'], seconds: 500 }, cancel.signal));
  setTimeout(() => cancel.abort(), 300);
  for (const call of long) await expect(call).rejects.toThrow();
  // The server goes on, and has no process left.
  expect((await ask('explain', { code: 'PV0203' })).isError).toBe(false);
  if (process.platform === 'linux') await expect.poll(() => childrenOf(transport.pid!), { timeout: 10_000 }).toBe('');
});

function childrenOf(pid: number): string {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
}

test('every search has a limit of memory, and `provisos` keeps to one', { timeout: 60_000 }, async () => {
  const limited = await withScript('console.log(process.argv.slice(2).join(" "))', async () => {
    const { signal } = new AbortController();
    const file = 'samples/lease-loop.proviso';
    return await Promise.all([tools.check, tools.provisos].map((tool) => tool.run({ property: 'P', file, files: [file] }, signal)));
  });
  for (const { text } of limited) expect(text).toContain(' --no-config --max-memory 1024 --property=P');
  // 1 MiB are used up in a second; it is neither the number of states nor the time that ends each search.
  const folder = folderWith({ 'large.proviso': LARGE });
  const words = ['provisos', '--no-cache', '--max-memory', '1', '--max-states', '1000000000', '--timeout', '50', '--format', 'json'];
  const { code, out } = provisoProcess([...words, '--property', 'InRange', 'large.proviso'], folder);
  const [answer] = (JSON.parse(out) as ProvisosRun).answers;
  expect({ code, assumed: answer.assumed, stopped: answer.stopped }).toEqual({ code: 3, assumed: 'undecided', stopped: null });
});

/** The server's processes run this script instead. */
async function withScript<T>(text: string, act: () => Promise<T>): Promise<T> {
  const [script] = process.argv.splice(1, 1, join(folderWith({ 'script.mjs': text }), 'script.mjs'));
  try {
    return await act();
  } finally {
    process.argv[1] = script;
  }
}

test('two calls run at once, and one that waits for its turn leaves when it is cancelled', { timeout: 60_000 }, async () => {
  const cancels = Array.from({ length: 4 }, () => new AbortController());
  const order: number[] = [];
  await withScript('setInterval(() => {}, 1000);', async () => {
    const calls = cancels.map(({ signal }, i) => run([], [], 100, signal).finally(() => order.push(i)));
    cancels[2].abort();
    expect(await calls[2]).toEqual({ code: null, out: '', err: 'cancelled' });
    for (const i of [0, 1, 3]) {
      cancels[i].abort();
      expect(await calls[i]).toMatchObject({ code: null });
    }
    expect(order).toEqual([2, 0, 1, 3]);
  });
});
