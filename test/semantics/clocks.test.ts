/** Clocks: readings, floors, bands, steps, monotonic clocks and horizons. A state is (time g, floor f, offset o, what was read x). */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const LOOK = 'clock wall until 2  node N { x: 0..2 = 0  optional action look { x = wall.now } }';
/** Asked by code that never runs: the clock is part of the state, and nothing reads it. */
const ASKED = 'node N { no: bool = false  optional action look when no { let n = wall.now } }';
const UP = 'clock up until 2 monotonic  node N { x: 0..2 = 0  optional action look { x = up.now } }';

countsByHand([
  [
    // f = g; x in 0..g: 1 + 2 + 3 states. One look each. Ticks from the first 3, cut from the last 3.
    'skew 0: the reading is true time, and the floor rises with it',
    `system X { ${LOOK} } assume Z { timing sync { skew <= 0 } } check Z { }`,
    '6 states, 9 steps, 3 cut',
  ],
  [
    // f = x, any of 0..2 at any time, and a look gives f..2: 3 + 2 + 1. 3 * 3 states, 3 * 6 looks, 6 ticks, 3 cut.
    'no bound on skew: any reading that does not run back',
    `system X { ${LOOK} } assume Z { timing { always delay <= 0, pause <= 0, drift <= 0 } } check Z { }`,
    '9 states, 24 steps, 3 cut',
  ],
  [
    // g = 0: band 0..1: x = f in 0, 1. g = 1: band 0..2: x = f in 0, 1, 2. g = 2: band 1..2: (f 1, x 0), (1, 1), (2, 2).
    // Looks: 2 + 1; 3 + 2 + 1; 2 + 2 + 1. Ticks 2 + 3, cut 3.
    'skew 1: a band that moves, and a floor that it raises',
    `system X { ${LOOK} } assume Z { timing sync { skew <= 1 } } check Z { }`,
    '8 states, 19 steps, 3 cut',
  ],
  [
    // No looks at all: the floor is part of the state. g = 0: 0; 1: 0; 2: 1. Ticks 2, cut 1.
    'the floor is raised whether it is read or not',
    `system X { clock wall until 2  ${ASKED} } assume Z { timing sync { skew <= 1 } } check Z { }`,
    '3 states, 2 steps, 1 cut',
  ],
  [
    // No bound on skew, so the floor is the last reading: A's 0..1 at g = 0 and 1; B never asks, and has none. Looks (2 + 1) * 2, ticks 2, cut 2.
    'a clock that the code of a node never asks is no part of its state',
    `system X { clock wall until 1  node A { optional action look { let n = wall.now } }  node B { b: bool = false } }
     assume Z { timing { always delay <= 0, pause <= 0, drift <= 0 } } check Z { }`,
    '4 states, 8 steps, 2 cut',
  ],
  [
    'nor is it stepped',
    'system X { clock wall until 1  node N { } } assume Z { timing sync { skew <= 1 }  clocks { steps by 1 } } check Z { }',
    '2 states, 1 steps, 1 cut',
  ],
  [
    // The least horizon bounds all: g in 0..1, two clocks.
    'the least horizon bounds time',
    'system X { clock wall until 3  clock up until 1 monotonic  node N { } } assume Z { timing sync { skew <= 0 } } check Z { }',
    '2 states, 1 steps, 1 cut',
  ],
  [
    // (g, f, o): (0,0,0), by 1 (0,1,1), by -1 (0,0,-1); (1,1,0), by 1 (1,1,1), by -1 (1,0,-1). Ticks 3, set 4, cut 3.
    'a clock is set beyond its band, and its readings stay on the dial',
    `system X { clock wall until 1  ${ASKED} } assume Z { timing sync { skew <= 0 }  clocks { steps up to 1 by 1 } } check Z { }`,
    '6 states, 7 steps, 3 cut',
  ],
  [
    // By up to 2 both ways, any number of times, no bound on skew. (f, o): f starts at 0 and moves with o but for what the ends
    // of 0..2 take: o = -2: 0; -1: 0, 1; 0: 0, 1, 2; 1: 1, 2; 2: 2. Steps from these 2 + 2*3 + 3*4 + 2*3 + 2 = 28. g = 0, 1, 2:
    // 27 states, 84 steps of the clock, 18 ticks, 9 cut.
    'and back as well as forward, as far as its horizon',
    `system X { clock wall until 2  ${ASKED} } assume Z { timing { always drift <= 0 }  clocks { steps by 2 } } check Z { }`,
    '27 states, 102 steps, 9 cut',
  ],
  [
    // (f, o). Unstable, where nothing raises f, at g = 0 and 1: (0,0), and once a step is used (1,1), (0,-1). Stable, where o = 0 and
    // f is at least g: g = 0: f = 0 unused, 0 and 1 used; g = 1: f = 1 unused and used. Ticks 3 + 3, set 2 * 2, stabilise 6, cut 3 + 2.
    'steps that end at stabilisation leave no offset, and set no clock back',
    `system X { clock wall until 1  ${ASKED} }
     assume Z { timing { always delay <= 0, pause <= 0, drift <= 0; eventually skew <= 0 }  clocks { steps up to 1 by 1 until stable } } check Z { }`,
    '11 states, 16 steps, 5 cut',
  ],
  [
    'a monotonic clock is never set',
    `system X { clock up until 1 monotonic  ${ASKED.replace('wall', 'up')} } assume Z { timing sync { }  clocks { steps by 2 } } check Z { }`,
    '2 states, 1 steps, 1 cut',
  ],
  [
    // Never crashed: f = g, x in 0..g: 6 states: look, tick (3 cut), crash. Down: g = 0..2, no origin: restart, tick (1 cut).
    // Started again at o: s = g - o, f = s, x in 0..s: o = 0: 1 + 2 + 3, o = 1: 1 + 2, o = 2: 1. Looks 10, ticks 4, cut 6.
    'a monotonic clock counts from the restart',
    `system X { ${UP} } assume Z { timing sync { }  fault N { recovery, up to 1 } } check Z { }`,
    '19 states, 34 steps, 10 cut',
  ],
  [
    // A wall clock is the machine's: its floor stays. Before the crash f = x in 0..1; down f in 0..1, x = 0; back (f, x): (0,0), (1,0),
    // (1,1). At g = 0 and 1: looks 3 + 4, crash 2, restart 2. Ticks 7, cut 7.
    'a wall clock goes on over a crash, and does not run back',
    `system X { clock wall until 1  node N { x: 0..1 = 0  optional action look { x = wall.now } } }
     assume Z { timing { always delay <= 0, pause <= 0, drift <= 0 }  fault N { recovery, up to 1 } } check Z { }`,
    '14 states, 29 steps, 7 cut',
  ],
  [
    // Unstable: f = x: 3 at each g. Stable, skew 0: (f, x): g = 0: (0,0), and ahead of true time (1,1), (2,2); g = 1: (1,0), (1,1), (2,2);
    // g = 2: (2,0), (2,1), (2,2). Looks 3 * 6 + 9, ticks 6 + 6, stabilise 9, cut 3 + 3.
    'at stabilisation a clock that is ahead stands still until true time has come',
    `system X { ${LOOK} } assume Z { timing { always delay <= 0, pause <= 0, drift <= 0; eventually skew <= 0 } } check Z { }`,
    '18 states, 48 steps, 6 cut',
  ],
  [
    // One reading in a segment, another, not less, after the pause. No bound on skew or pause.
    // (g, phase): ready 1; suspended x in 0..1, at g = 1 with lateness 0 or 1: begun before the tick: 1, after it: 0; done (x,y): 3.
    // g = 0: 1 + 2 + 3; g = 1: 1 + 4 + 3. Steps g = 0: 2 + (2 + 1) + 0, ticks 6; g = 1: 2 + (2 + 1) * 2, cut 8.
    'a clock is read once in a segment, and not backward in the next',
    `system X { clock wall until 1  node N { begun: bool = false  x: 0..1 = 0  y: 0..1 = 0
      optional action look when not begun { begun = true  x = wall.now  assert wall.now == x  pause  y = wall.now  assert wall.now >= x } } }
     assume Z { timing { always delay <= 0, drift <= 0 } } check Z { }`,
    '14 states, 19 steps, 8 cut',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    // now - E, and now + E: there is no time before the start, and one after the horizon.
    'the earliest is not before 0; the latest may lie beyond the horizon',
    `system X { clock wall until 3 uncertainty 2  node N { a: 0..3 = 0  b: 0..5 = 0  n: 0..3 = 0
      optional action look { n = wall.now  a = wall.earliest  b = wall.latest  assert a == max(0, n - 2) and b == n + 2 } }
      safety P: always N.a <= N.b } assume Z { timing sync { skew <= 1 } } check Z { }`,
    'P',
    'holds within wall until 3',
  ],
  [
    // Drift 1: at time 0 it may say 1 already.
    'drift is the error of a monotonic clock',
    `system X { clock up until 3 monotonic  node N { x: 0..3 = 0  optional action look { x = up.now } }  reachable R: N.x == 1 }
     assume Z { timing sync { drift <= 1 } } check Z { }`,
    'R',
    'reached: 1 steps',
  ],
  [
    'and without drift it takes a tick to say 1',
    `system X { clock up until 3 monotonic  node N { x: 0..3 = 0  optional action look { x = up.now } }  reachable R: N.x == 1 }
     assume Z { timing sync { } } check Z { }`,
    'R',
    'reached: 2 steps',
  ],
  [
    // At time 0 with skew 1 the band is 0..1: read 1, set back by 1, read 0.
    'only a set clock runs back',
    `system X { clock wall until 2  node N { x: 0..2 = 0  ghost back: bool = false  optional action look { let v = wall.now  ghost { back = v < x }  x = v } }
      safety P: never N.back } assume Z { timing sync { skew <= 1 } clocks { steps up to 1 by 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 3 steps; needs clock steps',
  ],
  [
    // Without skew: tick, read 1, set back by 1, read 0.
    'steps go beyond the skew',
    `system X { clock wall until 4  node N { last: 0..4 = 0  ghost back: bool = false
      optional action stamp { ghost { back = wall.now < last }  last = wall.now } }  safety P: never N.back }
     assume Z { timing sync { delay <= 1 }  clocks { steps up to 1 by 2 } } check Z { }`,
    'P',
    'violated: 1 faults, 4 steps; needs clock steps',
  ],
  [
    'the stabilisation does not set a wall clock back',
    `system X { clock wall until 4  node N { last: 0..4 = 0  ghost back: bool = false
      optional action look { ghost { back = wall.now < last }  last = wall.now } }  safety P: never N.back }
     assume Z { timing partial { eventually skew <= 0; always delay <= 0, pause <= 0, drift <= 0 } } check Z { }`,
    'P',
    'holds within wall until 4',
  ],
  [
    'nor a monotonic one',
    `system X { clock up until 4 monotonic  node N { last: 0..4 = 0  ghost back: bool = false
      optional action look { ghost { back = up.now < last }  last = up.now } }  safety P: never N.back }
     assume Z { timing partial { always delay <= 0, pause <= 0 } } check Z { }`,
    'P',
    'holds within up until 4',
  ],
  [
    'a drift that always holds does not set it back either',
    `system X { clock up until 4 monotonic  node N { last: 0..4 = 0  ghost back: bool = false
      optional action look { ghost { back = up.now < last }  last = up.now } }  safety P: never N.back }
     assume Z { timing { always drift <= 1 } } check Z { }`,
    'P',
    'holds within up until 4',
  ],
  [
    'the latest is now and the whole uncertainty, near the horizon too',
    `system X { clock wall until 3 uncertainty 2  node N { wide: 0..9 = 2  optional action look { wide = wall.latest - wall.now } }
      safety P: always N.wide == 2 } assume Z { timing sync { } } check Z { }`,
    'P',
    'holds within wall until 3',
  ],
] satisfies readonly VerdictCase[]);
