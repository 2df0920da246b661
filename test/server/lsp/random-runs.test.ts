/** Random runs of a check that left something undecided, as an editor has them, and those that are under way when the text changes. */
import { describe, expect, test, vi } from 'vitest';
import { CancellationTokenSource, type CodeLens } from 'vscode-languageserver/node';
import type { Answer, Order, RandomData } from '../../../server/src/checks/messages.ts';
import { RandomSearches } from '../../../server/src/checks/random-searches.ts';
import { Ending, SearchQueue } from '../../../server/src/checks/search-queue.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { runOrders } from '../../../server/src/checks/thread.ts';
import { snapshotOf } from '../../../server/src/ide/snapshot.ts';
import { askedSearch } from '../../../server/src/lsp/asked-search.ts';
import type { SearchingSession } from '../../../server/src/lsp/session.ts';
import { LARGE } from '../../support/large.ts';
import type { Client } from './client.ts';
import { servers } from './servers.ts';

const { start } = servers();

const URI = 'file:///specs/large.proviso';

describe('random runs', () => {
  const lens = async (client: Client, title: string) => {
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    return lenses.find(({ command }) => command?.title === title)?.command?.arguments?.[0] as object;
  };
  const begun = async (timeout: number) => {
    const client = await start({ settings: { check: { delay: 20, maxStates: 2000 }, randomRuns: { timeout } } });
    await client.open(URI, LARGE);
    await client.until(() => client.statuses.get(URI)?.state === 'unknown', 'a verdict');
    return client;
  };
  const lines = (client: Client) => client.verdicts.get(URI)!.items.map(({ text }) => text);

  test('find what a search did not, within their time', async () => {
    const client = await begun(0.5);
    const nowhere = { uri: URI, position: { line: 0, character: 0 } };
    expect(await client.request('proviso/randomRuns', nowhere)).toEqual({ problem: 'no check that has no errors stands here' });
    expect(await client.request('proviso/randomRuns', await lens(client, 'try random runs'))).toEqual({ problem: null });
    await client.until(() => client.statuses.get(URI)?.state === 'broken' && client.bars.size === 0, 'a violation');
    await client.until(() => /random runs? found nothing$/.test(lines(client)[1]), 'what they did not find');
    expect(lines(client)[0]).toBe('✗ breaks in 18 steps, no fault, under Lossy');
    const { run } = await client.request<{ run: { verdict: { text: string } } }>('proviso/run', { uri: URI, property: 'Quiet' });
    expect(run.verdict.text).toMatch(/^violated: no fault, 18 steps, simplest within (a|[\d,]+) random runs?$/);
    // A text that asks the same keeps them.
    await client.replace(URI, 'safety Small', '// A comment\n  safety Small');
    await client.until(() => lines(client)[0] === '✗ breaks in 18 steps, no fault, under Lossy', 'the same of the same');
    expect(await lens(client, 'try other random runs')).toBeDefined();
    await client.replace(URI, LARGE.replace('safety Small', '// A comment\n  safety Small'), COUNTING);
    await client.until(() => client.statuses.get(URI)?.state === 'ok', 'a verdict of all');
    const decided = { uri: URI, position: { line: COUNTING.slice(0, COUNTING.indexOf('check ')).split('\n').length - 1, character: 7 } };
    expect(await client.request('proviso/randomRuns', decided)).toEqual({ problem: 'nothing that random runs can decide is undecided' });
  });

  test('are ended by whoever asked for them, and typing goes on meanwhile', async () => {
    const client = await begun(600);
    const source = new CancellationTokenSource();
    const asked = client.connection
      .sendRequest('proviso/randomRuns', await lens(client, 'try random runs'), source.token)
      .catch(({ code }) => ({ code }));
    await client.until(() => lines(client)[3] === '… trying random runs', 'that they are tried');
    await client.until(() => client.statuses.get(URI)?.state === 'broken', 'what they find');
    source.cancel();
    await asked;
    await client.until(() => client.bars.size === 0 && lines(client)[3] !== '… trying random runs', 'their end');
    expect(lines(client)[3]).toBe('✗ 1 of 3 verdicts unexpected');
    expect((await client.statistics()).crashes).toBe(0);
  });
});

/** At each point its first run finds the violation. */
const COUNTING = `system S {
  const LIMIT = 0
  node A { n: 0..5 = 0  action go when n < 5 { n += 1 } }
  safety Low: always A.n <= LIMIT
}
assume Plain { timing async }
check Plain for LIMIT in 0..4 { Low violated }
`;

