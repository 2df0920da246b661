/** Random small systems whose properties hang on what is assumed: on faults, on whether they end, and on who lies. */
import fc from 'fast-check';
import { Tape, tape } from './tape.ts';

/** Properties of finite runs, of fair ones, or of what nodes know. */
export function needy(about: 'finite runs' | 'fair runs' | 'knowledge'): fc.Arbitrary<string> {
  return fc.record({ values: tape(60) }).map(({ values }) => {
    const from = new Tape(values);
    const timed = about !== 'fair runs' || from.chance(1, 2);
    const lines = [...system(from, timed), ...PROPERTIES[about](from, timed)];
    return ['system Asking {', ...lines, '}', ...assume(from, timed), 'check A { }', ''].join('\n');
  });
}

function system(from: Tape, timed: boolean): string[] {
  const retries = timed && from.chance(1, 2);
  const servers = from.pick([1, 1, 2]);
  return [
    '  message Ask(n: 0..1)',
    '  message Answer(n: 0..1)',
    '  ghost early: bool = false',
    '  node Client {',
    `    ${from.pick(['', 'durable '])}heard: 0..2 = 0`,
    `    ${from.pick(['', 'durable '])}asked: bool = false`,
    ...(timed ? ['    late: bool = false', '    timer t'] : []),
    `    ${from.pick(['on start', 'action ask when not asked'])} { asked = true; send Ask(n: 1) to Server#1${timed ? `; start t for ${from.pick([1, 2])}` : ''} }`,
    ...(timed ? [`    on t { late = true${retries ? `; send Ask(n: 1) to Server#1; start t for 2` : ''} }`] : []),
    `    on Answer(n) ${from.pick(['', 'when n == 1 '])}{ heard = ${from.pick(['n', 'min(2, heard + 1)'])}${from.pick(['', '; ghost { early = not asked }'])} }`,
    '  }',
    `  node Server[${servers}] {`,
    `    ${from.pick(['', 'durable '])}seen: bool = false`,
    `    on Ask(n) { ${from.pick(['seen = true', 'if seen { reply Answer(n: 0) } else { seen = true }', 'seen = not seen'])}; reply Answer(n: ${from.pick(['n', '1'])}) }`,
    ...(from.chance(1, 4) ? ['    action forget when seen { seen = false }'] : []),
    '  }',
  ];
}

function safety(from: Tape): string[] {
  const all = [
    'never Client#1.heard == 2',
    'never early',
    'never Client#1.late and Client#1.heard == 0',
    'always Client#1.heard > 0 implies Client#1.asked',
    'never stable and Client#1.late',
    'Client#1.asked leads to Client#1.heard > 0 within 2',
    'stable and Client#1.asked leads to Client#1.heard > 0 within 2',
    'never exists s in Server: correct(s) and s.seen and not Client#1.asked',
    'always exists s in Server: up(s)',
  ];
  return [0, 1].map((i) => `  safety P${i}: ${from.pick(all)}`);
}

function knowledge(from: Tape): string[] {
  const all = [
    'always (Client#1.heard > 0 implies knows(Client#1, exists s in Server: s.seen))',
    'always (Client#1.late implies knows(Client#1, not up(Server#1)))',
    'always (Client#1.late and not up(Server#1) implies knows(Client#1, not up(Server#1)))',
    'always (Client#1.late and Client#1.heard == 0 implies knows(Client#1, not Server#1.seen))',
    'always (Server#1.seen implies knows(Server#1, Client#1.asked))',
    'always (Client#1.heard > 0 implies knows(Client#1, Server#1.seen and up(Server#1)))',
    'never knows(Client#1, Server#1.seen)',
  ];
  return [0, 1].map((i) => `  safety K${i}: ${from.pick(all)}`);
}

function liveness(from: Tape, timed: boolean): string[] {
  const all = [
    'eventually Client#1.heard > 0',
    'Client#1.asked leads to Client#1.heard == 1',
    'eventually always Client#1.asked',
    'always eventually up(Client#1)',
    'always eventually not (exists s in Server: up(s))',
    'always eventually exists s in Server: up(s)',
    'eventually Client#1.heard > 0 provided eventually always up(Server#1)',
    ...(timed ? ['always (stable implies eventually Client#1.heard > 0)', 'eventually Client#1.late'] : []),
  ];
  return [0, 1].map((i) => `  liveness L${i}: ${from.pick(all)}`);
}

const PROPERTIES = { 'finite runs': safety, 'fair runs': liveness, knowledge } as const;

function assume(from: Tape, timed: boolean): string[] {
  const until = () => from.pick(['', '', ' until stable']);
  const faults = ['lossy', 'duplicating', 'corrupting'].flatMap((kind) =>
    from.chance(1, 4) ? [`${kind}${from.pick(['', ' up to 1'])}${until()}`] : [],
  );
  const crash = from.pick([
    null,
    `fault Server { ${from.pick(['stop', 'recovery', 'amnesia'])}, up to 1${from.pick(['', ', until stable'])} }`,
    `fault Server { byzantine, up to 1 }`,
    `fault Client { ${from.pick(['recovery', 'amnesia'])} }`,
    `fault Server { ${from.pick(['recovery', 'amnesia'])}${from.pick(['', ', up to 2'])}, at most 1 down${from.pick(['', ', may stay down'])} }`,
  ]);
  const timing = timed
    ? from.pick([
        'sync { delay <= 1 }',
        'partial { eventually delay <= 1 }',
        'sync { delay <= 1, pause <= 1 }',
        '{ eventually delay <= 1; always drift <= 0; always pause <= 0 }',
      ])
    : 'async';
  return [
    `assume A {`,
    `  timing ${timing}`,
    `  network { ${[...faults, 'capacity 2'].join(', ')} }`,
    ...(crash === null ? [] : [`  ${crash}`]),
    '}',
  ];
}

/** Small systems with many messages in flight. `backwards` needs three of them, where nothing is duplicated. */
export const crowded: fc.Arbitrary<string> = fc.record({ values: tape(30) }).map(({ values }) => {
  const from = new Tape(values);
  const kept = () => from.pick(['', 'durable ']);
  const counts = from.chance(1, 2);
  const properties = [
    'always B.heard <= 1',
    'never B.heard == 2 and not B.told',
    'always (B.told implies next(B.told))',
    'always (B.heard > 0 implies next(B.heard) > 0)',
    'always (B.told implies B.heard > 0)',
  ];
  const ordered = ['never B.backwards == 3', 'never B.backwards == 3', 'never B.backwards == 2'];
  return [
    'system Crowded {',
    '  message Ping(n: 0..2)',
    ...(counts
      ? ['  node A {', `    ${kept()}sent: 0..3 = 0`, '    action ping when sent < 3 { send Ping(n: min(2, sent)) to B; sent = sent + 1 }']
      : ['  node A[2] {', `    ${from.pick(['optional action', 'action'])} ping { send Ping(n: ${from.pick(['0', '1'])}) to B }`]),
    '  }',
    '  node B {',
    `    ${kept()}heard: 0..2 = 0`,
    `    ${kept()}told: bool = false`,
    ...(counts ? [`    ${kept()}backwards: 0..3 = 0`] : []),
    `    on Ping(n) ${from.pick(['', 'when heard < 2 '])}{`,
    `      heard = min(2, heard + ${from.pick(['1', 'n'])})${from.pick(['', '; told = n == 0', '; told = true'])}`,
    ...(counts ? ['      if n + backwards == 2 { backwards = backwards + 1 }'] : []),
    '    }',
    '  }',
    ...[0, 1].map((i) => `  safety P${i}: ${from.pick(counts ? ordered : properties)}`),
    '}',
    'assume A {',
    '  timing async',
    `  network { ${[...from.pick([[], ['lossy'], ['duplicating up to 1']]), 'capacity 3'].join(', ')} }`,
    ...from.pick([[], ['  fault B { recovery, up to 1 }']]),
    '}',
    'check A { }',
    '',
  ].join('\n');
});
