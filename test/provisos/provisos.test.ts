/** What small systems need, each answer worked out by hand or known from the literature. */
import { expect, test } from 'vitest';
import { checkClaims, checkModel, provisos } from '#checker';
import { blockText, claimOf } from '#report';
import { chainOf } from '../../checker/src/analysis/index.ts';
import type { Point } from '../../checker/src/provisos/lattice.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { isShownByRun } from '../../checker/src/provisos/same-run.ts';
import { slow } from '../random/run.ts';
import { analysed } from '../support/spec.ts';
import { ASKS_AGAIN, answers, options, sample, sampleText, sentences } from './asked.ts';

test('a lease on a monotonic clock needs its holder not to pause and timers not to drift', () => {
  const [answer] = answers(sample('lease-loop'), 'LeaseByMonotonicClock', 'Paused', {
    set: { P: 0, MARGIN: 1 },
    over: ['pause', 'drift', 'losses', 'duplications'],
  });
  expect(sentences(answer)).toEqual([
    'InTurn of LeaseByMonotonicClock, from Paused: holds as assumed',
    'holds provided pause Worker <= 0 and drift <= 0, and only then',
    // With one more message in flight it is decided; with two more a set takes more than 150,000 states.
    'within bounds: capacity 3',
    'does not matter, in what was searched: pause LeaseService, losses and duplications',
    'breaks as soon as there is',
    'a drift of up to 1 tick (8 steps)',
    'a pause of Worker of up to 1 tick (9 steps)',
    'One at a time, all else as in Paused:',
    'pause Worker  needs pause Worker <= 0; breaks from a pause of Worker of up to 1 tick',
    'drift         needs drift <= 0; breaks from a drift of up to 1 tick',
    'does not matter alone: pause LeaseService, losses and duplications',
  ]);
});

/** By hand: the lease of 3 ends after 3 - drift ticks, but takes one at least; the holder has to come back before. */
test('where bounds trade off against one another, one inequality stands for the list', () => {
  const lease = `system Lease {
  message Grant
  node Service { on start { send Grant to Holder } }
  node Holder {
    timer lease
    late: bool = false
    on Grant { start lease for 3; pause; if lease.left == 0 { late = true } }
  }
  safety InTime: never Holder.late
}
assume Calm { timing sync { delay <= 1, pause Holder <= 1 } }
check Calm { InTime holds }
`;
  const [answer] = answers(analysed(lease), 'Lease', 'Calm', { over: ['pause', 'drift', 'losses'] });
  expect(answer.joint!.weakest.length).toBe(3);
  expect(sentences(answer)[1]).toBe('holds provided pause Holder < max(1, 3 - drift), and only then');
  const claim = claimOf(answer);
  expect(claim).toEqual({ over: 'pause, drift, losses', word: 'when', condition: 'pause Holder < max(1, 3 - drift)' });
  const [outcome] = [...checkClaims(...claimed(`${lease}\n${blockText(answer, claim!)}`))].filter(({ kind }) => kind === 'claim');
  expect(outcome).toMatchObject({ outcome: { result: { kind: 'right' } } });
});

function claimed(text: string): Parameters<typeof checkClaims> {
  const analysis = analysed(text);
  return [analysis, analysis.provisos[0], options];
}

/** By hand: with room for one message the word waits for the noise to be lost; with room for two it needs no fault at all. */
const FULL = `system Full {
  message Noise
  message Word
  node A {
    spoke: bool = false
    on start { send Noise to B }
    action speak when not spoke { spoke = true; send Word to B }
  }
  node B {
    heard: bool = false
    on Word { heard = true }
    defer Noise when not heard
    on Noise {}
  }
  safety Quiet: never B.heard
}
assume Tight { timing async  network { capacity 1 } }
check Tight { Quiet holds }
`;

