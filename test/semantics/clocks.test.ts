/** Clocks: readings, floors, bands, steps, monotonic clocks and horizons. A state is (time g, floor f, what was read x). */
import { type Counted, countsByHand, type Told, verdictsByHand } from './hand.ts';

const LOOK = 'clock wall until 2  node N { x: 0..2 = 0  optional action look { x = wall.now } }';
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
    'system X { clock wall until 2  node N { } } assume Z { timing sync { skew <= 1 } } check Z { }',
    '3 states, 2 steps, 1 cut',
  ],
  [
    // The least horizon bounds all: g in 0..1, two clocks.
    'the least horizon bounds time',
    'system X { clock wall until 3  clock up until 1 monotonic  node N { } } assume Z { timing sync { skew <= 0 } } check Z { }',
    '2 states, 1 steps, 1 cut',
  ],
  [
    // Time 0..1, band 0..1 at both. (g, f, used): (0,0,0), (0,1,1), (1,0,0), (1,1,1). -1 leaves the band. Ticks 2, set 2, cut 2.
    'a clock is set inside its band only',
    `system X { clock wall until 1  node N { } } assume Z { timing sync { skew <= 1 }  clocks { steps up to 1 by 1 } } check Z { }`,
    '4 states, 4 steps, 2 cut',
  ],
  [
    // By up to 2 both ways, any number of times, no bound on skew: f in 0..2, from each to the 2 others; g = 0, 1, 2.
    // 9 states, 18 steps of the clock, 6 ticks, 3 cut.
    'and back as well as forward',
    `system X { clock wall until 2  node N { } } assume Z { timing { always drift <= 0 }  clocks { steps by 2 } } check Z { }`,
    '9 states, 24 steps, 3 cut',
  ],
  [
    'a monotonic clock is never set',
    `system X { clock up until 1 monotonic  node N { } } assume Z { timing sync { }  clocks { steps by 2 } } check Z { }`,
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
    // A wall clock goes on over a crash; its last reading is forgotten. No bound: f = x, so f = 0 when it comes back.
    // g = 0: never crashed x in 0..1; down; back x in 0..1. g = 1 the same. Looks (2 + 1) * 4, ticks 5, cut 5, crash 4, restart 2.
    'a wall clock that nothing bounds can run back over a crash',
    `system X { clock wall until 1  node N { x: 0..1 = 0  optional action look { x = wall.now } } }
     assume Z { timing { always delay <= 0, pause <= 0, drift <= 0 }  fault N { recovery, up to 1 } } check Z { }`,
    '10 states, 23 steps, 5 cut',
  ],
  [
    // Unstable: g = 0..1, f = x in 0..1: 4 states: look 2 + 1, tick (2 cut), stabilise. Stable, skew 0: f = g, x.
    // stable g = 0: (0,0), (0, x 1) from f = 1 clipped to 0; g = 1: x in 0..1. Look 1 each, tick 2, cut 2.
    'at stabilisation the floor is clipped into the band',
    `system X { clock wall until 1  node N { x: 0..1 = 0  optional action look { x = wall.now } } }
     assume Z { timing { always delay <= 0, pause <= 0, drift <= 0; eventually skew <= 0 } } check Z { }`,
    '8 states, 18 steps, 4 cut',
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
    // latest - earliest: now - E and now + E, inside 0..N.
    'earliest and latest stay inside the range',
    `system X { clock wall until 3 uncertainty 2  node N { a: 0..3 = 0  b: 0..3 = 0  n: 0..3 = 0
      optional action look { n = wall.now  a = wall.earliest  b = wall.latest  assert a == max(0, n - 2) and b == min(3, n + 2) } }
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
] satisfies readonly Told[]);
