/** Logs against a specification, as an editor has it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { LogAnswer, TestsParams } from '#server';
import { servers } from './servers.ts';

const { start, folderWith } = servers();

const LOCK = readFileSync(new URL('../../../samples/unfenced-lock.proviso', import.meta.url), 'utf8');

/** As docs/code.md has it: a pause of 4 ticks, where 3 are assumed. */
const RUN = [
  { proviso: 1, complete: ['act', 'resume'] },
  { event: 'act', node: 'Client#1', action: 'acquire', time: 0 },
  { event: 'receive', node: 'Client#1', message: 'Granted', time: 30 },
  { event: 'act', node: 'Client#1', action: 'write', time: 120 },
  { event: 'resume', node: 'Client#1', time: 610 },
  { event: 'receive', node: 'Storage', message: 'Write', from: 'Client#1', time: 640 },
];

const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join('');

describe('a log against a specification', () => {
  test('the run that explains it, or comes furthest, with what is not explained; mistakes; and a search that is cancelled', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => {
      return { event: 'receive', node: 'Storage', message: 'Write', from: `Client#${(i % 2) + 1}` };
    });
    const folder = folderWith({
      'lock.proviso': LOCK,
      'run.jsonl': lines(RUN),
      'wrong.jsonl': lines([...RUN, { event: 'act', node: 'Clint#1' }]),
      'long.jsonl': lines(many),
      'wide.jsonl': lines([{ event: 'act', node: 'x'.repeat(100_000) }]),
    });
    const client = await start({ folder });
    const uri = (name: string) => pathToFileURL(join(folder, name)).href;
    const ask = (logs: readonly string[], more: object = {}) =>
      client.request<LogAnswer>('proviso/logRun', { uri: uri('lock.proviso'), logs: logs.map(uri), ...more });

    await ask(['run.jsonl'], { tick: '100ms' });
    await client.until(() => client.logNews > 0, 'the assumption that would have to give');
    const { view, says, mistakes, files, logs } = await ask(['run.jsonl'], { tick: '100ms' });
    expect([says, mistakes, logs]).toEqual([null, [], { 'run.jsonl': uri('run.jsonl') }]);
    expect(view).toMatchObject({ outcome: 'unexplained', events: 5, explained: 3, assume: 'Paused', pending: false, skipped: 0 });
    expect(view?.explains.map(({ line, moment }) => [line, moment])).toEqual([
      [2, 1],
      [3, 3],
      [4, 5],
    ]);
    expect(view?.run.replay.moments).toHaveLength(5);
    expect(view?.unexplained).toEqual([expect.objectContaining({ file: 'run.jsonl', line: 5, event: JSON.stringify(RUN[4]) })]);
    expect(view?.unexplained[0].instead.map(({ text }) => text)).toEqual(['Client#1 goes on: possible at tick 5, logged at tick 6 to 7']);
    expect(view?.needs).toEqual([
      'An explanation needs pause Client <= 4, where Paused has pause Client <= 3: then all 5 events are explained.',
    ]);
    expect(Object.values(files)).toEqual([uri('lock.proviso')]);
    expect(view?.subjects.map(({ assume }) => assume)).toEqual(['Paused', 'Partial']);

    // Without a tick only the order counts.
    expect((await ask(['run.jsonl'])).view).toMatchObject({ outcome: 'conforms', explained: 5, unexplained: [], needs: [] });

    const wrong = await ask(['wrong.jsonl']);
    expect(wrong.says).toBe('the log has mistakes, so nothing was searched');
    expect(wrong.mistakes).toEqual([{ file: 'wrong.jsonl', line: 7, text: expect.stringContaining('did you mean `Client#1`?') }]);
    expect((await ask(['wide.jsonl'])).mistakes.map(({ text }) => text.length)).toEqual([503]);
    expect((await ask(['gone.jsonl'])).says).toBe('gone.jsonl: there is no such file');

    const source = new CancellationTokenSource();
    const params = { uri: uri('lock.proviso'), logs: [uri('long.jsonl')] };
    const answer = client.connection.sendRequest<LogAnswer>('proviso/logRun', params, source.token);
    await client.until(() => client.bars.size > 0, 'a bar');
    source.cancel();
    expect((await answer).says).toBe('it was cancelled');
    await client.until(() => client.bars.size === 0, 'no bar');

    // What the editor has not saved counts.
    await client.open(uri('lock.proviso'), LOCK.replace('const P = 3', 'const P = 4'));
    expect((await ask(['run.jsonl'], { tick: '100ms' })).view).toMatchObject({ outcome: 'conforms', explained: 5 });
    expect((await ask(['run.jsonl'], { assume: 'Nobody' })).says).toBe('there is no assume Nobody');
    const half = await ask(['run.jsonl'], { constants: { P: 1.5 } });
    expect(half.says).toBe('the constant P is 4, which is not of the kind of 1.5');
  });
});

test('logs that a configuration names are tests of their specification', async () => {
  const conform = [
    { name: 'in order', spec: 'lock.proviso', logs: ['run.jsonl'] },
    { name: 'with times', spec: 'lock.proviso', logs: ['run.jsonl'], tick: '100ms' },
    { spec: 'other.proviso', logs: ['run.jsonl'] },
    { spec: 'lock.proviso', logs: ['../run.jsonl'] },
  ];
  const folder = folderWith({ 'lock.proviso': LOCK, 'run.jsonl': lines(RUN), 'proviso.config.json': JSON.stringify({ conform }) });
  const client = await start({ folder });
  const uri = (name: string) => pathToFileURL(join(folder, name)).href;
  const spec = uri('lock.proviso');
  const logs = (tests: TestsParams | null) => (tests?.groups ?? []).filter(({ kind }) => kind === 'log');
  const states = (tests: TestsParams | null) => logs(tests).map(({ label, state }) => `${label}: ${state}`);
  const told = await client.request<TestsParams>('proviso/fileTests', { uri: spec });
  expect(states(told)).toEqual(['Logs: in order: idle', 'Logs: with times: idle']);
  const ran = await client.request<TestsParams>('proviso/runTests', { uri: spec, groups: logs(told).map(({ id }) => id) });
  expect(states(ran)).toEqual(['Logs: in order: passed', 'Logs: with times: failed']);
  const [{ tests }] = logs(ran).slice(1);
  expect(tests[0]).toMatchObject({ label: 'conforms (a tick is 100ms)', log: { uri: spec, logs: [uri('run.jsonl')], tick: '100ms' } });
  expect(tests[0].result).toMatchObject({
    expected: 'conforms',
    actual: 'no run of UnfencedLock under Paused explains more than 3 of 5 events',
    story: expect.stringContaining('Possible instead: Client#1 goes on: possible at tick 5, logged at tick 6 to 7.'),
    advice: expect.stringContaining('An explanation needs pause Client <= 4'),
    hasRun: true,
  });
  // A log that is another one now is asked about again when somebody runs it.
  writeFileSync(join(folder, 'run.jsonl'), lines(RUN.slice(0, 4)));
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('run.jsonl'), type: 2 }] });
  await client.until(() => states(client.tests.get(spec) ?? null).every((one) => one.endsWith('idle')), 'outdated results');
  const again = await client.request<TestsParams>('proviso/runTests', { uri: spec, groups: logs(ran).map(({ id }) => id) });
  expect(states(again)).toEqual(['Logs: in order: passed', 'Logs: with times: passed']);
});
