/** What is answered from memory is what a fresh run answers, place by place, whatever was edited in between. */
import { expect, test } from 'vitest';
import { Memory } from '../../../server/src/checks/memory.ts';
import type { CheckBudget, CheckData } from '../../../server/src/checks/messages.ts';
import { runCheck } from '../../../server/src/checks/run-check.ts';
import { subjectOf } from '../../../server/src/checks/subject.ts';
import { snapshotOf } from '../../../server/src/ide/snapshot.ts';
import { ALONE, Chance, randomEdit, SYSTEMS, trivia, WORLD } from './edits.ts';

const BUDGET: CheckBudget = { maxStates: 2_000, seconds: 1_000, maxMemory: 256, threads: null };

function subjectIn(text: string, world = WORLD) {
  const snapshot = snapshotOf('/main.proviso', text, () => ({ path: '/world.proviso', text: world }));
  return subjectOf(snapshot, (parts) => parts.join('\n'));
}

type Checks = ReturnType<typeof subjectIn>['checks'];

function fresh({ plan }: Checks[number]): CheckData {
  const running = runCheck(plan, { budget: BUDGET, now: () => 0 });
  for (;;) {
    const step = running.next();
    if (step.done) return structuredClone(step.value);
  }
}

/** Answers from memory where it can, and says how many. */
function answer(memory: Memory, checks: Checks): number {
  let remembered = 0;
  for (const check of checks) {
    const known = memory.get(check.identity, BUDGET);
    const data = fresh(check);
    if (known !== null) {
      remembered++;
      expect(known).toEqual(data);
    } else memory.put(check.identity, data, BUDGET);
    expect(memory.get(check.identity, BUDGET)).toEqual(data);
  }
  return remembered;
}

function edited(text: string, { start, end, text: put }: { start: number; end: number; text: string }): string {
  return text.slice(0, start) + put + text.slice(end);
}

test('the texts of the sessions have something to remember', () => {
  const { checks } = subjectIn(SYSTEMS);
  // The fourth has a point that is wrong in itself, which the analysis says.
  expect(checks.length).toBe(3);
  const all = checks.map(fresh);
  const statuses = new Set(all.flatMap(({ points }) => points.flatMap((point) => point?.verdicts.map(({ status }) => status) ?? [])));
  expect([...statuses].sort()).toEqual(['holds', 'reached', 'violated']);
  expect(all.some(({ observed }) => observed !== null)).toBe(true);
  expect(all.some(({ neverRan }) => neverRan.length > 0)).toBe(true);
});

test('comments, blank lines, spaces and formatting change no answer and no identity', () => {
  const chance = new Chance(1);
  const memory = new Memory();
  let text = SYSTEMS;
  answer(memory, subjectIn(text).checks);
  for (let i = 0; i < 75; i++) {
    text = edited(text, trivia(chance, text));
    expect(answer(memory, subjectIn(text).checks)).toBe(3);
  }
});

const slow = process.env.PROVISO_SLOW === '1';
const EDITS = slow ? 4_000 : 90;

test.each(slow ? [1, 2, 3] : [1])('random edits, seed %i', (seed) => {
  const chance = new Chance(seed);
  const memory = new Memory();
  let [text, world, remembered] = [SYSTEMS, WORLD, 0];
  for (let i = 0; i < EDITS; i++) {
    if (chance.below(4) === 0) world = edited(world, randomEdit(chance, world, WORLD));
    else text = edited(text, randomEdit(chance, text, SYSTEMS));
    remembered += answer(memory, subjectIn(text, world).checks);
  }
  // Of three checks after each edit.
  expect(remembered).toBeGreaterThan(EDITS / 2);
});

test('two texts with one identity stand for one model', () => {
  const pairs = [
    [ALONE, ALONE.replace('presses: 0..4', 'presses: 0..3')],
    [ALONE, ALONE.replace('Dark holds', 'Dark violated')],
    [ALONE, ALONE.replace('timing async', 'timing sync { pause <= 0 }')],
    [ALONE, ALONE.replace('action press', 'optional action press')],
    [ALONE, ALONE.replace('never (', 'always (')],
    [ALONE, ALONE.replace('0..4 = 0', '0..4 = any')],
  ];
  for (const [a, b] of pairs) {
    const [one, other] = [a, b].map((text) => subjectIn(text).checks[0].identity.key);
    expect(b).not.toBe(a);
    expect(other).not.toBe(one);
  }
});
