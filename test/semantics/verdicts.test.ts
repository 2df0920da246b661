/** Small systems whose verdicts are worked out by hand: each has the reasoning beside it. Both machines must agree. */
import { type VerdictCase, verdictsByHand } from './hand.ts';

const PING = `
  message Ping
  message Pong
  node Client { got: bool = false  action ask when not got { send Ping to Server } on Pong { got = true } }
  node Server { on Ping { reply Pong } }
`;

verdictsByHand([
  [
    // 0 -> 1 -> 2 -> 3 in three steps of grow; a fourth would leave the type.
    'a value that leaves its type is an error of the model, before every verdict',
    'system S { node N { n: 0..3 = 0  action grow { n += 1 } }  safety Small: always N.n <= 3 } assume A { timing async } check A { }',
    'Small',
    'error: `n` would become 4, outside 0..3',
  ],
  [
    'past the end of a limit type the search is cut, and the verdict says so',
    'system S { type T = 0..3 limit  node N { n: T = 0  action grow { n += 1 } }  safety Small: always N.n <= 3 } assume A { timing async } check A { }',
    'Small',
    'holds within T <= 3',
  ],
  [
    // The parameter of the predicate takes n + 1, which is 4 once n is 3.
    'a property that passes the end of a limit type is an error, not an exception',
    `system S { type T = 0..3 limit  let big(x: T) = x > 9  node N { n: T = 0  action grow { n += 1 } }
      safety Never: never big(N.n + 1) } assume A { timing async } check A { }`,
    'Never',
    'error: this passes T <= 3',
  ],
  [
    // Ask and answer take no time, and asking never ends: every state can be followed by more asking, none by a tick.
    'time stops between two nodes that answer each other: nothing is said of what comes about',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      safety Up: always up(A)  liveness L: always eventually up(A) } assume Z { timing sync { delay <= 0 } } check Z { }`,
    'L',
    'error: time stops here',
  ],
  [
    'nor of deadlines',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      safety Soon: up(A) leads to up(B) within 1 } assume Z { timing sync { delay <= 0 } } check Z { }`,
    'Soon',
    'error: time stops here',
  ],
  [
    // The same system: what is so in every state is so, for what that is worth.
    'a property of states is judged, with a warning if time never passes',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      safety Up: always up(A)  liveness L: always eventually up(A) } assume Z { timing sync { delay <= 0 } } check Z { }`,
    'Up',
    'holds vacuously',
  ],
  [
    // A loss lets time go on; where nothing is lost it still stops.
    'without the warning where a fault lets time pass',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      safety Up: always up(A) } assume Z { timing sync { delay <= 0 }  network { lossy } } check Z { }`,
    'Up',
    'holds',
  ],
  [
    'and still nothing of what comes about',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      liveness L: always eventually up(A) } assume Z { timing sync { delay <= 0 }  network { lossy } } check Z { }`,
    'L',
    'error: time stops here',
  ],
  [
    // A tick is possible while Ping is on its way.
    'where a message may take a tick, time does not stop, and the timer runs out',
    `system S { message M  node A { rung: bool = false  timer t  on start { start t for 2  send M to B } on t { rung = true } on M { send M to B } }
      node B { on M { send M to A } }  liveness L: eventually A.rung } assume Z { timing sync { delay <= 1 } } check Z { }`,
    'L',
    'holds',
  ],
  [
    'the same, but each message may take a tick',
    `system S { message M  node A { on start { send M to B } on M { send M to B } } node B { on M { send M to A } }
      safety Up: always up(A) } assume Z { timing sync { delay 1..1 } } check Z { }`,
    'Up',
    'holds',
  ],
  [
    // ask, deliver Ping, deliver Pong
    'a witness is a shortest one',
    `system S {${PING} reachable Got: Client.got } assume A { timing async  network { capacity 1 } } check A { }`,
    'Got',
    'reached: 3 steps',
  ],
  [
    // One loss is enough to lose the only token, and no other fault is assumed.
    'a loss that is necessary',
    `system S { message Token  node A { sent: bool = false  ghost lost: bool = false  timer patience
        on start { sent = true  start patience for 2  send Token to B }  on patience { ghost { lost = not B.has } } }
      node B { has: bool = false  on Token { has = true } }
      safety Arrives: never A.lost } assume L { timing sync { delay <= 1 } network { lossy, duplicating } } check L { }`,
    'Arrives',
    'violated: 1 faults, 4 steps; needs loss',
  ],
  [
    // The left side is never true: nothing was checked.
    'an implication whose left side never holds',
    'system S { node N { x: bool = false }  safety P: always N.x implies false } assume A { timing async } check A { }',
    'P',
    'holds vacuously',
  ],
  [
    // Unreached is said only where everything was seen; at capacity 1 the second message is cut off.
    'what a bound may have hidden is unknown, not unreached',
    `system S { message M  node A { optional action tell { send M to B } } node B { n: 0..2 = 0  on M when n < 2 { n += 1 } on M { } }
      reachable Two: count(in flight M) == 2 } assume A { timing async  network { capacity 1 } } check A { }`,
    'Two',
    'unknown',
  ],
  [
    // Delay 1, reaction 1, delay 1: the answer comes at 3 at the latest, and 3 ticks are within 3 but not within 2.
    'a deadline that the bounds just keep',
    `system S { message Ping message Pong
      node C { asked: bool = false got: bool = false  on start { asked = true send Ping to W } on Pong { got = true } }
      node W { on Ping { reply Pong } }
      safety InTime: C.asked leads to C.got within 3 } assume A { timing sync { delay <= 1, pause <= 1, pause C <= 0 } } check A { }`,
    'InTime',
    'holds',
  ],
  [
    // The tick to time 3 finds the answer still missing: one pause of W, which is the one fault.
    'a deadline that they do not keep',
    `system S { message Ping message Pong
      node C { asked: bool = false got: bool = false  on start { asked = true send Ping to W } on Pong { got = true } }
      node W { on Ping { reply Pong } }
      safety InTime: C.asked leads to C.got within 2 } assume A { timing sync { delay <= 1, pause <= 1, pause C <= 0 } } check A { }`,
    'InTime',
    'violated: 1 faults, 4 steps; needs pause of W',
  ],
  [
    // Both keys are set by one assignment, so never exactly one of them.
    'a value assigned to a map goes to every key',
    'system S { node N { seen: map<bool, 0..1> = 0  optional action look when seen[true] == 0 { seen = 1 } }  safety All: always N.seen[true] == N.seen[false] } assume A { timing async } check A { }',
    'All',
    'holds',
  ],
  [
    // stop, up to 1: one crash of either; both down needs two.
    'a shared budget is shared',
    'system S { node A { } node B { }  safety OneUp: always (up(A) or up(B)) } assume F { timing async  fault A, B { stop, up to 1 } } check F { }',
    'OneUp',
    'holds',
  ],
  [
    'a budget of two is not one',
    'system S { node A { } node B { }  safety OneUp: always (up(A) or up(B)) } assume F { timing async  fault A, B { stop, up to 2 } } check F { }',
    'OneUp',
    'violated: 2 faults, 2 steps; needs crash of A, B',
  ],
] satisfies readonly VerdictCase[]);
