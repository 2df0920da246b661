/** Where sets are not decided with as many messages in flight as the file permits, they are asked with fewer. */
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pathOf, runAlong } from '#checker';
import { answerText, claimOf, differenceText, matrixOf, plainStyle, provisosText } from '#report';
import { plainHost } from '../../cli/src/check/host.ts';
import { findProvisos } from '../../cli/src/verbs/provisos.ts';
import { folderWith, removeFolders } from '../cli/proviso.ts';
import { analysed } from '../support/spec.ts';
import { answers, sentences } from './asked.ts';

afterAll(removeFolders);

/** By hand: what B has heard is forgotten with its disk alone. With eight messages in flight there are hundreds of states, with two some dozens. */
const MANY = `system Many {
  message Ping
  node A[3] { optional action ping { send Ping to B } }
  node B { durable heard: bool = false  on Ping { heard = true } }
  safety Kept: always (B.heard implies next(B.heard))
}
assume Calm { timing async }
check Calm { Kept holds }
`;
const over = ['losses', 'crashes'] as const;

test('what is too large is decided with fewer messages in flight, and its breaks are those of more', () => {
  const [whole] = answers(analysed(MANY), 'Many', 'Calm', { over });
  expect(whole.loweredTo).toBeNull();
  const [answer] = answers(analysed(MANY), 'Many', 'Calm', { over, maxStates: 400 });
  expect(answer).toMatchObject({ loweredTo: 2, raisedTo: null, joint: { open: [] } });
  expect(answer.joint!.smallest.map(({ point }) => point)).toEqual(whole.joint!.smallest.map(({ point }) => point));
  expect(sentences(answer).slice(1, 4)).toEqual([
    'holds provided B keeps its disk, and only then',
    'within bounds: capacity 2',
    'with up to 2 messages in flight: with as many as Calm permits, not every set was decided',
  ]);
  // With the capacity of the file it was not shown to be sufficient.
  expect([claimOf(whole)?.condition, claimOf(answer)]).toEqual(['B keeps its disk', null]);
});

test('what is not decided with fewer either is told as it is, the strongest sets first', () => {
  const [answer] = answers(analysed(MANY), 'Many', 'Calm', { over, maxStates: 30 });
  const { lattice } = answer.space;
  const { open, hasMoreOpen, weakest, smallest } = answer.joint!;
  expect(hasMoreOpen).toBe(false);
  expect(open.length).toBeGreaterThan(0);
  for (const point of lattice.points()) {
    const isHeld = weakest.some((weak) => lattice.isWithin(point, weak.point));
    const isBroken = smallest.some((small) => lattice.isWithin(small.point, point));
    expect(isHeld || isBroken || open.some((one) => lattice.isWithin(one, point))).toBe(true);
  }
});

/** By hand: the last of three comes first, then the second, then the first: three are in flight. Noise makes many states of it. */
const BACKWARDS = `system Backwards {
  message Ping(n: 0..2)
  message Noise
  node A { sent: 0..3 = 0  action ping when sent < 3 { send Ping(n: min(2, sent)) to B; sent = sent + 1 } }
  node C[2] { optional action noise { send Noise to B } }
  node B { count: 0..3 = 0  on Ping(n) { if n + count == 2 { count = count + 1 } }  on Noise {} }
  safety Forwards: never B.count == 3
}
assume Calm { timing async }
check Calm { Forwards violated }
`;

test('where three messages are needed, two are not enough to call it a break, and with three it is one', () => {
  const [whole] = answers(analysed(BACKWARDS), 'Backwards', 'Calm', { over: ['order'] });
  expect([whole.assumed, whole.loweredTo, answerText(whole)]).toEqual(['violated', null, 'holds provided fifo, and only then']);
  const [answer] = answers(analysed(BACKWARDS), 'Backwards', 'Calm', { over: ['order'], maxStates: 70 });
  expect([answer.assumed, answer.loweredTo]).toEqual(['open', 3]);
  // With eight there may be a simpler run than with three.
  expect([whole, answer].map(({ joint }) => joint!.smallest.map(({ verdict }) => verdict.simplestWithin))).toEqual([
    [undefined],
    [['capacity 3']],
  ]);
  expect(answerText(answer)).toBe('with up to 3 messages in flight holds provided fifo, and only then');
  expect(claimOf(answer)).toBeNull();
  const { rows, notes } = matrixOf([answer]);
  expect([rows[0][1], notes]).toEqual([
    'Forwards-',
    ['-: not every assumption set was decided with as many messages in flight as are assumed; it holds with fewer.'],
  ]);
  const decided = { ...answer, assumed: 'holds' } as const;
  const layout = { revision: 'main', style: plainStyle, columns: 200 };
  expect(differenceText([decided], [{ ...decided, loweredTo: null }], layout)).toEqual([
    'not compared, as not every assumption set was decided: Forwards of Backwards, from Calm',
  ]);
});

test('the model that comes with a break is the one that has its run', () => {
  // With eight in flight the break is found, and then another set is too large: the rest is asked with two at first, in which three have no room.
  const [answer] = answers(analysed(BACKWARDS), 'Backwards', 'Calm', { over: ['order'], maxStates: 150 });
  const [{ model, verdict }] = answer.joint!.smallest;
  expect([answer.loweredTo, model.network.capacity, verdict.simplestWithin]).toEqual([4, 8, undefined]);
  expect(runAlong(model, pathOf(model, verdict.trace, verdict.trace.steps.length))).not.toBeNull();
});

test('what only breaks, breaks with the capacity of the file', () => {
  const [answer] = answers(analysed(BACKWARDS), 'Backwards', 'Calm', { over: ['losses'], maxStates: 60 });
  expect(answer.joint!.smallest[0].verdict.simplestWithin).toEqual(['capacity 3']);
  expect(answer).toMatchObject({ assumed: 'open', loweredTo: null, joint: { weakest: [], open: [], hasMoreOpen: false } });
  expect(answerText(answer)).toBe('breaks under every assumption set that was searched');
});

test.each([
  ['whole', [], 0],
  ['with fewer messages in flight', ['--max-states', '400'], 3],
])('the exit code is that of what is decided: %s', async (_, words, code) => {
  const folder = folderWith({ 'many.proviso': MANY });
  const said: string[] = [];
  const host = { ...plainHost, device: { ...plainHost.device, write: (_: string, text: string) => void said.push(text) } };
  const options = { over: 'losses,crashes', joint: true, color: false, ...(words.length > 0 ? { 'max-states': words[1] } : {}) };
  expect(await findProvisos({ words: [join(folder, 'many.proviso')], options }, host)).toBe(code);
  expect(said.join('').includes('with up to 2 messages in flight')).toBe(code === 3);
});

test('where not every class that is open is listed, it is said', () => {
  const [answer] = answers(analysed(MANY), 'Many', 'Calm', { over, maxStates: 3 });
  const joint = { ...answer.joint!, hasMoreOpen: true };
  const open = Array.from({ length: 60 }, () => joint.open[0]);
  const told = (all: boolean) =>
    provisosText({ ...answer, joint: { ...joint, open } }, { style: plainStyle, columns: 20_000, all, milliseconds: 0 }).find((line) =>
      line.includes('not settled: '),
    );
  expect(told(false)).toMatch(/; and at least 58 more, nor anything weaker$/);
  expect(told(true)).toMatch(/; and more, nor anything weaker$/);
});
