/**
 * Random systems whose messages come late: answers to calls of before, requests that a server no longer serves, kinds whose guards cannot
 * hold again, and timers that are started anew while they run. Some of a node's counters only rise, so that much is soon over.
 */
import fc from 'fast-check';
import { Tape as NewTape, type Tape, tape } from './tape.ts';

export const aboutLateMessages = fc.record({ values: tape(110) }).map(({ values }) => written(new NewTape(values)));

const TIMING = [
  'async',
  'sync { delay <= 1 }',
  'sync { delay <= 2, pause <= 1 }',
  'sync { delay <= 1, drift <= 1 }',
  'partial { always delay <= 1, drift <= 0 }',
  'partial { always delay <= 1 }',
];
const NETWORKS = [
  '',
  '',
  'lossy up to 1',
  'duplicating up to 1',
  'corrupting up to 1',
  'cuts up to 1',
  'one-way link cuts up to 1',
  'lossy up to 1, duplicating up to 1',
];
const FAULTS = [
  '',
  '',
  'fault Asker { recovery, up to 1 }',
  'fault Asker { amnesia, up to 1 }',
  'fault Asker { stop, up to 1 }',
  'fault Server { recovery, up to 1 }',
  'fault Server { stop, up to 1 }',
  'fault Server { byzantine, up to 1 }',
];

function written(from: Tape): string {
  const timing = from.pick(TIMING);
  const timed = timing !== 'async';
  const isLoose = timing === TIMING.at(-1);
  const [askers, servers] = [from.chance(1, 4) ? 2 : 1, from.chance(1, 3) ? 2 : 1];
  const server = () => (servers === 1 ? 'Server' : `Server#${1 + from.below(2)}`);
  const some = (of: () => string, most: number) => Array.from({ length: from.below(most + 1) }, of);
  const block = (first: readonly string[]) => `{ ${[...first, ...some(change, 2)].join('; ')} }`;
  const test = () =>
    from.pick([
      'open',
      'not open',
      'round == 1',
      'round == 2',
      'round < 2',
      'open and round == 1',
      'open and kept == none',
      'round == 2 and kept == 1',
      ...(timed ? ['not t.running', 'open and t.left == 1'] : []),
    ]);
  const guard = () => (from.chance(3, 4) ? ` when ${test()}` : '');
  const change = (): string =>
    from.pick([
      'open = false',
      'open = true',
      'if round < 2 { round += 1 }',
      'round = 2',
      'kept = none',
      'kept = 0',
      `if ${test()} { kept = none; open = false }`,
      'ghost { wrong = kept == 1 }',
      `ghost { wrong = enabled(Asker${askers === 1 ? '' : '#1'}.again) }`,
      'pause',
      'assert open or kept != 1',
      'call probe = broadcast Ask(what: 1) to Server',
      ...(timed ? ['start t for 2', 'start t for 1', 'start t for 3', 'stop t', 'if t.left == 2 { kept = 1 }'] : []),
    ]);
  const ask = () =>
    from.pick([
      `call probe = send Ask(what: 1) to ${server()}`,
      'call probe = broadcast Ask(what: 0) to Server',
      `call other = send Ask(what: 0) to ${server()}`,
      `send Ask(what: 1) to ${server()}`,
      `call probe = send Ask(what: if kept == 1 then 1 else 0) to ${server()}`,
      `send Close(who: self) to ${server()}`,
    ]);
  const belongs = () => from.pick(['', ' for probe', ' for probe', ' for other']);
  const takes = [
    `on Told(v)${from.pick(['', ' from s'])}${belongs()}${guard()} ${block(['kept = v', ...(from.chance(1, 3) ? ['open = false'] : [])])}`,
    ...(from.chance(1, 2) ? [`on Told${from.pick(['', '(v)', ' from s'])}${belongs()}${guard()} ${block([])}`] : []),
    ...(from.chance(1, 2) ? ['on Told {}'] : []),
    ...(from.chance(1, 2) ? [`on Busy${belongs()}${guard()} ${block([])}`] : []),
    ...(from.chance(1, 6) ? ['defer Told when not open'] : []),
  ];
  const serves = [
    `on Ask${from.pick(['(what)', '(what)', ''])}${from.chance(2, 3) ? ' when serving' : ''} { ${from.pick(['', 'pause; ', 'last = min(last + 1, 2); '])}reply ${from.pick(['Told(v: 1)', 'Told(v: last)', 'Busy'])} }`,
    ...(from.chance(1, 3) ? ['on Ask when last == 1 { reply Busy; serving = false }'] : []),
    ...(from.chance(1, 2)
      ? [
          `on Close${from.pick(['', '(who)', ' from c'])}${from.pick(['', ' when last < 2'])} { ${from.pick(['serving = false', 'last = 2', 'serving = last == 0'])} }`,
        ]
      : []),
    ...(from.chance(1, 3) ? ['on Close(who) when who == asked { last = 0 }'] : []),
    ...(from.chance(1, 8) ? ['defer Ask when last == 1'] : []),
    ...(from.chance(1, 4) ? ['optional action close when serving { serving = false }'] : []),
  ];
  return `system Late {
  message Ask(what: 0..1)
  message Told(v: 0..2)
  message Busy
  message Close(who: Asker)
  node Asker${askers === 1 ? '' : '[2]'} {
    ${from.chance(1, 3) ? 'durable ' : ''}round: 0..2 = 0
    ${from.chance(1, 4) ? 'durable ' : ''}open: bool = false
    kept: (0..${from.pick(['2', '9'])})? = ${from.pick(['none', 'none', '0', 'any'])}
    ghost wrong: bool = false
    ${timed ? 'timer t' : ''}
    ${from.chance(1, 4) ? `on start ${block([ask()])}` : ''}
    ${from.chance(1, 3) ? `on restart ${block([])}` : ''}
    ${from.chance(1, 2) ? 'optional ' : ''}action ask when round < 2${from.pick(['', ' and not open', ' and kept == none'])} ${block(['round += 1', ask(), 'open = true'])}
    optional action again when ${test()} ${block(from.chance(1, 2) ? [ask()] : [])}
    optional action seldom when round == 2 and kept == 2 { call probe = send Ask(what: 0) to ${server()}; call other = send Ask(what: 1) to ${server()} }
    ${from.chance(1, 2) ? `optional action over when open ${block(['open = false'])}` : ''}
    ${takes.join('\n    ')}
    ${timed && from.chance(1, 2) ? `on t${guard()} ${block(from.chance(1, 2) ? [ask()] : [])}` : ''}
  }
  node Server${servers === 1 ? '' : '[2]'} {
    serving: bool = true
    last: 0..2 = 0
    asked: Asker = ${askers === 1 ? 'Asker' : 'Asker#1'}
    ${serves.join('\n    ')}
  }
  safety Right: never (exists a in Asker: a.${from.pick(['wrong', 'wrong', 'kept == 1', 'open'])} and a.round == 2)
  safety Steps: always (forall a in Asker: next(a.round) >= a.round)
  ${isLoose ? '' : from.chance(1, 5) && timed ? 'safety Ticking: never (exists a in Asker: a.t.left == 2 and a.round == 2)' : ''}
  ${from.chance(1, 6) ? 'safety Few: always count(in flight Told(v: 1)) < 2' : ''}
}
assume A {
  timing ${timing}
  network { ${[from.pick(NETWORKS), 'capacity 2'].filter((one) => one !== '').join(', ')} }
  ${from.pick(FAULTS)}
}
check A { }`;
}
