/** Where the search is cut: limit types, limits, horizons, capacity; and what is then said. Cut against error: whichever comes first. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const Z = 'assume Z { timing async } check Z { }';

countsByHand([
  [
    // 0, 1, 2, 3 and then cut.
    'past the end of a limit type a step is cut',
    `system X { type T = 0..3 limit  node N { n: T = 0  action grow { n += 1 } } } ${Z}`,
    '4 states, 3 steps, 1 cut',
  ],
  [
    // The intermediate 4 is not kept: n + 1 - 1 is 3. One step from each to itself, besides.
    'only what is kept counts, not what is reckoned on the way',
    `system X { type T = 0..3 limit  node N { n: T = 3  action stay { n = n + 1 - 1 } } } ${Z}`,
    '1 states, 1 steps',
  ],
  [
    // Below the range it is an error, limit or not.
    'below its range a limit type is like any other',
    `system X { type T = 0..3 limit  node N { n: T = 0  action shrink { n -= 1 } } } ${Z}`,
    '1 states, 0 steps, 1 errors',
  ],
  [
    'the cut comes first: the error after it does not happen',
    `system X { type T = 0..1 limit  node N { n: T = 1  action go { n += 1  assert false } } } ${Z}`,
    '1 states, 0 steps, 1 cut',
  ],
  [
    'the error comes first',
    `system X { type T = 0..1 limit  node N { n: T = 1  action go { assert n == 0  n += 1 } } } ${Z}`,
    '1 states, 0 steps, 1 errors',
  ],
  [
    // An error beats the capacity, which is judged when the step is over: M would be the second in flight.
    'an error comes before the capacity',
    `system X { message M  node S { n: 0..1 = 1  on start { send M to N }  action go { send M to N  n += 1 } }  node N { on M { } } }
     assume Z { timing async  network { capacity 1 } } check Z { }`,
    '2 states, 1 steps, 2 errors',
  ],
  [
    // The ghost counts what was sent beyond the capacity too, and 2 is no value of it: that error beats the cut.
    'a ghost counts messages beyond the capacity',
    `system X { message M  node N { n: 0..1 = 0  ghost g: 0..1 = 0  action go when n == 0 { n = 1  send M to N  send M to N  ghost { g = count(in flight M) } }  on M { } } }
     assume Z { timing async  network { capacity 1 } } check Z { }`,
    '1 states, 0 steps, 1 errors',
  ],
  [
    // Three are sent; a call makes the two that are stale of no account for the capacity: three are too many.
    'what is beyond the capacity stays beyond it when a call becomes stale',
    `system X { message M  node N { n: 0..1 = 0  action go when n == 0 { n = 1  call c = send M to N  call c = send M to N  call c = send M to N }  on M { } } }
     assume Z { timing async  network { capacity 2 } } check Z { }`,
    '1 states, 0 steps, 1 cut',
  ],
  [
    // n = 0, 1; a step to 2 is cut; at 1 the reset is not.
    'limit keeps the search where it holds',
    `system X { node N { n: 0..5 = 0  action grow when n < 5 { n += 1 }  action reset { n = 0 } } } assume Z { timing async  limit N.n <= 1 } check Z { }`,
    '2 states, 3 steps, 1 cut',
  ],
  [
    // Two limits; both must hold. n = 0..2 by the first, m = 0..1 by the second.
    'limits add up',
    `system X { node N { n: 0..5 = 0  m: 0..5 = 0  action grow when n < 5 { n += 1 }  action more when m < 5 { m += 1 } } }
     assume Y { timing async  limit N.n <= 2 } assume Z extends Y { limit N.m <= 1 } check Z { }`,
    '6 states, 7 steps, 5 cut',
  ],
  [
    'an initial state outside a limit is no state',
    'system X { node N { n: 0..5 = any } } assume Z { timing async  limit N.n <= 1 } check Z { }',
    '2 states, 0 steps',
  ],
  [
    // A message field of a limit type is cut at the send.
    'a field of a message can be a limit type',
    `system X { type T = 0..1 limit  message M(t: T)  node S { n: 0..3 = 0  action tell when n < 3 { n += 1  send M(t: n - 1) to R } }  node R { on M { } } } ${Z}`,
    // n = 0: nothing. n = 1: M(0) or not. n = 2: {0,1}, {0}, {1}, {}. From n = 2 the send of 2 is cut, 4 times. Sends 1 + 2, deliveries
    // 1 + 4.
    '7 states, 8 steps, 4 cut',
  ],
  [
    // A state that violates a property is counted and expanded; the search of states alone knows no property. 0..2.
    'a model error is no state',
    `system X { node N { n: 0..2 = 0  action grow { n += 1 } } } ${Z}`,
    '3 states, 2 steps, 1 errors',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    'bounds that were reached are named, others are not',
    `system X { type T = 0..1 limit  message M  node N { n: T = 0  action grow { n += 1 } }  safety P: always N.n <= 1 } ${Z}`,
    'P',
    'holds within T <= 1',
  ],
  [
    'a violation inside the bounds stands',
    `system X { type T = 0..3 limit  node N { n: T = 0  action grow { n += 1 } }  safety P: always N.n <= 2 } ${Z}`,
    'P',
    'violated: 0 faults, 3 steps; needs nothing',
  ],
  [
    'reached inside the bounds stands',
    `system X { type T = 0..3 limit  node N { n: T = 0  action grow { n += 1 } }  reachable R: N.n == 3 } ${Z}`,
    'R',
    'reached: 3 steps',
  ],
  [
    'not reached inside the bounds is unknown',
    `system X { type T = 0..3 limit  node N { n: T = 0  x: bool = false  action grow { n += 1 } }  reachable R: N.x } ${Z}`,
    'R',
    'unknown',
  ],
  [
    'nor is a limit hidden',
    `system X { node N { n: 0..3 = 0  action grow when n < 3 { n += 1 } }  safety P: always N.n <= 3 } assume Z { timing async  limit N.n <= 1 } check Z { }`,
    'P',
    'holds within limit N.n <= 1',
  ],
  [
    // The violating state is outside: it is cut, not counted and not checked.
    'a state outside the limit violates nothing',
    `system X { node N { n: 0..3 = 0  action grow when n < 3 { n += 1 } }  safety P: always N.n <= 1 } assume Z { timing async  limit N.n <= 1 } check Z { }`,
    'P',
    'holds within limit N.n <= 1',
  ],
  [
    'past the horizon',
    `system X { clock wall until 2  node N { x: 0..2 = 0  optional action look { x = wall.now } }  safety P: always N.x <= 2 } assume Z { timing sync { skew <= 0 } } check Z { }`,
    'P',
    'holds within wall until 2',
  ],
  [
    // A step property is not asked of a step that is cut.
    'a step that is cut is not checked',
    `system X { type T = 0..1 limit  node N { n: T = 0  action grow { n += 1 } }  safety P: always next(N.n) <= 1 } ${Z}`,
    'P',
    'holds within T <= 1',
  ],
  [
    'a search that has decided all it was asked looks for no errors further on',
    `system X { node N { n: 0..2 = 0  action grow { n += 1 } }  safety P: always N.n == 0 } ${Z}`,
    'P',
    'violated: 0 faults, 1 steps; needs nothing',
  ],
] satisfies readonly VerdictCase[]);
