/**
 * A guard of `defer` that is a model error, or that passes the end of a `limit` type. Such a message counts as deliverable
 * where it is asked whether something is due: its delivery is a step, and it is that step which ends in the error or is cut.
 */
import { type Counted, countsByHand, type VerdictCase, verdictsByHand } from './hand.ts';

/** 1 / zero in the guard: an error. */
const FAILS = 'message M  node S { on start { send M to N } }  node N { zero: 0..0 = 0  defer M when 1 / zero == 1  on M { } }';

/** 2 is past the end of T. */
const PASSES = `type T = 0..1 limit  fun far(x: T): bool = x > 5
  message M  node S { on start { send M to N } }  node N { one: 0..1 = 1  defer M when far(one + 1)  on M { } }`;

countsByHand([
  [
    // M is due and no pause is allowed: no tick. Its delivery is the error.
    'an error in a defer guard: due, and the delivery is the error',
    `system X { ${FAILS} } assume Z { timing sync { delay <= 0 } } check Z { }`,
    '1 states, 0 steps, 1 errors',
  ],
  [
    // Lateness 0 and 1, each with the delivery that is an error; one tick.
    'and it makes the node late',
    `system X { ${FAILS} } assume Z { timing sync { delay <= 0, pause N <= 1 } } check Z { }`,
    '2 states, 1 steps, 2 errors',
  ],
  [
    'a bound that is passed in a defer guard: due, and the delivery is cut',
    `system X { ${PASSES} } assume Z { timing sync { delay <= 0 } } check Z { }`,
    '1 states, 0 steps, 1 cut',
  ],
  [
    'and it makes the node late, too',
    `system X { ${PASSES} } assume Z { timing sync { delay <= 0, pause N <= 1 } } check Z { }`,
    '2 states, 1 steps, 2 cut',
  ],
  [
    // Not arrived: nothing asks the guard but the delivery. Age 0: delivery (error), tick. Age 1: delivery (error).
    'a message that has not arrived is not asked about',
    `system X { ${FAILS} } assume Z { timing sync { delay <= 1 } } check Z { }`,
    '2 states, 1 steps, 2 errors',
  ],
  [
    // left is 1 (error) or 2 (deferred), once ripe also 0 (undeferred): for some value deferred, so not due whatever the others say.
    // (not ripe): an error where 1; tick. (ripe): deliver where 0, an error where 1; tick to itself. Afterwards, 0 read: tick.
    'a reading that defers wins over one that is an error',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  zero: 0..0 = 0  on start { start t for 2 }  defer M when t.left == 2 or t.left == 1 and 1 / zero == 1  on M { } } }
     assume Z { timing { always delay <= 0, pause <= 0 } } check Z { }`,
    '3 states, 4 steps, 2 errors',
  ],
  [
    // left is 1 (error) or 2 (undeferred), never deferred: due, so no tick. (not ripe): deliver where 2, error where 1. Then tick, tick.
    'without one that defers it is due',
    `system X { message M  node S { on start { send M to N } }
      node N { timer t  zero: 0..0 = 0  on start { start t for 2 }  defer M when t.left == 1 and 1 / zero == 1  on M { } } }
     assume Z { timing { always delay <= 0, pause <= 0 } } check Z { }`,
    '3 states, 3 steps, 1 errors',
  ],
  [
    // Under fifo the error of an older message's guard hits the younger one, whose own guard does not defer it: both deliveries are
    // errors. Lateness 0 and 1.
    'an error at an older message of the pair',
    `system X { message A message B  node S { on start { send A to N  send B to N } }
      node N { zero: 0..0 = 0  defer A when 1 / zero == 1  on A { }  on B { } } }
     assume Z { timing sync { delay <= 0, pause N <= 1 }  network { fifo } } check Z { }`,
    '2 states, 1 steps, 4 errors',
  ],
  [
    // A is undeferred, so B is not to be handed over whatever its guard; it is asked about its own guard first, and that is an error.
    'an error at the message itself comes before its place in the queue',
    `system X { message A message B  node S { on start { send A to N  send B to N } }
      node N { zero: 0..0 = 0  defer B when 1 / zero == 1  on A { }  on B { } } }
     assume Z { timing sync { delay <= 0 }  network { fifo } } check Z { }`,
    '2 states, 1 steps, 2 errors',
  ],
] satisfies readonly Counted[]);

verdictsByHand([
  [
    'the trace of such an error is a delivery',
    `system X { ${FAILS}  safety P: always up(N) } assume Z { timing sync { delay 1..1, pause N <= 1 } } check Z { }`,
    'P',
    'error: division by zero',
  ],
  [
    'a bound passed in a guard is said',
    `system X { ${PASSES}  safety P: always up(N) } assume Z { timing sync { delay <= 0, pause N <= 1 } } check Z { }`,
    'P',
    'holds within T <= 1',
  ],
] satisfies readonly VerdictCase[]);
