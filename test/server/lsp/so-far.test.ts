/** A check that takes long says what it knows, and the lines of its properties grow. */
import { expect, test } from 'vitest';
import { inlineVerdicts, snapshotOf, withVerdicts } from '#server';
import { fileVerdicts } from '../../../server/src/checks/file-verdicts.ts';
import { Memory } from '../../../server/src/checks/memory.ts';
import type { Answer, CheckProgress } from '../../../server/src/checks/messages.ts';
import { runCheck } from '../../../server/src/checks/run-check.ts';
import { startRunner } from '../../../server/src/checks/runner.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';

const BUDGET = { maxStates: 400_000, seconds: 1_000, maxMemory: 1024, threads: null };

/** With one message in flight none overtakes another, and only a loss makes B wrong. */
const TEXT = `system S {
  message Ping(n: 0..24)
  node A {
    sent: 0..24 = 0
    pad: set<1..4> = {}
    optional action go when sent < 24 { sent += 1; send Ping(sent) to B }
    optional action fill for x in 1..4 when not x in pad { pad += x }
  }
  node B {
    last: 0..24 = 0
    wrong: bool = false
    late: bool = false
    on Ping(n) {
      if n != last + 1 { wrong = true }
      if n == 24 { late = wrong }
      last = n
    }
  }
  safety Late: never B.late
  safety Fine: always B.last <= A.sent
}
assume L { timing async; network { lossy, capacity 4 } }
check L { Late violated  Fine holds }
`;

test('under which capacity it holds so far, and what is found there', () => {
  const snapshot = snapshotOf('/s.proviso', TEXT, () => ({ problem: '', details: {} }));
  const subject = subjectOf(snapshot, (parts) => parts.join());
  const [{ plan, identity }] = subject.checks;
  const lines = ({ soFar = [] }: Pick<CheckProgress, 'soFar'>) => {
    const view = withVerdicts(snapshot, fileVerdicts(subject, new Memory(), BUDGET, true, { key: identity.key, soFar }));
    return inlineVerdicts(view).map(({ text }) => text);
  };
  const running = runCheck(plan, { budget: BUDGET, now: () => 0 });
  const seen = new Set<string>();
  for (let step = running.next(); !step.done && seen.size < 2; step = running.next()) seen.add(lines(step.value).join('\n'));
  expect([...seen]).toEqual([
    '… checking\n… checking\n… checking',
    '… violated: 1 fault, 48 steps, simplest within capacity 1\n… holds so far (capacity 1)\n… checking',
  ]);
});

test('what the thread tells of a check under way comes to whoever runs it', () => {
  const [{ plan }] = subjectOf(
    snapshotOf('/s.proviso', TEXT, () => ({ problem: '', details: {} })),
    (parts) => parts.join(),
  ).checks;
  const told = [...runCheck(plan, { budget: { ...BUDGET, maxStates: 1000 }, now: () => 0 })][0];
  const progress: CheckProgress = {
    ...told,
    soFar: [{ property: 'Late', verdict: { status: 'unknown', reason: 'it goes on', budget: true } }],
  };
  const heard: CheckProgress[] = [];
  let answer: (answer: Answer) => void = () => {};
  const runner = startRunner({
    clock: { now: () => 0, after: () => () => {} },
    startThread: ({ answered }) => {
      answer = answered;
      return { post: () => {}, end: () => {} };
    },
  });
  const sources = { id: 1, root: '/s.proviso', texts: [], imports: [] };
  const events = { progress: (one: CheckProgress) => heard.push(one), result: () => {}, crashed: () => {} };
  runner.run({ sources, check: 0, budget: BUDGET }, events);
  answer({ kind: 'progress', id: 1, ...progress });
  expect(heard).toEqual([progress]);
});
