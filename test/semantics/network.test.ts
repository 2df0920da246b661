/** Loss, duplicates, corruption, cuts, queues, order, and the capacity of the search. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const ONE = 'message M  node S { on start { send M to N } }  node N { on M { } }';

countsByHand([
  [
    // (Ping, Pong, used): 100: deliver, dup. 010: deliver, dup. 000. 111: deliver each. 021: deliver. 101, 011: deliver. 001.
    'a duplicate is a delivery whose message stays: its handler replies',
    `system X { message Ping message Pong  node C { on start { send Ping to S }  on Pong { } }  node S { on Ping { reply Pong } } }
     assume Z { timing async  network { duplicating up to 1 } } check Z { }`,
    '8 states, 9 steps',
  ],
  [
    // An ignored message can be duplicated too: the step leads to itself. (M): deliver, dup to itself. (-).
    'a duplicate of an ignored message is a step to itself',
    `system X { message M  node S { on start { send M to N } }  node N { x: bool = false  on M when x { } } }
     assume Z { timing async  network { duplicating } } check Z { }`,
    '2 states, 2 steps',
  ],
  [
    // No duplicates to a node that is down: (M,up): deliver, dup, stop. (-,up): stop. (M,s): deliver. (-,s).
    'no duplicates to a node that is down',
    `system X { ${ONE} } assume Z { timing async  network { duplicating }  fault N { stop, up to 1 } } check Z { }`,
    '4 states, 5 steps',
  ],
  [
    // A deferred message is not duplicated either, but it can be lost: (M): lose. (-).
    'what is deferred can be lost but not duplicated',
    `system X { message M  node S { on start { send M to N } }  node N { defer M  on M { } } }
     assume Z { timing async  network { lossy, duplicating } } check Z { }`,
    '2 states, 1 steps',
  ],
  [
    // One value: no other payload. (M): deliver. (-).
    'a payload of one value cannot be corrupted',
    `system X { message M(x: 1..1)  node S { on start { send M(x: 1) to N } }  node N { on M { } } }
     assume Z { timing async  network { corrupting } } check Z { }`,
    '2 states, 1 steps',
  ],
  [
    'nor can a message without a payload',
    `system X { ${ONE} } assume Z { timing async  network { corrupting } } check Z { }`,
    '2 states, 1 steps',
  ],
  [
    // Two fields of 2 and 3 values: 5 other payloads, each corrupted once. 1 + 5 in flight, none. 5 corruptions, 6 deliveries.
    'a corrupted payload is any other, and is not corrupted again',
    `system X { message M(a: bool, b: 0..2)  node S { on start { send M(a: true, b: 1) to N } }  node N { on M { } } }
     assume Z { timing async  network { corrupting } } check Z { }`,
    '7 states, 11 steps',
  ],
  [
    // The age stays at a corruption. Plain and corrupted, age 0, 1, 2; none. Age 0, 1: tick, deliver; 2: deliver; plain also corrupt.
    'a corrupted message keeps its age',
    `system X { message M(a: bool)  node S { on start { send M(a: true) to N } }  node N { on M { } } }
     assume Z { timing sync { delay <= 2 }  network { corrupting } } check Z { }`,
    '7 states, 14 steps',
  ],
  [
    // Under fifo it matters which of two equal messages changes: [TT]: corrupt 1st, 2nd, deliver. [FcT], [TFc]: deliver and corrupt the
    // T, [FcFc]: deliver. [T]: corrupt, deliver. [Fc]: deliver. []. A queue that forgets order has one of the two mixed.
    'under fifo it matters which of two equal messages is corrupted',
    `system X { message M(a: bool)  node S { on start { send M(a: true) to N  send M(a: true) to N } }  node N { on M { } } }
     assume Z { timing async  network { corrupting, fifo } } check Z { }`,
    '7 states, 11 steps',
  ],
  [
    // In a bag: {TT}: corrupt (once: equal messages), deliver. {TF}: corrupt, deliver 2. {FF}: deliver. {T}: 2. {F}: 1. {}.
    'in a bag it does not',
    `system X { message M(a: bool)  node S { on start { send M(a: true) to N  send M(a: true) to N } }  node N { on M { } } }
     assume Z { timing async  network { corrupting } } check Z { }`,
    '6 states, 9 steps',
  ],
  [
    // Queue A B A: which A is lost matters. By length: ABA; BA, AA, AB; A, B; none. ABA: deliver, lose 3. BA, AB: deliver, lose 2.
    // AA: deliver, lose (one of two equal neighbours, either way). A, B: deliver, lose.
    'under fifo it matters which of two equal messages is lost, unless they are neighbours',
    `system X { message A message B  node S { on start { send A to N  send B to N  send A to N } }  node N { on A { }  on B { } } }
     assume Z { timing async  network { lossy, fifo } } check Z { }`,
    '7 states, 16 steps',
  ],
  [
    // Three nodes: {1}, {2}, {1,2} against the rest; a cut and a heal each. Only one at a time.
    'cuts: sets up to their complement',
    'system X { node N[3] { } } assume Z { timing async  network { cuts } } check Z { }',
    '4 states, 6 steps',
  ],
  [
    // One-way: each of the 6 sets that are neither empty nor all.
    'one-way cuts: every set',
    'system X { node N[3] { } } assume Z { timing async  network { one-way cuts } } check Z { }',
    '7 states, 12 steps',
  ],
  [
    'link cuts: every pair, both ways',
    'system X { node N[3] { } } assume Z { timing async  network { link cuts } } check Z { }',
    '4 states, 6 steps',
  ],
  [
    'one-way link cuts: every ordered pair',
    'system X { node N[3] { } } assume Z { timing async  network { one-way link cuts } } check Z { }',
    '7 states, 12 steps',
  ],
  [
    // Two nodes. Two-way: 1; one-way: 2; links: 1, one-way 2. The cuts differ as states though {A} one way and the link A -> B cut the same.
    'kinds of cuts are kept apart, and there is one cut at a time',
    'system X { node N[2] { } } assume Z { timing async  network { cuts, one-way cuts, link cuts, one-way link cuts } } check Z { }',
    '7 states, 12 steps',
  ],
  [
    // Subsets of the 3 links of at most 2: 1 + 3 + 3. Begin: 3 + 3 * 2; heal as many.
    'at most 2 at once: sets of cuts, each cut once',
    'system X { node N[3] { } } assume Z { timing async  network { link cuts at most 2 at once } } check Z { }',
    '7 states, 18 steps',
  ],
  [
    // The one cut C; the links 1 and 2, one way. {}, {C}, {1}, {2}, {1,2}, {C,1}, {C,2}: C begins only where nothing else is active.
    // From {}: 3; {C}: 2 + heal; {1}: 1 + heal; {2}: 1 + heal; each pair: 2 heals.
    'a kind begins while fewer cuts than its own number are active, of all kinds together',
    'system X { node N[2] { } } assume Z { timing async  network { cuts, one-way link cuts at most 2 at once } } check Z { }',
    '7 states, 16 steps',
  ],
  [
    // What may stay heals all the same: only no run has to.
    'a cut that may stay may heal',
    'system X { node N[3] { } } assume Z { timing async  network { link cuts may stay } } check Z { }',
    '4 states, 6 steps',
  ],
  [
    // used 0: whole. used 1: cut, whole. used 2: cut, whole. Healing is free and gives nothing back.
    'a budget of cuts',
    'system X { node N[2] { } } assume Z { timing async  network { cuts up to 2 } } check Z { }',
    '5 states, 4 steps',
  ],
  [
    // Unstable: whole, cut. Stable: whole. whole: tick, stabilise, cut. cut: tick, stabilise (heals), heal. Stable: tick.
    'until stable: a cut heals at stabilisation',
    'system X { node N[2] { } } assume Z { timing sync { }  network { cuts until stable } } check Z { }',
    '3 states, 7 steps',
  ],
  [
    // A cut that may last goes on: stable: whole, cut, too. 3 + 3; stable whole: tick, cut; cut: tick, heal. Something else stabilises.
    'a cut that is assumed forever goes on through it',
    'system X { node N[2] { } } assume Z { timing sync { }  network { cuts, lossy until stable } } check Z { }',
    '4 states, 10 steps',
  ],
  [
    // S's second send finds the queue of one full. (M): deliver. (-).
    'a send into a full queue vanishes',
    `system X { message M  node S { on start { send M to N  send M to N } }  node N { on M { } } }
     assume Z { timing async  network { queue 1 per link } } check Z { }`,
    '2 states, 1 steps',
  ],
  [
    // Each ordered pair has its own queue, whatever the message: A to N, none of B; M to N#2. {A, M}.
    'a queue is one for each ordered pair',
    `system X { message A message B  node S { on start { send A to N#1  send B to N#1  send A to N#2 } }  node N[2] { on A { }  on B { } } }
     assume Z { timing async  network { queue 1 per link } } check Z { }`,
    '4 states, 4 steps',
  ],
  [
    // The message handled has left the queue before its handler sends to itself: (1) -> (1): one state, one step to itself.
    'what is handled has left the queue',
    `system X { message M  node N { on start { send M to N }  on M { send M to N } } }
     assume Z { timing async  network { queue 1 per link } } check Z { }`,
    '1 states, 1 steps',
  ],
  [
    // A duplicate keeps its place: nothing can be sent besides. (1): deliver and dup, to itself; the send of the dup vanishes.
    'a duplicate keeps its place in the queue',
    `system X { message M  node N { on start { send M to N }  on M { send M to N } } }
     assume Z { timing async  network { queue 1 per link, duplicating } } check Z { }`,
    '1 states, 2 steps',
  ],
  [
    // n = 0, 1, 2 in flight; a third is cut. Deliveries 2, sends 2, 1 cut.
    'capacity cuts a step, not a message',
    `system X { message M  node S { optional action tell { send M to N } }  node N { on M { } } }
     assume Z { timing async  network { capacity 2 } } check Z { }`,
    '3 states, 4 steps, 1 cut',
  ],
  [
    // Two at once from (1) would be three: cut. (0) -> (2) -> (1) -> (0).
    'a step that passes the capacity is cut as a whole',
    `system X { message M  node S { optional action tell { send M to N  send M to N } }  node N { on M { } } }
     assume Z { timing async  network { capacity 2 } } check Z { }`,
    '3 states, 3 steps, 2 cut',
  ],
  [
    // Capacity is judged after the step, cuts and queues first: what vanishes is not in flight.
    'what vanishes does not count',
    `system X { message M  node S { optional action tell { send M to N  send M to N } }  node N { on M { } } }
     assume Z { timing async  network { capacity 1, queue 1 per link } } check Z { }`,
    '2 states, 3 steps',
  ],
  [
    'an initial state over the capacity is no state',
    `system X { message M  node S { on start { send M to N  send M to N } }  node N { on M { } } }
     assume Z { timing async  network { capacity 1 } } check Z { }`,
    '0 states, 0 steps',
  ],
] satisfies readonly Counted[]);

const SELF = `message M  node N[2] { sent: bool = false  got: bool = false
  action tell when not sent { sent = true  send M to self }  on M { got = true } }`;

verdictsByHand([
  [
    // No cut can stop it: whatever was sent arrives or is still in flight.
    'a message to oneself crosses no cut',
    `system X { ${SELF}  safety P: always (N#1.sent implies N#1.got or count(in flight M from N#1) == 1) }
     assume Z { timing async  network { cuts, one-way cuts, link cuts } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // cut, tell: 2 steps.
    'a message to another does',
    `system X { message M  node A { sent: bool = false  action tell when not sent { sent = true  send M to B } }  node B { got: bool = false  on M { got = true } }
      safety P: always (A.sent implies B.got or count(in flight M) == 1) }
     assume Z { timing async  network { cuts } } check Z { }`,
    'P',
    'violated: 1 faults, 2 steps; needs cuts',
  ],
  [
    // tell, cut, deliver: M was in flight before the cut, and B's answer is lost to it.
    'what is in flight goes on through a cut',
    `system X { message M message N  node A { heard: bool = false  action tell when not heard { heard = true  send M to B }  on N { heard = false } }
      node B { got: bool = false  on M { got = true  send N to A } }
      reachable R: B.got and A.heard and count(in flight M) == 0 and count(in flight N) == 0 }
     assume Z { timing async  network { cuts up to 1 } } check Z { }`,
    'R',
    'reached: 1 faults, 3 steps',
  ],
  [
    // tell, cut {B}, deliver: B's answer is lost, which a cut of {A} alone would not do.
    'one way: only what the set sends outward is lost',
    `system X { message M message N  node A { sent: bool = false  got: bool = false  action tell when not sent { sent = true  send M to B }  on N { got = true } }
      node B { heard: bool = false  on M { heard = true  send N to A } }
      safety P: always (B.heard implies A.got or count(in flight N) == 1) }
     assume Z { timing async  network { one-way cuts up to 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 3 steps; needs one-way cuts',
  ],
  [
    // Two messages at the start are one too many: there is no state at all, so nothing is known.
    'where bounds leave no state, nothing is said to hold',
    `system X { message M  node S { on start { send M to N  send M to N } }  node N { on M { } }  safety P: always up(S) }
     assume Z { timing async  network { capacity 1 } } check Z { }`,
    'P',
    'unknown',
  ],
  [
    // Corrupted is readable in the handler: a false value is taken only from a corrupted message, never plainly.
    'a corrupted message can be recognised by its handler',
    `system X { message M(a: bool)  node S { on start { send M(a: true) to N } }  node N { bad: bool = false  on M(a) when corrupted { }  on M(a) { bad = not a } }
      safety P: never N.bad } assume Z { timing async  network { corrupting } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // corrupt, deliver; after the pause the flag is still that of the message handled.
    'and after a pause in it',
    `system X { message M(a: bool)  node S { on start { send M(a: true) to N } }  node N { bad: bool = false  on M(a) { pause  bad = corrupted and not a } }
      safety P: never N.bad } assume Z { timing async  network { corrupting } } check Z { }`,
    'P',
    'violated: 1 faults, 3 steps; needs corruption',
  ],
] satisfies readonly VerdictCase[]);
