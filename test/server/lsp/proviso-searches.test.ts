/** A proviso search that is under way when the text changes. */
import { expect, test } from 'vitest';
import { ProvisoSearches } from '../../../server/src/checks/proviso-searches.ts';
import { Ending, SearchQueue } from '../../../server/src/checks/search-queue.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { snapshotOf } from '../../../server/src/ide/snapshot.ts';

const TEXT = `system Counter {
  node Client { n: 0..3 = 0  action count when n < 3 { n += 1 } }
  safety Small: always Client.n <= 3
}
assume Plain { timing async }
check Plain { Small holds }
`;
const BUDGET = { maxStates: 1_000, seconds: 60, maxMemory: 64, threads: null };

function subjectIn(text: string) {
  const snapshot = snapshotOf('/s.proviso', text, () => ({ problem: '', details: {} }));
  return subjectOf(snapshot, (parts) => parts.join());
}

/** Threads that never answer. */
function start() {
  const threads = { begun: 0, ended: 0 };
  const searches = new ProvisoSearches(
    new SearchQueue({
      clock: { now: () => 0, after: () => () => {} },
      startThread: () => {
        threads.begun++;
        return { post: () => {}, end: () => threads.ended++ };
      },
    }),
  );
  const subject = subjectIn(TEXT);
  const find = () => searches.find(subject, subject.checks[0], 'Small', BUDGET, new Ending(), { progress: () => {}, news: () => {} });
  return { threads, searches, find };
}

test.each([
  ['the text is another one', subjectIn(TEXT.replace('n < 3', 'n < 2'))],
  ['the text has errors', subjectIn(`${TEXT} system {`)],
  ['the file is closed', null],
])('is ended where %s, and so is one that waits for it', async (_, subject) => {
  const { threads, searches, find } = start();
  const [first, second] = [find(), find()];
  await Promise.resolve();
  searches.keepOnly('/s.proviso', subject);
  expect([await first, await second]).toEqual([null, null]);
  expect(threads).toEqual({ begun: 1, ended: 1 });
});

test('goes on where only a comment changed, or another file', async () => {
  const { threads, searches, find } = start();
  const search = find();
  await Promise.resolve();
  searches.keepOnly('/s.proviso', subjectIn(`${TEXT}// A comment\n`));
  searches.keepOnly('/other.proviso', null);
  expect(threads).toEqual({ begun: 1, ended: 0 });
  searches.keepOnly('/s.proviso', null);
  await search;
  expect(threads.ended).toBe(1);
});