test('of many points it is told together what became known, all of it in the end', async () => {
  const { sources } = subjectIn(COUNTING);
  const answers: Answer[] = [];
  let hear: (order: Order) => void = () => {};
  runOrders({
    now: () => 0,
    hear: (heard) => {
      hear = heard;
    },
    send: (answer) => answers.push(answer),
    moment: () => Promise.resolve(),
    helpers: null,
  });
  const wanted = { check: 0, asked: Array.from({ length: 5 }, () => ['Low']), seed: 1 };
  hear({ kind: 'random', id: 0, sources, wanted, budget: BUDGET });
  await expect.poll(() => answers.at(-1)?.kind).toBe('searched');
  expect(answers.map(({ kind }) => kind)).toEqual(['random', 'searched']);
  const [told] = answers;
  const statuses = told.kind === 'random' ? told.found.points.map(({ verdicts }) => verdicts.map((verdict) => verdict?.status)) : [];
  expect(statuses).toEqual(Array.from({ length: 5 }, () => ['violated']));
});

test('a bar goes with its search, also where that fails', async () => {
  const bar = { begin: () => {}, report: () => {}, done: vi.fn(), token: { onCancellationRequested: () => {} } };
  const window = { createWorkDoneProgress: () => Promise.resolve(bar) };
  const session = { abilities: { progress: true }, connection: { window } } as unknown as SearchingSession;
  const { token } = new CancellationTokenSource();
  await expect(askedSearch(session, '/s.proviso', 'Runs', token, () => Promise.reject(new Error('it fails')))).rejects.toThrow('it fails');
  expect(bar.done).toHaveBeenCalledOnce();
});

const BUDGET = { maxStates: 1_000, seconds: 60, maxMemory: 64, threads: null };

function subjectIn(text: string) {
  const snapshot = snapshotOf('/s.proviso', text, () => ({ problem: '', details: {} }));
  return subjectOf(snapshot, (parts) => parts.join());
}

/** A thread that the test plays. */
function played() {
  const orders: Order[] = [];
  let ended = 0;
  let answer: (answer: Answer) => void = () => {};
  const searches = new RandomSearches(
    new SearchQueue({
      clock: { now: () => 0, after: () => () => {} },
      startThread: ({ answered }) => {
        answer = answered;
        return { post: (order) => orders.push(order), end: () => ended++ };
      },
    }),
  );
  const subject = subjectIn(LARGE);
  const [check] = subject.checks;
  let progress = 0;
  const events = { progress: () => progress++, news: () => {} };
  const run = () => searches.run(subject, check, [['Quiet', 'Small']], BUDGET, new Ending(), events);
  return { orders, ended: () => ended, answer: (one: Answer) => answer(one), searches, check, run, progress: () => progress };
}

const UNKNOWN = { status: 'unknown', reason: 'no random run of 10 violates it', budget: true } as const;
const ERROR = { status: 'unchecked', reason: 'a stand-in for what was found' } as const;

test('are drawn anew when they are asked for again, and what was found stays', async () => {
  const { orders, answer, searches, check, run } = played();
  const of = (verdicts: RandomData['points'][number]['verdicts']): RandomData => ({ points: [{ verdicts, size: null }] });
  const once = async (found: RandomData) => {
    const over = run();
    await Promise.resolve();
    answer({ kind: 'random', id: 0, found });
    answer({ kind: 'searched', id: 0 });
    expect(await over).toBeNull();
  };
  await once(of([ERROR, UNKNOWN, null]));
  await once(of([null, UNKNOWN, null]));
  expect(orders.map((order) => order.kind === 'random' && order.wanted.seed)).toEqual([1, 2]);
  expect(searches.of(check.identity)).toEqual({ running: false, data: of([ERROR, UNKNOWN, null]) });
});

test.each([
  ['the text is another one', subjectIn(LARGE.replace('seen < 9 {', 'seen < 8 {'))],
  ['the text has errors', subjectIn(`${LARGE} system {`)],
  ['the file is closed', null],
])('are ended where %s', async (_, subject) => {
  const { searches, run, check, ended } = played();
  const over = run();
  await Promise.resolve();
  expect(searches.of(check.identity)).toEqual({ running: true, data: null });
  expect(await run()).toBe('random runs of this check are under way');
  searches.keepOnly('/s.proviso', subject);
  await over;
  expect(ended()).toBe(1);
  expect(searches.of(check.identity)).toBeNull();
});
