/** Threads that help the checks of the editor: what is found is the same, and a search that is left in the middle leaves none of them at work. */
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { snapshotOf } from '#server';
import { runCheck } from '../../../server/src/checks/run-check.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { helpersRunning, threadsFor } from '../../../server/src/host/node/helpers.ts';

const BUDGET = { maxStates: 400_000, seconds: 1_000, maxMemory: 1024, threads: 2 };

/** 117,649 states, seven values for each of six. */
const WIDE = `system Wide {
  node Counter[6] { n: 0..6 = 0  optional action up when n < 6 { n += 1 }  optional action down when n == 6 { n = 0 } }
  safety Small: always Counter#1.n <= 6
  reachable All: forall c in Counter: c.n == 6
}
assume Anyhow { timing async }
check Anyhow { Small holds  All reached }
`;

const snapshot = snapshotOf('/wide.proviso', WIDE, () => ({ problem: '', details: {} }));
const [{ plan }] = subjectOf(snapshot, (parts) => parts.join()).checks;
const helpers = helpersRunning(new URL('../../../server/src/host/node/worker.ts', import.meta.url));
afterAll(() => helpers.drop());

/** The check to its end, or until so many parts of it are done. `helped`: how many threads it has asked for. */
async function checked(threads: number, most = Infinity) {
  let helped = 0;
  const asked = helpers.threads(threads);
  const counted = {
    count: asked.count,
    start: () => {
      helped++;
      return asked.start();
    },
  };
  const running = runCheck(plan, { budget: BUDGET, now: () => performance.now(), threads: counted });
  for (let part = 0; part < most; part++) {
    const { done, value } = running.next();
    if (done) return { helped, points: value.points.map((point) => ({ verdicts: point?.verdicts, states: point?.size.states })) };
    await later(0);
  }
  return { helped, points: null };
}

test('with a thread that helps the answer is the same', { timeout: 60_000 }, async () => {
  const alone = await checked(1);
  const together = await checked(2);
  expect(alone.helped).toBe(0);
  expect(together.helped).toBeGreaterThan(0);
  expect(together.points).toEqual(alone.points);
});

test('a search that is left in the middle lets the next one have threads of its own', { timeout: 60_000 }, async () => {
  for (let parts = 1; ; parts *= 2) {
    const { helped, points } = await checked(2, parts);
    expect(points).toBe(null);
    if (helped === 0) continue;
    helpers.drop();
    break;
  }
  const { helped, points } = await checked(2);
  expect(helped).toBeGreaterThan(0);
  expect(points?.[0].verdicts?.map(({ status }) => status)).toEqual(['holds', 'reached']);
});

test('a core is left to the editor', () => {
  expect([1, 2, 3, 4, 5, 16].map(threadsFor)).toEqual([1, 1, 2, 3, 4, 4]);
});
