/** The loop of a liveness counterexample takes as few faults as it can, no part of it can be left out, and it begins as early as it can. */
import { tracesByHand, type Walked } from './hand.ts';

/** A node that is asked until it has answered; its number turns at each question. */
const ASKED = (property: string, assume: string) => `system X {
  message Ask
  message Answer
  node Client { heard: bool = false  action ask when not heard { send Ask to Server }  on Answer { heard = true } }
  node Server { on Ask { reply Answer } }
  liveness P: ${property}
}
assume Z { timing async  ${assume} } check Z { }`;

tracesByHand([
  [
    // It is violated wherever n turns 1, which no part of the run before the loop has to do: the loop does.
    'a loop that does what the property forbids begins at once',
    `system X { node A { n: 0..1 = 0  action up when n == 0 { n = 1 }  action down when n == 1 { n = 0 } }
     liveness P: not eventually A.n == 1 } assume Z { timing async } check Z { }`,
    'P',
    ['forever:', 'act A.up()', 'act A.down()'],
  ],
  [
    // With a crash each time round no step need come before; without one the server has to stop, once.
    'a loop without a fault, though a stem with one leads to it',
    ASKED('eventually Client.heard', 'network { capacity 1 }  fault Server { recovery, may stay down }'),
    'P',
    ['crash Server', 'forever:', 'act Client.ask()', 'deliver Ask() Client -> Server'],
  ],
  [
    // A server that always comes back has to crash each time a question is under way.
    'where none is fair without a fault, one each time round',
    ASKED('eventually Client.heard', 'network { capacity 1 }  fault Server { recovery }'),
    'P',
    ['forever:', 'act Client.ask()', 'crash Server', 'deliver Ask() Client -> Server', 'restart Server'],
  ],
  [
    // One question is lost, the next one finds that there was no answer, and is answered; the third one that there was one.
    'a fault that the loop needs, only as often as it needs it',
    `system X { message Ask  message Answer
       node C { waiting: bool = false  missed: bool = false  timer t  on start { start t for 1 }
         on t { missed = waiting  waiting = true  start t for 1  send Ask to S }
         on Answer { waiting = false } }
       node S { on Ask { reply Answer } }
       liveness P: eventually always not C.missed }
     assume Z { timing sync { delay <= 0 }  network { lossy, duplicating, capacity 2 } } check Z { }`,
    'P',
    [
      ...['tick', 'fire C.t', 'forever:', 'lose Ask() C -> S', 'tick', 'fire C.t', 'deliver Ask() C -> S', 'deliver Answer() S -> C'],
      ...['tick', 'fire C.t'],
    ],
  ],
  [
    // Both roles must be down again and again; that the message is lost as well is not needed.
    'no more kinds of fault than needed',
    `system X { message M  node A { optional action say { send M to B } }  node B { on M { } }
       liveness P: (eventually always up(A)) or (eventually always up(B)) }
     assume Z { timing async  network { lossy, capacity 1 }  fault A { recovery }  fault B { recovery } } check Z { }`,
    'P',
    ['forever:', 'crash A', 'crash B', 'restart A', 'restart B'],
  ],
] satisfies readonly Walked[]);
