/** `holds up to n faults`: worked out by hand. Both machines must agree. */
import { describe, expect, test } from 'vitest';
import { campaign, runToEnd, standing } from '#checker';
import { verdictText } from '#report';
import { analysed } from '../support/spec.ts';

/** Each duplicate that arrives costs one fault, so `got` is 1 without any, and 1 + f with f. */
const DUPLICATED = `system S {
  message Ping
  node A { sent: bool = false  optional action go when not sent { sent = true  send Ping to B } }
  node B { got: 0..9 = 0  on Ping { got += 1 } }
  safety Few: always B.got <= 2
  safety Slow: always next(B.got) <= 2
  safety Soon: B.got == 2 leads to B.got == 3 within 0
  safety Unasked: always (B.got == 3 implies B.got > 2)
  reachable Many: B.got == 3
}
assume D { timing { delay <= 1, pause <= 0, drift <= 0 }  network { duplicating up to 4 } }`;

/** The answers of the two machines, which must be the same: one line for each expectation of the only check. */
function lines(text: string): string[] {
  const [compiled, interpreted] = (['compiled', 'interpreted'] as const).map((machine) => {
    const outcomes = runToEnd(campaign(analysed(text).checks, { now: () => 0, search: { machine } }));
    return outcomes.flatMap((one) => one.outcomes.map((outcome) => `${standing(outcome)}: ${verdictText(outcome.verdict)}`));
  });
  expect(interpreted).toEqual(compiled);
  return compiled;
}

const line = (expectation: string) => lines(`${DUPLICATED} check D { ${expectation} }`)[0];

describe('an expectation with a limit of faults', () => {
  test('is met where more faults break the property, and says how far it was looked', () => {
    expect(line('Few holds up to 1 fault')).toBe('as expected: holds up to 1 fault');
    expect(line('Slow holds up to 1 fault')).toBe('as expected: holds up to 1 fault');
  });

  test('is not met where so many faults break it', () => {
    expect(line('Few holds up to 2 faults')).toBe('unexpected: violated: 2 faults, 4 steps');
    expect(line('Slow holds up to 2 faults')).toBe('unexpected: violated: 2 faults, 4 steps');
  });

  test('without faults is a limit too', () => {
    expect(line('Few holds up to 0 faults')).toBe('as expected: holds up to 0 faults');
  });

  test('above what can happen is an answer about everything', () => {
    expect(line('Unasked holds up to 9 faults')).toBe('as expected: holds');
  });

  test('says where the condition is met by none of these runs', () => {
    expect(line('Unasked holds up to 1 fault')).toBe('as expected: holds vacuously up to 1 fault (its condition is never true)');
    expect(line('Unasked holds up to 2 faults')).toBe('as expected: holds up to 2 faults');
  });

  test('of a reachable property is met where so many faults do not lead there', () => {
    expect(line('Many unreached up to 1 fault')).toBe('as expected: unreached up to 1 fault');
    expect(line('Many unreached up to 2 faults')).toBe('unexpected: reached: 2 faults, 4 steps');
  });

  test('of a deadline counts the faults of its own search', () => {
    // B.got is 2 after one duplicate and one delivery, and then time passes.
    expect(line('Soon holds up to 0 faults')).toBe('as expected: holds vacuously up to 0 faults (what it waits from is never true)');
    expect(line('Soon holds up to 1 fault')).toBe('unexpected: violated: 1 fault, 4 steps');
  });

  test('gives the same whatever else is asked', () => {
    const all = lines(`${DUPLICATED} check D { Few holds up to 1 fault  Many reached  Soon violated }`);
    expect(all[0]).toBe('as expected: holds up to 1 fault');
    expect(all[1]).toBe('as expected: reached: 2 faults, 4 steps');
  });

  test('takes a constant, and where `when` is false the opposite is expected within it', () => {
    const text = DUPLICATED.replace('message Ping', 'const F = 1  message Ping');
    const found = (expectation: string) => lines(`${text} check D for F in 1..2 { ${expectation} }`).filter((_, i) => i % 5 === 0);
    expect(found('Few holds up to F faults when F < 2')).toEqual([
      'as expected: holds up to 1 fault',
      'as expected: violated: 2 faults, 4 steps',
    ]);
    expect(found('Few holds up to F - 1 faults when F < 2')).toEqual([
      'as expected: holds up to 0 faults',
      'unexpected: holds up to 1 fault',
    ]);
  });
});

/** `x = 2 - got` leaves its range where both of Ping are lost, and nothing else fails. */
const FAILING = `system S {
  message Ping
  node A { n: 0..1 = 0  late: bool = false  timer t
    on start { send Ping to B  send Ping to B  start t for 2 }
    on t { send Seen to B } }
  message Seen
  node B { got: 0..2 = 0  x: 0..1 = 0  on Ping { got += 1 }  on Seen { x = 2 - got } }
  safety P: always A.n == 0
  safety Soon: A.n == 0 leads to up(B) within 1
}
assume L { timing sync { delay <= 1 }  network { lossy } }`;

test('an error of the model with more faults is no matter', () => {
  expect(lines(`${FAILING} check L { P holds up to 1 fault  Soon holds up to 1 fault }`)).toEqual([
    'as expected: holds up to 1 fault',
    'as expected: holds up to 1 fault',
  ]);
  expect(lines(`${FAILING} check L { P holds up to 1 fault  Soon holds }`)[0]).toBe('as expected: holds up to 1 fault');
  expect(lines(`${FAILING} check L { P holds up to 2 faults  Soon holds }`)[0]).toContain('unexpected: error in the model');
});

test('time that stops within the limit is an error of a deadline, and beyond it is none', () => {
  // A and B answer each other in no time from the first message on, which A sends at its restart.
  const spec = (limit: string) => `system S {
    message M
    node A { on restart { send M to B }  on M { send M to B } }
    node B { on M { send M to A } }
    safety Soon: not up(A) leads to up(B) within 3
  }
  assume Z { timing sync { delay <= 0, pause B <= 9 }  fault A { recovery, up to 1 } }
  check Z { Soon holds ${limit} }`;
  expect(lines(spec('up to 0 faults'))).toEqual(['as expected: holds vacuously up to 0 faults (what it waits from is never true)']);
  const timed = spec('up to 1 fault').replace(', pause B <= 9', '');
  expect(lines(timed)).toEqual([expect.stringContaining('unexpected: error in the model: time stops here')]);
  // A pause of B lets time pass, for one fault more.
  expect(lines(spec('up to 1 fault'))).toEqual([expect.stringContaining('as expected: holds')]);
});
