/** What an assumption set keeps of the one that it extends: timing quantity by quantity, crashes role by role, the network fault by fault. */
import { type VerdictCase, verdictsByHand } from './hand.ts';

const ASKED = `system S { message M  node A { on start { send M to B } }  node B { got: bool = false  on M { got = true } }
  safety D: not B.got leads to B.got within 2 }`;

const COMES_BACK = `system S { node X { durable n: 0..1 = 0  on restart { n = 1 } }  node Y { durable n: 0..1 = 0  on restart { n = 1 } }
  safety XStays: always X.n == 0  safety YStays: always Y.n == 0  safety OneStays: never (X.n == 1 and Y.n == 1) }
  assume A { timing async  fault X, Y { recovery, up to 1 } }`;

const SENT = `system S { message M  message N  node A { on start { send M to B  send N to B } }
  node B { m: bool = false  n: bool = false  on M { m = true }  on N { n = true } }
  safety Order: always (B.n implies B.m)  safety Both: (not B.m or not B.n) leads to (B.m and B.n) within 1 }`;

verdictsByHand([
  [
    // a delay of 2 and a pause of 0, from A
    'one bound changes alone',
    `${ASKED} assume A { timing sync { delay <= 1 } } assume B extends A { timing { delay <= 2 } } check B { }`,
    'D',
    'holds',
  ],
  [
    // delay 2, and nothing said of pauses is 0 again: without the 1 of A the answer is in time
    'a model that is named states the whole timing anew',
    `${ASKED} assume A { timing sync { delay <= 1, pause <= 1 } } assume B extends A { timing sync { delay <= 2 } } check B { }`,
    'D',
    'holds',
  ],
  [
    'and without it the other bounds stay',
    `${ASKED} assume A { timing sync { delay <= 1, pause <= 1 } } assume B extends A { timing { delay <= 2 } } check B { }`,
    'D',
    'violated: 1 faults, 3 steps; needs pause of B',
  ],
  [
    // The delay is 1 only in the end.
    'a bound without a word goes by the model of the base',
    `${ASKED} assume A { timing partial { delay <= 2 } } assume B extends A { timing { delay <= 1 } } check B { }`,
    'D',
    'violated: 0 faults, 3 steps; needs nothing',
  ],
  [
    'a bound for every role leaves that of one role',
    `${ASKED} assume A { timing sync { delay <= 2, pause B <= 1 } } assume B extends A { timing { pause <= 0 } } check B { }`,
    'D',
    'violated: 1 faults, 3 steps; needs pause of B',
  ],
  [
    'of a role all is replaced, whatever kind of crash it was',
    `${COMES_BACK} assume B extends A { fault X { stop } } check B { }`,
    'XStays',
    'holds',
  ],
  [
    'another role of the same declaration keeps it',
    `${COMES_BACK} assume B extends A { fault X { stop } } check B { }`,
    'YStays',
    'violated: 1 faults, 2 steps; needs crash of Y',
  ],
  ['up to 0 takes it away', `${COMES_BACK} assume B extends A { fault X { recovery, up to 0 } } check B { }`, 'XStays', 'holds'],
  [
    'a budget of its own is no longer shared',
    `${COMES_BACK} assume B extends A { fault X { recovery, up to 1 } } check B { }`,
    'OneStays',
    'violated: 2 faults, 4 steps; needs crash of X, crash of Y',
  ],
  [
    'a fault of the network that B does not name stays',
    `${SENT} assume A { timing sync { }  network { fifo, lossy up to 1 } } assume B extends A { network { duplicating up to 1 } } check B { }`,
    'Order',
    'violated: 1 faults, 2 steps; needs loss',
  ],
  [
    'and goes with up to 0',
    `${SENT} assume A { timing sync { }  network { fifo, lossy up to 1 } } assume B extends A { network { lossy up to 0 } } check B { }`,
    'Order',
    'holds',
  ],
] satisfies readonly VerdictCase[]);
