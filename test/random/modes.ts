/** Random systems of nodes with a few modes: what they ask, whom they answer, and which answers they still take hang on small variables. */
import fc from 'fast-check';
import { Tape as NewTape, type Tape, tape } from './tape.ts';

export const aboutModes = fc.record({ values: tape(120) }).map(({ values }) => written(new NewTape(values)));

const TIMING = [
  'async',
  'sync { delay <= 1 }',
  'sync { delay <= 1, pause <= 1 }',
  'sync { delay <= 1, drift <= 1 }',
  'partial { always delay <= 1 }',
];
const NETWORKS = [
  'capacity 2',
  'lossy up to 1, capacity 2',
  'duplicating up to 1, capacity 2',
  'corrupting up to 1, capacity 2',
  'fifo, capacity 2',
];
const FAULTS = [
  '',
  '',
  'fault Client { recovery, up to 1 }',
  'fault Server { stop, up to 1 }',
  'fault Client { amnesia, up to 1 }',
  'fault Server { recovery, up to 1 }',
];

function written(from: Tape): string {
  const timing = from.pick(TIMING);
  const timed = timing !== 'async';
  const mode = () => from.pick(['idle', 'asking', 'done']);
  const guard = () =>
    from.pick(['', '', ` when mode == ${mode()}`, ` when mode != ${mode()}`, ' when tries < 1', ` when mode == ${mode()} and kept == 0`]);
  const change = () =>
    from.pick([
      `mode = ${mode()}`,
      `mode = ${mode()}`,
      'kept = 0',
      'if tries < 1 { tries += 1 }',
      'before = kept',
      'ghost { wrong = before == 1 }',
      `if mode == ${mode()} { kept = 1 } else { mode = ${mode()} }`,
      ...(timed ? ['start t for 2', 'start t for 1', 'stop t', 'if t.left > 0 { kept = 1 }'] : []),
      from.chance(1, 2) ? 'pause' : 'kept = before',
    ]);
  const ask = () =>
    from.pick(['call round = send Ask(what: kept) to Server', 'send Ask(what: 1) to Server', 'call other = send Ask(what: 0) to Server']);
  const some = (of: () => string, most: number) => Array.from({ length: from.below(most + 1) }, of);
  const block = (first: readonly string[]) => `{ ${[...first, ...some(change, 2)].join('; ')} }`;
  const takes = [
    `on Yes(what: v)${from.pick(['', ' from s', ' for round', ' for round', ' from s for other'])}${guard()} ${block([from.pick(['kept = v', 'kept = 1', 'mode = done', 'before = v'])])}`,
    ...(from.chance(1, 2) ? [`on Yes {}`] : [`on Yes(what: v)${guard()} {}`]),
    ...(from.chance(2, 3) ? [`on No${from.pick(['', ' for round'])}${guard()} ${from.chance(1, 2) ? '{}' : block([])}`] : []),
  ];
  const count = 1 + from.below(2);
  return `system Modes {
  message Ask(what: 0..1)
  message Yes(what: 0..1)
  message No
  enum Mode { idle, asking, done }
  node Client[${count}] {
    ${from.chance(1, 3) ? 'durable ' : ''}mode: Mode = idle
    tries: 0..1 = 0
    kept: 0..1 = ${from.below(2)}
    before: 0..1 = 0
    ghost wrong: bool = false
    ${timed ? 'timer t' : ''}
    optional action ask${guard()} ${block([ask()])}
    optional action seldom when tries == 1 and mode == done { mode = idle; call round = send Ask(what: 0) to Server; call other = send Ask(what: 1) to Server }
    ${from.chance(1, 2) ? `optional action other${guard()} ${block(from.chance(1, 2) ? [ask()] : ['kept = 1'])}` : ''}
    ${takes.join('\n    ')}
    ${timed && from.chance(1, 2) ? `on t ${block([])}` : ''}
  }
  node Server {
    last: 0..1 = 0
    ${from.chance(1, 3) ? 'defer Ask when last == 1' : ''}
    on Ask${from.pick(['(what: v)', '(what: v)', ''])}${from.pick(['', ' from c'])}${from.pick(['', ' when last == 0'])} { ${from.pick(['last = 1; ', ''])}reply ${from.pick(['Yes(what: 1)', 'Yes(what: last)', 'No'])} }
    ${from.chance(1, 2) ? 'on Ask {}' : 'on Ask { reply No }'}
    optional action turn when last == 1 { last = 0 }
  }
  safety Right: never (exists c in Client: c.${from.pick(['wrong', 'wrong', 'kept == 1'])} and c.tries == 1)
  safety Steps: always next(Server.last) >= Server.last
}
assume A {
  timing ${timing}
  network { ${from.pick(NETWORKS)} }
  ${from.pick(FAULTS)}
}
check A { }`;
}