test('a capacity that makes a loss seem necessary is raised until the violation shows without it', () => {
  const analysis = analysed(FULL);
  const [alone] = answers(analysis, 'Full', 'Tight', { over: ['losses'], joint: false });
  expect(alone).toMatchObject({ raisedTo: 2, assumed: 'violated', rows: [{ effect: { kind: 'no value helps' } }] });
  const [answer] = answers(analysis, 'Full', 'Tight', { over: ['losses'] });
  expect(answer.raisedTo).toBe(2);
  expect(answer.joint).toMatchObject({ weakest: [], smallest: [{ point: [0] }] });
  expect(sentences(answer)).toContain('breaks under every assumption set that was searched');
});

test('nor does a counterexample require a loss that only makes room', () => {
  const { model } = analysed(FULL.replace('capacity 1', 'lossy, capacity 1')).checks[0].runs[0].model();
  const [{ verdict }] = checkModel(model!, { now: () => 0 }).properties;
  expect(verdict).toMatchObject({ status: 'violated', trace: { faults: 1 }, blame: { necessary: [], used: [{ kind: 'loss' }] } });
});

/** What is eventual is never in force under a set in which nothing is, and \`stable\` is true from the start there. */
test.each([
  ['eventually stable', 'stable'],
  ['always (stable implies eventually B.heard)', null],
  ['stable leads to B.heard', null],
  ['B.heard leads to stable', 'stable'],
  ['eventually B.heard provided eventually stable', null],
  ['eventually B.heard provided always not stable', 'stable'],
])('a property that requires `stable` has no provisos: %s', (formula, why) => {
  const text = FULL.replace(/safety Quiet.*/, `liveness Quiet: ${formula}`).replace('async', '{ eventually delay <= 1 }');
  const events = [
    ...provisos(analysed(text.replace(/check .*/, 'check Tight { Quiet violated }')), 'Full', 'Tight', new Map(), {
      ...options,
      over: ['order'],
    })!,
  ];
  const refused = events.flatMap((event) => (event.kind === 'refused' ? [event.why] : []));
  expect(refused).toEqual(why === null ? [] : [why]);
});

/** A clock that may drift, a timer, and a message. */
const TURNS = `system Turns {
  message Word
  clock uptime until 3 monotonic
  node A {
    done: bool = false
    timer alarm
    on start { start alarm for 1; send Word to B }
    on alarm {}
    optional action early when uptime.now <= 1 {}
    optional action finish when not done { done = true }
  }
  node B { on Word {} }
  safety P: FORMULA
}
assume Exact { timing { delay <= 0; pause <= 0; drift <= 0 } }
check Exact { P EXPECTED }
`;

test.each([
  ['always enabled(A.early)', 'enabled'],
  ['never enabled(A.early)', null],
  ['always (count(in flight Word) > 0 implies enabled(B.Word))', 'enabled'],
  ['always (enabled(B.Word) implies not A.done)', null],
  ['always (A.done or not enabled(A.alarm))', null],
  ['always (A.done or enabled(A.alarm))', 'enabled'],
  // its guard is about a variable alone
  ['always (A.done or enabled(A.finish))', null],
])('a property that requires a step which hangs on time has no provisos: %s', (formula, why) => {
  const text = TURNS.replace('FORMULA', formula).replace('EXPECTED', 'holds');
  const events = [...provisos(analysed(text), 'Turns', 'Exact', new Map(), { ...options, over: ['drift'] })!];
  expect(events.flatMap((event) => (event.kind === 'refused' ? [event.why] : []))).toEqual(why === null ? [] : [why]);
});

test('such a property can hold under a weaker set, though the stronger one breaks it', () => {
  // With no drift the clock shows 2 after two ticks; with a drift of 1 after three; and without a bound it need never get there.
  const statuses = ['drift <= 0', 'drift <= 1', ''].map((drift) => {
    const text = TURNS.replace('FORMULA', 'always enabled(A.early)').replace('EXPECTED', 'violated').replace('drift <= 0', drift);
    const { model } = analysed(text).checks[0].runs[0].model();
    const [{ verdict }] = checkModel(model!, { now: () => 0 }).properties;
    return 'trace' in verdict ? verdict.trace.steps.filter(({ step }) => step.label.kind === 'tick').length : verdict.status;
  });
  expect(statuses).toEqual([2, 3, 'holds']);
});

