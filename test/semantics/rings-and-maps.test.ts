/** Nodes by number, maps by a rule, types in parentheses, named types as sets, and the only field without its name. */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

const Z = 'assume Z { timing async } check Z { }';

const counts: Counted[] = [
  [
    // In flight from 1 to itself, from 1 to 2, from 2 to 3, from 3 to 1, and then from 1 to 2 again: 4 states, a delivery each.
    'a token goes round a ring, whose end is its beginning',
    `system X { message T  node P[3] { on start { if self == P#1 { send T to P#1 } } on T { send T to P#(index(self) % count(P) + 1) } } } ${Z}`,
    '4 states, 4 steps',
  ],
  [
    'a longer ring of the same text',
    `system X { message T  node P[5] { on start { if self == P#1 { send T to P#1 } } on T { send T to P#(index(self) % count(P) + 1) } } } ${Z}`,
    '6 states, 6 steps',
  ],
  [
    // Both roles have an instance 1; n is identified by its number within its own role: 1 and 2.
    'a number counts within its role',
    `system X { node A { n: 0..3 = 0  on start { n = index(self) } } node B[2] { n: 0..3 = 0  optional action a when n == 0 { n = index(self) } } } ${Z}`,
    '4 states, 4 steps',
  ],
  [
    // x = 0 and x = 3 end in an error, x = 1 and x = 2 set who.
    'there is no instance 0, and none past the last',
    `system X { node P[2] { who: P? = none  optional action a for x in 0..3 when who == none { who = P#(x) } } } ${Z}`,
    '9 states, 12 steps, 12 errors',
  ],
  [
    // In both states A#1 acts, and A#2 fails, which is known before the search begins.
    'there is no second of one, as a key of a map of one bit',
    `system X { node A[2] { m: map<B, bool> = false  optional action a { m[B#(index(self))] = true } } node B { } } ${Z}`,
    '2 states, 2 steps, 2 errors',
  ],
  [
    // [0, 1] and [0, 2] are both too long. That 2 is past the bound does not make of it a step that is cut.
    'a list that is too long is an error, whatever is in it',
    `system X { type T = 0..1 limit  node A { l: list<T, 1> = [0]  optional action a for x in 0..1 { l = l + [x + 1] } } } ${Z}`,
    '1 states, 0 steps, 2 errors',
  ],
  [
    // Nothing seen, one of the two, both: a step to each that is missing.
    '`bool` is the set of its two values',
    `system X { node A { seen: set<bool> = {}  optional action a for x in bool when x not in seen { seen += x  assert count(bool) == 2 and (forall b in bool: b or not b) } } } ${Z}`,
    '4 states, 4 steps',
  ],
  [
    // The action sets k to the member: as in a `let`, where the set of both values would have no place in k.
    'nor is a member of an enum',
    `system X { enum E { text, bool }  node A { k: E = text  optional action a when k != bool { let m = bool  k = m } } } ${Z}`,
    '2 states, 1 steps',
  ],
  [
    'a variable called `bool` is not',
    `system X { node A { bool: set<0..1> = {}  optional action a for x in 0..1 when x not in bool { bool += x } } } ${Z}`,
    '4 states, 4 steps',
  ],
  [
    // What A#1 and A#2 have seen is nobody or both; E and B are sets too, and C, declared without brackets, is one node.
    'a name that stands for several values is the set of them in a `let`',
    `system X { enum E { x, y }  node A[2] { seen: set<A> = {}  e: set<E> = {}  b: set<B> = {}  optional action a { let all = A  let es = E  let bs = B  let c = C
       assert c == C and count(es) == 2 and count(bs) == 1  seen = all } } node B[1] {} node C {} } ${Z}`,
    '4 states, 8 steps',
  ],
  [
    // m = {0: 0, 1: 1, 2: 2}, then {1, 2, 0}, then {2, 0, 1}, and back: the values on the right are the old ones.
    'a map by a rule is made of the map as it was',
    `system X { node N { m: map<0..2, 0..2> = { k: k for k in 0..2 }  optional action turn { m = { k: m[(k + 1) % 3] for k in 0..2 } } } } ${Z}`,
    '3 states, 3 steps',
  ],
  [
    // m[a] and m[b] are each none, 0 or 1, and the map begins with none at a and 0 at b; setting a key to what it is changes nothing.
    'an optional range in parentheses, in a map by a rule over an enum',
    `system X { enum E { a, b }  node N { m: map<E, (0..1)?> = { e: if e == a then none else 0 for e in E }
       optional action put for e in E, v in 0..1 { m[e] = v } } } ${Z}`,
    '6 states, 24 steps',
  ],
  [
    // n is 0 or 1 in what is sent; by name or not it is the same message: in flight none, 0, 1, 0 and 1; sending again is cut.
    'the only field needs no name',
    `system X { message M(n: 0..1)  node A { m: 0..1 = 0  optional action a when not asked0 { asked0 = true  send M(m) to A }
       optional action b when not asked1 { asked1 = true  send M(n: 1) to A }  asked0: bool = false  asked1: bool = false  on M {} } } ${Z}`,
    '9 states, 12 steps',
  ],
];

