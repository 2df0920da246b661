/** The search for the provisos of a property, as an editor has it. */
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource, type CodeLens } from 'vscode-languageserver/node';
import type { Client } from './client.ts';
import { servers } from './servers.ts';

const { start } = servers();

const URI = 'file:///specs/lease.proviso';

/** By hand: each tick of a pause is one of the lease that is gone, which drift can make shorter, though it lasts a tick at least. */
const LEASE = `system Lease {
  message Grant
  node Service { on start { send Grant to Holder } }
  node Holder {
    timer lease
    late: bool = false
    on Grant { start lease for 2; pause; if lease.left == 0 { late = true } }
  }
  safety InTime: never Holder.late
}
assume Calm { timing sync { delay <= 1, pause <= 0, drift <= 0 } }
check Calm { InTime holds }
`;

describe('the provisos of a property', () => {
  const lens = async (client: Client) => {
    await client.open(URI, LEASE);
    await client.until(() => client.statuses.get(URI)?.state === 'ok', 'a verdict');
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    return lenses.find(({ command }) => command?.command === 'proviso.findProvisos')!.command!.arguments![0] as object;
  };
  const line = (client: Client) => client.verdicts.get(URI)!.items[0].text;

  test('are found, stand beside it, and are written into the file', async () => {
    const client = await start();
    const place = await lens(client);
    expect(await client.request('proviso/findProvisos', place)).toEqual({ problem: null });
    await client.until(() => line(client).includes('· holds provided pause Holder < max(1, 2 - drift)'), 'the answer on the line');
    expect(client.bars.size).toBe(0);
    const at = client.after(URI, 'InTim');
    const params = { textDocument: { uri: URI }, range: { start: at, end: at }, context: { diagnostics: [] } };
    const actions = await client.request<{ title: string }[]>('textDocument/codeAction', params);
    expect(actions.map(({ title }) => title)).toEqual(['Write the provisos of InTime into the file']);
    await client.replace(URI, 'for 2', 'for 3');
    await client.until(() => client.statuses.get(URI)?.state === 'ok' && !line(client).includes('provided'), 'no answer of the old text');
    await client.replace(URI, 'for 3', 'for 2');
    await client.until(() => line(client).includes('· holds provided pause Holder < max(1, 2 - drift)'), 'the answer that was known');
  });

  test('are no longer looked for once that is cancelled, and typing goes on', async () => {
    const client = await start();
    const place = await lens(client);
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest('proviso/findProvisos', place, source.token).catch(({ code }) => ({ code }));
    await client.replace(URI, 'Holder.late', 'not Holder.late');
    await client.until(() => client.statuses.get(URI)?.state === 'broken', 'a verdict of the new text');
    source.cancel();
    await asked;
    await client.until(() => client.bars.size === 0, 'the end of the bar');
    expect((await client.statistics()).crashes).toBe(0);
  });

  test('of nothing that is checked there are none', async () => {
    const client = await start();
    const place = await lens(client);
    expect(await client.request('proviso/findProvisos', { ...place, property: 'Other' })).toEqual({
      problem: 'no check that has no errors is about Other',
    });
  });
});
