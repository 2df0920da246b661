/** Logs and named runs of them alone, with a queue that the test plays. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { LogSearches, type LogsAsked } from '../../../server/src/checks/log-searches.ts';
import type { Answer, LogsFound } from '../../../server/src/checks/messages.ts';
import { NamedRuns } from '../../../server/src/checks/named-runs.ts';
import { Names } from '../../../server/src/checks/names.ts';
import { Ending, SearchQueue } from '../../../server/src/checks/search-queue.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import type { Files, ThreadEvents } from '../../../server/src/host/host.ts';
import { LEASE, PATH, snapshot } from '../ide/fixture.ts';

const BUDGET = { maxStates: 1_000, seconds: 60, maxMemory: 64, threads: null };
const hash = (parts: readonly string[]) => parts.join('\n');
const found = (needs: readonly string[], pending: boolean): LogsFound => {
  const run = { system: 'Lock', assume: 'Paused', outcome: 'conforms', text: 'conforms', events: 1, explained: 1, run: null } as const;
  return { subjects: [], report: { ...run, skipped: 0, explains: [], unexplained: [], stuck: '', needs }, pending, milliseconds: 1 };
};

/** `post`: what a thread does with an order. */
function queueWith(post: (answered: (answer: Answer) => void) => void): SearchQueue {
  const startThread = ({ answered }: ThreadEvents) => ({ post: () => post(answered), end: () => {} });
  return new SearchQueue({ clock: { now: () => 0, after: () => () => {} }, startThread });
}

test('what a cancelled search had is kept; of one that nobody waits for any more nothing', async () => {
  const searches = new LogSearches(queueWith((answered) => answered({ kind: 'logs', id: 0, found: found(['sought'], true) })));
  const wanted = { logs: [], mapping: null, system: null, assume: null, timing: { tick: undefined, clockError: undefined }, constants: {} };
  const asked = (key: string): LogsAsked => ({ key, sources: subjectOf(snapshot(LEASE), hash).sources, wanted, budget: BUDGET });
  for (const [key, forgotten] of [
    ['cancelled', false],
    ['replaced', true],
  ] as const) {
    const ending = new Ending();
    const told: unknown[] = [];
    const search = searches.find(asked(key), ending, {
      began: () => {},
      progress: () => {},
      news: ({ report }) => told.push(report?.needs),
    });
    await new Promise(setImmediate);
    expect(searches.known(key)).toMatchObject({ pending: true });
    if (forgotten) searches.forget(key);
    ending.end();
    await search;
    const unsettled = ['Which assumption would have to give was not settled.'];
    expect(told).toEqual(forgotten ? [['sought']] : [['sought'], unsettled]);
    expect(searches.known(key)?.report?.needs ?? null).toEqual(forgotten ? null : unsettled);
  }
});

test('no two things have one name, whatever they would be called', () => {
  const names = new Names();
  expect(['a', 'a #2', 'a', 'a', 'a #2'].map((name) => names.of(name))).toEqual(['a', 'a #2', 'a #3', 'a #4', 'a #2 #2']);
});

const CONFIG = { conform: [{ spec: PATH, logs: ['run.jsonl'], mapping: 'spans.json' }] };

/** Files that arrive when they are waited for. */
function late(texts: Readonly<Record<string, string>>, arrived: (path: string) => void): Files {
  const here = new Set(['/proviso.config.json']);
  const coming = new Set<string>();
  return {
    read(path) {
      if (here.has(path)) return { text: texts[path] };
      coming.add(path);
      return { problem: 'it is still being read' };
    },
    settled: async () => {
      const all = [...coming];
      coming.clear();
      await Promise.resolve();
      for (const path of all) {
        here.add(path);
        arrived(path);
      }
      return all.length > 0;
    },
    outdated: (path) => void here.delete(path),
    real: (path) => path,
    specificationsIn: () => [],
    folderOf: () => '/',
    isInside: () => true,
    resolve: (from, written) => resolve(from, '..', written),
    pathOf: (uri) => uri,
    uriOf: (path) => path,
    hear: () => {},
  };
}

function namedRuns(post: (answered: (answer: Answer) => void) => void) {
  const view = { ...snapshot(LEASE), path: `/${PATH}` };
  const subject = { ...subjectOf(view, hash), path: view.path };
  const texts = { '/proviso.config.json': JSON.stringify(CONFIG), '/run.jsonl': '', '/spans.json': '{}' };
  const concerned: string[] = [];
  const files = late(texts, (path) => concerned.push(...runs.outdated(path)));
  const runs: NamedRuns = new NamedRuns({ files, hash }, new LogSearches(queueWith(post)), () => {});
  const state = () => runs.groups(view, subject, '/').map((group) => group.state);
  return { runs, state, concerned, run: () => runs.run(subject, null, '/', BUDGET) };
}

test('a named run whose logs arrive only when it is asked about has its result, until one of its files is another one', async () => {
  const { runs, state, concerned, run } = namedRuns((answered) => {
    answered({ kind: 'logs', id: 0, found: found([], false) });
    answered({ kind: 'searched', id: 0 });
  });
  expect(state()).toEqual(['idle']);
  const [first, second] = [run(), run()];
  expect(state()).toEqual(['queued']);
  await second;
  expect(state()).toEqual(['passed']);
  await first;
  expect(concerned).toEqual([`/${PATH}`, `/${PATH}`]);
  expect(runs.outdated('/other.jsonl')).toEqual([]);
  expect(runs.outdated('/proviso.config.json')).toEqual([`/${PATH}`]);
  expect(state()).toEqual(['passed']);
  expect(runs.outdated('/spans.json')).toEqual([`/${PATH}`]);
  expect(state()).toEqual(['idle']);
});

test('a named run whose search fails can be run again', async () => {
  const { state, run } = namedRuns(() => {
    throw new Error('no thread');
  });
  await expect(run()).rejects.toThrow('no thread');
  expect(state()).toEqual(['idle']);
});