/**
 * By hand: question and answer take twice the delay, and before 3 ticks the answer has to be there. Where the delay is bounded in the end alone, the
 * run that breaks it becomes stable late; where it is bounded throughout the system is stable from the start.
 */
const LATE = `system Late {
  message Ask
  message Answer
  node A {
    late: bool = false
    timer limit
    on start { start limit for 3; send Ask to B }
    on Answer { stop limit }
    on limit { late = true }
  }
  node B { on Ask { reply Answer } }
  safety OnTime: always (stable implies not A.late)
}
assume Calm { timing { always delay <= 1, pause <= 0, drift <= 0 } }
check Calm { OnTime holds }
`;

test('of what asks for `stable` a run of a weaker set is a hint, and the stronger set is asked itself', () => {
  const analysis = analysed(LATE);
  const [{ space, joint }] = answers(analysis, 'Late', 'Calm', { over: ['delay', 'losses'] });
  const { model } = analysis.checks[0].runs[0].model();
  expect(isShownByRun(model!.properties[0])).toBe('perhaps');
  const { lattice } = space;
  const oracle = new Oracle({ analysis, system: 'Late', frame: chainOf(analysis, 'Calm'), model: model!, constants: new Map() }, options);
  const alone = (point: Point) => {
    const asking = oracle.query(space, { point, capacity: model!.network.capacity, property: 'OnTime', others: [] });
    let step = asking.next();
    while (!step.done) step = asking.next();
    return step.value;
  };
  for (const point of lattice.points()) {
    const isHeld = joint!.weakest.some((weak) => lattice.isWithin(point, weak.point));
    expect(alone(point).standing).toBe(isHeld ? 'holds' : 'violated');
  }
  const steps = joint!.smallest.map(({ point, verdict }) => {
    expect(alone(point).verdict).toMatchObject({ trace: { steps: { length: verdict.trace.steps.length } } });
    return verdict.trace.steps.length;
  });
  // A delay of 2, one bounded in the end alone, and a loss, whether messages take no time or just one tick.
  expect(steps).toEqual([5, 5, 5, 5]);
});

const PING_PONG = `system PingPong {
  message Ping
  node A {
    rung: bool = false
    timer alarm
    on start { start alarm for 2; send Ping to B }
    on alarm { rung = true }
    on Ping { send Ping to B }
  }
  node B {
    on Ping { send Ping to A }
  }
  liveness Rings: eventually A.rung
}
assume Weaker { timing sync { delay <= 1 } }
check Weaker { Rings holds }
`;

test('where time stops at the strong end, nothing follows from that', () => {
  const [answer] = answers(analysed(PING_PONG), 'PingPong', 'Weaker', { over: ['delay'] });
  // By hand: with a delay of 0 the two answer each other forever at one time. With one tick at most it is fair that time passes.
  expect(answer.assumed).toBe('holds');
  const { space, joint } = answer;
  const zero = space.dimensions[0].rungs.findIndex((rung) => rung.kind === 'bound' && rung.most === 0);
  expect(joint!.smallest.some(({ point }) => point[0] === zero)).toBe(false);
  expect(joint!.weakest.length).toBeGreaterThan(0);
});

test('what is possible, and what nodes know, has no provisos', () => {
  const events = [...provisos(sample('two-generals'), 'TwoGenerals', 'Reliable', new Map(), { ...options, joint: false })!];
  const refused = events.flatMap((event) => (event.kind === 'refused' ? [`${event.property}: ${event.why}`] : []));
  expect(refused).toContain('Victory: reachable');
});

