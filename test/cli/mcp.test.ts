/** `proviso mcp`, asked by the client of the protocol's own package. */
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, folderWith, removeFolders } from './proviso.ts';

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
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [...commandLine, 'mcp'], cwd: folder }));
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
  const long = ask('check', { files: ['large.proviso'], seconds: 500 }, cancel.signal);
  setTimeout(() => cancel.abort(), 300);
  await expect(long).rejects.toThrow();
  // The server goes on.
  expect((await ask('explain', { code: 'PV0203' })).isError).toBe(false);
});
