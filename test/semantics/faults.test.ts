/** Crashes, restarts and budgets. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

countsByHand([
  [
    // (d, status, used). 0u0: set, 2 crashes to one state. 1u0: 2 crashes to two. 0d1, 1d1: restart. 0u1: set. 1u1: nothing.
    'amnesia is two steps: with and without the durable variables',
    `system X { node N { durable d: 0..1 = 0  action set when d == 0 { d = 1 } } }
     assume Z { timing async  fault N { amnesia, up to 1 } } check Z { }`,
    '6 states, 8 steps',
  ],
  [
    // The same under recovery: 0u0: set, crash. 1u0: crash. 0d1, 1d1: restart. 0u1: set.
    'recovery keeps what is durable',
    `system X { node N { durable d: 0..1 = 0  action set when d == 0 { d = 1 } } }
     assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    '6 states, 6 steps',
  ],
  [
    // Two initial states; each crashes to either value, one step each: 2 * 2. Stopped: nothing more.
    'a volatile any is chosen again at a crash',
    'system X { node N { x: bool = any } } assume Z { timing async  fault N { stop, up to 1 } } check Z { }',
    '4 states, 4 steps',
  ],
  [
    // Durable: kept. 2 + 2 states, 1 crash each.
    'a durable any is not',
    'system X { node N { durable x: bool = any } } assume Z { timing async  fault N { stop, up to 1 } } check Z { }',
    '4 states, 2 steps',
  ],
  [
    // Amnesia: kept (1), or lost and chosen anew (2): 3 steps from each of 2 states, down 2 states, restart 1 each to 2 states.
    'a durable any is chosen again where it is lost',
    'system X { node N { durable x: bool = any } } assume Z { timing async  fault N { amnesia, up to 1 } } check Z { }',
    '6 states, 8 steps',
  ],
  [
    // d = 1: kept 1, or on an empty disk 0: down 1, down 0; back 1, back 0, used. Crashes 2, restarts 2.
    'an empty disk holds what `wiped` says',
    'system X { node N { durable d: 0..1 = 1 wiped 0 } } assume Z { timing async  fault N { amnesia, up to 1 } } check Z { }',
    '5 states, 4 steps',
  ],
  [
    // Kept 1, and one step for each of 0, 1, 2: 4 crashes to down 0, 1, 2; 3 restarts.
    'or each value of its type',
    'system X { node N { durable d: 0..2 = 1 wiped any } } assume Z { timing async  fault N { amnesia, up to 1 } } check Z { }',
    '7 states, 7 steps',
  ],
  [
    // (d, e): (1, 2) at first. Kept; or d = 0, 1, and e = d + 1 with the new d: (0, 1), (1, 2). v is e in each. 3 crashes to 2 states, 2 restarts.
    'in order, with what the variables above hold by then',
    `system X { node N { durable d: 0..1 = 1 wiped any  durable e: 1..2 = d + 1  v: 1..2 = e } }
     assume Z { timing async  fault N { amnesia, up to 1 } } check Z { }`,
    '5 states, 5 steps',
  ],
  [
    // (d, v): (0,0) set (1,0). A crash keeps d, and v begins with it: (0,0) down, (1,1) down; back (0,0), set (1,0); (1,1).
    'a volatile variable begins again with what a durable one above it kept',
    `system X { node N { durable d: 0..1 = 0  v: 0..1 = d  action set when d == 0 { d = 1 } } }
     assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    '7 states, 6 steps',
  ],
  [
    // Any d, and v is it: 2 initial states, and not 4.
    'a first value from another variable takes its choice',
    'system X { node N { d: bool = any  v: bool = d } } assume Z { timing async } check Z { }',
    '2 states, 0 steps',
  ],
  [
    // d = 0: set to 2, then the crash evaluates 2 + 1, outside 0..2: an error; from 0 it is 1.
    'a first value that does not exist is an error of the crash',
    `system X { node N { durable d: 0..2 = 0  v: 0..2 = d + 1  action set when d == 0 { d = 2 } } }
     assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    '3 states, 2 steps, 1 errors',
  ],
  [
    // Ghosts stay at a crash: (x, g) = (0,0) set-> (1,1); crash -> (0,0) or (0,1) stopped.
    'ghosts stay',
    `system X { node N { x: bool = false  ghost g: bool = false  action set when not x { x = true  ghost { g = true } } } }
     assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    '4 states, 3 steps',
  ],
  [
    // (both up), (A down), (B down): 2 crashes, 2 restarts; no budget.
    'at most one down of two roles',
    'system X { node A { } node B { } } assume Z { timing async  fault A, B { recovery, at most 1 down } } check Z { }',
    '3 states, 4 steps',
  ],
  [
    // A stopped node is not down. uu: crash A, stop A, crash B. du: restart. ud: stop A, restart. su: crash B. sd: restart.
    'a node that stopped for good does not count as down',
    `system X { node A { } node B { } }
     assume Z { timing async  fault A { stop, up to 1 }  fault A, B { recovery, at most 1 down } } check Z { }`,
    '5 states, 8 steps',
  ],
  [
    // (status of A, of B, used): a crash each of A, B, or the same twice. Budget 2 counts steps, not nodes.
    // used 0: uu. 1: du, ud, uu. 2: dd, du, ud, uu (du by crash, restart, crash of A or B then..). Steps: uu0: 2. du1: restart A, crash B;
    // ud1: 2; uu1: 2. dd2: 2 restarts; du2: 1; ud2: 1; uu2: 0.
    'a budget counts crashes, and its roles share it',
    'system X { node A { } node B { } } assume Z { timing async  fault A, B { recovery, up to 2 } } check Z { }',
    '8 states, 12 steps',
  ],
  [
    // Two declarations, two counters: A (up, down, up again) * B the same: 3 * 3; each moves 2 of 3: 6 + 6.
    'two declarations have a counter each',
    'system X { node A { } node B { } } assume Z { timing async  fault A { recovery, up to 1 }  fault B { recovery, up to 1 } } check Z { }',
    '9 states, 12 steps',
  ],
  [
    // (1,0): exact; crash turns it off; restart leaves it off. up: 1, 0 (fire: off), off. down: off. after: off. With time: ticks.
    // u1: tick, crash. u0: fire, crash (due: no tick). uoff: tick, crash. down: tick, restart. up again, off: tick.
    'a crash turns timers off',
    `system X { node N { timer t  on start { start t for 1 }  on t { } } } assume Z { timing sync { }  fault N { recovery, up to 1 } } check Z { }`,
    '5 states, 9 steps',
  ],
  [
    // (S; N): suspended, done; crashed from either: the suspended handler is gone. s: resume, crash. done: crash. down: restart. up (x no).
    'a crash ends a suspended handler; a restart does not run on start',
    `system X { node N { x: bool = false  on start { pause  x = true } } } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    '4 states, 4 steps',
  ],
  [
    // down: restart runs `on restart` in the same step, up to its pause. u: crash. d: restart. suspended: resume. done.
    'on restart runs in the step of the restart, and may pause',
    `system X { node N { x: bool = false  on restart { pause  x = true } } } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    '4 states, 3 steps',
  ],
  [
    // Lateness is 0 again at a crash, and nothing is due at a node that is down: it does not hold up time.
    // (s,0): resume, tick, crash. (s,1): resume, crash. (-): tick, crash. (stopped): tick.
    'a node that is down holds nothing up',
    `system X { node N { x: bool = false  on start { pause } } } assume Z { timing sync { pause <= 1 }  fault N { stop, up to 1 } } check Z { }`,
    '4 states, 8 steps',
  ],
  [
    // Ages go on to a node that is down; what has arrived vanishes at the next tick. Up [0]: deliver, tick, crash. [1]: deliver, crash. []:
    // tick, crash. Down [0]: deliver, tick, restart. [1]: deliver, tick (to []), restart. []: tick, restart. Up again the first three, no crash.
    'what has arrived at a node that is down vanishes at the next tick',
    `system X { message M  node S { on start { send M to N } }  node N { on M { } } }
     assume Z { timing sync { delay 0..1 }  fault N { recovery, up to 1 } } check Z { }`,
    '9 states, 19 steps',
  ],
  [
    // Least delay 1 and fifo hold for a node that is down, too. Up [00]: tick, crash. [11]: deliver A, crash. [B]: deliver, crash.
    // []: tick, crash. Stopped [00]: tick. [11]: deliver A, tick to []. [B]: deliver, tick. []: tick.
    'least delay and order hold towards a node that is down',
    `system X { message A message B  node S { on start { send A to N  send B to N } }  node N { on A { }  on B { } } }
     assume Z { timing sync { delay 1..1 }  network { fifo }  fault N { stop, up to 1 } } check Z { }`,
    '8 states, 14 steps',
  ],
  [
    // Up it defers M forever; down nothing is deferred. (M,u0): crash. (M,d): deliver, restart. (-,d): restart. (M,u1), (-,u1): nothing.
    'a node that is down defers nothing',
    `system X { message M  node S { on start { send M to N } }  node N { defer M  on M { } } }
     assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    '5 states, 4 steps',
  ],
  [
    // Down and fifo: only the oldest, whether deferred or not. Up: B only (A is deferred): [AB] -> [A]. Stopped: [AB] -> [B] -> [],
    // [A] -> []. Steps: [AB]u: deliver B, crash. [A]u: crash. [AB]s, [B]s, [A]s: 1 each.
    'down and in order: the oldest first, deferred or not',
    `system X { message A message B  node S { on start { send A to N  send B to N } }  node N { defer A  on A { }  on B { } } }
     assume Z { timing async  network { fifo }  fault N { stop, up to 1 } } check Z { }`,
    '6 states, 6 steps',
  ],
  [
    // stable: no crash. Unstable, up: crash, stabilise. Unstable, down: restart, stabilise. Stable, down: restart. Stable, up: nothing.
    // The crash has no budget. Ticks: each state one, to itself. Both initial states are up.
    'until stable: no such fault after stabilisation, restarts forever',
    `system X { node N { } } assume Z { timing sync { }  fault N { recovery, until stable } } check Z { }`,
    '4 states, 9 steps',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    'stopped is not up, and never will be',
    `system X { node N { x: bool = false  on restart { x = true } }  reachable R: N.x } assume Z { timing async  fault N { stop, up to 1 } } check Z { }`,
    'R',
    'unreached',
  ],
  [
    'up(n) is false of a node that is down',
    `system X { node N { }  safety P: always up(N) } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 1 steps; needs crash of N',
  ],
  [
    // set, crash, restart: the volatile half is lost, the durable one is not.
    'what is volatile is lost, what is durable is not',
    `system X { node N { durable d: bool = false  v: bool = false  action set when not d { d = true  v = true } }
      safety P: always (N.d == N.v) } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }`,
    'P',
    'violated: 1 faults, 2 steps; needs crash of N',
  ],
  [
    'a restart costs nothing, and the budget of crashes is not given back',
    `system X { node N { durable n: 0..3 = 0  on restart { n += 1 } }  reachable R: N.n == 3 } assume Z { timing async  fault N { recovery, up to 2 } } check Z { }`,
    'R',
    'unreached',
  ],
  [
    'two crashes, two restarts',
    `system X { node N { durable n: 0..3 = 0  on restart { n += 1 } }  reachable R: N.n == 2 } assume Z { timing async  fault N { recovery, up to 2 } } check Z { }`,
    'R',
    'reached: 2 faults, 4 steps',
  ],
  ...(['', ' wiped true', ' wiped false'] as const).map(
    (wiped): VerdictCase => [
      // Everyone has the record at the start, and both lose it: where nothing is said, they come back with it.
      `a model that begins settled, with \`durable stored: bool = true${wiped}\``,
      `system X { message Ask  message Have
      node Reader { found: bool = false  asked: bool = false
        optional action ask when not asked { asked = true  broadcast Ask to Server }  on Have { found = true } }
      node Server[2] { durable stored: bool = true${wiped}  on Ask when stored { reply Have }  on Ask { } }
      safety P: always (exists s in Server: s.stored) } assume Z { timing async  fault Server { amnesia } } check Z { }`,
      'P',
      wiped === ' wiped false' ? 'violated: 2 faults, 2 steps; needs crash of Server' : 'holds',
    ],
  ),
] satisfies readonly VerdictCase[]);