/** By hand: A sends once it is up, so it may be down as long as it comes back; what reaches B while that is down is gone. */
const COMES_BACK = `system Back {
  message M
  node A { sent: bool = false  action emit when not sent { sent = true  send M to B } }
  node B { got: bool = false  on M { got = true } }
  liveness Got: eventually B.got
}
assume Calm { timing async }
check Calm { Got holds }
`;

test('that a node comes back is a condition of its own, and none of a block', () => {
  const [answer] = answers(analysed(COMES_BACK), 'Back', 'Calm', { over: ['crashes'] });
  // That it does so any number of times keeps it from ever acting; three times do not. How many more do not is not searched.
  expect(sentences(answer).slice(1, 3)).toEqual([
    'holds at least provided crashes A <= 3 and A comes back and no fault B',
    'no larger number was tried of crashes A',
  ]);
  expect(claimOf(answer)).toBeNull();
});

/** A sends as it starts, before it can crash. */
test('where a node may stop and may restart, that is one alternative', () => {
  const text = COMES_BACK.replace(/node A .*/, 'node A { on start { send M to B } }');
  const [answer] = answers(analysed(text), 'Back', 'Calm', { over: ['crashes'] });
  expect(answer.joint!.weakest.length).toBe(2);
  expect(sentences(answer)[1]).toBe('holds provided no fault B, and only then');
  expect(claimOf(answer)).toEqual({ over: 'crashes', word: 'when', condition: 'no fault B' });
});

test('faults that end are a condition of their own', () => {
  const [answer] = answers(analysed(ASKS_AGAIN), 'Asks', 'Calm', { over: ['crashes', 'losses', 'faults end'] });
  expect(sentences(answer).slice(1, 3)).toEqual([
    'holds at least provided A comes back and B comes back and faults end',
    'or provided crashes A <= 3 and A comes back and crashes B <= 3 and B comes back',
  ]);
  const [ends] = answers(analysed(ASKS_AGAIN), 'Asks', 'Calm', { over: ['faults end'] });
  expect(claimOf(ends)).toEqual({ over: 'faults end', word: 'when', condition: 'faults end' });
});

/** By hand: nobody says Yes but a liar; two of three are needed, so one liar does no harm. */
const VOTES = `system Votes {
  message Yes
  node Voter[3] { }
  node Chair {
    yes: set<Voter> = {}
    on Yes from v { yes = yes | { v } }
  }
  safety NotElected: never count(Chair.yes) >= 2
}
assume Honest { timing async }
check Honest { NotElected holds }
`;

test('how many lie is a condition of its own, where it is asked for', () => {
  const [unasked] = answers(analysed(VOTES), 'Votes', 'Honest');
  expect(unasked.space.leftOut).toContainEqual({ quantity: 'byzantine', why: 'only on request' });
  const [answer] = answers(analysed(VOTES), 'Votes', 'Honest', { over: ['byzantine'] });
  expect(sentences(answer).slice(1, 4)).toEqual([
    'holds provided byzantine Voter <= 1, and only then',
    'does not matter, in what was searched: byzantine Chair',
    'breaks as soon as there is',
  ]);
  expect(claimOf(answer)).toEqual({ over: 'byzantine', word: 'when', condition: 'byzantine Voter <= 1' });
});

/** By hand, as the sample's header says: as many steps by as many ticks back as there are make what was measured so much less. */
test('how far a step sets a clock trades off against how often', () => {
  const text = sampleText('elapsed-time').replace(
    'reachable Measured',
    'safety NotFarOff: always Client.byWall >= -2\n  reachable Measured',
  );
  // The second claims too little, the third that one step may be of any size.
  const claims = ['clock steps * clock step size <= 2', 'clock steps * clock step size <= 1', 'clock step size <= 0 or clock steps <= 1'];
  const blocks = claims.map((claim) => `provisos LeapSecond over clock steps, clock step size { NotFarOff holds when ${claim} }`);
  const analysis = analysed(`${text}\n${blocks.join('\n')}`);
  const [answer] = answers(analysis, 'ElapsedTime', 'LeapSecond', { over: ['clock steps', 'clock step size'], properties: ['NotFarOff'] });
  // By none of any size, or any number by no tick, there are no steps.
  expect(sentences(answer).slice(1, 5)).toEqual([
    'holds provided clock steps <= 2 and clock step size <= 1',
    'or provided clock steps <= 1 and clock step size <= 2',
    'or provided clock step size <= 0',
    'or provided clock steps <= 0, and only then',
  ]);
  const results = analysis.provisos.slice(-3).flatMap((plan) => [...checkClaims(analysis, plan, options)]);
  expect(results.flatMap((event) => (event.kind === 'claim' ? [event.outcome.result.kind] : []))).toEqual(['right', 'holds', 'violated']);
});

