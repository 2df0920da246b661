/** What fairness excludes and what it does not, by hand: every spec is put to both machines, the reasoning stands beside it. */
import { describe, expect, test } from 'vitest';
import { checkModel, type Verdict } from '#checker';
import { modelOf } from '../support/spec.ts';

type Case = readonly [why: string, text: string, expected: string];

const async = 'assume Z { timing async } check Z { }';
const asyncWith = (more: string) => `assume Z { timing async ${more} } check Z { }`;

/** The client asks forever, with at most one question on its way; the server has heard one. */
const RETRY = `message Ping  node C { action ask { send Ping to S } }  node S { got: bool = false  on Ping { got = true } }
  liveness L: eventually S.got`;
const ONCE = RETRY.replace('action ask {', 'asked: bool = false  action ask when not asked { asked = true ');

const CASES: Record<string, readonly Case[]> = {
  'weak fairness': [
    [
      // go stays enabled while B flips forever: a run that never takes it is not fair.
      'what stays enabled is taken',
      `system X { node A { x: bool = false  action go when not x { x = true } }  node B { b: bool = false  action flip { b = not b } }
       liveness L: eventually A.x } ${async}`,
      'holds',
    ],
    [
      // Nothing need ever happen: the initial state stutters forever.
      'an optional action may never happen',
      `system X { node A { x: bool = false  optional action go when not x { x = true } }  liveness L: eventually A.x } ${async}`,
      'violated: 0 faults, 0 steps and 0 forever',
    ],
    [
      // The same state has a stutter, but go is enabled there throughout.
      'a stutter does not starve an action that is not optional',
      `system X { node A { x: bool = false  action go when not x { x = true } }  liveness L: eventually A.x } ${async}`,
      'holds',
    ],
    [
      // Nothing can happen, so the initial state goes on forever.
      'a state without steps stutters',
      `system X { node A { x: bool = false }  liveness L: eventually A.x } ${async}`,
      'violated: 0 faults, 0 steps and 0 forever',
    ],
    [
      // toggle, toggle forever: go is enabled in every second state only, which forces nothing.
      'an action whose guard comes and goes may never run',
      `system X { node A { x: bool = false  ready: bool = false  action toggle { ready = not ready }  action go when ready { x = true } }
       liveness L: eventually A.x } ${async}`,
      'violated: 0 faults, 0 steps and 2 forever',
    ],
    [
      // add(0) and add(1) are two actions, each enabled throughout.
      'each parameter has fairness of its own',
      `system X { node N { s: set<0..1> = {}  action add for v in 0..1 { s += v } }  liveness L: eventually count(N.s) == 2 } ${async}`,
      'holds',
    ],
    [
      // busy is taken, and then resumed; while suspended at the pause, go is enabled all the same, and so is taken in the end.
      'a suspended node keeps its actions enabled',
      `system X { node A { x: bool = false  action busy { pause }  action go when not x { x = true } }  liveness L: eventually A.x } ${async}`,
      'holds',
    ],
    [
      // go suspends before it is done; resume is enabled from then on.
      'a suspended handler goes on',
      `system X { node A { s: bool = false  x: bool = false  action go when not s { s = true  pause  x = true } }
       node B { b: bool = false  action flip { b = not b } }  liveness L: eventually A.x } ${async}`,
      'holds',
    ],
    [
      // Nothing bounds t, but from the first tick on it can fire at any time, and stays ripe until it does.
      'a timer without a bound fires in the end',
      `system X { node N { x: bool = false  timer t  on start { start t for 2 }  on t { x = true } }  liveness L: eventually N.x }
       assume Z { timing { always delay <= 0, pause <= 0 } } check Z { }`,
      'holds',
    ],
    [
      // set leads to x = 1 at once, where it is taken forever; go, set would lead there too, but that is a step more.
      'the way to the loop is the cheapest',
      `system X { node A { x: 0..2 = 0  optional action go when x == 0 { x = 2 }  action set { x = 1 } }
       liveness L: always eventually A.x == 0 } ${async}`,
      'violated: 0 faults, 1 steps and 1 forever',
    ],
  ],
  'messages that are lost': [
    // Loss forever, though one is sent forever, is not fair.
    ['what is sent forever gets through', `system X { ${RETRY} } ${asyncWith('network { lossy, queue 1 per link }')}`, 'holds'],
    // ask, lose; then nothing forever.
    [
      'what is sent once may be lost',
      `system X { ${ONCE} } ${asyncWith('network { lossy }')}`,
      'violated: 1 faults, 2 steps and 0 forever',
    ],
    // Nothing can be lost, and what is in flight leaves.
    ['what is sent once arrives where nothing is lost', `system X { ${ONCE} } ${async}`, 'holds'],
    [
      // The sender corrupts no more than fairness allows: intact ones come through.
      'what is corrupted again and again gets through intact',
      `system X { message Ping(v: 0..1)  node C { action ask { send Ping(v: 0) to S } }
       node S { got: bool = false  on Ping when not corrupted { got = true }  on Ping { } }  liveness L: eventually S.got }
       ${asyncWith('network { corrupting, queue 1 per link }')}`,
      'holds',
    ],
    [
      // Rounds 0, 1, 0, 1: P lost, Q lost, Q lost, P lost. Every kind comes through now and then, never two of one round.
      'two that must come through in one round may never do',
      quorum('r: 0..1 = 0  on P(n: m) { p = true  r = m }  on Q(n: m) { if p and r == m { done = true }  p = false }'),
      'violated',
    ],
    // The first P and the first Q that come through are enough.
    [
      'two that are accumulated do',
      quorum('q: bool = false  on P { p = true  if q { done = true } }  on Q { q = true  if p { done = true } }'),
      'holds',
    ],
    // The one cut heals; what is asked after that arrives.
    ['one cut heals', `system X { ${RETRY} } ${asyncWith('network { cuts up to 1, queue 1 per link }')}`, 'holds'],
    // cut, ask, heal: the only question is gone.
    [
      'what is sent once across a cut is lost',
      `system X { ${ONCE} } ${asyncWith('network { cuts up to 1 }')}`,
      'violated: 1 faults, 3 steps and 0 forever',
    ],
    // Cut at the send forever is loss forever: some question is asked when nothing is cut.
    ['cuts forever are no unfair loss', `system X { ${RETRY} } ${asyncWith('network { cuts, queue 1 per link }')}`, 'holds'],
  ],
  'messages that wait': [
    [
      // Ping is undeferred again and again at a node that is up and not suspended.
      'a message that is deferred now and then does not starve',
      `system X { ${ONCE.replace('got: bool = false', 'got: bool = false  busy: bool = true  defer Ping when busy  action toggle { busy = not busy }')} } ${async}`,
      'holds',
    ],
    [
      // It is never undeferred.
      'a message that is deferred forever waits forever',
      `system X { ${ONCE.replace('got: bool = false', 'got: bool = false  defer Ping')} } ${async}`,
      'violated: 0 faults, 1 steps and 0 forever',
    ],
  ],
  crashes: [
    // Restart is enabled while S is down.
    [
      'who crashes comes back',
      `system X { node S { }  liveness L: always eventually up(S) } ${asyncWith('fault S { recovery }')}`,
      'holds',
    ],
    [
      'who may stay down does so',
      `system X { node S { }  liveness L: always eventually up(S) } ${asyncWith('fault S { recovery, up to 1, may stay down }')}`,
      'violated: 1 faults, 1 steps and 0 forever',
    ],
    [
      'who stops for good does so',
      `system X { node S { }  liveness L: always eventually up(S) } ${asyncWith('fault S { stop, up to 1 }')}`,
      'violated: 1 faults, 1 steps and 0 forever',
    ],
    [
      // crash, ask, delivered while S is down, restart: again and again. Each question leaves.
      'crashes without end starve a client that retries',
      `system X { ${RETRY} } ${asyncWith('network { queue 1 per link } fault S { recovery }')}`,
      'violated',
    ],
    [
      'unless the server stays up in the end',
      `system X { ${RETRY} provided eventually always up(S) } ${asyncWith('network { queue 1 per link } fault S { recovery }')}`,
      'holds',
    ],
    // Crashes end, and the client goes on asking.
    [
      'crashes within a budget do not',
      `system X { ${RETRY} } ${asyncWith('network { queue 1 per link } fault S { recovery, up to 2 }')}`,
      'holds',
    ],
    // No run is forced to tell a lie.
    [
      'a Byzantine node need not do anything',
      `system X { message Ping  node C { action ask { send Ping to S } }  node S { got: bool = false  on Ping { got = true } }
       liveness L: eventually S.got } ${asyncWith('network { queue 1 per link } fault C { byzantine, up to 1 }')}`,
      'violated: 1 faults, 0 steps and 0 forever',
    ],
  ],
  choices: [
    // roll runs from x = 0 forever, so 1 comes out in the end.
    [
      'each outcome of random comes in the end',
      `system X { node N { x: 0..1 = 0  action roll { let d = random 0..1  x = d } }  liveness L: eventually N.x == 1 } ${async}`,
      'holds',
    ],
    [
      'choose may always take the same',
      `system X { node N { x: 0..1 = 0  action roll { let d = choose v in 0..1  x = d } }  liveness L: eventually N.x == 1 } ${async}`,
      'violated: 0 faults, 0 steps and 1 forever',
    ],
    [
      // The choice keeps random from being asked.
      'random is fair only where it is asked',
      `system X { node N { x: 0..1 = 0  action roll { let c = choose v in 0..1  if c == 1 { let d = random 0..1  x = d } } }
       liveness L: eventually N.x == 1 } ${async}`,
      'violated: 0 faults, 0 steps and 1 forever',
    ],
  ],
  time: [
    [
      // A and B answer each other forever before the first tick.
      'time that stops is an error of the model',
      `system X { message M  node A { on start { send M to B }  on M { send M to B } }  node B { on M { send M to A } }
       liveness L: eventually false } assume Z { timing sync { delay <= 0 } } check Z { }`,
      'error: time stops here',
    ],
    [
      'the system stabilises',
      'system X { node A { }  liveness L: eventually stable } assume Z { timing partial { eventually delay <= 1 } } check Z { }',
      'holds',
    ],
    [
      // Beats are sent every tick; once stable two of them arrive at most 2 ticks apart, and the monitor waits for 3.
      'false suspicions end after stabilisation',
      monitor('eventually always not M.suspects'),
      'holds',
    ],
    // Before it a beat may take longer than 3 ticks.
    ['but they cannot be excluded', monitor('always not M.suspects'), 'violated'],
    [
      // delay <= 0 is in force from the start.
      'nor need they be where it is bounded always',
      monitor('always not M.suspects').replace('timing partial { eventually', 'timing sync {').replace('; always drift <= 0', ''),
      'holds',
    ],
  ],
  bounds: [
    [
      // 0, 1, 2, and the next step is cut: no run of it goes on forever.
      'what is still open where bounds cut every way on is unknown',
      'system X { type Term = 0..2 limit  node N { t: Term = 0  x: bool = false  action more { t += 1 } }  liveness L: eventually N.x } ' +
        async,
      'unknown',
    ],
    [
      // give up leads to where nothing happens any more, also from where more is cut.
      'a way on that is not cut is enough',
      `system X { type Term = 0..2 limit  node N { t: Term = 0  x: bool = false  action more when not x { t += 1 }  action giveUp { x = true } }
       liveness L: eventually N.x } ${async}`,
      'holds within Term <= 2',
    ],
    [
      // r may come true beyond the bound, while p stays unanswered: what is provided does not close the question.
      'what is provided does not settle what bounds leave open',
      `system X { type Term = 0..2 limit  node N { t: Term = 0  p: bool = false  r: bool = true
         action ask when not p { p = true  r = false }  action more when p { t += 1 } }
       liveness L: N.p leads to false provided eventually always N.r } ${async}`,
      'unknown',
    ],
    [
      // From t = 1 the guard of b passes the end of Term: b is cut, and what is cut is enabled; no fair run leaves it out.
      'an action whose guard passes a limit is enabled',
      `system X { type Term = 0..1 limit  fun isZero(x: Term): bool = x == 0
       node N { t: Term = 0  x: bool = false  action a when not x { pause  x = true }  action b when isZero(t + 1) { t = 0 }
         action c when t == 0 { t = 1 } }
       liveness L: eventually N.x } ${async}`,
      'unknown',
    ],
    [
      // The delivery of M is cut, so M is undeferred and starves wherever it is in flight.
      'a message whose defer passes a limit is undeferred',
      `system X { type Term = 0..1 limit  fun isZero(x: Term): bool = x == 0  message M
       node S { sent: bool = false  action say when not sent { sent = true  send M to R } }
       node R { t: Term = 1  got: bool = false  w: bool = false  defer M when isZero(t + 1)  on M { got = true }
         action p when not w { w = true  pause } }
       liveness L: eventually R.got } ${async}`,
      'unknown',
    ],
  ],
  vacuity: [
    [
      'what it waits from never happens',
      `system X { node A { p: bool = false }  liveness L: A.p leads to false } ${async}`,
      'holds vacuously',
    ],
    [
      'no run meets what is provided',
      `system X { node A { x: bool = false  action go { x = true } }  liveness L: eventually false provided always not A.x } ${async}`,
      'holds vacuously',
    ],
  ],
};

