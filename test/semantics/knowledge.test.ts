/** What nodes know, worked out by hand. */
import { expect, test } from 'vitest';
import { checkModel } from '#checker';
import { modelOf } from '../support/spec.ts';
import { type VerdictCase, verdictsByHand } from './hand.ts';

const ASYNC = 'assume Z { timing async } check Z { }';
const LOSSY = 'assume Z { timing async  network { lossy } } check Z { }';

/** Two generals and one plan; every message that is heard is kept. */
const GENERALS = `
  message Plan
  message Ack
  node A { told: bool = false  on start { send Plan to B }  on Ack { told = true } }
  node B { has: bool = false  on Plan { has = true  reply Ack } }`;

const CASES: readonly VerdictCase[] = [
  ['whoever has the plan knows it', `system S { ${GENERALS} safety P: always (B.has implies knows(B, B.has)) } ${LOSSY}`, 'P', 'holds'],
  [
    // A's view before the Ack: told is false, whether or not the Plan has come. First where B has it: one delivery.
    'the sender does not know that it came',
    `system S { ${GENERALS} safety P: always (B.has implies knows(A, B.has)) } ${LOSSY}`,
    'P',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
  ['the answer tells it', `system S { ${GENERALS} reachable P: knows(A, B.has) } ${LOSSY}`, 'P', 'reached: 2 steps'],
  [
    // The Ack may be lost: B sees the same whether it came or not.
    'that the answer came, its sender never knows',
    `system S { ${GENERALS} reachable P: knows(B, knows(A, B.has)) } ${LOSSY}`,
    'P',
    'unreached',
  ],
  [
    // Without the Plan B cannot know (has is true in no state that looks so), and B knows its own view.
    'a node knows that it does not know',
    `system S { ${GENERALS} safety P: always (B.has or knows(B, not knows(B, A.told))) } ${LOSSY}`,
    'P',
    'holds',
  ],
  [
    // At the start both messages are missing; everyone knows of A.told only where A does, and B never does.
    'what everyone knows, under a quantifier whose name stands inside',
    `system S { message M  node N[2] { x: bool = false  on start { if self == N#1 { send M to N#2 } }  on M { x = true } }
      safety P: always (forall n in N: forall m in N: knows(n, m.x) implies n == m and m.x) } ${LOSSY}`,
    'P',
    'holds',
  ],
  ['what is known is true', `system S { ${GENERALS} safety P: always (knows(A, B.has) implies B.has) } ${LOSSY}`, 'P', 'holds'],
  [
    // Up and down states have the same variables; a node that is up knows that it is, one that is down knows nothing.
    'a node that is down knows nothing, not even what is always so',
    `system S { node N { } safety P: always knows(N, true) } assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 1 steps; needs crash of N',
  ],
  [
    'a node that is up knows that it is',
    `system S { node N { } safety P: always (up(N) implies knows(N, up(N))) } assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    'P',
    'holds',
  ],
  [
    'a ghost is nothing that a node sees',
    `system S { node N { ghost g: bool = false  optional action go { ghost { g = true } } } reachable P: knows(N, N.g) } ${ASYNC}`,
    'P',
    'unreached',
  ],
  [
    // After two ticks the timer has fired: then two ticks have passed for sure, and done says so.
    'a timer that ran out tells the time',
    `system S { node W { late: bool = false  timer u  on start { start u for 1 }  on u { late = true } }
      node N { done: bool = false  timer t  on start { start t for 2 }  on t { done = true } }
      safety P: always (N.done == knows(N, W.late)) } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // Nobody reads t.left, so N cannot tell the tick at which W is late from the one before.
    'how long a timer still runs is seen only where the code reads it',
    `system S { node W { late: bool = false  timer u  on start { start u for 1 }  on u { late = true } }
      node N { x: bool = false  timer t  on start { start t for 3 }  optional action look when t.left == 9 { x = true } }
      reachable P: knows(N, W.late) and N.t.left == 1 } assume Z { timing sync { } } check Z { }`,
    'P',
    'reached: 3 steps',
  ],
  [
    // W's timer has run out after one tick. N's timer reads 0 only after one, and that reading stays: then N knows.
    'of a timer that nothing bounds the last reading is seen',
    `system S { node W { timer u  on start { start u for 1 } }
      node N { timer t  on start { start t for 2 }  optional action look when t.left == 0 { } }
      reachable P: knows(N, not W.u.running) } assume Z { timing { always pause <= 0, drift W <= 0 } } check Z { }`,
    'P',
    'reached: 2 steps',
  ],
  [
    // Without the action nothing reads it, and it has no handler: N sees nothing of it, also where it is exact.
    'a timer that has no handler and is not read is not seen',
    `system S { node W { timer u  on start { start u for 1 } }  node N { timer t  on start { start t for 2 } }
      reachable P: knows(N, not W.u.running) } assume Z { timing sync { } } check Z { }`,
    'P',
    'unreached',
  ],
  [
    // 1 / n where n is 0 is an error; A cannot tell n = 0 from n = 1, so what it knows is an error at once.
    'a model error in a state that looks the same is one here',
    `system S { node A { } node B { n: 0..1 = 1  optional action go when n == 1 { n = 0 } } safety P: never knows(A, 1 / B.n == 7) } ${ASYNC}`,
    'P',
    'error: division by zero, in a state that A cannot tell from this one',
  ],
];

verdictsByHand(CASES);

test('what rests on knowing is said within bounds, what rests on not knowing is not', () => {
  const model =
    modelOf(`system S { message M  node A { optional action tell { send M to B } } node B { n: 0..2 = 0  on M when n < 2 { n += 1 } on M { } }
    reachable Few: knows(A, count(in flight M) <= 1)
    reachable Doubt: not knows(A, B.n == 0) } assume Z { timing async  network { capacity 1 } } check Z { }`);
  const found = checkModel(model, { now: () => 0 }).properties.map(({ verdict }) => [
    verdict.status,
    'known' in verdict && verdict.known?.bounds,
  ]);
  expect(found).toEqual([
    ['reached', ['capacity 1']],
    ['reached', []],
  ]);
});

test('the run that a node cannot tell from this one', () => {
  const model = modelOf(`system S { ${GENERALS} safety P: always (B.has implies knows(A, B.has)) } ${LOSSY}`);
  const [{ verdict }] = checkModel(model, { now: () => 0 }).properties;
  if (verdict.status !== 'violated') throw new Error(verdict.status);
  // At the start A looks as it does now, and B has nothing. A.told is false in: Plan in flight, lost, Ack in flight, Ack lost.
  const [claim, ...others] = verdict.known!.claims;
  expect(others).toEqual([]);
  expect([claim.node, claim.holds, claim.indistinguishable, claim.twin?.steps.length]).toEqual([0, false, 4, 0]);
});

test('liveness asks what nodes know', () => {
  const model = modelOf(`system S { message M  node A { action tell { send M to B } } node B { has: bool = false  on M { has = true } }
    liveness Learns: eventually knows(B, B.has)
    liveness Never: eventually knows(A, B.has) } assume Z { timing async  network { lossy, capacity 2 } } check Z { }`);
  expect(checkModel(model, { now: () => 0 }).properties.map(({ verdict }) => verdict.status)).toEqual(['holds', 'violated']);
});

/** A note and its answer, each under way for at most two ticks. */
const RELAY = `system Relay {
  message Note
  message Ack
  node Sender { sent: bool = false  sure: bool = false  action tell when not sent { sent = true  send Note to Receiver }  on Ack { sure = true } }
  node Receiver { has: bool = false  on Note { has = true  reply Ack } }`;
const PROMPT = 'assume Z { timing sync { delay <= 2 } } check Z { }';

verdictsByHand([
  [
    // Two ticks for the note and two for its answer: after three the answer may be under way.
    'within a time that is too short a node does not learn it',
    `${RELAY} safety P: Sender.sent leads to knows(Sender, Receiver.has) within 3 } ${PROMPT}`,
    'P',
    'violated: 0 faults, 6 steps; needs nothing',
  ],
  [
    'within a longer time it does',
    `${RELAY} safety P: Sender.sent leads to knows(Sender, Receiver.has) within 4 } ${PROMPT}`,
    'P',
    'holds',
  ],
  [
    'no step lets it forget',
    `${RELAY} safety P: always (knows(Sender, Receiver.has) implies next(knows(Sender, Receiver.has))) } ${PROMPT}`,
    'P',
    'holds',
  ],
  [
    // tell, the note, its answer
    'a step on which it learns',
    `${RELAY} safety P: always (not next(knows(Sender, Receiver.has))) } ${PROMPT}`,
    'P',
    'violated: 0 faults, 3 steps; needs nothing',
  ],
  [
    'what is true at the end of a scenario',
    `${RELAY} scenario P { Sender: tell  Receiver: on Note  then not knows(Sender, Receiver.has) } } ${PROMPT}`,
    'P',
    'reached: 2 steps',
  ],
  [
    'what never is',
    `${RELAY} scenario P { Sender: tell  Receiver: on Note  then knows(Sender, Receiver.has) } } ${PROMPT}`,
    'P',
    'unreached',
  ],
  [
    'a model error in what a node has to know on a step',
    `system S { node A { } node B { n: 0..1 = 1  optional action go when n == 1 { n = 0 } } safety P: always (next(B.n) <= B.n and knows(A, 1 / B.n == 1)) } ${ASYNC}`,
    'P',
    'error: division by zero, in a state that A cannot tell from this one',
  ],
]);

test('of a step it is told what a node knew before it and what after', () => {
  const model = modelOf(
    `${RELAY} safety P: always (not knows(Sender, Receiver.has) implies not next(knows(Sender, Receiver.has))) } ${PROMPT}`,
  );
  const [{ verdict }] = checkModel(model, { now: () => 0 }).properties;
  if (verdict.status !== 'violated') throw new Error(verdict.status);
  expect(verdict.known?.bounds).toEqual([]);
  expect(verdict.known?.claims.map(({ before, holds, twin }) => [before, holds, twin?.steps.length ?? null])).toEqual([
    [true, false, 1],
    [false, true, null],
  ]);
});

test('along a run, too, what rests on knowing is said within bounds', () => {
  // Within the capacity A never sees a second M come, so each step on which B counts one is a step on which A knows that it is the first.
  const model =
    modelOf(`system S { message M  node A { optional action tell { send M to B } } node B { n: 0..3 = 0  on M when n < 3 { n += 1 } on M { } }
    safety Few: always (next(B.n) > B.n implies not knows(A, count(in flight M) <= 1))
    safety Doubt: always (next(B.n) > B.n implies knows(A, B.n == 0)) } assume Z { timing async  network { capacity 1 } } check Z { }`);
  const found = checkModel(model, { now: () => 0 }).properties.map(({ verdict }) => [
    verdict.status,
    'known' in verdict && verdict.known?.bounds,
  ]);
  expect(found).toEqual([
    ['violated', ['capacity 1']],
    ['violated', []],
  ]);
});

test('properties that ask along runs share what nodes know, and are decided as each is alone', () => {
  const model = modelOf(`${RELAY}
    safety Late: Sender.sent leads to knows(Sender, Receiver.has) within 3
    safety InTime: Sender.sent leads to knows(Sender, Receiver.has) within 4
    safety Kept: always (knows(Sender, Receiver.has) implies next(knows(Sender, Receiver.has)))
    scenario Doubt { Sender: tell  Receiver: on Note  then not knows(Sender, Receiver.has) } } ${PROMPT}`);
  const together = checkModel(model, { now: () => 0 });
  expect(together.properties.map(({ verdict }) => verdict.status)).toEqual(['violated', 'holds', 'holds', 'reached']);
  for (const result of together.properties) {
    const alone = checkModel(model, { now: () => 0, properties: [result.property] });
    expect(result).toEqual(alone.properties[0]);
  }
});

test('of a large system of symmetric nodes, too, every state is searched for what is asked along runs', () => {
  // Nobody hears of another: the first node that goes cannot know that no other one has gone.
  const model = modelOf(`system S { node N[3] { b: bool = false  action go when not b { b = true } }
    safety P: always (forall n in N: next(n.b) == n.b or knows(n, forall m in N: not m.b)) }
    assume Z { timing async } check Z { }`);
  const large = checkModel(model, { now: () => 0, reduceFrom: 0 });
  expect(large.properties).toMatchObject([{ verdict: { status: 'violated', trace: { steps: { length: 1 } } } }]);
  expect(large.properties).toEqual(checkModel(model, { now: () => 0 }).properties);
});

test('what nodes know from one of all symmetric states', () => {
  // Each node goes at some time: eight states, of none to three nodes that have gone four up to symmetry. When N#1 and N#2 have, N#1 takes the state for
  // any of the four in which it has gone itself; in the first of these it is alone, after one step of its own, and not of N#2.
  const model = modelOf(`system S { node N[3] { b: bool = false  action go when not b { b = true } }
    safety P: always (forall n in N: n.b and (exists m in N: m != n and m.b) implies knows(n, exists m in N: m != n and m.b)) }
    assume Z { timing async } check Z { }`);
  const [every, upToSymmetry] = [Infinity, 0].map((reduceFrom) => checkModel(model, { now: () => 0, reduceFrom }));
  expect([every.size, upToSymmetry.size]).toMatchObject([
    { states: 8, symmetric: [] },
    { states: 4, symmetric: ['N'] },
  ]);
  const twin = { first: {}, steps: [{ step: { label: { kind: 'act', node: 0 } } }] };
  const claim = { node: 0, holds: false, indistinguishable: 4, twin };
  expect(upToSymmetry.properties).toMatchObject([
    { verdict: { status: 'violated', trace: { steps: { length: 2 } }, known: { claims: [claim] } } },
  ]);
  expect(upToSymmetry.properties).toEqual(every.properties);
});

test('what names one of them is asked of every state', () => {
  const model = modelOf(`system S { node N[3] { b: bool = false  action go when not b { b = true } }
    safety P: always (N#2.b implies knows(N#2, N#2.b)) }
    assume Z { timing async } check Z { }`);
  const { properties, size } = checkModel(model, { now: () => 0, reduceFrom: 0 });
  expect(properties).toMatchObject([{ verdict: { status: 'holds' } }]);
  // Of N#1 and N#3, which nobody names, all the same: a sort is symmetric as a whole or not at all.
  expect(size).toMatchObject({ states: 8, symmetric: [] });
});

test('which states are certain hangs on the order of nodes where many answers are not', () => {
  // A bound cuts the search, so that what is known is known within it. Where N#4 alone has b, seven such answers are met before the one that decides, and
  // where N#1 has it, one: this one is certain, and shown, though the other comes first among the starts.
  const model = modelOf(`system S { message M  node N[4] { b: bool = any }
    node T { optional action go { send M to T  send M to T } }
    safety P: always (forall n in N: knows(n, n.b or not n.b) and knows(n, not n.b)) }
    assume Z { timing async  network { capacity 1 } } check Z { }`);
  const [every, upToSymmetry] = [Infinity, 0].map((reduceFrom) => checkModel(model, { now: () => 0, reduceFrom }));
  expect(every.properties).toMatchObject([{ verdict: { status: 'violated', trace: { steps: [] }, known: { bounds: [] } } }]);
  expect(upToSymmetry.properties).toEqual(every.properties);
});
