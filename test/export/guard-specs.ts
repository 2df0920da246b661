/** For each guard a small system in which it matters. */
import type { Guard } from '#export';

export const guardSpecs: Readonly<Record<Guard, string>> = {
  capacity:
    'system X { message M  node A { n: 0..2 = 0  action go when n < 2 { n += 1  send M to B } } node B { on M { } } } assume Z { timing async  network { capacity 1 } } check Z { }',
  limit: 'system X { node N { n: 0..5 = any } } assume Z { timing async limit N.n <= 1 } check Z { }',
  'limited type':
    'system X { type T = 0..1 limit  node N { n: T = 0  action up when n <= 1 { n += 1 } } } assume Z { timing async } check Z { }',
  horizon: 'system X { clock wall until 1 node N { } } assume Z { timing sync { skew <= 1 } clocks { steps by 1 } } check Z { }',
  range: 'system X { node N { n: 0..1 = 0  action up when n <= 1 { n += 1 } } } assume Z { timing async } check Z { }',
  none: 'system X { struct P(a: 0..1)  node N { x: P? = none  y: 0..1 = 0  action go { match x { some p { y = p.a } none { } }  y = x.a } } } assume Z { timing async } check Z { }',
  division:
    'system X { message M node S { on start { send M to N } } node N { zero: 0..0 = 0 defer M when 1 / zero == 1 on M { } } } assume Z { timing sync { delay <= 1 } } check Z { }',
  'empty extreme': 'system X { node N { s: set<0..2> = {}  y: 0..2 = 0  action go { y = min(s) } } } assume Z { timing async } check Z { }',
  position:
    'system X { node A[2] { x: bool = false l: list<bool, 3> = [true] optional action a { x = l[1 - index(self)] } } node B { t: bool = true ghost g: bool = false } } assume Z { timing async } check Z { }',
  end: 'system X { node N { l: list<0..1, 2> = []  y: 0..1 = 0  action go { y = first(l) } } } assume Z { timing async } check Z { }',
  numbered:
    'system X { node A[2] { m: map<B, bool> = false optional action a { m[B#(index(self))] = true } } node B { } } assume Z { timing async } check Z { }',
  'empty choose':
    'system X { node N { s: set<0..2> = {}  y: 0..2 = 0  action go { let v = choose w in s  y = v } } } assume Z { timing async } check Z { }',
  assert:
    'system X { node N { x: 0..1 = 0 action go when x == 0 { x = 1 assert x == 0 } } safety P: always up(N) } assume Z { timing async } check Z { }',
  duration:
    'system X { node N { timer t n: 0..1 = 1 action go when n == 1 { n = 0 start t for n } on t { } } safety P: always N.n >= 0 } assume Z { timing sync { } } check Z { }',
  strict:
    'system X { message M node S { on start { send M to N } } strict node N { x: bool = false on M when x { } } safety P: always up(N) } assume Z { timing async } check Z { }',
  up: 'system X { node N { x: bool = false  action go { x = true } } } assume Z { timing async  fault N { recovery } } check Z { }',
  correct: 'system X { node B { } } assume Z { timing async fault B { byzantine, up to 1 } fault B { stop, up to 1 } } check Z { }',
  suspended: 'system X { node N { x: bool = false  on start { pause }  action go { x = true } } } assume Z { timing async } check Z { }',
  guard:
    'system X { message M node S { on start { send M to N } } strict node N { x: bool = false on M when x { } } safety P: always up(N) } assume Z { timing async } check Z { }',
  order:
    'system X { message M(a: bool) node S { on start { send M(a: true) to N } } node N { bad: bool = false on M(a) when corrupted { } on M(a) { bad = not a } } safety P: never N.bad } assume Z { timing async network { corrupting } } check Z { }',
  call: 'system X { message Ping message M node N { n: 0..2 = 0 z: bool = false action idle when z { call q = send Ping to B } on M for q { n = 1 } on M { n = 2 } } node B { on Ping { reply M } } } assume Z { timing async fault B { byzantine, up to 1 } } check Z { }',
  stale:
    'system X { message Ask message Yes node A { asked: 0..2 = 0 optional action ask when asked < 2 { asked += 1 call c = send Ask to B } on Yes for c { } } node B { on Ask { reply Yes } } reachable R: in flight Yes and not enabled(A.Yes) } assume Z { timing async } check Z { }',
  'stale crash':
    'system X { message Ping message Pong node C { durable asked: bool = false late: bool = false got: bool = false action ask when not asked { asked = true call q = send Ping to S } on Pong for q { got = true } on restart { late = asked } } node S { on Ping { reply Pong } } reachable R: C.late and C.got } assume Z { timing async fault C { recovery, up to 1 } } check Z { }',
  'old enough':
    'system X { message M  node A { on start { send M to B } } node B { got: bool = false  timer r  on start { start r for 3 }  on M { got = true } } } assume Z { timing sync { delay 1..2 } } check Z { }',
  defer:
    'system X { message M node S { on start { send M to N } } node N { zero: 0..0 = 0 defer M when 1 / zero == 1 on M { } } } assume Z { timing sync { delay <= 0 } } check Z { }',
  'fifo order':
    'system X { message P message Q node A { on start { send P to B send Q to B } } node B { on P { } on Q { } } safety S: never (enabled(B.Q) and in flight P) } assume Z { timing async network { fifo } } check Z { }',
  'fifo down':
    'system X { message A message B node S { on start { send A to N send B to N } } node N { on A { } on B { } } } assume Z { timing sync { delay 1..1 } network { fifo } fault N { stop, up to 1 } } check Z { }',
  'cut send':
    'system X { message M  node A { n: 0..1 = 0  action go when n == 0 { n = 1  send M to B } } node B { got: bool = false  on M { got = true } } } assume Z { timing async  network { link cuts } } check Z { }',
  'Byzantine send':
    'system X { message M  node A { n: 0..2 = 0  action go when n < 2 { n += 1  send M to B } } node B { on M { } } } assume Z { timing async  network { capacity 1 }  fault B { byzantine, up to 1 } } check Z { }',
  queue:
    'system X { message M node N { on start { send M to N } on M { send M to N } } } assume Z { timing async network { queue 1 per link, duplicating } } check Z { }',
  'drift range': 'system X { node N { timer t on start { start t for 1 } on t { } } } assume Z { timing sync { drift <= 2 } } check Z { }',
  'timer ran out':
    'system X { node N { x: bool = false  timer t  timer r  on start { start t for 1  start r for 2 }  on t { x = true } } } assume Z { timing sync { } } check Z { }',
  'reading range':
    'system X { node N { timer t a: 0..2 = 0 b: 0..2 = 0 on start { start t for 1 a = t.left start t for 2 b = t.left } } } assume Z { timing { } } check Z { }',
  'reading falls':
    'system X { node N { timer t out: bool = false again: bool = false on start { start t for 3 } optional action look when not t.running { out = true again = t.left > 0 } optional action more when out and t.left > 0 { again = true } } safety P: never N.again } assume Z { timing { } } check Z { }',
  'reading once':
    'system X { node N { timer t  a: 0..2 = 2  b: 0..2 = 2  on start { start t for 2  a = t.left  b = t.left } } } assume Z { timing { always pause <= 0 } } check Z { }',
  'clock band':
    'system X { clock wall until 2 node N { x: 0..2 = 0 optional action look { x = wall.now } } } assume Z { timing sync { skew <= 0 } } check Z { }',
  'clock floor':
    'system X { clock wall until 2 node N { x: 0..2 = 0 optional action look { x = wall.now } } } assume Z { timing sync { skew <= 0 } } check Z { }',
  'floor rises':
    'system X { clock wall until 3 uncertainty 2 node N { wide: 0..9 = 2 optional action look { wide = wall.latest - wall.now } } safety P: always N.wide == 2 } assume Z { timing sync { } } check Z { }',
  'tick waits':
    'system X { message M  node A { on start { send M to B } } node B { timer r  on start { start r for 3 }  on M { } } } assume Z { timing sync { delay <= 1 } } check Z { }',
  lateness:
    'system X { message M  node A { on start { send M to B } } node B { timer r  on start { start r for 4 }  on M { } } } assume Z { timing sync { delay <= 1, pause <= 1 } } check Z { }',
  'lateness ends':
    'system X { message M  node A { on start { send M to B } } node B { timer r  on start { start r for 4 }  on M { } } } assume Z { timing sync { delay <= 1, pause <= 1 } } check Z { }',
  aging:
    'system X { message M  node A { on start { send M to B } } node B { timer r  on start { start r for 3 }  on M { } } } assume Z { timing sync { delay <= 1 } } check Z { }',
  'tick vanishes':
    'system X { message M  node A { timer r  on start { start r for 3  send M to B } } node B { on M { } } } assume Z { timing sync { delay <= 1 }  fault B { stop } } check Z { }',
  'timers run': 'system X { node N { timer t on start { start t for 1 } } } assume Z { timing sync { } } check Z { }',
  'due suspended':
    'system X { node N { x: bool = false on start { pause } } } assume Z { timing sync { pause <= 1 } fault N { stop, up to 1 } } check Z { }',
  'due timer':
    'system X { node N { x: bool = false  timer t  timer r  on start { start t for 1  start r for 3 }  on t { x = true } } } assume Z { timing sync { } } check Z { }',
  'due message':
    'system X { message M  node A { on start { send M to B } } node B { timer r  on start { start r for 3 }  on M { } } } assume Z { timing sync { delay <= 1 } } check Z { }',
  'due defer':
    'system X { message M  node A { timer r  on start { start r for 2  send M to B } } node B { x: bool = false  defer M when not x  on M { }  optional action go { x = true } } } assume Z { timing sync { delay <= 0 } } check Z { }',
  stabilise:
    'system X { message M node S { on start { send M to N } } node N { on M { } } } assume Z { timing partial { eventually delay <= 1, pause <= 0; always drift <= 0 } } check Z { }',
  'stabilise lateness':
    'system X { message M node S { on start { send M to N } } node N { on M { } } } assume Z { timing { always delay <= 1, drift <= 0; eventually pause <= 0 } } check Z { }',
  'stabilise timers':
    'system X { node N { timer t on start { start t for 1 } on t { } } } assume Z { timing { eventually drift <= 1, pause <= 0 } } check Z { }',
  'stabilise cuts': 'system X { node N[2] { } } assume Z { timing sync { } network { cuts until stable } } check Z { }',
  'stabilise clocks':
    'system X { clock wall until 1 node N { no: bool = false optional action look when no { let n = wall.now } } } assume Z { timing { always delay <= 0, pause <= 0, drift <= 0; eventually skew <= 0 } clocks { steps up to 1 by 1 until stable } } check Z { }',
  'until stable': 'system X { node N[2] { } } assume Z { timing sync { } network { cuts until stable } } check Z { }',
  budget: 'system X { node N { } } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }',
  'count faults': 'system X { node N { } } assume Z { timing async  fault N { recovery, up to 1 } } check Z { }',
  'at most down': 'system X { node A { } node B { } } assume Z { timing async fault A, B { recovery, at most 1 down } } check Z { }',
  volatile:
    'system X { node N { x: bool = false on start { pause x = true } } } assume Z { timing async fault N { recovery, up to 1 } } check Z { }',
  durable: 'system X { node N { durable d: 0..1 = 1 wiped 0 } } assume Z { timing async fault N { amnesia, up to 1 } } check Z { }',
  'crash timers':
    'system X { node N { timer t on start { start t for 1 } on t { } } } assume Z { timing sync { } fault N { recovery, up to 1 } } check Z { }',
  'crash handler':
    'system X { node N { x: bool = false on start { pause x = true } } } assume Z { timing async fault N { recovery, up to 1 } } check Z { }',
  'crash clocks':
    'system X { clock up until 2 monotonic node N { x: 0..2 = 0 optional action look { x = up.now } } } assume Z { timing sync { } fault N { recovery, up to 1 } } check Z { }',
  'restart clocks':
    'system X { clock up until 2 monotonic node N { x: 0..2 = 0 optional action look { x = up.now } } } assume Z { timing sync { } fault N { recovery, up to 1 } } check Z { }',
  'corrupt once':
    'system X { message M(a: bool) node S { on start { send M(a: true) to N send M(a: true) to N } } node N { on M { } } } assume Z { timing async network { corrupting } } check Z { }',
  'corrupt differs':
    'system X { message M(x: 1..1) node S { on start { send M(x: 1) to N } } node N { on M { } } } assume Z { timing async network { corrupting } } check Z { }',
  'at once': 'system X { node N[3] { } } assume Z { timing async network { cuts } } check Z { }',
  'clock steps':
    'system X { clock wall until 2 node N { no: bool = false optional action look when no { let n = wall.now } } } assume Z { timing { always drift <= 0 } clocks { steps by 2 } } check Z { }',
  'lie cut':
    'system X { message M  message Q  node A { asked: bool = false  x: bool = false  action ask when not asked { asked = true  send Q to C }  on M when asked and not x { x = true } } node B { on start { send M to A } } node C { got: bool = false  on Q { got = true } } } assume Z { timing async  network { cuts up to 1 }  fault B { byzantine, up to 1 } } check Z { }',
  'Byzantine sets':
    'system X { message M node N { on M { } } node B { on start { send M to N } } } assume Z { timing async fault B { byzantine, up to 1 } } check Z { }',
  'start runs': 'system X { node N { timer t on start { start t for 1 } } } assume Z { timing sync { } } check Z { }',
  watched:
    'system X { node N { x: 0..2 = 0  y: bool = false  action up when x < 2 { x += 1 }  action other { y = not y } }  safety P: always next(N.x) > N.x } assume Z { timing async } check Z { }',
  'fair endless':
    'system X { node N { n: 0..1 = 0 timer t on start { start t for 2 } on t { n = 1 } } liveness P: eventually N.n == 1 } assume Z { timing sync { } } check Z { }',
  'fair time':
    'system X { node N { n: 0..1 = 0 spin: bool = false timer t on start { start t for 1 } on t { n = 1 } optional action turn { spin = not spin } } liveness P: eventually N.n == 1 } assume Z { timing sync { } } check Z { }',
  'fair rest':
    'system X { node N { n: 0..1 = 0 optional action go when n == 0 { n = 1 } } liveness P: eventually N.n == 1 } assume Z { timing async } check Z { }',
  'fair repeated':
    'system X { node N { x: bool = false optional action go when not x { x = true } } liveness P: eventually N.x } assume Z { timing sync { } } check Z { }',
  'fair resume':
    'system X { node N { x: bool = false on start { pause x = true } } liveness P: eventually N.x } assume Z { timing async } check Z { }',
  'fair timers':
    'system X { node N { x: bool = false timer t on start { start t for 1 } on t { x = true } } liveness P: eventually N.x } assume Z { timing { always drift <= 0 } } check Z { }',
  'fair actions':
    'system X { node N { x: bool = false action go when not x { x = true } } liveness P: eventually N.x } assume Z { timing async } check Z { }',
  'fair optional':
    'system X { node N { x: bool = false optional action go when not x { x = true } } liveness P: eventually N.x } assume Z { timing async } check Z { }',
  'fair readings':
    'system X { node N { x: bool = false timer t on start { start t for 2 } action go when t.left == 1 and not x { x = true } } liveness P: eventually N.x } assume Z { timing { } } check Z { }',
  'fair restart':
    'system X { node N { } liveness P: always eventually up(N) } assume Z { timing async fault N { recovery, up to 1 } } check Z { }',
  'fair heal':
    'system X { message M node A { action go { send M to B } } node B { got: bool = false on M { got = true } } liveness P: eventually B.got } assume Z { timing async network { capacity 1, link cuts up to 1 } } check Z { }',
  'fair stabilise':
    'system X { node N { } liveness P: eventually stable } assume Z { timing partial { eventually delay <= 1 } } check Z { }',
  'fair messages':
    'system X { message M node A { on start { send M to B } } node B { got: bool = false on M { got = true } } liveness P: eventually B.got } assume Z { timing async } check Z { }',
  'fair vanishing':
    'system X { message M node A { again: bool = false timer t on start { start t for 1 send M to B } on t { again = true start t for 1 send M to B } } node B { on M { } } liveness P: eventually (A.again and count(in flight M) == 1 and A.t.left == 1) } assume Z { timing sync { delay 1..1 } fault B { stop, up to 1 } } check Z { }',
  'fair deferred':
    'system X { message M node A { on start { send M to B } } node B { got: bool = false defer M on M { got = true } } liveness P: eventually B.got } assume Z { timing async } check Z { }',
  'fair kinds':
    'system X { message M node A { on start { send M to B } } node B { open: bool = false got: bool = false defer M when not open on M { got = true } action turn { open = not open } } liveness P: eventually B.got } assume Z { timing async } check Z { }',
  'fair loss':
    'system X { message M node A { action go { send M to B } } node B { got: bool = false on M { got = true } } liveness P: eventually B.got } assume Z { timing async network { capacity 1, lossy } } check Z { }',
  'fair cuts':
    'system X { message M node A { action go { send M to B } } node B { got: bool = false on M { got = true } } liveness P: eventually B.got } assume Z { timing async network { capacity 1, link cuts } } check Z { }',
  'fair intact':
    'system X { message M(a: bool) node A { s: bool = false action go { s = not s send M(s) to B } } node B { got: bool = false on M when not corrupted { got = true } on M { } } liveness P: eventually B.got } assume Z { timing async network { capacity 1, corrupting } } check Z { }',
  'fair staying':
    'system X { message M node A { action go { send M to B } } node B { got: bool = false on M { got = true } } liveness P: eventually B.got } assume Z { timing async network { capacity 1, link cuts, cuts may stay } } check Z { }',
  provided:
    'system X { node N { x: bool = false action go when not x { x = true } } liveness P: eventually N.x provided eventually always up(N) } assume Z { timing async fault N { stop, up to 1 } } check Z { }',
};
