/** Scenarios whose verdict, run and number of states are worked out by hand; the states are those of system and progress. */
import { describe, expect, test } from 'vitest';
import { checkModel } from '#checker';
import { verdictText } from '#report';
import { modelOf } from '../support/spec.ts';

/** The verdict and the size of the search of the only scenario, by both machines. */
function told(text: string): string {
  const model = modelOf(text);
  const [compiled, interpreted] = (['compiled', 'interpreted'] as const).map((machine) => {
    const { properties, size } = checkModel(model, { machine, now: () => 0, reduceFrom: 0 });
    return `${verdictText(properties[0].verdict)}; ${size.states} states, ${size.transitions} steps`;
  });
  expect(interpreted).toBe(compiled);
  return compiled;
}

const COUNTER = (scenario: string) => `system S {
  node A { x: 0..2 = 0  action step when x < 2 { x += 1 } }
  scenario Sc { ${scenario} }
}
assume Plain { timing async }
check Plain {}`;

describe('steps in order', () => {
  test('one after the other', () => {
    // x is 0, 1, 2, and so many steps are found; at the end the scenario is over.
    expect(told(COUNTER('A: step  A: step'))).toBe('reached: no fault, 2 steps; 3 states, 2 steps');
  });

  test('one more than there are', () => {
    expect(told(COUNTER('A: step  A: step  A: step'))).toBe('unreached: 2 of 3 steps, then never `A: step`; 3 states, 2 steps');
  });

  test('what has to be true at the end is asked after the last step, whichever step is taken for it', () => {
    expect(told(COUNTER('A: step  then A.x == 2'))).toBe('reached: no fault, 2 steps; 3 states, 2 steps');
    expect(told(COUNTER('A: step  A: step  then A.x == 1'))).toBe(
      'unreached: all 2 steps, but then `A.x == 1` is never true; 3 states, 2 steps',
    );
  });

  test('beyond a bound it may go on, unless no assumption lets a step of it happen', () => {
    const limited = (scenario: string) => COUNTER(scenario).replace('timing async', 'timing async {} limit A.x <= 1');
    expect(told(limited('A: step  A: step'))).toMatch(/^unknown: not reached within bounds/);
    expect(told(limited('A: crashes  A: step'))).toMatch(/^unreached: its first step `A: crashes` never happens;/);
  });

  test('of which the first never happens', () => {
    expect(told(COUNTER('A: crashes  A: step'))).toBe('unreached: its first step `A: crashes` never happens; 3 states, 2 steps');
  });
});

const TWO = (scenario: string, names = '') => `system S {
  node A { done: bool = false  optional action a when not done { done = true } }
  node B { done: bool = false  optional action b when not done { done = true } }
  scenario Sc ${names} { ${scenario} }
}
assume Plain { timing async }
check Plain {}`;

describe('at once', () => {
  test('as the first step it is the first one of the run', () => {
    expect(told(TWO('at once A: a'))).toMatch(/^reached: no fault, 1 step;/);
    expect(told(TWO('at once B: b  A: a  at once B: b'))).toMatch(/^unreached: 2 of 3 steps, then never `at once B: b`;/);
  });

  test('the step between is missing in one of the two orders', () => {
    // Neither, A, B, both by A first (the second step is found), both by B first (only the first is): 5.
    expect(told(TWO('A: a  at once B: b  A: a'))).toBe('unreached: 2 of 3 steps, then never `A: a`; 5 states, 4 steps');
  });

  test('without it both orders differ in the same way', () => {
    expect(told(TWO('A: a  B: b  A: a'))).toBe('unreached: 2 of 3 steps, then never `A: a`; 5 states, 4 steps');
  });

  test('a step between makes it impossible', () => {
    // Once B is over, A is the last; so nothing follows it.
    expect(told(TWO('B: b  A: a  at once B: b'))).toBe('unreached: 2 of 3 steps, then never `at once B: b`; 5 states, 4 steps');
  });
});

describe('values of names', () => {
  const three = (scenario: string) =>
    `system S {
    node N[3] { done: bool = false  optional action a when not done and (self == N#1 or N_done) { done = true } }
    ${scenario}
  }`.replace('N_done', 'true');
  const check = 'assume Plain { timing async } check Plain {}';

  test('are found together: two of three nodes', () => {
    expect(told(`${three('scenario Sc for some m, n in N where m != n { m: a  n: a }')} ${check}`)).toMatch(/^reached: no fault, 2 steps;/);
  });

  test('none fits', () => {
    // The system has 2^3 states, and no progress to tell apart.
    expect(told(`${three('scenario Sc for some m in N where index(m) > 3 { m: a }')} ${check}`)).toBe(
      'unreached: no values fit its names; 8 states, 12 steps',
    );
  });

  test('one node twice is two ways to fail', () => {
    // Of each node it is known whether its first step was found, which its state tells as well.
    expect(told(`${three('scenario Sc for some m in N { m: a  m: a }')} ${check}`)).toBe(
      'unreached: 1 of 2 steps, then never `m: a`; 8 states, 12 steps',
    );
  });
});

const TIMED = (scenario: string) => `system S {
  node A { done: bool = false  optional action a when not done { done = true } }
  scenario Sc { ${scenario} }
}
assume Timed { timing sync { delay <= 0, pause <= 0, drift <= 0 } }
check Timed {}`;

