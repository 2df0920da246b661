/** Lateness, what is due, ticks and stabilisation, counted by hand. A state is written (what varies). */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

/** Two messages that are due at once, and one node that may be late. */
const TWO_DUE = `message M
  node S { on start { send M to N  send M to N } }
  node N { n: 0..2 = 0  on M { n += 1 } }`;

countsByHand([
  [
    // (A suspended?, B suspended?, A's lateness). B may not be late: no tick while it is suspended, however late A may be.
    // (s,s,0): 2 resumes. (-,s,0): 1 resume. (s,-,0): resume, tick. (s,-,1): resume. (-,-,0): tick to itself.
    'a pause of one role does not let time pass for another',
    `system X { node A { x: bool = false  on start { pause  x = true } }  node B { x: bool = false  on start { pause  x = true } } }
     assume Z { timing sync { delay <= 0, pause A <= 1, pause B <= 0 } } check Z { }`,
    '5 states, 7 steps',
  ],
  [
    // The same states, but (s,-,1) can tick forever: lateness is then a flag, and the tick leads to itself.
    'without a bound lateness is a flag',
    `system X { node A { x: bool = false  on start { pause  x = true } }  node B { x: bool = false  on start { pause  x = true } } }
     assume Z { timing { always delay <= 0, pause B <= 0, drift <= 0 } } check Z { }`,
    '5 states, 8 steps',
  ],
  [
    // (messages, lateness): (2,0..2) and (1,0..2), (0,0). Two equal messages give one step. Ticks: below lateness 2 only, and at
    // (0,0). 6 deliveries, 2 + 2 + 1 ticks. A node that would be up to date after one of two has no (2,1) -> (1,1).
    'a step that leaves something due keeps the lateness',
    `system X { ${TWO_DUE} } assume Z { timing sync { delay <= 0, pause N <= 2 } } check Z { }`,
    '7 states, 11 steps',
  ],
  [
    // (1,0): deliver, lose, tick. (1,1): deliver, lose. (0,0): tick. What is lost in (1,1) leaves nothing due: no (0,1).
    'a step of the world can leave nothing due, and lateness is then 0',
    `system X { message M  node S { on start { send M to N } }  node N { on M { } } }
     assume Z { timing sync { delay <= 0, pause N <= 1 } network { lossy } } check Z { }`,
    '3 states, 6 steps',
  ],
  [
    // t has no handler and never fires; nothing bounds it. (not ripe, M): left is 1, so deferred: tick. (ripe, M): delivered where
    // left is 0, deferred where it is 1: deliver, tick to itself. (ripe, -): tick to itself.
    'a message that some value of left defers is not due',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  on start { start t for 1 }  defer M when t.left > 0  on M { } } }
     assume Z { timing { always delay <= 0, pause <= 0 } } check Z { }`,
    '3 states, 4 steps',
  ],
  [
    // The same with a timer that is exact: left is known. (1,M): tick (deferred: not due). (0,M): deliver, and no tick. (0,-): tick.
    'a deferred message is not due, an undeferred one is',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  on start { start t for 1 }  defer M when t.left > 0  on M { } } }
     assume Z { timing sync { delay <= 0, pause <= 0 } } check Z { }`,
    '3 states, 3 steps',
  ],
  [
    // B waits behind A, which is deferred forever: under fifo a deferred message does not hold up the others, so B is due.
    // (A B): deliver B, no tick. (A): tick to itself.
    'under fifo a message waits only behind undeferred ones',
    `system X { message A message B  node S { on start { send A to N  send B to N } }  node N { defer A  on A { }  on B { } } }
     assume Z { timing sync { delay <= 0 } network { fifo } } check Z { }`,
    '2 states, 2 steps',
  ],
  [
    // B is deferred, A is not: A is due, B never is. (A B): deliver A. (B): tick to itself.
    'under fifo what is deferred stays when the older one has gone',
    `system X { message A message B  node S { on start { send A to N  send B to N } }  node N { defer B  on A { }  on B { } } }
     assume Z { timing sync { delay <= 0 } network { fifo } } check Z { }`,
    '2 states, 2 steps',
  ],
  [
    // Unstable (age, lateness): (0,0), (1,0), (1,1), (-). Stable: (0,0), (1,0), (-): delay was in force all along, so age 1 stays;
    // the lateness 1 does not. Steps: 3 + 3 + 3 (tick to itself) + 2; stable: 2, then 1 (no pause), then 1 (tick to itself).
    'stabilisation resets the lateness but not an age that always counted',
    `system X { message M  node S { on start { send M to N } }  node N { on M { } } }
     assume Z { timing { always delay <= 1, drift <= 0; eventually pause <= 0 } } check Z { }`,
    '7 states, 15 steps',
  ],
  [
    // Unstable: ages do not exist, lateness neither (nothing arrives): (M), (-). Stable: (0), (1), (-).
    // (M): deliver, tick, stabilise. (-): tick, stabilise. Stable (0): deliver, tick. (1): deliver. (-): tick.
    'an age begins where the bound comes into force',
    `system X { message M  node S { on start { send M to N } }  node N { on M { } } }
     assume Z { timing partial { eventually delay <= 1, pause <= 0; always drift <= 0 } } check Z { }`,
    '5 states, 9 steps',
  ],
  [
    // Bounds in force at N only: (M to N, M to S). A message to S has no age, one to N has 0..1 and is due at 1.
    // (0,yes): 2 deliveries, tick. (1,yes): 2. (-,yes): 1, tick. (0,no): 1, tick. (1,no): 1. (-,no): tick.
    'a bound that names a role counts for what that role receives',
    `system X { message M  node S { on start { send M to N  send M to S }  on M { } }  node N { on M { } } }
     assume Z { timing { always delay N <= 1, pause <= 0, drift <= 0 } } check Z { }`,
    '6 states, 11 steps',
  ],
  [
    // min 1, max 2. (age 0): tick. (1): deliver, tick. (2): deliver. (-): tick.
    'a message is not handed over before the least delay',
    `system X { message M  node S { on start { send M to N } }  node N { on M { } } }
     assume Z { timing sync { delay 1..2 } } check Z { }`,
    '4 states, 5 steps',
  ],
  [
    // No ticks, no lateness: (suspended) -> (done).
    'async has no time',
    'system X { node A { x: bool = false  on start { pause  x = true } } } assume Z { timing async } check Z { }',
    '2 states, 1 steps',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    // Both are due at 0 and a pause of 2 is allowed once, not once each: done by 2.
    'what has arrived is handled within the pause, however much there is',
    `system X { ${TWO_DUE}  safety D: N.n < 2 leads to N.n == 2 within 2 } assume Z { timing sync { delay <= 0, pause N <= 2 } } check Z { }`,
    'D',
    'holds',
  ],
  [
    // Two ticks; the pause that begins at the first costs one fault, the second tick none.
    'a pause costs one fault, however long',
    `system X { ${TWO_DUE}  safety D: N.n < 2 leads to N.n == 2 within 1 } assume Z { timing sync { delay <= 0, pause N <= 2 } } check Z { }`,
    'D',
    'violated: 1 faults, 2 steps; needs pause of N',
  ],
  [
    // One tick at which both begin to pause.
    'a tick costs one fault for each node whose pause begins',
    `system X { node A[2] { x: bool = false  on start { pause  x = true } }
      safety D: not A#1.x and not A#2.x leads to A#1.x or A#2.x within 0 } assume Z { timing sync { delay <= 0, pause <= 1 } } check Z { }`,
    'D',
    'violated: 2 faults, 1 steps; needs pause of A',
  ],
  [
    // Under partial nothing holds before stabilisation; a deadline that begins when stable is kept by delay 1.
    'a deadline from stabilisation on',
    `system X { message M  node S { on start { send M to N } }  node N { got: bool = false  on M { got = true } }
      safety D: stable and not N.got leads to N.got within 1 } assume Z { timing partial { eventually delay <= 1, pause <= 0; always drift <= 0 } } check Z { }`,
    'D',
    'holds',
  ],
  [
    // stabilise (or begin stable), then one tick.
    'and not one tick sooner',
    `system X { message M  node S { on start { send M to N } }  node N { got: bool = false  on M { got = true } }
      safety D: stable and not N.got leads to N.got within 0 } assume Z { timing partial { eventually delay <= 1, pause <= 0; always drift <= 0 } } check Z { }`,
    'D',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
  [
    // Before stabilisation there is no bound: two ticks with M in flight, begun in the unstable initial state.
    'a deadline that also counts before stabilisation fails',
    `system X { message M  node S { on start { send M to N } }  node N { got: bool = false  on M { got = true } }
      safety D: not N.got leads to N.got within 1 } assume Z { timing partial { eventually delay <= 1, pause <= 0; always drift <= 0 } } check Z { }`,
    'D',
    'violated: 0 faults, 2 steps; needs nothing',
  ],
  [
    // Q holds in the state after the tick that would make it k + 1: the exact timer of 2 cannot fire within the tick, so the state
    // after the third tick is never reached: at 2 it is due and fires. Within 2 holds, within 1 fails at the second tick.
    'the counter is judged after the tick',
    `system X { node A { timer t  x: bool = false  on start { start t for 2 }  on t { x = true } }
      safety D: not A.x leads to A.x within 1 } assume Z { timing sync { delay <= 0 } } check Z { }`,
    'D',
    'violated: 0 faults, 2 steps; needs nothing',
  ],
  [
    // P and Q by turns: each P starts anew once Q has turned the counter off.
    'the counter starts anew after each answer',
    `system X { node A { timer t  x: bool = false  on start { start t for 1 }  on t { x = not x  start t for 1 } }
      safety D: not A.x leads to A.x within 1 } assume Z { timing sync { delay <= 0 } } check Z { }`,
    'D',
    'holds',
  ],
] satisfies readonly VerdictCase[]);
