/** What handlers and actions do: choices, pauses, loops, initial values, the first handler that fits. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const Z = 'assume Z { timing async } check Z { }';

countsByHand([
  [
    // Suspended before 1, 2, 3, and done: the rest of the loop is in the state. 4 states, a resume each but the last.
    'a pause inside a loop: what is still to come is kept',
    `system X { node N { sum: 0..6 = 0  on start { for x in {1, 2, 3} { pause  sum += x } } } } ${Z}`,
    '4 states, 3 steps',
  ],
  [
    // The set is taken when the loop begins: what is added later does not come in. s = {1}: pause, s = {1, 2}; 1 round only.
    'a loop walks the set as it was at its beginning',
    `system X { node N { s: set<1..3> = {1}  on start { for x in s { pause  s += x + 1 } } } } ${Z}`,
    '2 states, 1 steps',
  ],
  [
    // Two loops, one inside the other, {1,2} each: 4 pauses, then done. last is 10 x + y of the round before.
    'loops inside loops',
    `system X { node N { last: 0..22 = 0  on start { for x in {1, 2} { for y in {1, 2} { pause  last = 10 * x + y } } } } } ${Z}`,
    '5 states, 4 steps',
  ],
  [
    // Suspended with a = 0 or 1, done with y = 0 or 1 (a is no part of the state any more).
    'a let lives across a pause, and not longer',
    `system X { node N { y: 0..1 = 0  on start { let a = choose v in {0, 1}  pause  y = a } } } ${Z}`,
    '4 states, 2 steps',
  ],
  [
    // Suspended in either branch; the condition is not looked at again. (x flips at the other's action.)
    // N: suspended (x no), suspended after flip is impossible: N itself is busy. Done: n = 1.
    'a branch is chosen once',
    `system X { node N { x: bool = false  n: 0..2 = 0  on start { if not x { x = true  pause  n = 1 } else { n = 2 } } } } ${Z}`,
    '2 states, 1 steps',
  ],
  [
    // A let in scope belongs to the state whether it is used again or not: two suspended states; one done.
    'a let that is not used again is still part of the state',
    `system X { node N { on start { let a = choose v in {0, 1}  pause } } } ${Z}`,
    '3 states, 2 steps',
  ],
  [
    // One that is out of scope is not: one suspended state.
    'a let of a block that has ended is not',
    `system X { node N { b: bool = false  on start { if not b { let a = choose v in {0, 1} }  pause } } } ${Z}`,
    '2 states, 1 steps',
  ],
  [
    // The sender of the handled message belongs to the suspended state, used or not: A's or B's M first, at N suspended.
    // In flight AB, A, B, none; idle at 4; suspended with sender A: B in flight or not; sender B: A or not: 4. Deliveries 2 + 1 + 1,
    // resumes 4.
    'the sender of the message handled is part of the suspended state',
    `system X { message M  node A { on start { send M to N } }  node B { on start { send M to N } }  node N { on M { pause } } } ${Z}`,
    '8 states, 8 steps',
  ],
  [
    // n = 0: 2 choices that differ in value, 1 and 2; choosing is one step for each that fits.
    'choose gives a step for each value that fits',
    `system X { node N { n: 0..3 = 0  action go when n == 0 { let w = choose v in {0, 1, 2, 3} where v > 0 and v < 3  n = w } } } ${Z}`,
    '3 states, 2 steps',
  ],
  [
    // random is choose: 0..1 in 2 steps; equal targets are two steps.
    'random gives a step for each value, also where they lead to the same',
    `system X { node N { x: bool = false  action go when not x { let d = random 2..4  x = true } } } ${Z}`,
    '2 states, 3 steps',
  ],
  [
    'nothing to choose from is an error',
    `system X { node N { x: bool = false  action go when not x { let d = choose v in {1, 2} where v > 2  x = true } } } ${Z}`,
    '1 states, 0 steps, 1 errors',
  ],
  [
    // any: 2 * 3 initial states. A third variable has its value.
    'any: every value of the type',
    `system X { node N { a: bool = any  b: 0..2 = any  c: 0..2 = 1 } } ${Z}`,
    '6 states, 0 steps',
  ],
  [
    // On start runs in declared order: B's sees nothing of A, but its messages stand in the same initial state: one state, AM, BM.
    'on start runs before the first state',
    `system X { message M  node A { n: 0..1 = 0  on start { n = 1  send M to B } }  node B { n: 0..1 = 0  on M { n = 1 } } } ${Z}`,
    '2 states, 1 steps',
  ],
  [
    // x from 2 values of a set, chosen in on start of two instances: 4 initial states.
    'choices in on start multiply',
    `system X { node N[2] { x: 0..1 = 0  on start { let v = choose w in {0, 1}  x = v } } } ${Z}`,
    '4 states, 0 steps',
  ],
  [
    // The first handler in text order that fits: n = 1 for v = 0, n = 2 for v = 1; v = 2 is ignored.
    'the first handler whose guard holds; none: ignored',
    `system X { message M(v: 0..2)  node S { on start { let v = choose w in {0, 1, 2}  send M(v) to N } }
      node N { n: 0..3 = 0  on M(v) when v == 0 { n = 1 }  on M(v) when v <= 1 { n = 2 } } } ${Z}`,
    '6 states, 3 steps',
  ],
  [
    // One for each parameter: (1,1), (1,2), (2,1), (2,2) by x in 1..2, each its own step while a is free.
    'an action for each value of its parameters',
    `system X { node N { a: bool = false  action go for x in {1, 2}, y in {1, 2} when not a and x <= y { a = true } } } ${Z}`,
    '2 states, 3 steps',
  ],
  [
    // Suspended it is only resumed: no act, no delivery. Then (n 0, M): act, deliver. (n 1, M): deliver. (n 2).
    'a suspended node is busy',
    `system X { message M  node S { on start { send M to N } }  node N { n: 0..2 = 0  on start { pause }  on M { n = 2 }  action go when n == 0 { n = 1 } } } ${Z}`,
    '4 states, 4 steps',
  ],
  [
    // To all of N but itself: 2 messages to the others.
    'a broadcast goes to all but oneself',
    `system X { message M  node N[3] { on start { if self == N#1 { broadcast M to N } }  on M { } } } ${Z}`,
    '4 states, 4 steps',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    'sets are walked in value order, however they are written',
    `system X { node N { last: 0..3 = 0  on start { for x in {3, 1, 2} { pause  assert x == last + 1  last = x } } }  reachable R: N.last == 3 } ${Z}`,
    'R',
    'reached: 3 steps',
  ],
  [
    'strict: a message that no handler takes is an error',
    `system X { message M  node S { on start { send M to N } }  strict node N { x: bool = false  on M when x { } }  safety P: always up(N) } ${Z}`,
    'P',
    'error: N is strict and no handler takes M',
  ],
  [
    'an assertion that fails is an error',
    `system X { node N { x: 0..1 = 0  action go when x == 0 { x = 1  assert x == 0 } }  safety P: always up(N) } ${Z}`,
    'P',
    'error: assertion failed',
  ],
  [
    'none where a value is needed is an error',
    `system X { message M  node N { who: N? = none  x: bool = false  action go when not x { x = true  send M to who }  on M { } }  safety P: always up(N) } ${Z}`,
    'P',
    'error: `to` needs a value, and this is none',
  ],
  [
    'and short circuit keeps it from being asked',
    `system X { node N { d: 0..1 = 0  x: bool = false  action go when d == 0 or 1 / d == 1 { x = true } }  safety P: never N.x } ${Z}`,
    'P',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
  [
    // Integer division rounds down, the remainder is never negative.
    'division rounds down',
    `system X { node N { a: -4..4 = -3  x: bool = false  action go when a / 2 == -2 and a % 2 == 1 { x = true } }  reachable R: N.x } ${Z}`,
    'R',
    'reached: 1 steps',
  ],
  [
    'structs, instances and none compare in order',
    `system X { struct Stamp(n: 0..3, who: N)  node N[2] { s: Stamp? = none  x: bool = false
      action go when s == none { s = Stamp(n: 1, who: self) }
      action see when s != none and s > none and s < Stamp(n: 2, who: N#1) and (self == N#1 implies s < Stamp(n: 1, who: N#2)) { x = true } }
      reachable R: N#1.x and N#2.x } ${Z}`,
    'R',
    'reached: 4 steps',
  ],
  [
    'none is the least, of two values as of a set',
    `system X { type Stamp = 0..2
      node A { row: Stamp? = none  other: Stamp? = 1  least: Stamp? = 1  most: Stamp? = none  same: bool = false
        optional action go when not same { least = min(row, other)  most = max(row, other)  same = max(row, other) == max({row, other}) } }
      reachable R: A.least == none and A.most == 1 and A.same } ${Z}`,
    'R',
    'reached: 1 steps',
  ],
  [
    // (1, N#2) is above (1, N#1) and (0, N#2). A number may be compared with an optional one.
    'the greatest of structs goes field by field, that of nodes by their number',
    `system X { struct Stamp(n: 0..3, who: N)  const K = max(2, 3)
      node N[2] { s: Stamp = Stamp(n: 0, who: N#2)  first: N = self  n: 0..3? = none  x: bool = false
        optional action go when self == N#2 and not x {
          s = max(s, Stamp(n: 1, who: N#1), Stamp(n: 1, who: self))  first = min(self, N#1)  n = max(none, n, 2)
          x = max(false, self == N#2) and min(K, 7) == 3 } }
      reachable R: N#2.x and N#2.s == Stamp(n: 1, who: N#2) and N#2.first == N#1 and N#2.n == 2 } ${Z}`,
    'R',
    'reached: 1 steps',
  ],
  [
    // a, then b: all but those that are there already. `Solo` is one node, and the set of it where a set is wanted.
    'a node, an enum or a small type stands for all of its values, on either side',
    `system X { enum E { p, q }  type K = 0..1  node Solo { }
      node N[3] { seen: set<N> = {}  es: set<E> = {}  ks: set<K> = {}  solo: set<Solo> = {}  phase: 0..2 = 0
        optional action a when phase == 0 and count(N - seen) == 3 and N != seen {
          phase = 1  seen = N - { self }  es = E - { p }  ks += K - { 0 }  solo += Solo }
        optional action b when phase == 1 and seen == N - { self } and Solo - solo == {} {
          phase = 2  seen += N  es = if N == seen then E else { p }  ks = K & ks  solo -= Solo } }
      safety P: always (forall n in N - { N#1 }: n.phase == 2 implies n.seen == N and E == n.es and n.ks == { 1 } and n.solo == Solo - Solo)
      reachable R: exists n in N - N#1.seen: n.phase == 2 } ${Z}`,
    'P',
    'holds',
  ],
] satisfies readonly VerdictCase[]);