test.runIf(slow).each([-3, -2, -1, 0].flatMap((least) => [0, 1].map((skew) => ({ least, skew }))))(
  'how far and how often clocks are set, each set asked alone: %j',
  ({ least, skew }) => {
    const text = sampleText('elapsed-time')
      .replace('reachable Measured', `safety Far: always Client.byWall >= ${least}\n  reachable Measured`)
      .replace('skew <= 1', `skew <= ${skew}`)
      .replace('steps up to 1 by 1', 'steps up to 2 by 3');
    const analysis = analysed(text);
    const [{ space, joint }] = answers(analysis, 'ElapsedTime', 'LeapSecond', {
      over: ['clock steps', 'clock step size'],
      properties: ['Far'],
    });
    const { model } = analysis.checks[1].runs[0].model();
    const subject = { analysis, system: 'ElapsedTime', frame: chainOf(analysis, 'LeapSecond'), model: model!, constants: new Map() };
    const oracle = new Oracle(subject, options);
    for (const point of space.lattice.points()) {
      const asking = oracle.query(space, { point, capacity: model!.network.capacity, property: 'Far', others: [] });
      let step = asking.next();
      while (!step.done) step = asking.next();
      const isHeld = joint!.weakest.some((weak) => space.lattice.isWithin(point, weak.point));
      expect(step.value.standing).toBe(isHeld ? 'holds' : 'violated');
    }
  },
);

/** A timer that drifts without bound cannot be read from outside: that is the other property's affair. */
test('a set under which another property makes no sense is decided all the same', () => {
  const analysis = analysed(`system Known {
  message Ask
  node A { had: bool = false  timer wait  optional action ask { start wait for 1  send Ask to B }  on wait { had = false } }
  node B { asked: bool = false  on Ask { asked = true } }
  safety Never: always not A.had
  safety Waits: always (A.wait.running implies not B.asked)
}
assume Exact { timing sync { delay <= 0 }  network { capacity 1 } }
check Exact { Never holds }`);
  const [never] = answers(analysis, 'Known', 'Exact', { over: ['drift'] });
  expect(never.joint?.wrong).toEqual([]);
  expect(sentences(never)).toContain('does not matter, in what was searched: drift');
});

/** 4 / (2 - x) has no value where x is 2: that is the other property's affair as well. */
test('what another property looks at in vain says nothing of this one; where all fails it is said so', () => {
  const analysis = analysed(`system Divides {
  node A { x: 0..2 = 0  had: bool = false  timer wait
    action ask when x < 2 { start wait for 1  x += 1 }
    on wait { x = 0 } }
  safety Never: always not A.had
  safety Whole: always (4 / (2 - A.x) > 0)
}
assume Exact { timing sync { delay <= 0 } }
check Exact { Never holds }`);
  const [never, whole] = answers(analysis, 'Divides', 'Exact', { over: ['drift'] });
  expect(never.joint?.wrong).toEqual([]);
  expect(sentences(never)).toContain('holds provided nothing: whatever happens, in what was searched, and only then');
  expect(sentences(whole)).toContain('the model fails under every assumption set that was searched');
  expect(sentences(whole).join()).not.toContain('breaks under');
});
