/** A spec in, the story of its first property out: it tells what led there, with cause and effect, and no more than that. */
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { type Reader, story } from '#report';
import { modelOf } from '../support/spec.ts';

function told(spec: string): string {
  const model = modelOf(spec);
  const [property] = model.properties;
  const { verdict } = checkModel(model, { properties: [property.name], now: () => 0 }).properties[0];
  if (!('trace' in verdict)) throw new Error(`${property.name}: ${verdict.status}`);
  const reader: Reader = { model, trace: verdict.trace, source: (span) => spec.slice(span.start, span.end) };
  return story(reader, property, verdict);
}

const system = (nodes: string, property: string, assume: string) => `system X { ${nodes}  ${property} } assume Z { ${assume} } check Z { }`;

const cases: readonly (readonly [what: string, spec: string, story: string])[] = [
  [
    'who set what the property is about',
    system(
      `message Go  node A { on start { send Go to B  send Go to C } }  node B { in1: bool = false  on Go { in1 = true } }
       node C { in1: bool = false  on Go { in1 = true } }`,
      'safety P: never (B.in1 and C.in1)',
      'timing async',
    ),
    'P fails: B.in1 is true and C.in1 is true. No fault is required. B receives Go from A, and in1 becomes true. Then C ' +
      'receives Go from A, and in1 becomes true.',
  ],
  [
    'a message that a full queue lost',
    system(
      `message Some  message Last  node A { done: bool = false  optional action some when not done { send Some to B }
       action end when not done { done = true  send Last to B } }  node B { knows: bool = false  on Some { }  on Last { knows = true } }`,
      'liveness P: A.done leads to B.knows',
      'timing async  network { queue 1 per link }',
    ),
    'P fails: `A.done` holds, and from then on `B.knows` never does. No fault is required. A runs `end` (done) and sends ' +
      'Last to B, lost because the queue is full (`queue 1 per link`, taken by Some). B receives Some from A. From then on nothing happens.',
  ],
  [
    'a log that is cut at the restart',
    system(
      `message Put  message Done  node A { optional action put { send Put to B }  acked: bool = false  on Done { acked = true } }
       node B { durable log: 0..1 = 0  on Put { log = 1  reply Done }  on restart { log = 0 } }`,
      'safety P: never (A.acked and up(B) and B.log == 0)',
      'timing async  network { capacity 1 }  fault B { recovery, up to 1 }',
    ),
    'P fails: A.acked is true, B is up and B.log is 0. A receives Done from B, and acked becomes true. B crashes. Then B ' +
      'restarts, and log becomes 0.',
  ],
  [
    'memory that is lost in a crash and flows into a message',
    system(
      `message Ask  message Number(n: 0..2)  node A { ghost had: set<0..2> = {}  ghost twice: bool = false  optional action ask { send Ask to B }
       on Number(n) { ghost { twice = n in had  had += n } } }
       node B { busy: bool = false  next: 0..2 = 0  on Ask when next < 2 { next += 1  busy = true  reply Number(next) } }`,
      'safety P: never A.twice',
      'timing async  network { capacity 1 }  fault B { recovery, up to 1 }',
    ),
    'P fails: A.twice is true. A receives Number(n: 1) from B, and had becomes {1}. B crashes: next was 1 and is 0. B ' +
      'restarts. Then A receives Number(n: 1) from B, and twice becomes true.',
  ],
  [
    'what a ghost compares and the same step overwrites',
    system(
      `message M(by: 1..2)  node A { optional action one { send M(1) to C }  optional action two { send M(2) to C } }
       node C { last: 0..2 = 0  ghost mixed: bool = false  on M(by) { ghost { mixed = last > 0 and last != by }  last = by } }`,
      'safety P: never C.mixed',
      'timing async  network { capacity 2 }',
    ),
    'P fails: C.mixed is true. No fault is required. C receives M(by: 1) from A, and last becomes 1. Then C receives M(by: 2) from A: last ' +
      'becomes 2 and mixed becomes true.',
  ],
  [
    'what only a ghost read',
    system(
      `message M  ghost newest: 0..2 = 0  node A { n: 0..2 = 0  optional action write when n < 2 { n += 1  ghost { newest = n } } }
       node B { ghost stale: bool = false  saw: 0..2 = 0  optional action look { ghost { stale = saw < newest } } }`,
      'safety P: never B.stale',
      'timing async',
    ),
    'P fails: B.stale is true. No fault is required. A runs `write`, and newest becomes 1. Then B runs `look`, and stale ' +
      'becomes true.',
  ],
  [
    'a message sent long before',
    system(
      `message Set(n: 0..2)  node A { n: 0..2 = 0  optional action set when n < 2 { n += 1  send Set(n) to B } }
       node B { at: 0..2 = 0  on Set(n) { at = n } }`,
      'safety P: always next(B.at) >= B.at',
      'timing async  network { capacity 2 }',
    ),
    'P fails: B.at goes from 2 to 1. No fault is required. A runs `set` and sends Set(n: 1) to B. B receives Set(n: 2) from ' +
      'A, and at becomes 2. Then B receives Set(n: 1) from A, and at falls from 2 to 1.',
  ],
  [
    'where a missed deadline lost its time',
    system(
      `message Ask  message Answer  node A { waiting: bool = false  optional action ask when not waiting { waiting = true  send Ask to B }
       on Answer { waiting = false } }
       node B { on Ask { send Answer to A } }`,
      'safety P: A.waiting leads to not A.waiting within 2',
      'timing sync { delay <= 2 }',
    ),
    'P fails: 2 ticks have passed and still A.waiting is true. No fault is required. A runs `ask` (waiting) and sends Ask ' +
      'to B. At time 1, B receives Ask from A and sends Answer back. Answer from B to A is still on its way.',
  ],
  [
    'one tick as one',
    system('node A { done: bool = false }', 'safety P: not A.done leads to A.done within 1', 'timing sync { delay <= 1 }'),
    'P fails: 1 tick has passed and still A.done is false. No fault is required.',
  ],
  [
    'each lie, and who tells it',
    system(
      'message Vote(yes: bool)  node A { votes: set<B> = {}  on Vote(yes) from b when yes { votes += b } }  node B[2] { }',
      'safety P: never (count(A.votes) == 2)',
      'timing async  fault B { byzantine, up to 2 }',
    ),
    'P fails: A.votes is {B#1, B#2}. B#1 and B#2 are Byzantine. B#1 lies to A: Vote(yes: true). Then B#2 lies to A: ' +
      'Vote(yes: true), and votes becomes {B#1, B#2}.',
  ],
  [
    'for which of all it is so',
    system(
      'node A[2] { n: 0..1 = 0  optional action go when n == 0 { n = 1 } }',
      'liveness P: forall a in A: (a.n == 0 leads to a.n == 1)',
      'timing async',
    ),
    'P fails: `A#1.n == 0` holds, and from then on `A#1.n == 1` never does. From the start nothing happens.',
  ],
  [
    'a state that must never come, and does',
    system('node A { n: 0..1 = 0  action up when n == 0 { n = 1 } }', 'liveness P: not eventually A.n == 1', 'timing async'),
    'P fails: `A.n == 1` comes true, and must not: A runs `up`, and n becomes 1. From then on nothing happens.',
  ],
  [
    'a state that must stay, and ends',
    system('node A { n: 0..1 = 0  action up when n == 0 { n = 1 } }', 'liveness P: always A.n == 0', 'timing async'),
    'P fails: `A.n == 0` no longer holds: A runs `up`, and n becomes 1. From then on nothing happens.',
  ],
  [
    'of alternatives each one',
    system(
      'node A { n: 0..2 = 0  action up when n < 2 { n += 1 } }',
      'liveness P: (eventually always A.n == 0) or (always eventually A.n == 1)',
      'timing async',
    ),
    'P fails: `A.n == 0` fails again and again, forever, and from some time on, `A.n == 1` never holds again. No fault is ' +
      'required. A runs `up`, and n becomes 2. From then on nothing happens.',
  ],
  [
    'of a long loop the steps that matter',
    system(
      `message T  node S[8] { turn: 0..1 = 0  on start { if self == S#1 { send T to S#2 } }
       on T { if self == S#5 { turn = 1 - turn }  send T to S#(index(self) % 8 + 1) } }`,
      'liveness P: eventually always S#5.turn == 0',
      'timing async',
    ),
    'P fails: `S#5.turn == 0` fails again and again, forever. From the start this repeats forever: S#2 receives T from S#1; ' +
      'S#3 receives T from S#2; S#4 receives T from S#3; S#5 receives T from S#4; S#6 receives T from S#5; S#7 receives T ' +
      'from S#6; and 2 more steps.',
  ],
  [
    'a pause in each round',
    system(
      `message Ping  node A { late: bool = false  timer t  on start { start t for 1 }
       on t { late = left > 0  left = 1  start t for 1  send Ping to B }  on Pong { left = 0 }  left: 0..1 = 0 }
       message Pong  node B { on Ping { reply Pong } }`,
      'liveness P: eventually always not A.late',
      'timing sync { delay <= 0, pause B <= 1 }  network { capacity 2 }',
    ),
    'P fails: `not A.late` fails again and again, forever. From then on this repeats forever: B pauses for 1 tick while ' +
      "Ping waits; A's t runs out; B receives Ping from A; A receives Pong from B.",
  ],
];

test.each(cases)('%s', (_, spec, expected) => expect(told(spec)).toBe(expected));
