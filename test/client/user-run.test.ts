/** One run of the Test Explorer: what it says of each test, and how often. VS Code is played. */
import { expect, test, vi } from 'vitest';
import type * as vscode from 'vscode';
import type { Leaf } from '../../client/src/tests/items.ts';
import type { Scope } from '../../client/src/tests/scope.ts';
import { UserRun } from '../../client/src/tests/user-run.ts';

vi.mock('vscode', () => ({
  TestMessage: class {
    readonly message: string;
    constructor(message: string) {
      this.message = message;
    }
  },
  Uri: { parse: (uri: string) => uri },
  workspace: { asRelativePath: (path: string) => path },
}));

const URI = 'file:///a.proviso';
const items = new Map(['x', 'y', 'z'].map((id) => [id, { id, uri: URI }]));

function leaf(id: string, state: Leaf['state'], key: string | null = 'text 1'): Leaf {
  const part = { kind: 'test', item: items.get(id), group: { key }, test: {}, state, milliseconds: null, result: null };
  return part as unknown as Leaf;
}

/** A run that is about all but z. */
function play() {
  const said: string[] = [];
  const say = (what: string) => (item: vscode.TestItem) => said.push(`${item.id} ${what}`);
  const states = { enqueued: say('queued'), started: say('started'), passed: say('passed'), failed: say('failed'), errored: say('error') };
  const run = { ...states, appendOutput: (text: string) => said.push(text.trim()) } as unknown as vscode.TestRun;
  const scope = { has: ({ id }: vscode.TestItem) => id !== 'z' } as unknown as Scope;
  return { said, run: new UserRun(run, scope) };
}

test('a test is reported once, when it has run or at the end, and again only of another text', () => {
  const { said, run } = play();
  run.begin([leaf('x', 'idle'), leaf('y', 'passed'), leaf('z', 'idle')]);
  run.note(URI, [leaf('x', 'running'), leaf('y', 'passed')]);
  run.note(URI, [leaf('x', 'failed'), leaf('y', 'passed')]);
  expect(said.splice(0)).toEqual(['x queued', 'y queued', 'x started', 'x failed']);
  run.end(URI, [leaf('x', 'failed'), leaf('y', 'passed'), leaf('z', 'passed')], null);
  expect(said.splice(0)).toEqual(['y passed', `${URI}: 1 failed, 1 passed`]);
  const other = play();
  other.run.begin([leaf('x', 'idle')]);
  other.run.note(URI, [leaf('x', 'running')]);
  other.run.note(URI, [leaf('x', 'failed')]);
  other.run.end(URI, [leaf('x', 'passed', 'text 2')], null);
  expect(other.said).toEqual(['x queued', 'x started', 'x failed', 'x passed', `${URI}: 1 passed`]);
});

test('a text with errors is an error of what it was asked about', () => {
  const { said, run } = play();
  run.begin([leaf('x', 'idle')]);
  run.end(URI, [leaf('x', 'idle', null)], '1 error');
  expect(said).toEqual(['x queued', 'x error', `${URI}: 1 idle`]);
});

test('what comes of a file that is done is for others to report', () => {
  const { run } = play();
  const item = items.get('x') as unknown as vscode.TestItem;
  expect([run.reports(item), run.reports(items.get('z') as unknown as vscode.TestItem)]).toEqual([true, false]);
  run.end(URI, [leaf('x', 'passed')], null);
  expect(run.reports(item)).toBe(false);
});
