/** Byzantine nodes: chosen at the start, their lies, and what they do not do. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

/** N believes a value that is more than it has. B sends nothing when it is correct. */
const BELIEVER = `message M(v: 0..2)  node N { x: 0..2 = 0  on M(v) when v > 0 { x = v } }  node B { z: bool = false  action idle when z { send M(v: 0) to N } }`;

countsByHand([
  [
    // Correct: 1 state, no steps. Byzantine: x in 0..2, and from each the lies 1 and 2 (one of them to itself); 0 is not taken.
    'a lie is any payload that a handler takes',
    `system X { ${BELIEVER} } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '4 states, 6 steps',
  ],
  [
    // None, each of 3, each pair of 3: initial states only, no messages are handled.
    'up to 2 of 3, chosen at the start',
    'system X { node B[3] { } } assume Z { timing async  fault B { byzantine, up to 2 } } check Z { }',
    '7 states, 0 steps',
  ],
  [
    'without a number any of them, each declaration by itself',
    'system X { node A { } node B[2] { } } assume Z { timing async  fault B { byzantine }  fault A { byzantine, up to 1 } } check Z { }',
    '8 states, 0 steps',
  ],
  [
    // Correct: crash; down. Byzantine: it cannot crash.
    'a Byzantine node does not crash',
    'system X { node B { } } assume Z { timing async  fault B { byzantine, up to 1 }  fault B { stop, up to 1 } } check Z { }',
    '3 states, 1 steps',
  ],
  [
    // Correct: B's on start sends M: (M) -> (-). Byzantine: nothing of its own runs, but M can be sent at any time: one state, to itself.
    'a Byzantine node runs none of its code',
    `system X { message M  node N { on M { } }  node B { on start { send M to N } } } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '3 states, 2 steps',
  ],
  [
    // Correct: M is in flight, delivered. Byzantine: what is sent to it vanishes.
    'what is sent to a Byzantine node vanishes',
    `system X { message M  node N { on start { send M to B } }  node B { on M { } } } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '3 states, 1 steps',
  ],
  [
    // Correct: suspended, done. Byzantine B: no lies while N is suspended, then M forever.
    'a suspended node is not lied to',
    `system X { message M  node N { on start { pause }  on M { } }  node B { z: bool = false  action idle when z { send M to N } } }
     assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '4 states, 3 steps',
  ],
  [
    // Defer is not asked: M is sent as a lie though it is deferred. Correct: 1 state. Byzantine: x no, x yes; a lie from each.
    'a lie is not deferred',
    `system X { message M  node N { x: bool = false  defer M  on M { x = true } }  node B { z: bool = false  action idle when z { send M to N } } }
     assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '3 states, 2 steps',
  ],
  [
    // Correct: whole, cut. Byzantine: whole: lie, cut; cut: heal only.
    'a lie does not cross a cut',
    `system X { message M  node N { on M { } }  node B { z: bool = false  action idle when z { send M to N } } }
     assume Z { timing async  network { cuts }  fault B { byzantine, up to 1 } } check Z { }`,
    '4 states, 5 steps',
  ],
  [
    // One-way cuts {N}, {B}: only {B} stops the lie; link cuts the same by pair. Correct: 3 states, 4 steps. Byzantine: 3 states,
    // whole: lie, 2 cuts; {N}: lie, heal; {B}: heal.
    'unless it is a cut of the other way',
    `system X { message M  node N { on M { } }  node B { z: bool = false  action idle when z { send M to N } } }
     assume Z { timing async  network { one-way cuts }  fault B { byzantine, up to 1 } } check Z { }`,
    '6 states, 10 steps',
  ],
  [
    // Under no call it is taken by the second handler (n = 2), as a fresh answer by the first (n = 1), whether asked or not.
    // Correct: 1 state. Byzantine: n in 0..2, two lies from each.
    'a lie can be a fresh answer, and need not be',
    `system X { message Ping message M  node N { n: 0..2 = 0  z: bool = false  action idle when z { call q = send Ping to B }
      on M for q { n = 1 }  on M { n = 2 } }  node B { on Ping { reply M } } }
     assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '4 states, 6 steps',
  ],
  [
    // A choice within the handler makes a lie several steps: 2 values each.
    'each choice of a handler is a lie of its own',
    `system X { message M  node N { on M { let x = choose v in {1, 2} } }  node B { z: bool = false  action idle when z { send M to N } } }
     assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    '2 states, 2 steps',
  ],
  [
    // Time goes on: Byzantine nodes have nothing due, and lies can be sent at any time. Correct: tick. Byzantine: tick, lie.
    'a Byzantine node holds no time up',
    `system X { message M  node N { on M { } }  node B { on start { pause  send M to N } } }
     assume Z { timing sync { }  fault B { byzantine, up to 1 } } check Z { }`,
    '4 states, 5 steps',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    'a Byzantine node costs one fault at the start, its lies none',
    `system X { ${BELIEVER}  safety P: always N.x == 0 } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 1 steps; needs Byzantine B',
  ],
  [
    'two of them cost two, in an initial state',
    `system X { node B[3] { }  safety P: always count(b in B where correct(b)) >= 2 } assume Z { timing async  fault B { byzantine, up to 2 } } check Z { }`,
    'P',
    'violated: 2 faults, 0 steps; needs Byzantine B',
  ],
  [
    'a Byzantine node is up, and not correct',
    `system X { node B { }  safety P: always (up(B) and (not correct(B) implies up(B))) } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // The lie comes in B's own name.
    'a lie has its liar for a sender',
    `system X { message M  node N { who: B? = none  on M from b { who = b } }  node B[2] { z: bool = false  action idle when z { send M to N } }
      safety P: never (exists b in B: N.who == b and correct(b)) } assume Z { timing async  fault B { byzantine, up to 1 } } check Z { }`,
    'P',
    'holds',
  ],
] satisfies readonly VerdictCase[]);
