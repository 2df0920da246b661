/** The simplest counterexample: fewest faults, then fewest steps, then the least sequence of steps in the order of the rules. */
import { tracesByHand, type VerdictCase, verdictsByHand, type Walked } from './hand.ts';

verdictsByHand([
  [
    // crash: 1 fault, 1 step. By growing: no fault, 3 steps.
    'fewer faults come before fewer steps',
    `system X { node N { n: 0..3 = 0  action grow when n < 3 { n += 1 } }  safety P: always (N.n < 3 and up(N)) }
     assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    'P',
    'violated: 0 faults, 3 steps; needs nothing',
  ],
  [
    // 2 faults in 2 steps (both crash), or 1 in 4: A stops, then three grows of B.
    'also from one fault to two',
    `system X { node A { } node B { n: 0..3 = 0  action grow when n < 3 { n += 1 } }  safety P: always (up(A) or (B.n < 3 and up(B))) }
     assume Z { timing async  fault A, B { stop, up to 2 } } check Z { }`,
    'P',
    'violated: 1 faults, 4 steps; needs crash of A, B',
  ],
  [
    // Reached first, in the level order of steps alone, by way of the fault (2 steps); the way without one is longer (4 steps), and
    // the state is the same.
    'a state that is nearer by a fault is counted as what it is without',
    `system X { node N { durable n: 0..4 = 0  action grow when n < 4 { n += 1 }  on restart { n = 4 } }  safety P: always N.n < 4 }
     assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    'P',
    'violated: 0 faults, 4 steps; needs nothing',
  ],
  [
    // Both A's late at one tick are two faults; one of them alone is one: tick, tick with pause <= 1 of one only.
    'a pause of one node is less than a pause of two',
    `system X { node A[2] { x: bool = false  on start { pause  x = true } }
      safety D: not A#1.x leads to A#1.x within 0 } assume Z { timing sync { delay <= 0, pause <= 1 } } check Z { }`,
    'D',
    'violated: 1 faults, 2 steps; needs pause of A',
  ],
  [
    // Caught up in between (handled, then again), so each of the two ticks is the beginning of a pause. Late twice: two faults.
    'two pauses of one node are two faults',
    `system X { message M  node S { timer t  on start { send M to N  start t for 1 }  on t { send M to N } }
      node N { n: 0..2 = 0  timer u  ghost late: 0..2 = 0  on start { start u for 1 }
        on M { n += 1  if u.left == 0 { ghost { late += 1 } }  start u for 1 } }
      safety P: always N.late < 2 } assume Z { timing sync { delay <= 0, pause N <= 1 } } check Z { }`,
    'P',
    'violated: 2 faults, 5 steps; needs pause of N',
  ],
] satisfies readonly VerdictCase[]);