describe('ticks', () => {
  test('are counted from the step before', () => {
    // Before the step, where a tick changes nothing, behind it after 0 and 1 ticks, and the end.
    expect(told(TIMED('A: a  2 ticks pass'))).toBe('reached: no fault, 3 steps; 4 states, 4 steps');
  });

  test('before any step are counted from the start', () => {
    expect(told(TIMED('2 ticks pass  A: a  then not A.done'))).toBe(
      'unreached: all 2 steps, but then `not A.done` is never true; 6 states, 9 steps',
    );
  });

  test('at once forbids them', () => {
    // The tick between loses the place; both ends remain.
    expect(told(TIMED('1 tick passes  at once A: a  at once A: a'))).toMatch(/^unreached: 2 of 3 steps, then never `at once A: a`;/);
  });
});

const NET = (scenario: string, assume: string) => `system S {
  message M(n: 0..1)
  node A { sent: bool = false  optional action go when not sent { sent = true  send M(n: 0) to B } }
  node B { got: 0..2 = 0  on M when got < 1 { pause  got += 1 } }
  scenario Sc { ${scenario} }
}
assume Net { timing async  ${assume} }
check Net {}`;

describe('messages', () => {
  test.each([
    ['A: go  B: on M(n: 0) from A pauses  B: goes on  then B.got == 1', '', 'reached: no fault, 3 steps'],
    ['B: on M(n: 1)', '', 'unreached: its first step `B: on M(n: 1)` never happens'],
    ['loses M(n: 0) from A to B', 'network { lossy }', 'reached: 1 fault, 2 steps'],
    ['loses M(n: 1)', 'network { lossy }', 'unreached: its first step `loses M(n: 1)` never happens'],
    ['loses M from B', 'network { lossy }', 'unreached: its first step `loses M from B` never happens'],
    ['duplicates M  B: goes on  B: ignores M', 'network { duplicating up to 1 }', 'reached: 1 fault, 4 steps'],
    ['corrupts M(n: 0)  B: on M(n: 1)', 'network { corrupting }', 'reached: 1 fault, 3 steps'],
    ['corrupts M(n: 1)', 'network { corrupting }', 'unreached: its first step `corrupts M(n: 1)` never happens'],
    ['cuts { A }  heals', 'network { cuts }', 'reached: 1 fault, 2 steps'],
    ['cuts { B }  heals', 'network { cuts }', 'reached: 1 fault, 2 steps'],
    ['cuts { B }', 'network { one-way cuts }', 'reached: 1 fault, 1 step'],
    ['cuts { A, B }', 'network { one-way link cuts }', 'reached: 1 fault, 1 step'],
    ['cuts { A, B }', 'network { cuts }', 'unreached: its first step `cuts { A, B }` never happens'],
  ])('%s under %s', (scenario, assume, expected) => {
    expect(told(NET(scenario, assume)).split('; ')[0]).toBe(expected);
  });
});

describe('crashes', () => {
  test.each([
    ['B: crashes  B: restarts', 'fault B { recovery, up to 1 }', 'reached: 1 fault, 2 steps'],
    ['B: crashes  B: restarts', 'fault B { stop }', 'unreached: 1 of 2 steps, then never `B: restarts`'],
    ['B: forgets', 'fault B { recovery }', 'unreached: its first step `B: forgets` never happens'],
    ['B: forgets', 'fault B { amnesia }', 'reached: 1 fault, 1 step'],
    ['B: on M pauses  B: crashes  B: goes on', 'fault B { recovery, up to 1 }', 'unreached: 2 of 3 steps, then never `B: goes on`'],
    // It reaches a node that is down, and is not ignored by it.
    ['A: go  B: crashes  B: ignores M', 'fault B { stop }', 'unreached: 2 of 3 steps, then never `B: ignores M`'],
    ['B: on M from A', 'fault A { byzantine, up to 1 }', 'reached: no fault, 2 steps'],
    ['B: on M(n: 1) from A', 'fault A { byzantine, up to 1 }', 'reached: 1 fault, 1 step'],
  ])('%s under %s', (scenario, assume, expected) => {
    expect(told(NET(scenario, assume)).split('; ')[0]).toBe(expected);
  });
});

test('a timer, a clock that is set, and the stabilisation', () => {
  const text = (scenario: string) => `system S {
    clock wall until 3
    node A { timer t[0..1]  seen: 0..3 = 0  on start { start t[1] for 1 }  on t[k] { seen = wall.now } }
    scenario Sc { ${scenario} }
  }
  assume P { timing partial { always delay <= 0; always drift <= 0; skew <= 0 }  clocks { steps up to 1 by 1 } }
  check P {}`;
  expect(told(text('A: clock steps by 1  1 tick passes  A: on t[1]  stabilises')).split(';')[0]).toBe('reached: 1 fault, 4 steps');
  expect(told(text('A: on t[0]')).split(';')[0]).toMatch(/^unknown: not reached within bounds \(wall until 3\)/);
});

test('what has to be true at the end and has no value is an error of the model, but only there', () => {
  expect(told(COUNTER('A: step  then 1 / A.x == 1')).split(';')[0]).toBe('reached: no fault, 1 step');
  expect(told(COUNTER('A: step  then 1 / (A.x - 1) == 1')).split(';')[0]).toMatch(/^error in the model: .*zero/);
  // Before the step x is 0, which divides nothing.
  expect(told(COUNTER('A: step  A: step  then 1 / (A.x - 1) == 1')).split(';')[0]).toBe('reached: no fault, 2 steps');
});
