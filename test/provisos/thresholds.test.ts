/** Which inequality says when a property holds, each worked out by hand. */
import { describe, expect, test } from 'vitest';
import { thresholds } from '#checker';
import { plainStyle, thresholdsText } from '#report';
import { slow } from '../random/run.ts';
import { analysed } from '../support/spec.ts';
import { type Narrowed, options, sample } from './asked.ts';

describe('thresholds are those that the samples state', () => {
  function formula(name: string, system: string, assume: string, property: string, constant: string, to: number, narrowed: Narrowed = {}) {
    const { set = {}, ...rest } = narrowed;
    const values = Array.from({ length: to }, (_, i) => i + 1);
    const swept = { name: constant, values };
    const found = thresholds(sample(name), system, assume, new Map(Object.entries(set)), swept, {
      ...options,
      ...rest,
      properties: [property],
    });
    const [answer] = [...found].flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
    return thresholdsText(answer, { style: plainStyle, columns: 200, milliseconds: 0 })[2].trim();
  }

  test('a lease on a wall clock', () => {
    const set = { S: 0 };
    expect(formula('lease-loop', 'LeaseByWallClock', 'Skewed', 'InTurn', 'MARGIN', 5, { set })).toBe('holds when 2 * skew < MARGIN');
  });

  test('a failure detector', () => {
    const narrowed = { over: ['delay', 'pause'] as const };
    expect(formula('failure-detector', 'FailureDetector', 'Sync', 'Accurate', 'TIMEOUT', 6, narrowed)).toBe(
      'holds when 2 * delay + pause Monitor + pause Worker < TIMEOUT',
    );
  });

  test('commit wait', () => {
    expect(formula('commit-wait', 'CommitWait', 'Clocks', 'InOrder', 'UNCERTAINTY', 2)).toBe('holds when skew <= UNCERTAINTY');
  });

  test.runIf(slow)('a lock without fencing', () => {
    const narrowed = { over: ['delay', 'pause'] as const };
    expect(formula('unfenced-lock', 'UnfencedLock', 'Paused', 'FileIntact', 'MARGIN', 2, narrowed)).toBe(
      'holds when delay + pause Client + pause Storage <= MARGIN',
    );
  });
});

/** By hand: with n losses the question that is answered is asked after n periods, and its answer takes two delays; patience ends at 5. */
test('a count times a constant', () => {
  const text = `system Resend {
  const PERIOD = 2
  message Ask
  message Answer
  node Client {
    heard: bool = false
    late: bool = false
    timer again
    timer patience
    on start { send Ask to Server; start again for PERIOD; start patience for 5 }
    on again when not heard { send Ask to Server; start again for PERIOD }
    on Answer { heard = true; stop patience }
    on patience { late = true }
  }
  node Server { on Ask { reply Answer } }
  safety InTime: never Client.late
}
assume Calm { timing sync { delay <= 0 }  network { capacity 4 } }
check Calm { InTime holds }
`;
  const swept = { name: 'PERIOD', values: [1, 2, 3, 4] };
  const events = thresholds(analysed(text), 'Resend', 'Calm', new Map(), swept, { ...options, over: ['delay', 'losses'] });
  const [answer] = [...events].flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
  const lines = thresholdsText(answer, { style: plainStyle, columns: 200, milliseconds: 0 });
  expect(lines[2].trim()).toBe('holds when losses * PERIOD + 2 * delay <= 4');
});

/** By hand: the beats go on forever, so that the network is full at some time; late are those that take longer than the patience. */
const BEATS = `system Beats {
  const PATIENCE = 2
  message Beat
  node A { timer next  on start { start next for 1 }  on next { send Beat to B; start next for 1 } }
  node B {
    timer patience
    late: bool = false
    on start, Beat { start patience for PATIENCE }
    on patience { late = true }
  }
  safety InTime: never B.late
}
assume Small { timing sync { delay <= 0, pause <= 0, drift <= 0 }  network { capacity 1 } }
check Small { InTime holds }
`;

/** By hand: with room for two beats the network is never full; what B does not take fills any. */
const BEATS_AND_NOISE = BEATS.replace('message Beat', 'message Beat message Noise')
  .replace('send Beat to B;', 'send Beat to B; send Noise to B;')
  .replace('timer patience', 'timer patience defer Noise');

test.each([
  ['none with more room', BEATS, []],
  ['the largest that was tried', BEATS_AND_NOISE, ['capacity 3']],
])('an inequality names the bounds within which it was found: %s', (_, text, bounds) => {
  const swept = { name: 'PATIENCE', values: [2, 3] };
  const events = [...thresholds(analysed(text), 'Beats', 'Small', new Map(), swept, { ...options, over: ['delay'] })];
  const [answer] = events.flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
  expect(answer.bounds).toEqual(bounds);
  const lines = thresholdsText(answer, { style: plainStyle, columns: 200, milliseconds: 0 }).map((line) => line.trim());
  expect(lines.filter((line) => line.startsWith('within'))).toEqual(bounds.map((bound) => `within bounds: ${bound}`));
});
