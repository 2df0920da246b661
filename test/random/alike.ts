/** Random small systems whose nodes are symmetric, with liveness properties that name none of them: among random systems these are few. */
import fc from 'fast-check';
import { MAX_STATES, slow } from './run.ts';
import { Tape, tape } from './tape.ts';

/** States up to which such a system is searched: of three nodes it is seldom small. */
export const STATES = slow ? MAX_STATES : 5 * MAX_STATES;

const ACTIONS = [
  'action up when a < 2 { a += 1 }',
  'optional action down when a > 0 { a -= 1 }',
  'action reset when a == 2 { a = 0 }',
  'action ready when not b { b = true }',
  'optional action rest when b { b = false }',
  'action turn when b and a == 1 { b = false; a = 2 }',
  'action greet for m in N when m != self and m != friend { friend = m; send Hello to m }',
  'action ask when not b { send Ask to S }',
  'optional action call when a == 0 { broadcast Hello to N }',
  'action leave when friend != none { friend = none }',
];

const TIMED = ['action arm when not t.running and not b { start t for 1 }', 'action again when t.left == 0 and a > 0 { start t for 2 }'];

const HANDLERS = [
  'on Hello from m when a > 0 { friend = m; reply Thanks }',
  'on Hello { b = true }',
  'on Hello from m { send Thanks to m }',
  'on Hello when b {}',
];

const SERVER = [
  'action give for n in N when held == {} { held += n; send Thanks to n }',
  'optional action give for n in N when n not in held { held += n }',
  'action take for n in N when n in held and count(held) > 1 { held -= n }',
  'action clear when count(held) == count(N) { held = {} }',
];

const CONDITIONS = [
  'exists n in N: n.b',
  'forall n in N: n.b',
  'exists n in N: n.a == 2',
  'forall n in N: n.a == 0',
  'exists n in N: n.a == 1',
  'count(S.held) == 1',
  'S.held == {}',
  'exists n in N: n in S.held and n.b',
  'exists n, m in N: n != m and n.friend == m',
  'count(in flight Hello) == 0',
];

const TIMINGS = [
  'async',
  'sync { delay <= 1 }',
  'async',
  'sync { delay <= 1, pause <= 0 }',
  'async',
  'partial { eventually delay <= 1; always pause <= 0, drift <= 0 }',
];
const LOSSES = ['', 'lossy, ', 'lossy up to 1, ', 'duplicating up to 1, ', 'corrupting up to 1, ', 'fifo, '];
const FAULTS = [
  '',
  'fault N { recovery, up to 1 }',
  'fault N { stop, up to 1 }',
  'fault N { amnesia, up to 1, may stay down }',
  'fault N { recovery }',
];

export const alike = fc.record({ values: tape(56) }).map(({ values }) => {
  const from = new Tape(values);
  const count = from.pick([2, 3]);
  const timing = from.pick(TIMINGS);
  const timed = timing !== 'async';
  const own = [...from.some(ACTIONS, 1, 4), ...(timed ? from.some(TIMED, 1, 2) : [])].slice(-3);
  const hears = from.some(HANDLERS, 1, 3);
  const serves = from.some(SERVER, 1, 3).slice(0, 1);
  const answer = from.pick(['held += n', 'held += n; reply Thanks', 'if held == {} { held += n; reply Thanks }']);
  const one = () => `(${from.pick(CONDITIONS)})`;
  const liveness = () =>
    from.pick([
      () => `${one()} leads to ${one()}`,
      () => `eventually ${one()}`,
      () => `always eventually ${one()}`,
      () => `eventually always ${one()}`,
      () => `(always eventually ${one()}) implies (always eventually ${one()})`,
    ])();
  return `system Alike {
  message Ask
  message Hello
  message Thanks
  node N[${count}] {
    a: 0..2 = ${from.pick(['0', '0', '0', 'any'])}
    ${from.pick(['', '', 'durable '])}b: bool = false
    friend: N? = none
    ${timed ? 'timer t' : ''}
    ${own.join('\n    ')}
    ${[...hears, 'on Hello {}'].join('\n    ')}
    on Thanks { ${from.pick(['b = true', 'a = 0', 'if a < 2 { a += 1 }'])} }
    ${timed ? `on t { ${from.pick(['b = true', 'b = not b', 'send Ask to S'])} }` : ''}
  }
  node S {
    held: set<N> = {}
    ${serves.join('\n    ')}
    on Ask from n { ${answer} }
  }
  liveness P: ${liveness()}
  liveness Q: ${liveness()}
}
assume A {
  timing ${timing}
  network { ${from.pick(LOSSES)}queue 1 per link }
  ${from.pick(FAULTS)}
}
check A { }`;
});

// Small systems in which S says whose turn it is, and hands it on: what holds of that node throughout is about another one each time.

