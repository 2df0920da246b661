/** Smaller searches beside a large one: what they say when it is stopped, and that they change no answer. */
import { describe, expect, test } from 'vitest';
import { type CheckOptions, type CheckStep, checkModel, type PropertyResult, startCheck } from '#checker';
import { verdictText } from '#report';
import { modelOf } from '../support/spec.ts';

/**
 * B is wrong where it gets a number that is not the one after the last: with one message in flight that takes a loss, with two
 * they overtake each other. `pad` makes the states many.
 */
const text = (capacity: number, property = 'never B.wrong') => `system S {
  message Ping(n: 0..9)
  node A { sent: 0..9 = 0  pad: set<1..3> = {}
    optional action go when sent < 9 { sent += 1  send Ping(sent) to B }
    optional action fill for x in 1..3 when not x in pad { pad += x } }
  node B { last: 0..9 = 0  got: 0..9 = 0  wrong: bool = false  late: bool = false
    on Ping(n) { got += 1  if n != last + 1 { wrong = true }  if n == 9 { late = wrong }  last = n } }
  safety P: ${property}
  reachable Q: B.got == 9
}
assume L { timing async  network { lossy, capacity ${capacity} } }
check L { }`;

function told(spec: string, options: Partial<CheckOptions> = {}): string[] {
  const { properties } = checkModel(modelOf(spec), { now: () => 0, blame: false, ...options });
  return properties.map(({ verdict }) => verdictText(verdict));
}

/** Everything reported on the way, in order. */
function found(spec: string, options: Partial<CheckOptions>): string[] {
  const check = startCheck(modelOf(spec), { now: () => 0, blame: false, ...options });
  const all: PropertyResult[] = [];
  for (let step: CheckStep = check.step(1); !step.done; step = check.step(1)) all.push(...step.found);
  return all.map(({ property, verdict }) => `${property} ${verdictText(verdict)}`);
}

describe('a search that is stopped', () => {
  const never = 'never (B.last == 9 and A.sent < 9)';
  const stopped = (maxStates: number, deepenFrom?: number) => told(text(8, never), { budget: { maxStates }, deepenFrom });

  test('says within which capacity nothing was found', () => {
    const [alone] = stopped(10_000);
    expect(alone).toBe('unknown: stopped after 10,000 states; no violation in 12 steps without a fault within bounds (capacity 8)');
    expect(stopped(10_000, 300)[0]).toBe(`${alone}; none within capacity 1`);
  });

  test('shows what a smaller one has found, with its mark', () => {
    expect(stopped(10_000)[1]).toMatch(/^unknown/);
    // Nine times go, and nine deliveries.
    expect(stopped(10_000, 300)[1]).toBe('reached: no fault, 18 steps, simplest within capacity 1');
  });
});

describe('a search that ends', () => {
  test('has the simplest within the bounds asked for, and shows what is found before', () => {
    // B gets 9 after something else than 8. With one in flight that takes a loss: nine times go, eight deliveries.
    // With c in flight up to c - 1 stay behind.
    const late = text(4, 'never B.late');
    expect(told(late, { deepenFrom: 300 })).toEqual(told(late));
    expect(found(late, { deepenFrom: 300 })).toEqual([
      'Q reached: no fault, 18 steps, simplest within capacity 1',
      'P violated: 1 fault, 18 steps, simplest within capacity 1',
      'P violated: no fault, 17 steps, simplest within capacity 2',
      'Q reached: no fault, 18 steps, simplest within capacity 2',
      'P violated: no fault, 15 steps',
      'Q reached: no fault, 18 steps',
    ]);
  });

  test('early where the smaller one never reached its capacity', () => {
    const calm = text(8)
      .replace('when sent < 9', 'when sent < 9 and sent == ack')
      .replace('pad: set', 'ack: 0..9 = 0  on Ack(n) { ack = n }  pad: set')
      .replace('last = n }', 'last = n  send Ack(n) to A }')
      .replace('message Ping', 'message Ack(n: 0..9)  message Ping')
      .replace('lossy, ', '');
    const whole = checkModel(modelOf(calm), { now: () => 0 });
    const deepened = checkModel(modelOf(calm), { now: () => 0, deepenFrom: 50 });
    expect(whole.properties.map(({ verdict }) => verdictText(verdict))).toEqual(['holds', 'reached: no fault, 26 steps']);
    expect(deepened.properties).toEqual(whole.properties);
    expect(deepened.size).toEqual({ ...whole.size, bytes: expect.any(Number) });
  });
});

describe('a limit with a number', () => {
  const limited = (most: string, property?: string) => text(1, property).replace('} }\ncheck', `}  limit ${most} }\ncheck`);

  test('is smaller in the searches that go first', () => {
    const late = limited('A.sent <= 8', 'never (B.wrong and count(A.pad) == 3)');
    // With one message in flight B gets a wrong number after a loss: two times go, a loss, a delivery; and three times fill.
    expect(found(late, { deepenFrom: 10 }).filter((line) => line.startsWith('P'))).toEqual([
      'P unknown: the search goes on; no violation within capacity 1 and limit A.sent <= 1',
      'P violated: 1 fault, 7 steps',
    ]);
    const stopped = (most: string) =>
      told(limited(most, 'never (B.last == 9 and A.sent < 9)'), { deepenFrom: 10, budget: { maxStates: 300 } })[0];
    expect(stopped('A.sent <= 8')).toMatch(/; none within capacity 1 and limit A\.sent <= \d$/);
    expect(stopped('forall a in A: a.sent < 8')).toMatch(/; none within capacity 1 and limit forall a in A: a\.sent < \d$/);
  });

  test('changes no answer', () => {
    for (const most of ['A.sent <= 6', 'A.sent < 6', 'A.sent + B.got <= 9', 'A.sent <= 5 and B.got <= 5', '6 >= A.sent']) {
      expect(told(limited(most), { deepenFrom: 10 })).toEqual(told(limited(most)));
    }
  });
});

describe('a type with a limit', () => {
  /** `sent` has the type, and so has a ghost that follows it. */
  const limited = (most: number, property?: string) =>
    text(1, property)
      .replace('system S {', `system S { type Upto = 0..${most} limit  ghost top: Upto = 0`)
      .replace('sent: 0..9', 'sent: Upto')
      .replace('sent += 1 ', 'sent += 1  ghost { top = sent } ');

  test('is smaller in the searches that go first, in each variable', () => {
    const late = limited(8, 'never (B.wrong and count(A.pad) == 3)');
    expect(found(late, { deepenFrom: 10 }).filter((line) => line.startsWith('P'))).toEqual([
      'P unknown: the search goes on; no violation within capacity 1 and limit Upto <= 1',
      'P violated: 1 fault, 7 steps',
    ]);
    const never = limited(8, 'never (B.last == 9 and A.sent < 9)');
    expect(told(never, { deepenFrom: 10, budget: { maxStates: 300 } })[0]).toMatch(/; none within capacity 1 and limit Upto <= \d$/);
  });

  test('changes no answer', () => {
    for (const most of [1, 2, 6]) expect(told(limited(most), { deepenFrom: 10 })).toEqual(told(limited(most)));
  });
});
