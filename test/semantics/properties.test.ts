/** Step properties, predicates of the state, vacuity. */
import { type VerdictCase, verdictsByHand } from './hand.ts';

const Z = 'assume Z { timing async } check Z { }';
const CRASHES = 'assume Z { timing async  fault N { recovery, up to 1 } } check Z { }';
const COUNTS = 'node N { x: 0..2 = 0  action grow when x < 2 { x += 1 } }';

verdictsByHand([
  ['a step property that every step keeps', `system X { ${COUNTS}  safety P: always next(N.x) > N.x } ${Z}`, 'P', 'holds'],
  [
    // grow, crash: x goes back to 0. A crash is a step like any other.
    'a crash is a step too',
    `system X { ${COUNTS}  safety P: always next(N.x) > N.x } ${CRASHES}`,
    'P',
    'violated: 1 faults, 2 steps; needs crash of N',
  ],
  [
    // A crash at x = 0 changes nothing that stands in next, and y does not count.
    'steps that do not change what stands in next are not asked',
    `system X { node N { x: 0..1 = 0  y: 0..2 = 0  action go when y < 2 { y += 1 } }  safety P: always next(N.x) == 1 } ${CRASHES}`,
    'P',
    'holds vacuously',
  ],
  [
    // Asked of a step that changes either of the two: go changes y only, and next(x) > x is false there.
    'what stands in any next counts',
    `system X { node N { x: 0..2 = 0  y: 0..2 = 0  action go when y < 2 { y += 1 } }  safety P: always next(N.x) > N.x or next(N.y) == 0 } ${Z}`,
    'P',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
  [
    // next(e) is e after the step: also of an expression, which may stay the same while its variables change.
    'next of an expression is about the expression',
    `system X { node N { x: 0..2 = 0  action grow when x < 2 { x += 1 } }  safety P: always next(N.x >= 0) and false } ${Z}`,
    'P',
    'holds vacuously',
  ],
  [
    // 0 -> 1 by the first step, 1 -> 2 by the second, which breaks it.
    'a step that leads to a known state is asked as well',
    `system X { node N { x: 0..2 = 0  action grow when x < 2 { x += 1 }  action back when x == 2 { x = 0 } }  safety P: always next(N.x) != 0 } ${Z}`,
    'P',
    'violated: 0 faults, 3 steps; needs nothing',
  ],
  [
    // Both steps from x = 0 reach x = 1; the property looks at the step's own source.
    'of two steps between the same states either may break it',
    `system X { message M  node N { x: 0..2 = 0  action one when x == 0 { x = 1 }  action two when x == 1 { x = 2 } }  safety P: always N.x == 0 implies next(N.x) == 1 } ${Z}`,
    'P',
    'holds',
  ],
  [
    // stable is true throughout where nothing is eventual.
    'stable where nothing is eventual',
    `system X { ${COUNTS}  safety P: always stable } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // The unstable initial state. Without loss nothing would stabilise, and stable would be true throughout.
    'stable where something is',
    `system X { ${COUNTS}  safety P: always stable } assume Z { timing sync { }  network { lossy until stable } } check Z { }`,
    'P',
    'violated: 0 faults, 0 steps; needs loss',
  ],
  [
    'and the stable start is one, too',
    `system X { node N { }  reachable R: stable } assume Z { timing sync { }  network { lossy until stable } } check Z { }`,
    'R',
    'reached: 0 steps',
  ],
  [
    // S tells when its timer says so; lost before stabilisation, it may stay lost; afterwards, told at 1, it arrives by 2.
    'until stable: no loss afterwards',
    `system X { message M  node S { told: bool = false  timer t  on start { start t for 1 }  on t { told = true  send M to N } }
      node N { x: bool = false  on M { x = true } }
      safety D: stable and not S.told leads to N.x within 2 } assume Z { timing sync { delay <= 1 }  network { lossy until stable } } check Z { }`,
    'D',
    'holds',
  ],
  [
    // tick, fire, lose, stabilise: told, lost, and only then stable.
    'but before it there is',
    `system X { message M  node S { told: bool = false  timer t  on start { start t for 1 }  on t { told = true  send M to N } }
      node N { x: bool = false  on M { x = true } }
      reachable R: stable and S.told and not N.x and count(in flight M) == 0 } assume Z { timing sync { delay <= 1 }  network { lossy until stable } } check Z { }`,
    'R',
    'reached: 1 faults, 4 steps',
  ],
  [
    // Fields asked about by name; others do not matter. from and to.
    'in flight counts what fits',
    `system X { message M(a: 0..2, b: bool)  node S { on start { send M(a: 1, b: true) to N  send M(a: 1, b: false) to N  send M(a: 2, b: true) to N } }  node N { on M { } }
      safety P: always (count(in flight M) == 3 implies count(in flight M(a: 1)) == 2 and count(in flight M(b: true) from S to N) == 2 and in flight M(a: 2) and not in flight M(a: 0)) } ${Z}`,
    'P',
    'holds',
  ],
  [
    'a quorum is more than half',
    `system X { node N[4] { }  safety P: always (majority(N) == 3 and count(n in N where up(n)) >= majority(N)) } assume Z { timing async  fault N { stop, up to 2 } } check Z { }`,
    'P',
    'violated: 2 faults, 2 steps; needs crash of N',
  ],
  [
    // A predicate may be a model error in some state: grow to x = 0 again.
    'a property that has no value in a state is an error',
    `system X { ${COUNTS}  safety P: always 4 / (2 - N.x) >= 1 } ${Z}`,
    'P',
    'error: division by zero',
  ],
  [
    // The step of one node changes a watched value, and the other's stays: 0 > 0 is false.
    'under forall every instance is asked in a step that changes one of them',
    `system X { node N[2] { x: 0..2 = 0  action up when x < 2 { x += 1 } }  safety P: always (forall n in N: next(n.x) > n.x) } ${Z}`,
    'P',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
  [
    'so the claim is true of those that stay',
    `system X { node N[2] { x: 0..2 = 0  action up when x < 2 { x += 1 } }  safety P: always (forall n in N: next(n.x) >= n.x) } ${Z}`,
    'P',
    'holds',
  ],
  [
    // Both answers are to the one request.
    'a broadcast is one request',
    `system X { message Ask  message Yes  node A { got: set<B> = {}  on start { call c = broadcast Ask to B }  on Yes from b for c { got += b }  on Yes { } }
       node B[2] { on Ask { reply Yes } }  reachable P: count(A.got) == 2 } ${Z}`,
    'P',
    'reached: 4 steps',
  ],
  [
    'sends in a loop are one request each, and the last makes those before it old',
    `system X { message Ask  message Yes  node A { got: set<B> = {}  on start { for b in B { call c = send Ask to b } }  on Yes from b for c { got += b }  on Yes { } }
       node B[2] { on Ask { reply Yes } }  reachable P: count(A.got) == 2 } ${Z}`,
    'P',
    'unreached',
  ],
  [
    'a deadline that is never begun holds vacuously',
    `system X { ${COUNTS}  safety P: N.x > 2 leads to N.x == 0 within 1 } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds vacuously',
  ],
] satisfies readonly VerdictCase[]);
