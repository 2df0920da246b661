/** What small systems need, each answer worked out by hand or known from the literature. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Analysis,
  analyse,
  checkClaims,
  checkModel,
  load,
  type ProvisosAnswer,
  type ProvisosOptions,
  provisos,
  type ResultCache,
  thresholds,
} from '#checker';
import { blockText, claimOf, plainStyle, provisosText, thresholdsText } from '#report';
import { chainOf } from '../../checker/src/analysis/index.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { spaceOf, withRung } from '../../checker/src/provisos/space.ts';

const samples = join(import.meta.dirname, '../../samples');
const options: ProvisosOptions = {
  now: () => 0,
  slice: 60,
  maxStates: 150_000,
  timeout: 60_000,
  stop: () => null,
  joint: true,
  search: { reduceFrom: 20_000 },
};

function analysed(text: string): Analysis {
  const loaded = load('spec.proviso', text, () => ({ problem: 'there are no imports here', details: { label: 'not read' } }));
  const analysis = analyse(loaded);
  const errors = [...loaded.diagnostics, ...analysis.diagnostics].filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([]);
  return analysis;
}

function sample(name: string, more = ''): Analysis {
  return analysed(`${readFileSync(join(samples, `${name}.proviso`), 'utf8')}\n${more}`);
}

type Narrowed = Partial<ProvisosOptions> & { readonly set?: Readonly<Record<string, number>> };

function answers(analysis: Analysis, system: string, assume: string, narrowed: Narrowed = {}): ProvisosAnswer[] {
  const { set = {}, ...rest } = narrowed;
  const events = provisos(analysis, system, assume, new Map(Object.entries(set)), { ...options, ...rest });
  return [...events!].flatMap((event) => (event.kind === 'answer' ? [event.answer] : []));
}

class Remembered implements ResultCache {
  readonly known = new Map<string, unknown>();
  readonly hash = (parts: readonly string[]) => JSON.stringify(parts);
  readonly get = (key: string) => this.known.get(key) ?? null;
  readonly put = (key: string, data: unknown) => this.known.set(key, structuredClone(data));
}

/** The sentences before the figures of the effort. */
function sentences(answer: ProvisosAnswer): string[] {
  const lines = provisosText(answer, { style: plainStyle, columns: 200, all: true, milliseconds: 0 });
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[\d,]+ assumption sets?, /.test(line));
}

test('a lease on a monotonic clock needs its holder not to pause and timers not to drift', () => {
  const [answer] = answers(sample('lease-loop'), 'LeaseByMonotonicClock', 'Paused', {
    set: { P: 0, MARGIN: 1 },
    over: ['pause', 'drift', 'losses', 'duplications'],
  });
  expect(sentences(answer)).toEqual([
    'InTurn of LeaseByMonotonicClock, from Paused: holds as assumed',
    'holds provided pause Worker <= 0 and drift <= 0, and only then',
    'within bounds: capacity 2',
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

  test('a lock without fencing', () => {
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

/** By hand: what is asked again and again gets through, but not while who answers is always down. Who stops for good never answers. */
const ASKS_AGAIN = `system Asks {
  message Ask
  message Answer
  node A { heard: bool = false  action ask when not heard { send Ask to B }  on Answer { heard = true } }
  node B { on Ask { reply Answer } }
  liveness Heard: eventually A.heard
}
assume Calm { timing async  network { queue 1 per link }  fault B { recovery, until stable } }
check Calm { Heard holds }
`;

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

test.each([
  ['failure-detector', 'FailureDetector', 'Sync', 'Accurate', ['crashes', 'losses', 'duplications'] as const],
  ['fencing-tokens', 'FencingTokens', 'Stops', 'Unique', ['crashes', 'losses', 'duplications', 'order'] as const],
  ['crash-recovery', 'CrashRecovery', 'Returns', 'MemoryKeeps', ['crashes'] as const],
])('few checks decide all sets: %s', (name, system, assume, property, over) => {
  const [{ joint, space, checks }] = answers(sample(name), system, assume, { over, properties: [property] });
  const { weakest, smallest, open } = joint!;
  expect(open).toEqual([]);
  expect(checks).toBeLessThanOrEqual(3 * (weakest.length + smallest.length) + 2 * space.dimensions.length);
});

/** By hand: two nodes that stop are down together, and restart nothing; two that come back have restarted twice, as one after the other. */
test('an answer is known again by what the set says, and not by its place in a ladder', () => {
  const analysis = analysed(`system Restarts {
  ghost often: 0..9 = 0
  node Node { begun: bool = false  action begin when not begun { begun = true  ghost { often = often + 1 } } }
  safety Once: never often == 3
}
assume Calm { timing async }
check Calm { Once holds }
`);
  const { model } = analysis.checks[0].runs[0].model();
  const oracle = new Oracle(
    { analysis, system: 'Restarts', frame: chainOf(analysis, 'Calm'), model: model!, constants: new Map() },
    options,
  );
  const space = spaceOf(model!, false, { over: ['crashes'] });
  const standings = (['stop', 'recovery'] as const).map((mode) => {
    const longer = withRung(space, 0, { kind: 'crash', mode, most: 2 });
    const asking = oracle.query(longer, [longer.dimensions[0].rungs.length - 1], 8, 'Once', []);
    let step = asking.next();
    while (!step.done) step = asking.next();
    return step.value.standing;
  });
  expect(standings).toEqual(['holds', 'violated']);
});

test('a search that was stopped goes on: what was decided is remembered, and the answer is the same', () => {
  const analysis = analysed(ASKS_AGAIN);
  const cache = new Remembered();
  const ask = (more: Narrowed) => answers(analysis, 'Asks', 'Calm', { over: ['crashes', 'losses'], ...more })[0];
  const whole = ask({});
  let left = 20;
  const stopped = ask({ cache, stop: () => (left-- > 0 ? null : 'interrupted') });
  expect(stopped.stopped).toBe('interrupted');
  expect(cache.known.size).toBeGreaterThan(0);
  const rest = ask({ cache });
  expect(rest.remembered).toBeGreaterThan(0);
  expect(sentences(rest)).toEqual(sentences(whole));
  const again = ask({ cache });
  expect(again).toMatchObject({ checks: whole.checks, remembered: whole.checks });
  // What a number of states left undecided is known as such for that number alone.
  const kept = new Remembered();
  const [first, second, more] = [5, 5, 6].map((maxStates) => ask({ cache: kept, remembersOpen: true, maxStates }));
  expect([first.remembered, second.remembered]).toEqual([0, first.checks]);
  expect(more.remembered).toBeLessThan(more.checks);
});