function quorum(handlers: string): string {
  return `system X { message P(n: 0..1)  message Q(n: 0..1)
    node C { n: 0..1 = 0  timer t  on start { start t for 1 }
      on t { start t for 1  send P(n: n) to D  send Q(n: n) to D  n = 1 - n } }
    node D { p: bool = false  done: bool = false  ${handlers} }
    liveness L: eventually D.done }
    assume Z { timing sync { delay <= 0 } network { lossy, fifo } } check Z { }`;
}

function monitor(formula: string): string {
  return `system X { message Beat
    node P { timer b  on start { start b for 1 }  on b { start b for 1  send Beat to M } }
    node M { suspects: bool = false  timer t  on start { start t for 3 }  on Beat { suspects = false  start t for 3 }
      on t { suspects = true } }
    liveness L: ${formula} }
    assume Z { timing partial { eventually delay <= 1; always drift <= 0 } network { queue 2 per link } } check Z { }`;
}

function told(verdict: Verdict): string {
  switch (verdict.status) {
    case 'holds':
      return `holds${verdict.bounds.length === 0 ? '' : ` within ${verdict.bounds.join(', ')}`}${verdict.vacuous === null ? '' : ' vacuously'}`;
    case 'violated': {
      const { faults, loop, steps } = verdict.trace;
      return `violated: ${faults} faults, ${loop} steps and ${steps.length - loop!} forever`;
    }
    case 'error':
      return `error: ${verdict.error.message.split(':')[0]}`;
    default:
      return verdict.status;
  }
}

describe.each(['interpreted', 'compiled'] as const)('%s', (machine) => {
  for (const [title, cases] of Object.entries(CASES)) {
    describe(title, () => {
      test.each(cases)('%s', (_, text, expected) => {
        const verdict = told(checkModel(modelOf(text), { machine, now: () => 0, blame: false }).properties[0].verdict);
        expect(expected === 'violated' ? verdict.split(':')[0] : verdict).toBe(expected);
      });
    });
  }
});
