/** What can have its turn now: `enabled(n.a)` of actions, timers and messages, in properties and in ghost blocks. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const Z = 'assume Z { timing async } check Z { }';
const SYNC = 'assume Z { timing sync { delay <= 1 } } check Z { }';

const holds = (why: string, text: string): VerdictCase => [why, text, 'S', 'holds'];
const reached = (why: string, text: string, steps: string): VerdictCase => [why, text, 'R', `reached: ${steps}`];
const unreached = (why: string, text: string): VerdictCase => [why, text, 'R', 'unreached'];

verdictsByHand([
  holds(
    'an action is enabled where its guard holds, optional or not',
    `system X { node N { s: 0..2 = 0  optional action up when s < 2 { s += 1 } } safety S: always ((N.s < 2) == enabled(N.up)) } ${Z}`,
  ),
  holds(
    'of an action with a parameter, for one value or for some value; what is no value of it is never enabled',
    `system X { node N { s: 0..2 = 0  action up for x in 1..2 when s == 0 and x == 2 { s = x } }
       safety S: always (enabled(N.up) == (N.s == 0) and enabled(N.up) == enabled(N.up[2])
         and not enabled(N.up[1]) and not (exists x in 3..9: enabled(N.up[x])) and not enabled(N.up[0])) } ${Z}`,
  ),
  holds(
    'of two parameters the second may be left open',
    `system X { node N { s: bool = false  action go for x in 0..1, y in 0..1 when x != y and not s { s = true } }
       safety S: always (enabled(N.go[0][1]) == (not N.s) and enabled(N.go[1]) == (not N.s) and not enabled(N.go[0][0])) } ${Z}`,
  ),
  holds(
    'the parameter is a node',
    `system X { node N[2] { s: bool = false  action go for m in N when m != self { s = true } }
       safety S: always (forall n, m in N: enabled(n.go[m]) == (n != m)) } ${Z}`,
  ),
  holds(
    'a node that is suspended has no turn',
    `system X { node N { s: 0..2 = 0  busy: bool = false  action up when s < 2 { busy = true  pause  busy = false  s += 1 } }
       safety S: always (enabled(N.up) == (N.s < 2 and not N.busy)) } ${Z}`,
  ),
  reached(
    'a node that is down has none',
    `system X { node N { action go { } } reachable R: not enabled(N.go) } assume Z { timing async fault N { stop, up to 1 } } check Z { }`,
    '1 faults, 1 steps',
  ),
  holds(
    'a Byzantine node has none',
    `system X { node N[2] { action go { } } safety S: always (forall n in N: enabled(n.go) == correct(n)) }
       assume Z { timing async fault N { byzantine, up to 1 } } check Z { }`,
  ),
  // Started for 2: it runs out after two ticks; then the handler may run, and does within the tick.
  reached(
    'a timer is enabled once it has run out',
    `system X { node N { timer t  on start { start t for 2 } on t { } } reachable R: enabled(N.t) } ${SYNC}`,
    '2 steps',
  ),
  unreached(
    'not before',
    `system X { node N { timer t  on start { start t for 2 } on t { } } reachable R: enabled(N.t) and N.t.left > 0 } ${SYNC}`,
  ),
  // A guard that is false means that the timer is ignored: that is a turn too.
  reached(
    'a timer whose handler has a false guard has its turn all the same',
    `system X { node N { timer t  on start { start t for 1 } on t when not up0 { } up0: bool = true } reachable R: enabled(N.t) } ${SYNC}`,
    '1 steps',
  ),
  reached(
    'a loose timer is enabled from the next tick on',
    `system X { node N { timer t  on start { start t for 3 } on t { } } reachable R: enabled(N.t) } assume Z { timing { } } check Z { }`,
    '1 steps',
  ),
  holds(
    'one of several timers',
    `system X { node N { timer t[0..2]  on start { start t[1] for 1 } on t[k] { } }
       safety S: always (enabled(N.t) == enabled(N.t[1]) and not enabled(N.t[0]) and not (exists k in 2..5: enabled(N.t[k]))) } ${SYNC}`,
  ),
  holds(
    'a message is enabled where it is in flight and a handler takes it',
    `system X { message M  node A { on start { send M to B } }  node B { open: bool = false  on M when open { } optional action turn { open = true } }
       safety S: always (enabled(B.M) == (in flight M and B.open)) } ${Z}`,
  ),
  unreached(
    'not where it is deferred',
    `system X { message M  node A { on start { send M to B } }  node B { open: bool = false  defer M when not open  on M { }
       optional action turn { open = true } } reachable R: enabled(B.M) and not B.open } ${Z}`,
  ),
  holds(
    'not before its least delay, and not at another node',
    `system X { message M  node A[2] { on start { if self == A#1 { send M to A#2 } } on M { } }
       safety S: always (not enabled(A#1.M))  reachable R: in flight M and not enabled(A#2.M) }
       assume Z { timing sync { delay 1..2 } } check Z { S holds R reached }`,
  ),
  [
    'under fifo not behind another',
    `system X { message P  message Q  node A { on start { send P to B  send Q to B } }  node B { on P { } on Q { } }
       safety S: never (enabled(B.Q) and in flight P) } assume Z { timing async network { fifo } } check Z { }`,
    'S',
    'holds',
  ],
  [
    'without fifo it is',
    `system X { message P  message Q  node A { on start { send P to B  send Q to B } }  node B { on P { } on Q { } }
       safety S: never (enabled(B.Q) and in flight P) } ${Z}`,
    'S',
    'violated: 0 faults, 0 steps; needs nothing',
  ],
  holds(
    'an answer to an older request is not taken under its name',
    `system X { message Ask  message Yes  node A { asked: 0..2 = 0  done: bool = false
         optional action ask when asked < 2 { asked += 1  call c = send Ask to B }  on Yes for c { done = true } }
       node B { on Ask { reply Yes } }
       safety S: always (count(in flight Yes) == 1 and A.asked == 1 implies enabled(A.Yes)) and (not in flight Yes implies not enabled(A.Yes)) } ${Z}`,
  ),
  reached(
    'late answers alone do not count',
    `system X { message Ask  message Yes  node A { asked: 0..2 = 0
         optional action ask when asked < 2 { asked += 1  call c = send Ask to B }  on Yes for c { } }
       node B { on Ask { reply Yes } } reachable R: in flight Yes and not enabled(A.Yes) } ${Z}`,
    '3 steps',
  ),
  // left is any of 1..3 while the timer is not ripe: some reading makes the guard true.
  [
    'for some reading',
    `system X { node N { s: bool = false  timer t  on start { start t for 3 }  action look when t.left == 2 and not s { s = true } }
       safety S: always (not N.s implies enabled(N.look)) } assume Z { timing { } limit not N.s } check Z { }`,
    'S',
    'holds within limit not N.s',
  ],
  [
    'whether or not the search would cut it',
    `system X { message M  node N { optional action go { send M to N } on M { } } safety S: always enabled(N.go) }
       assume Z { timing async network { capacity 1 } } check Z { S holds }`,
    'S',
    'holds within capacity 1',
  ],
  // Before the step s is 0, after the assignment it is 1: the question is about the state as it is then.
  reached(
    'in a ghost block about the state as it stands there',
    `system X { node N { s: 0..1 = 0  ghost before: bool = false  ghost after: bool = true
         action up when s == 0 { ghost { before = enabled(self.up) } s = 1  ghost { after = enabled(self.up) } } }
       reachable R: N.before and not N.after } ${Z}`,
    '1 steps',
  ),
  reached(
    'in a ghost block a message that was just sent is in flight',
    `system X { message M  node N { ghost sent: bool = false  action go when not sent0 { sent0 = true  send M to N  ghost { sent = enabled(N.M) } }
         sent0: bool = false  on M { } } reachable R: N.sent } ${Z}`,
    '1 steps',
  ),
  holds(
    'a question asked in a step leaves its readings as they are',
    `system X { node N { ok: bool = true  ghost g: bool = false  timer t  on start { start t for 3 }
         action look when ok and t.left > 1 { let x = t.left  ghost { g = enabled(self.look) or enabled(self.other) }  ok = x == t.left }
         optional action other when t.left == 2 { } }
       safety S: always N.ok } assume Z { timing { } } check Z { }`,
  ),
  // Before any reading the clock could show 0, so low can have its turn for 1; that it then shows 2 or more ends it for 2 and 3.
  [
    'in a loop that reads a clock, after the first reading about what can be read from then on',
    `system X { clock wall until 4  node N { ghost h: 0..3 = 0  done: bool = false
         optional action low when wall.now <= 1 { }
         optional action go when not done { done = true  ghost { h = count(i in 1..3 where enabled(N.low) and wall.now >= 2) } } }
       safety S: always N.h <= 1 } assume Z { timing { } } check Z { }`,
    'S',
    'holds within wall until 4',
  ],
  // The first reading is taken for y = 1. If it is 2 or more, low cannot have its turn for y = 2; if it is not, the body is false at once.
  [
    'also where neither hangs on what the loop is at',
    `system X { clock wall until 4  node N { ghost h: bool = false  done: bool = false
         optional action low when wall.now <= 1 { }
         optional action go when not done { done = true  ghost { h = forall y in {1, 2}: enabled(N.low) and wall.now >= 2 } }
         optional action long when not done { done = true  ghost { h = forall y in 1..40: enabled(N.low) and wall.now >= 2 } } }
       safety S: never N.h } assume Z { timing { } } check Z { }`,
    'S',
    'holds within wall until 4',
  ],
  [
    'in liveness: what is enabled throughout happens',
    `system X { node N { x: bool = false  action go when not x { x = true } } liveness L: enabled(N.go) leads to not enabled(N.go) } ${Z}`,
    'L',
    'holds',
  ],
  [
    'of an optional action nothing follows',
    `system X { node N { x: bool = false  optional action go when not x { x = true } } liveness L: enabled(N.go) leads to not enabled(N.go) } ${Z}`,
    'L',
    'violated: 0 faults, 0 steps; needs nothing',
  ],
  holds(
    'after a step',
    `system X { node N { s: 0..2 = 0  action up when s < 2 { s += 1 } }
       safety S: always (next(enabled(N.up)) implies next(N.s) < 2) } ${Z}`,
  ),
]);

// s = 3 has nothing enabled, so the step to it is cut.
countsByHand([
  [
    'a limit by what is enabled',
    `system X { node N { s: 0..3 = 0  optional action up when s < 3 { s += 1 } } } assume Z { timing async limit enabled(N.up) } check Z { }`,
    '3 states, 2 steps, 1 cut',
  ],
] satisfies Counted[]);
