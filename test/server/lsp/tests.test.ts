/** The tests of files as an editor shows them: what there is, how it stands after an edit, and what is run. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { TestPointsAnswer, TestsParams } from '#server';
import { LARGE } from '../../large.ts';
import { servers } from './servers.ts';

const { start, folderWith } = servers();

const TEXT = `system Counter {
  const MOST = 2
  message Ping
  node Server {
    n: 0..9 = 0
    action count when n < MOST { n += 1 }
    action wrap when n > MOST { n = 0 }
    on Ping {}
  }
  node Client { on start { send Ping to Server } }
  safety Small: always Server.n <= 2
  reachable Full: Server.n == 2
}

assume Calm { timing async }
check Calm for MOST in 1..4 { Small holds  Full reached when MOST >= 2 }
check Calm { Small holds }
provisos Calm over losses { Small holds when true }
`;
const URI = 'file:///specs/counter.proviso';
const states = (tests: TestsParams | undefined) =>
  tests?.groups.map(({ id, state, tests }) => [id, state, ...tests.map((one) => `${one.id} ${one.state}`)]);

test('checks, expectations, points, blocks and handlers', async () => {
  const client = await start();
  await client.open(URI, TEXT);
  await client.until(
    () => client.tests.get(URI)?.groups.every(({ state }) => state === 'failed' || state === 'passed') === true,
    'results',
  );
  const tests = client.tests.get(URI)!;
  expect(tests.problem).toBe(null);
  expect(states(tests)).toEqual([
    ['Counter/Calm', 'failed', 'Small failed', 'Full passed'],
    ['Counter/Calm #2', 'passed', 'Small passed'],
    ['provisos/Counter/Calm', 'passed', 'Small/when passed'],
  ]);
  const [group, second, block] = tests.groups;
  expect([group.label, second.label, block.label]).toEqual([
    'Counter under Calm for MOST in 1..4',
    'Counter under Calm',
    'provisos of Counter from Calm',
  ]);
  expect(group.tests.map(({ label, kind, points, counts }) => [label, kind, points, counts.failed, counts.passed])).toEqual([
    ['Small holds', 'safety', 4, 2, 2],
    ['Full reached when MOST >= 2', 'reachable', 4, 0, 4],
  ]);
  expect(group.place.range.start.line).toBe(15);
  const [{ result }] = group.tests;
  expect(result).toMatchObject({
    point: [{ name: 'MOST', value: 3 }],
    under: 'Calm (MOST = 3)',
    expected: 'holds',
    actual: 'violated: no fault, 3 steps',
    status: 'violated',
    hasRun: true,
  });
  expect(result?.story).toMatch(/^Small fails: Server\.n is 3\./);
  expect(second.handlers.map(({ name, ran, place }) => [name, ran, place.range.start.line])).toEqual([
    ['Server: action count', true, 5],
    ['Server: action wrap', false, 6],
    ['Server: on Ping', true, 7],
  ]);
  // Where it is violated, the search does not see every state; where it holds, nothing counts beyond.
  expect(group.handlers.map(({ name, ran }) => [name, ran])).toEqual([
    ['Server: action count', true],
    ['Server: on Ping', true],
  ]);
  const points = await client.request<TestPointsAnswer>('proviso/testPoints', { uri: URI, group: group.id, test: 'Small' });
  expect(points?.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'MOST = 3 failed',
    'MOST = 4 failed',
    'MOST = 1 passed',
    'MOST = 2 passed',
  ]);
  expect(points?.[1].result?.actual).toBe('violated: no fault, 3 steps');
  expect(block.tests[0].result?.actual).toMatch(/^as claimed/);
});

test('an edit elsewhere keeps identities and keys; one in a system outdates its results', async () => {
  const client = await start({ settings: { check: { delay: 60_000 } } });
  await client.open(URI, TEXT);
  await client.until(() => client.tests.get(URI)?.groups[1].state === 'passed', 'results');
  const before = client.tests.get(URI)!;
  await client.replace(URI, 'system', '// moved\nsystem');
  await client.until(() => client.tests.get(URI)?.groups[0].place.range.start.line === 16, 'the new place');
  const moved = client.tests.get(URI)!;
  expect(moved.groups.map(({ id, key }) => [id, key])).toEqual(before.groups.map(({ id, key }) => [id, key]));
  expect(moved.groups[0].tests.map(({ state }) => state)).toEqual(['failed', 'passed']);
  await client.replace(URI, 'n <= 2', 'n <= 3');
  await client.until(() => client.tests.get(URI)?.groups[0].state === 'queued', 'that it waits');
  expect(client.tests.get(URI)?.groups[0].key).not.toBe(before.groups[0].key);
  await client.replace(URI, 'assume Calm { timing async }', 'assume Calm { timing }');
  await client.until(() => client.tests.get(URI)?.problem !== null, 'the error');
  expect(client.tests.get(URI)?.problem).toBe('1 error');
  expect(client.tests.get(URI)?.groups.map(({ id, key }) => [id, key])).toEqual(before.groups.map(({ id }) => [id, null]));
});

test('one check is run of a file that nobody has open; what is known is not searched again', async () => {
  const folder = folderWith({ 'counter.proviso': TEXT });
  const uri = pathToFileURL(join(folder, 'counter.proviso')).href;
  const client = await start({ folder });
  await client.until(() => client.testFiles.length === 1, 'the files');
  expect(client.testFiles).toEqual([uri]);
  const idle = await client.request<TestsParams>('proviso/fileTests', { uri });
  expect(idle.groups.map(({ state }) => state)).toEqual(['idle', 'idle', 'idle']);
  const run = (groups?: string[]) => client.request<TestsParams>('proviso/runTests', { uri, ...(groups && { groups }) });
  expect((await run(['Counter/Calm #2'])).groups.map(({ state }) => state)).toEqual(['idle', 'passed', 'idle']);
  expect((await client.statistics()).runs).toBe(1);
  expect((await run(['provisos/Counter/Calm'])).groups.map(({ state }) => state)).toEqual(['idle', 'passed', 'passed']);
  expect((await run()).groups.map(({ state }) => state)).toEqual(['failed', 'passed', 'passed']);
  expect((await client.statistics()).runs).toBe(2);
  await run();
  expect((await client.statistics()).runs).toBe(2);
  writeFileSync(join(folder, 'counter.proviso'), TEXT.replace('n <= 2', 'n <= 4'));
  writeFileSync(join(folder, 'other.proviso'), '');
  const changes = ['counter', 'other'].map((name) => ({ uri: pathToFileURL(join(folder, `${name}.proviso`)).href, type: 2 }));
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  await client.until(() => client.testFiles.length === 2, 'the new file');
  await client.until(() => client.tests.get(uri)?.groups[0].state === 'passed', 'the new verdict');
});

test('a run goes on though the file is opened and closed meanwhile, until it is cancelled', async () => {
  const folder = folderWith({ 'counter.proviso': LARGE });
  const uri = pathToFileURL(join(folder, 'counter.proviso')).href;
  const client = await start({ folder, settings: { check: { onType: false, maxStates: 1e9, timeout: 600, maxMemory: 4096 } } });
  await client.request<TestsParams>('proviso/fileTests', { uri });
  const cancel = new CancellationTokenSource();
  let isOver = false;
  const run = client.connection.sendRequest<TestsParams>('proviso/runTests', { uri }, cancel.token);
  const end = run.catch(() => null).finally(() => (isOver = true));
  const isRunning = () => client.tests.get(uri)?.groups[0].state === 'running';
  await client.until(isRunning, 'the search');
  await client.open(uri, LARGE);
  await client.until(() => client.tests.get(uri)?.version === 1, 'that it is open');
  expect([isRunning(), isOver]).toEqual([true, false]);
  await client.close(uri);
  await client.until(() => client.tests.get(uri)?.version === null, 'that it is closed');
  expect([isRunning(), isOver]).toEqual([true, false]);
  cancel.cancel();
  await end;
  await client.until(() => client.tests.get(uri)?.groups.every(({ state }) => state === 'idle') === true, 'its end');
  expect((await client.statistics()).pending).toBe(false);
});

test('a block is checked when nothing else is to be done, and a wrong claim is a problem', async () => {
  const client = await start();
  await client.open(URI, TEXT.replace('when true', 'when losses == 0'));
  await client.until(() => client.verdicts.get(URI)?.items.some(({ text }) => text === '✗ 1 of 1 claim wrong') === true, 'its verdict');
  expect(client.diagnostics.get(URI)?.items.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^Small: holds .*, though the condition is false there\.$/),
  );
  await client.until(() => client.statuses.get(URI)?.text === '3 of 10 verdicts unexpected', 'the status');
});
