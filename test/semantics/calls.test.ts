/** Calls: which answer belongs to which request, and when a request becomes stale. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

countsByHand([
  [
    // A request is at Ping, at S (suspended), at Pong, or gone: 4 places. n = 0: 1 state. n = 1: 4. n = 2: the older is stale, the
    // newer fresh, so they can be distinguished: 4 * 4, but not both at S: 15. Gone is gone: it does not matter what it was.
    // Steps: 1; 3 moves + 4 asks; the older moves from Ping (S free: 3), from S (3), from Pong (4), the newer likewise: 20.
    'a new request makes the older one stale, in flight and at a suspended handler',
    `system X { message Ping message Pong
      node C { n: 0..2 = 0  action ask when n < 2 { n += 1  call q = send Ping to S }  on Pong for q { }  on Pong { } }
      node S { on Ping { pause  reply Pong } } }
     assume Z { timing async } check Z { }`,
    '20 states, 28 steps',
  ],
  [
    // Without a call name two requests are equal. n = 2: of {Ping, S, Pong, gone} twice, unordered, not S twice: 10 - 1.
    // Steps: 1; 3 + 4; n = 2 by unordered pairs: PP 1, PS 1 (S busy; resume), PQ 2, Pg 1, SQ 2, Sg 1, QQ 1, Qg 1, gg 0.
    'without a call name two requests are one',
    `system X { message Ping message Pong
      node C { n: 0..2 = 0  action ask when n < 2 { n += 1  send Ping to S }  on Pong { } }
      node S { on Ping { pause  reply Pong } } }
     assume Z { timing async } check Z { }`,
    '14 states, 18 steps',
  ],
  [
    // Two names of one node do not touch each other: a and b each at 5 places (not asked, Ping, S, Pong, gone), S holds one: 24.
    // Each name has 4 moves; its move to S, and its move from S, need that the other is not at S or is anywhere but S.
    // a: ask 5, to S 4, from S 4, gone 5; minus nothing: ask with b anywhere (5), Ping with b not at S (4), at S with b elsewhere (4),
    // Pong with b anywhere (5) = 18; b the same.
    'two call names are independent',
    `system X { message Ping message Pong
      node C { x: bool = false  y: bool = false
        action askA when not x { x = true  call a = send Ping to S }  action askB when not y { y = true  call b = send Ping to S }
        on Pong for a { }  on Pong for b { } }
      node S { on Ping { pause  reply Pong } } }
     assume Z { timing async } check Z { }`,
    '24 states, 36 steps',
  ],
] satisfies readonly Counted[]);

const RESTARTS = `message Ping message Pong
  node C { durable asked: bool = false  late: bool = false  got: bool = false
    action ask when not asked { asked = true  call q = send Ping to S }
    on Pong for q { got = true }
    on restart { late = asked } }`;

verdictsByHand([
  [
    'an answer to a request from before the crash is not taken',
    `system X { ${RESTARTS}  node S { on Ping { reply Pong } }  reachable R: C.late and C.got }
     assume Z { timing async  fault C { recovery, up to 1 } } check Z { }`,
    'R',
    'unreached',
  ],
  [
    'nor where the request waits in a suspended handler',
    `system X { ${RESTARTS}  node S { on Ping { pause  reply Pong } }  reachable R: C.late and C.got }
     assume Z { timing async  fault C { recovery, up to 1 } } check Z { }`,
    'R',
    'unreached',
  ],
  [
    // ask, deliver Ping, deliver Pong: no crash needed to show that it can be taken at all.
    'without a crash it is taken',
    `system X { ${RESTARTS}  node S { on Ping { pause  reply Pong } }  reachable R: C.got }
     assume Z { timing async  fault C { recovery, up to 1 } } check Z { }`,
    'R',
    'reached: 4 steps',
  ],
  [
    // The call of the message being handled becomes stale by the new request, and a reply after it carries it so.
    'a reply after a new request carries the old one, now stale',
    `system X { message Ping message Pong message Echo message Back
      node C { got: bool = false  on start { call q = send Ping to S }
        on Pong for q { call q = send Ping to C  reply Echo }  on Ping { }  on Back for q { got = true }  on Back { } }
      node S { on Ping { reply Pong }  on Echo { reply Back } }  reachable R: C.got }
     assume Z { timing async } check Z { }`,
    'R',
    'unreached',
  ],
  [
    // The other way round: Ping, Pong, Echo (fresh), Back.
    'a reply before a new request becomes stale in flight',
    `system X { message Ping message Pong message Echo message Back
      node C { got: bool = false  on start { call q = send Ping to S }
        on Pong for q { reply Echo  call q = send Ping to C }  on Ping { }  on Back for q { got = true }  on Back { } }
      node S { on Ping { reply Pong }  on Echo { reply Back } }  reachable R: C.got }
     assume Z { timing async } check Z { }`,
    'R',
    'unreached',
  ],
  [
    'a reply in turn carries the call on: Ping, Pong, Echo, Back',
    `system X { message Ping message Pong message Echo message Back
      node C { got: bool = false  on start { call q = send Ping to S }  on Pong for q { reply Echo }  on Back for q { got = true } }
      node S { on Ping { reply Pong }  on Echo { reply Back } }  reachable R: C.got }
     assume Z { timing async } check Z { }`,
    'R',
    'reached: 4 steps',
  ],
  [
    // `for q` is about the node's own requests: the call of C's request is not D's, though both have a call named q.
    'a call belongs to the node that made it',
    `system X { message Ping message Pong
      node C[2] { got: bool = false  on start { call q = send Ping to S }  on Pong for q { got = true }  on Pong { } }
      node S { last: C = C#1  on Ping from c { send Pong to C#1  reply Pong } }
      safety P: never (count(c in C where c.got) == 1 and count(in flight Pong) == 0 and count(in flight Ping) == 0) }
     assume Z { timing async } check Z { }`,
    'P',
    'holds',
  ],
  [
    // A kept duplicate of the answer is as fresh as the answer, until a new request is made in its own handler.
    'a duplicate of an answer is stale once its first copy has led to a new request',
    `system X { message Ping message Pong
      node C { n: 0..3 = 0  on start { call q = send Ping to S }  on Pong for q when n < 3 { n += 1  call q = send Stop to S }  on Pong { } }
      message Stop
      node S { on Ping { reply Pong }  on Stop { } }  reachable R: C.n == 2 }
     assume Z { timing async  network { duplicating up to 1 } } check Z { }`,
    'R',
    'unreached',
  ],
  [
    // deliver Ping, duplicate Pong, deliver Pong
    'and fresh where it does not',
    `system X { message Ping message Pong
      node C { n: 0..3 = 0  on start { call q = send Ping to S }  on Pong for q when n < 3 { n += 1 }  on Pong { } }
      node S { on Ping { reply Pong } }  reachable R: C.n == 2 }
     assume Z { timing async  network { duplicating up to 1 } } check Z { }`,
    'R',
    'reached: 1 faults, 3 steps',
  ],
] satisfies readonly VerdictCase[]);