// The code of A#1 and A#2 is made for each by itself, so that what is out of range is known of one of them; it is an error when executed.
const outOfRange: Counted[] = (
  [
    ['a key of a map, set', 'm: map<B, bool> = false', 'm[B#(index(self))] = true'],
    [
      'a key of a large map, set',
      'm: map<B, map<0..39, bool>> = { b: { k: false for k in 0..39 } for b in B }',
      'm[B#(index(self))][3] = true',
    ],
    ['a key of a map, read', 'x: bool = false  m: map<B, bool> = true', 'x = m[B#(index(self))]'],
    ['a number before the first key', 'm: map<0..2, bool> = false', 'm[1 - index(self)] = true'],
    ['a position before the first, set', 'l: list<0..2, 3> = [0]', 'l[1 - index(self)] = 1'],
    ['a position before the first of a large list, set', 'l: list<0..99, 9> = [0]', 'l[1 - index(self)] = 1'],
    ['a position before the first, read', 'x: bool = false  l: list<bool, 3> = [true]', 'x = l[1 - index(self)]'],
    ['a member of a set', 'x: set<B> = {}', 'x = x | { B#(index(self)) }'],
    ['is it in a set', 'x: bool = true  y: set<B> = {}', 'x = B#(index(self)) in y'],
    ['whose node is asked', 'x: bool = false', 'x = index(B#(index(self))) == 1'],
    ['whose variable is read in a ghost', 'ghost x: bool = false', 'ghost { x = B#(index(self)).t }'],
    ['whose variable is set in a ghost', 'x: bool = false', 'x = true  let b = B#(index(self))  ghost { b.g = true }'],
    ['who is up', 'ghost x: bool = false', 'ghost { x = up(B#(index(self))) }'],
  ] as const
).map(([what, variables, code]) => [
  `out of range for one node: ${what}`,
  `system X { node A[2] { ${variables}  optional action a { ${code} } } node B { t: bool = true  ghost g: bool = false } } ${Z}`,
  '2 states, 2 steps, 2 errors',
]);

countsByHand([...counts, ...outOfRange]);

const ring = (n: number) => `system X { message Pass(seen: set<P>)
  fun after(p: P): P = P#(index(p) % count(P) + 1)
  node P[${n}] { done: bool = false  on start { if index(self) == 1 { send Pass({ self }) to after(self) } }
    on Pass(seen) { if self in seen { done = count(seen) == count(P) } else { send Pass(seen | { self }) to after(self) } } }
  liveness Round: eventually P#1.done
  safety First: never P#2.done } ${Z}`;

const verdicts: VerdictCase[] = [
  [
    'a `let` of the system may name all nodes of a role',
    `system X { node A[2] { x: bool = false  optional action a { x = true } } let all = A  let done = { n for n in all where n.x }
       safety S: never (done == all) } ${Z}`,
    'S',
    'violated: 0 faults, 2 steps; needs nothing',
  ],
  ['a message passes all three', ring(3), 'Round', 'holds'],
  ['and all four', ring(4), 'Round', 'holds'],
  ['and only the first has it back', ring(4), 'First', 'holds'],
  [
    // Exchanging A#1 and A#2 changes which of them is first.
    'nodes that are distinguished by their numbers are not symmetric',
    `system X { node A[3] { x: bool = false  optional action a when index(self) == 1 { x = true } } safety S: never (exists n in A: n.x and n != A#(1)) } ${Z}`,
    'S',
    'holds',
  ],
  [
    'a named type of numbers is a set',
    `system X { type Key = 0..3  node N { m: map<Key, bool> = false  optional action a for k in Key { m[k] = true } }
       safety S: always (exists k in Key: not N.m[k]) } ${Z}`,
    'S',
    'violated: 0 faults, 4 steps; needs nothing',
  ],
  // The map is wider than a number, and every key that is asked for is known beforehand.
  [
    'a key that is none of the map is not looked up where something before it decides',
    `system X { node N { top: 0..9 = 4  m: map<0..4, 0..1000> = 3 } safety S: always (forall i in 0..6: i <= N.top implies N.m[i] == 3) } ${Z}`,
    'S',
    'holds',
  ],
  [
    'and is a model error where it is looked up',
    `system X { node N { m: map<0..4, set<0..63>> = {3} } safety S: always (forall i in 0..6: 3 in N.m[i]) } ${Z}`,
    'S',
    'error: the key would become 5, outside 0..4',
  ],
  [
    'in flight, the only field needs no name',
    `system X { message M(n: 0..3)  node A { on start { send M(2) to A } on M { } } safety S: never in flight M(2)  reachable R: in flight M(1) } ${Z}`,
    'R',
    'unreached',
  ],
  [
    'in flight, the only field is looked at',
    `system X { message M(n: 0..3)  node A { on start { send M(2) to A } on M { } } safety S: never in flight M(2) } ${Z}`,
    'S',
    'violated: 0 faults, 0 steps; needs nothing',
  ],
];

verdictsByHand(verdicts);
