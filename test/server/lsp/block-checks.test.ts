/** `provisos` blocks in the queue of searches, with threads that the test plays. */
import { expect, test } from 'vitest';
import type { ProvisosPlan } from '#checker';
import { BlockChecks } from '../../../server/src/checks/block-checks.ts';
import type { Order } from '../../../server/src/checks/messages.ts';
import { Ending, SearchQueue } from '../../../server/src/checks/search-queue.ts';
import type { Subject } from '../../../server/src/checks/subject.ts';
import type { ThreadEvents } from '../../../server/src/host/host.ts';
import type { BlockData } from '../../../server/src/ide/verdicts.ts';

const BUDGET = { maxStates: 1_000, seconds: 1, maxMemory: 1, threads: null };

function play() {
  const threads: { readonly events: ThreadEvents; order: Order | null; ended: boolean }[] = [];
  const queue = new SearchQueue({
    clock: { now: () => 0, after: () => () => {} },
    startThread: (events) => {
      const thread = { events, order: null as Order | null, ended: false };
      threads.push(thread);
      return {
        post: (order) => {
          thread.order = order;
        },
        end: () => {
          thread.ended = true;
        },
      };
    },
  });
  const failed: string[] = [];
  const blocks = new BlockChecks(queue, { changed: () => {}, failed: (_, __, message) => failed.push(message) });
  return { threads, queue, blocks, failed };
}

function subject(path: string, keys: string): Subject {
  const sources = { id: 0, root: path, texts: [], imports: [] };
  const blocks = [...keys].map((key, index) => ({ index, plan: {} as ProvisosPlan, identity: { key, places: [] } }));
  return { path, sources, checks: [], blocks };
}

/** What follows of what was done by now. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

test('one that somebody has stopped is not checked again by itself, and is when asked for', async () => {
  const { threads, blocks } = play();
  const file = subject('a', 'xy');
  void blocks.check(file, file.blocks[0], BUDGET, true);
  await settled();
  expect(blocks.stateOf(file.blocks[0])).toBe('running');
  blocks.stop('a');
  await settled();
  expect([threads[0].ended, blocks.stateOf(file.blocks[0])]).toEqual([true, 'idle']);
  expect(blocks.missing([file], BUDGET)?.block.index).toBe(1);
  void blocks.check(file, file.blocks[0], BUDGET);
  blocks.keepOnly('a', subject('a', 'y'));
  await settled();
  // An edit has ended it, not a person.
  expect(blocks.missing([file], BUDGET)?.block.index).toBe(0);
});

test('what somebody asks for ends one that nobody has asked for, which comes again later; one that fails does not', async () => {
  const { threads, queue, blocks, failed } = play();
  const file = subject('a', 'x');
  void blocks.check(file, file.blocks[0], BUDGET, true);
  await settled();
  void queue.run(threads[0].order!, { seconds: 1, ending: new Ending() }, () => {});
  await settled();
  expect(threads.map(({ ended }) => ended)).toEqual([true, false]);
  expect(blocks.missing([file], BUDGET)?.block.index).toBe(0);
  threads[1].events.answered({ kind: 'searched', id: 0 });
  void blocks.check(file, file.blocks[0], BUDGET, true);
  await settled();
  threads[2].events.died('killed');
  await settled();
  expect([failed, blocks.missing([file], BUDGET)]).toEqual([['killed'], null]);
});

test('two files share one search, which ends with the last of them', async () => {
  const { threads, blocks } = play();
  const [a, b] = [subject('a', 'x'), subject('b', 'x')];
  void blocks.check(a, a.blocks[0], BUDGET);
  void blocks.check(b, b.blocks[0], BUDGET);
  await settled();
  blocks.keepOnly('a', null);
  await settled();
  expect([threads.length, threads[0].ended]).toEqual([1, false]);
  blocks.keepOnly('b', null);
  await settled();
  expect(threads[0].ended).toBe(true);
});

test('of the blocks that nobody has looked at for longest the runs go, not the claims', async () => {
  const { threads, blocks } = play();
  const file = subject('a', 'xyz');
  const run = { verdict: { status: 'violated', trace: { steps: Array.from({ length: 9_000 }, () => ({})) } }, assumption: [] };
  const block = { claims: [[{ standing: 'unexpected', text: 'wrong', run }]], milliseconds: 1 } as unknown as BlockData;
  const runs = () => blocks.of(file, BUDGET).map(({ index, data }) => [index, data?.claims[0][0].text, data?.claims[0][0].run !== null]);
  for (const [i, one] of file.blocks.entries()) {
    if (i === 2) blocks.of({ ...file, blocks: [file.blocks[0]] }, BUDGET);
    const search = blocks.check(file, one, BUDGET);
    await settled();
    threads[i].events.answered({ kind: 'block', id: 0, block });
    threads[i].events.answered({ kind: 'searched', id: 0 });
    await search;
  }
  expect(runs()).toEqual([
    [0, 'wrong', true],
    [1, 'wrong', false],
    [2, 'wrong', true],
  ]);
});
