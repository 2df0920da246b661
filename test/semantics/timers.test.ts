/** Timers, exact and loose, and what is read of them. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const NO_TIMING = 'assume Z { timing { } } check Z { }';

countsByHand([
  [
    // max(1, 1 - 2)..1 + 2 is 1..3: three initial states. 3 -> 2 -> 1 -> 0 by ticks; at 0 it is due and fires; off ticks to itself.
    'drift: a timer for 1 takes 1 to 3 ticks, never 0',
    'system X { node N { timer t  on start { start t for 1 }  on t { } } } assume Z { timing sync { drift <= 2 } } check Z { }',
    '5 states, 5 steps',
  ],
  [
    // 1 -> 0, and there it stays: nothing is due.
    'a timer without a handler stays expired and is never due',
    'system X { node N { timer t  on start { start t for 1 } } } assume Z { timing sync { } } check Z { }',
    '2 states, 2 steps',
  ],
  [
    // (left, x): (1,no): tick, act. (0,no): fire, act; both are due to happen before time goes on. (off,yes): tick.
    // act stops the timer, also the expired one; fire finds no handler whose guard holds and turns it off: (off,no): tick, act.
    'stop takes an expired timer away; one whose guards are all false is used up',
    `system X { node N { timer t  x: bool = false  on start { start t for 1 }  on t when x { }  optional action halt when not x { x = true  stop t } } }
     assume Z { timing sync { } } check Z { }`,
    '4 states, 7 steps',
  ],
  [
    // Both guards look at one reading: 1, or 0 once it is ripe, so the third handler never runs. (ripe or not, n, top).
    // (no,0,1): deliver, tick. (yes,0,1): two deliveries, tick. (no,2,1), (yes,2,1), (yes,1,0): a tick each.
    'one reading of left for all guards of a step',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  n: 0..3 = 0  on start { start t for 1 }
        on M when t.left == 0 { n = 1 }  on M when t.left == 1 { n = 2 }  on M { n = 3 } } } ${NO_TIMING}`,
    '5 states, 8 steps',
  ],
  [
    // a = b always. In flight: not ripe, read as 1 or 2: two deliveries, tick; ripe, read as 0 too: three deliveries, tick.
    // Done: (not ripe, 1 or 2), (ripe, 0, 1 or 2), a tick each.
    'one reading for guard and segment',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  a: 0..2 = 0  b: 0..2 = 0  on start { start t for 2 } on M when t.left >= 0 { a = t.left  b = t.left } } } ${NO_TIMING}`,
    '7 states, 12 steps',
  ],
  [
    // In flight: (not ripe): a = 1, tick. (ripe): a = 0 or 1, tick. Suspended (a, lateness flag): not ripe (1,0): b = 1, tick; ripe
    // (1,1) and (1,0): b = 0 or 1, tick; ripe (0,0) and (0,1): b = 0, for readings do not rise, tick. Done (a, b): not ripe (1,1), ripe
    // (1,1), (1,0), (0,0): a tick each.
    'another reading after a pause',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  a: 0..1 = 0  b: 0..1 = 0  on start { start t for 1 } on M { a = t.left  pause  b = t.left } } } ${NO_TIMING}`,
    '11 states, 21 steps',
  ],
  [
    // Read as 1; started for 2 and read as 1 or 2: each a state of its own, which a tick makes ripe.
    'started again in a segment, it is read anew',
    `system X { node N { timer t  a: 0..2 = 0  b: 0..2 = 0  on start { start t for 1  a = t.left  start t for 2  b = t.left } } } ${NO_TIMING}`,
    '4 states, 4 steps',
  ],
  [
    // (top): (2), of which 1 was read: (1), stopped: (off). Each ripe or not, off but once. (no,2): look (1), look (2), stop, tick.
    // (no,1): look, stop, tick. (yes,2): look (0, 1, 2), stop, tick. (yes,1): look (0, 1), stop, tick. (yes,0): look, stop, tick.
    // (off): look, stop, tick.
    'each reading is a state of its own, and stopping forgets it',
    `system X { node N { timer t  on start { start t for 2 }  optional action look when t.left >= 0 { }  optional action halt { stop t } } } ${NO_TIMING}`,
    '6 states, 22 steps',
  ],
  [
    // From unstable: (not ripe), (ripe), (off); stable, with ticks left of 1 + 1: (not ripe, 2), (ripe, 2), (ripe, 1), (ripe, 0), (off).
    // From stable: exact for 1 or 2: (2), (1), (0).
    // Steps: stabilise + tick; fire + tick + stabilise; tick + stabilise; tick; fire + tick; fire + tick; fire; tick; and 1 + 1 + 1.
    'a loose timer becomes bounded at stabilisation: duration + drift from then',
    'system X { node N { timer t  on start { start t for 1 }  on t { } } } assume Z { timing { eventually drift <= 1, pause <= 0 } } check Z { }',
    '11 states, 17 steps',
  ],
  [
    // Ripe only after a tick: (not ripe): tick. (ripe): fire, tick. (off): tick.
    'a loose timer does not expire at once',
    `system X { node N { timer t  on start { start t for 3 }  on t { } } } ${NO_TIMING}`,
    '3 states, 4 steps',
  ],
  [
    // Two keys, each exact: (1,off) (0,off) -> fire -> starts the other: (off,1) (off,0) -> starts the first again.
    'timers of one name, one for each key',
    `system X { node N { timer t[bool]  on start { start t[false] for 1 }  on t[k] { start t[not k] for 1 } } }
     assume Z { timing sync { } } check Z { }`,
    '4 states, 4 steps',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    // left is min(r, n): never more than what it was started for, though it may take up to 5 ticks.
    'left never says more than the duration',
    `system X { node N { timer t  on start { start t for 3 }  on t { } }  safety P: always N.t.left <= 3  } assume Z { timing sync { drift <= 2 } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // r = 5: two ticks on, 3 are left of it, and left still says 3. u fires then and sends M.
    'left of a slow timer stands still at first',
    `system X { message M
      node N { timer t  on start { start t for 3 }  on t { } }
      node S { timer u  on start { start u for 2 }  on u { send M to S }  on M { } }
      reachable R: N.t.left == 3 and count(in flight M) == 1 }
     assume Z { timing sync { drift N <= 2, drift <= 0 } } check Z { }`,
    'R',
    'reached: 3 steps',
  ],
  [
    'a timer that is not running has nothing left',
    `system X { node N { timer t  on start { start t for 1 }  on t { } }  safety P: always (N.t.running or N.t.left == 0) } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    'an expired timer does not run, though its handler has not had its turn',
    `system X { node N { fired: bool = false  timer t  on start { start t for 1 }  on t { fired = true } }
      reachable P: not N.t.running and not N.fired } assume Z { timing sync { } } check Z { }`,
    'P',
    'reached: 1 steps',
  ],
  [
    'nor does one without a handler',
    `system X { node N { late: bool = false  timer lease  timer clock  on start { start lease for 2  start clock for 4 }
       on clock { late = lease.running or lease.left > 0 } }
      safety P: never N.late } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // fire, two ticks until the timer has run out, fire again
    'what waits for a timer to run out happens again',
    `system X { node N { timer t  fired: 0..2 = 0  action fire when fired < 2 and not t.running { fired += 1  start t for 2 } }
      safety P: never N.fired > 1 } assume Z { timing sync { } } check Z { }`,
    'P',
    'violated: 0 faults, 4 steps; needs nothing',
  ],
  [
    'a reading of a timer that nothing bounds does not rise',
    `system X { node N { timer t  first: 0..3 = 0  second: 0..3 = 0  phase: 0..2 = 0  on start { start t for 3 }
       action one when phase == 0 { first = t.left  phase = 1 }  action two when phase == 1 { second = t.left  phase = 2 } }
      safety P: never (N.phase == 2 and N.second > N.first) } assume Z { timing { always pause <= 0 } } check Z { }`,
    'P',
    'holds',
  ],
  [
    'nor does it run out in the tick in which it is started',
    `system X { node N { timer t  at: 0..3 = 3  on start { start t for 3  at = t.left } }
      safety P: always N.at > 0 } assume Z { timing { always pause <= 0 } } check Z { }`,
    'P',
    'holds',
  ],
  [
    // Asked whether it runs, the answer was no: it never runs again.
    'whether it runs and what is left of it are one reading',
    `system X { node N { timer t  out: bool = false  again: bool = false  on start { start t for 3 }
       optional action look when not t.running { out = true  again = t.left > 0 }  optional action more when out and t.left > 0 { again = true } }
      safety P: never N.again } assume Z { timing { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    'a duration below 1 is an error',
    `system X { node N { timer t  n: 0..1 = 1  action go when n == 1 { n = 0  start t for n }  on t { } }  safety P: always N.n >= 0 } assume Z { timing sync { } } check Z { }`,
    'P',
    'error: t is started for 0 ticks; it needs at least 1',
  ],
  [
    'only where it is asked for: one that is never run is none',
    `system X { const D = 0  node N { free: bool = false  timer t  on start { if D > 0 { start t for D } else { free = true } }  on t { free = true } }
      safety P: always N.free } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds',
  ],
  [
    'a duration of 0 that is run is one',
    `system X { const D = 0  node N { timer t  optional action go when t.left == 0 and not t.running { start t for D } }
      safety P: always up(N) } assume Z { timing { } } check Z { }`,
    'P',
    'error: t is started for 0 ticks; it needs at least 1',
  ],
] satisfies readonly VerdictCase[]);
