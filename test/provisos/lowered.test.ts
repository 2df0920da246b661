/** Where sets are not decided with as many messages in flight as the file permits, they are asked with fewer. */
import { expect, test } from 'vitest';
import { claimOf } from '#report';
import { analysed } from '../support/spec.ts';
import { answers, sentences } from './asked.ts';

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
  const { open, weakest, smallest } = answer.joint!;
  expect(open.length).toBeGreaterThan(0);
  for (const point of lattice.points()) {
    const isHeld = weakest.some((weak) => lattice.isWithin(point, weak.point));
    const isBroken = smallest.some((small) => lattice.isWithin(small.point, point));
    expect(isHeld || isBroken || open.some((one) => lattice.isWithin(one, point))).toBe(true);
  }
});