tracesByHand([
  [
    // Either step alone breaks it: a delivery comes before an action, whoever takes it.
    'deliver before act',
    `system X { message M  node A { x: bool = false  action go when not x { x = true } }  node B { x: bool = false  on start { send M to B }  on M { x = true } }
      safety P: never (A.x or B.x) } assume Z { timing async } check Z { }`,
    'P',
    ['deliver M() B -> B'],
  ],
  [
    // Both are possible at time 1, and A is declared first.
    'fire before act',
    `system X { node A { timer u  x: bool = false  on start { start u for 1 }  action go when u.left == 0 and not x { x = true } }
      node C { timer t  x: bool = false  on start { start t for 1 }  on t { x = true } }
      safety P: never (A.x or C.x) } assume Z { timing sync { pause <= 1 } } check Z { }`,
    'P',
    ['tick', 'fire C.t'],
  ],
  [
    // resume (1 step) and act (1 step) both do; resume is the lesser.
    'resume before act',
    `system X { node A { x: bool = false  action go when not x { x = true } }  node B { x: bool = false  on start { pause  x = true } }
      safety P: never (A.x or B.x) } assume Z { timing async } check Z { }`,
    'P',
    ['resume B'],
  ],
  [
    'instances in declared order, actions in text order, parameters in value order',
    `system X { node A[2] { x: 0..3 = 0  action no when x == 9 { }  action go for v in {3, 2} when x == 0 { x = v } }
      safety P: never (exists a in A: a.x > 0) } assume Z { timing async } check Z { }`,
    'P',
    ['act A#1.go(2)'],
  ],
  [
    'messages by sender, receiver, name, payload',
    `system X { message L(v: 0..1) message K(v: 0..1)
      node A[2] { x: bool = false  on start { send K(v: 0) to self  send L(v: 1) to self  send L(v: 0) to self }  on K { x = true }  on L { x = true } }
      safety P: never (exists a in A: a.x) } assume Z { timing async } check Z { }`,
    'P',
    ['deliver L(0) A#1 -> A#1'],
  ],
  [
    // Drift: nominal 2 first, then 1 and 3. Any of them breaks it.
    'the nominal choice first: a timer',
    `system X { node A { timer t  x: bool = false  action go when not x { x = true  start t for 2 } }  safety P: never A.x } assume Z { timing sync { drift <= 1 } } check Z { }`,
    'P',
    ['act A.go(), t 2'],
  ],
  [
    // Only a reading of 0 at time 1 breaks it; then the least of the others: true 1, then 0, 2.
    'the nominal choice first: a clock',
    `system X { clock wall until 3  node A { x: 0..3 = 0  d: bool = false  optional action look when not d { d = true  x = wall.now } }
      safety P: never (A.d and A.x != 1) } assume Z { timing sync { skew <= 2 } } check Z { }`,
    'P',
    ['act A.look(), wall.now 0'],
  ],
  [
    'and where the reading does not matter, the true one',
    `system X { clock wall until 3  node A { x: 0..3 = 0  d: bool = false  timer t  on start { start t for 1 }  on t { x = wall.now  d = true } }
      safety P: never A.d } assume Z { timing sync { skew <= 2 } } check Z { }`,
    'P',
    ['tick', 'fire A.t, wall.now 1'],
  ],
  [
    // tick (free) then crash, or crash then tick: the same cost. tick is the lesser first step.
    'a tick before a crash, where the order does not matter',
    `system X { node A { timer t  on start { start t for 1 } }  node B { }  safety P: always (up(B) or A.t.left > 0) } assume Z { timing sync { }  fault B { stop, up to 1 } } check Z { }`,
    'P',
    ['tick', 'crash B'],
  ],
  [
    // Crash before loss: either of one fault in one step.
    'a crash before a loss',
    `system X { message M  node A { on start { send M to B } }  node B { defer M  on M { } }  safety P: always (up(A) and up(B) and count(in flight M) == 1) }
     assume Z { timing async  network { lossy }  fault A, B { stop, up to 1 } } check Z { }`,
    'P',
    ['crash A'],
  ],
  [
    // Durable kept before lost; both lead to the same.
    'amnesia: kept before lost',
    `system X { node A { durable d: bool = false }  safety P: always up(A) } assume Z { timing async  fault A { amnesia, up to 1 } } check Z { }`,
    'P',
    ['crash A'],
  ],
  [
    'lost where it matters',
    `system X { node A { durable d: bool = false  ghost w: bool = false  action set when not d { d = true  ghost { w = true } } }
      safety P: always (A.w implies A.d) } assume Z { timing async  fault A { amnesia, up to 1 } } check Z { }`,
    'P',
    ['act A.set()', 'crash A for good'],
  ],
  [
    // The property breaks when the cut is there: tell is lost. One-way {A}: {B} would not do, and comes later. cut, then tell.
    'a cut, then the send that it swallows',
    `system X { message M  node A { t: bool = false  action tell when not t { t = true  send M to B } }  node B { x: bool = false  on M { x = true } }
      safety P: never (A.t and not B.x and count(in flight M) == 0) } assume Z { timing async  network { one-way cuts } } check Z { }`,
    'P',
    ['cut', 'act A.tell()'],
  ],
  [
    // By lie or not: B Byzantine at the start costs 1 and the lie 0; the loss costs 1 and 1 step. Equal: 1 fault, 1 step. Layer order:
    // initial state first: the one without Byzantine nodes comes first in the order of starts.
    'of beginnings of equal cost the one without Byzantine nodes',
    `system X { message M  node A { x: bool = false  on M { x = true } }  node B { z: bool = false  on start { send M to B }  defer M  on M { }  action idle when z { send M to A } }
      safety P: always not A.x and (not correct(B) or count(in flight M) == 1) } assume Z { timing async  network { lossy }  fault B { byzantine, up to 1 } } check Z { }`,
    'P',
    ['lose M() B -> B'],
  ],
  [
    // Which of two ends breaks first does not matter: the sequence of steps is the least as a whole, by its first step.
    'the least sequence as a whole',
    `system X { message M  node A { n: 0..2 = 0  action one when n == 0 { n = 1 } }  node B { n: 0..2 = 0  on start { send M to B }  on M { n = 1 }  action two when n == 1 { n = 2 } }
      safety P: never (B.n == 2 or A.n == 1 and B.n == 1) } assume Z { timing async } check Z { }`,
    'P',
    ['deliver M() B -> B', 'act A.one()'],
  ],
] satisfies readonly Walked[]);