const BEGINS = ['action begin for n in N when at == none { at = n }', 'optional action begin for n in N when at == none { at = n }'];

const PASSES = [
  'action pass for n in N when at != none and n != at { at = n }',
  'action pass for n in N when at != none and n != at { before = at; at = n }',
  'action pass for n in N when at != none and n != at and n != before { before = at; at = n }',
  'optional action pass for n in N when at != none and n != at { at = n }',
  'action back when at != none { before = at; at = none }',
  'action tell for n in N when n == at { send Turn to n; at = none }',
];

const ENDS = [
  'action end for n in N when n == at { over = true }',
  'action end for n in N when n == at and n not in held { held += n }',
  'action end for n in N when n == before and n != at { over = true }',
  'action end for n in N when at != none and n != at { held += n }',
];

const HOLDS = [
  '',
  'action mark when not b { b = true }',
  'action mark when not b { b = true }',
  'action turn { b = not b }',
  'action rise when a == 0 { a = 2 }\n    action fall when a == 2 { a = 0 }',
];

const TOLD = ['', 'send Back to S', 'if not b { send Back to S }', 'b = true; send Back to S'];

const AT_LAST = [
  'S.over',
  'S.over',
  'S.held != {}',
  'S.over or S.held != {}',
  'exists n in N: n in S.held and n.b',
  'forall n in N: n in S.held',
  'S.at == none',
];

export const handing = fc.record({ values: tape(24) }).map(({ values }) => {
  const from = new Tape(values);
  const last = () => `(${from.pick(AT_LAST)})`;
  const count = from.pick([2, 3]);
  const liveness = () =>
    from.pick([() => `eventually ${last()}`, () => `(S.at != none) leads to ${last()}`, () => `always eventually ${last()}`])();
  return `system Handing {
  message Turn
  message Back
  node N[${count}] {
    a: 0..2 = ${from.pick(['0', 'any'])}
    b: bool = false
    ${from.pick(HOLDS)}
    on Turn { ${from.pick(TOLD)} }
  }
  node S {
    at: N? = none
    before: N? = none
    over: bool = false
    held: set<N> = {}
    ${from.pick(BEGINS)}
    ${from.pick(PASSES)}
    ${from.pick(ENDS)}
    on Back from n { at = n }
  }
  liveness P: ${liveness()}
  liveness Q: ${liveness()}
}
assume A {
  timing async
  network { ${from.pick(['', 'lossy, ', 'duplicating up to 1, '])}queue 1 per link }
}
check A { }`;
});

// Nodes on levels, of which some change again and again while others wait: they change places in many ways.

const MOVES = [
  ['action rise when a == 0 { a = 3 }', 'action fall when a == 3 { a = 0 }'],
  ['action rise when a == 0 { a = 2 }', 'action fall when a == 2 { a = 0 }'],
  ['optional action rise when a < 3 { a += 1 }', 'action fall when a == 3 { a = 0 }'],
  ['action rise when a == 3 { a = 1 }', 'optional action fall when a == 1 { a = 3 }'],
  ['optional action fall when a == 3 { a = 0 }'],
];

const SETTLES = [
  'action end when a == 2 { a = 1 }',
  'action end when a == 1 { a = 2 }',
  'action end when a == 2 and not b { b = true }',
  'action end when a == 1 { send Gone to S; a = 0 }',
  'action flip when a == 2 { b = not b }\n    action end when a == 2 { if b { a = 1 } }',
  'action flip when a == 2 { b = not b }\n    action end when a == 2 { if not b { a = 1 } }',
  'action end for m in N when a == 2 and m != self { a = 1; send Gone to m }',
];

export const rising = fc.record({ values: tape(16) }).map(({ values }) => {
  const from = new Tape(values);
  const level = () => from.pick([2, 2, 1, 0, 3]);
  const liveness = () =>
    from.pick([
      () => `eventually (forall n in N: n.a != ${level()})`,
      () => `eventually (exists n in N: n.a == ${level()})`,
      () => `(exists n in N: n.a == ${level()}) leads to (exists n in N: n.a == ${level()})`,
      () => `eventually always (forall n in N: n.a != ${level()})`,
      () => 'eventually (exists n in N: n.b)',
    ])();
  return `system Rising {
  message Gone
  node N[3] {
    a: 0..3 = ${from.pick(['any', 'any', '0'])}
    b: bool = ${from.pick(['false', 'any'])}
    ${from.pick([MOVES[0], ...MOVES]).join('\n    ')}
    ${from.pick([SETTLES[0], ...SETTLES])}
    on Gone { ${from.pick(['', 'b = not b', 'a = 0'])} }
  }
  node S {
    on Gone {}
  }
  liveness P: ${liveness()}
  liveness Q: ${liveness()}
}
assume A {
  timing async
  network { ${from.pick(['', 'lossy, '])}queue 1 per link }
}
check A { }`;
});
