/** Known counts of systems whose code reads timers, exact and loose. */
import { conforms } from './conform.ts';

/** A request that is repeated when its timer runs out; code asks for both readings of it. */
const READINGS = `
  message Ping  message Pong
  node Client {
    s: 0..2 = 0
    timer t
    action ask when s == 0 { s = 1; start t for 2; send Ping to Server }
    on Pong when s == 1 and t.left > 0 { s = 2; stop t }
    action giveUp when s == 1 and not t.running { s = 0 }
  }
  node Server { on Ping { reply Pong } }`;

/** A \`defer\` reads the timer, and what it reads is what the handler reads. */
const DEFERRED = `
  message M
  node A { on start { send M to B } }
  node B {
    got: 0..2 = 0
    timer u
    on start { start u for 2 }
    defer M when u.left > 1
    on M { got = 1 + u.left }
  }
  safety X: never B.got == 2`;

/** A guard reads the timer, and what it reads bounds every later reading. */
const HELD = `
  node A {
    s: 0..3 = 0
    timer t
    on start { start t for 2 }
    optional action look when t.running { s = t.left }
    optional action end when not t.running { s = 3 }
  }
  safety X: never A.s == 3`;

const three = (timing: string) => `${timing} network { capacity 3 }`;

conforms([
  {
    name: 'a request with readings',
    system: READINGS,
    lines: [
      [three('timing sync { delay <= 1 }'), '17'],
      [three('timing sync { delay <= 1, drift <= 1 }'), '78'],
      [three('timing { always delay <= 1, pause <= 0 }'), '45'],
      [three('timing { }'), '41 (4 cut)'],
      [three('timing { eventually delay <= 1, pause <= 0; always drift <= 0 }'), '161 (17 cut)'],
      [three('timing { always delay <= 1, pause <= 0; eventually drift <= 0 }'), '136'],
    ],
  },
  {
    name: 'a message that is deferred while a timer runs',
    system: DEFERRED,
    lines: [
      ['timing sync { delay <= 1 }', '4 (0,2)'],
      ['timing sync { delay <= 1, drift <= 1 }', '9 (0,1)'],
      ['timing { always delay <= 1, pause <= 0 }', '5 (0,1)'],
      ['timing { always delay <= 1, pause <= 0 } network { duplicating up to 1 }', '11 (0,1)'],
      ['timing { always delay <= 1, pause <= 0; eventually drift <= 0 }', '16 (0,1)'],
      ['timing { }', '5 (0,1)'],
    ],
  },
  {
    name: 'what was read before bounds what is read',
    system: HELD,
    lines: [
      ['timing sync { }', '9 (0,3)'],
      ['timing sync { drift <= 1 }', '11 (0,2)'],
      ['timing { always delay <= 0, pause <= 0 }', '7 (0,2)'],
      ['timing { always delay <= 0, pause <= 0 } fault A { recovery, up to 1 }', '10 (0,2)'],
      ['timing { always delay <= 0, pause <= 0; eventually drift <= 0 }', '22 (0,2)'],
    ],
  },
]);
