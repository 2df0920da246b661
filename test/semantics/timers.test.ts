/** Timers, exact and loose, and what is read of them. */
import { type Counted, countsByHand, type Told, verdictsByHand } from './hand.ts';

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
    // Both guards look at one reading: 0 or 1, so the third handler never runs. (ripe, n): n is 0, 1 or 2.
    // n = 0: two deliveries and a tick, before and after it is ripe; n = 1, 2: a tick each.
    'one reading of left for all guards of a step',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  n: 0..3 = 0  on start { start t for 1 }
        on M when t.left == 0 { n = 1 }  on M when t.left == 1 { n = 2 }  on M { n = 3 } } } ${NO_TIMING}`,
    '6 states, 10 steps',
  ],
  [
    // In flight and done, each with t ripe or not; done has (a, b) of 3 readings: a = b always. In flight: 3 deliveries, a tick.
    // Done: a tick. 2 + 2 * 3 states, 2 * 4 + 6 steps.
    'one reading for guard and segment',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  a: 0..2 = 0  b: 0..2 = 0  on start { start t for 2 } on M when t.left >= 0 { a = t.left  b = t.left } } } ${NO_TIMING}`,
    '8 states, 14 steps',
  ],
  [
    // Before: 2 states. Suspended with a in 0..1 (lateness flag 0 or 1 besides). Done: 4 pairs.
    // Not ripe and late cannot be: lateness comes with a tick. In flight: not ripe, ripe. Suspended (not ripe, 0), (ripe, 0), (ripe, 1):
    // 3 * 2. Done: (not ripe or ripe) * 4 = 8. In flight 2 * (2 deliveries + tick); suspended 6 * (2 resumes + tick); done 8 ticks.
    'another reading after a pause',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  a: 0..1 = 0  b: 0..1 = 0  on start { start t for 1 } on M { a = t.left  pause  b = t.left } } } ${NO_TIMING}`,
    '16 states, 32 steps',
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
    // At 0 ticks left it still runs, until it fires.
    'an expired timer is running until it fires',
    `system X { node N { timer t  on start { start t for 1 }  on t { } }  reachable P: N.t.running and N.t.left == 0 } assume Z { timing sync { } } check Z { }`,
    'P',
    'reached: 1 steps',
  ],
  [
    'a duration below 1 is an error',
    `system X { node N { timer t  n: 0..1 = 1  action go when n == 1 { n = 0  start t for n }  on t { } }  safety P: always N.n >= 0 } assume Z { timing sync { } } check Z { }`,
    'P',
    'error: t is started for 0 ticks; it needs at least 1',
  ],
] satisfies readonly Told[]);
