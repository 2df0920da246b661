/** How many nodes are down at once, as a quantity: its order, its word, and the search against asking every set. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, checkClaims, type ProvisosAnswer } from '#checker';
import { chainOf, lower } from '../../checker/src/analysis/index.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { sameRung } from '../../checker/src/provisos/rung.ts';
import { spaceOf } from '../../checker/src/provisos/space.ts';
import { claimOf } from '../../report/src/words/block.ts';
import { everyCase, runs } from '../random/run.ts';
import { Tape, tape } from '../random/tape.ts';
import { analysed } from '../support/spec.ts';
import { answers, options, sentences } from './asked.ts';

/** By hand: with all three down at once nobody is up; with two of them down there is no majority. */
const THREE = `system Three {
  node Server[3] { }
  safety Majority: always count(s in Server where up(s)) >= 2
  safety Anyone: always exists s in Server: up(s)
}
assume OneDown { timing async  fault Server { recovery, at most 1 down } }
assume Perfect { timing async }
check OneDown { Majority holds Anyone holds }
`;

test('how many are down at once is a condition of its own, where the file bounds it or it is asked for', () => {
  const [majority, anyone] = answers(analysed(THREE), 'Three', 'OneDown');
  expect(sentences(majority).slice(1, 4)).toEqual([
    'holds provided down Server <= 1, and only then',
    'breaks as soon as there is',
    '2 stops of Server (2 steps)',
  ]);
  expect(claimOf(majority)).toEqual({ over: 'crashes, down', word: 'when', condition: 'down Server <= 1' });
  expect(sentences(anyone)[1]).toBe('holds provided down Server <= 2, and only then');
  const [unasked] = answers(analysed(THREE), 'Three', 'Perfect');
  expect(sentences(unasked)[1]).toBe('holds provided crashes Server <= 1, and only then');
  const [asked] = answers(analysed(THREE), 'Three', 'Perfect', { also: ['down'] });
  expect(sentences(asked)[1]).toBe('holds provided down Server <= 1, and only then');
});

test('what is claimed of it is checked', () => {
  const said = (block: string) => {
    const analysis = analysed(`${THREE}${block}`);
    const events = [...checkClaims(analysis, analysis.provisos[0], options)];
    return events.flatMap((event) => (event.kind === 'claim' ? [event.outcome.result.kind] : []));
  };
  // Who stopped is down as well; whoever is never down does not crash; nobody is down as often as there are crashes.
  expect(said('provisos OneDown over down { Majority holds when down Server <= 1 }')).toEqual(['right']);
  expect(said('provisos OneDown over down { Majority holds when down <= 1 and crashes Server >= 0 }')).toEqual(['right']);
  expect(said('provisos OneDown over crashes, down { Anyone holds when down Server < 3 }')).toEqual(['right']);
  expect(said('provisos OneDown over down { Anyone holds provided crashes Server <= 1 or no fault Server }')).toEqual(['right']);
  expect(said('provisos OneDown over down { Majority holds provided down Server <= 2 }')).toEqual(['violated']);
  expect(said('provisos OneDown over down { Majority holds when down Server <= 0 }')).toEqual(['holds']);
  // Where neither the claim nor `over` names it, it is as the file has it: of nodes that come back at most one is down.
  expect(said('provisos OneDown over crashes { Majority holds when crashes Server <= 1 or not Server only stops }')).toEqual(['right']);
  expect(said('provisos OneDown over crashes { Majority holds when crashes Server <= 1 }')).toEqual(['holds']);
});

const SAFETY = [
  'always count(s in Server where up(s)) >= 1',
  'always count(s in Server where up(s)) >= 2',
  'never exists a, b in Server where a != b: not up(a) and not up(b) and a.kept',
  'never exists a in Server: a.kept and not a.ready',
  'never exists a in Server: a.ready and not a.kept',
  'never not up(Helper) and not exists s in Server: up(s)',
];
const LIVENESS = [
  'always eventually count(s in Server where up(s)) >= 1',
  'always eventually count(s in Server where up(s)) >= 2',
  'eventually always exists s in Server: up(s)',
  'eventually forall s in Server: s.ready',
  'eventually exists s in Server: s.kept and not s.ready',
  'always eventually not exists s in Server: up(s)',
  'always eventually (up(Helper) or exists s in Server: s.ready)',
  'eventually exists s in Server: s.ready provided eventually always exists s in Server: up(s)',
];

/** Nodes that crash, and nothing else; their declaration may take in another role. */
function system(values: readonly number[], properties: readonly string[]): string {
  const from = new Tape(values);
  const kept = () => from.pick(['', 'durable ']);
  const down = from.pick([', at most 1 down', ', at most 2 down', '']);
  const words = `${from.pick(['', ', up to 1', ', up to 2', ', up to 3'])}${down}${from.pick(['', ', may stay down'])}${from.pick(['', '', ', until stable'])}`;
  return [
    'system Downs {',
    `  node Server[${from.pick([2, 3])}] {`,
    `    ${kept()}kept: bool = false`,
    `    ${kept()}ready: bool = false`,
    `    ${from.pick(['action', 'optional action'])} prepare when not ready { ready = true; kept = true }`,
    `    ${from.pick(['on start', 'on restart'])} { ready = kept }`,
    '  }',
    '  node Helper { }',
    ...[0, 1].map((i) => `  ${properties === SAFETY ? 'safety' : 'liveness'} P${i}: ${from.pick(properties)}`),
    '}',
    `assume A { timing ${from.pick(['async', 'sync { pause <= 1 }', 'partial { eventually pause <= 0 }'])}`,
    `  fault ${from.pick(['Server', 'Server', 'Server, Helper'])} { ${from.pick(['recovery', 'amnesia'])}${words} } }`,
    'check A { }',
    '',
  ].join('\n');
}

/** Sets that were asked alone. */
function agrees(analysis: Analysis): number {
  const subject = {
    analysis,
    system: 'Downs',
    frame: chainOf(analysis, 'A'),
    model: lower(analysis, 'Downs', 'A', new Map()).model!,
    constants: new Map(),
  };
  const oracle = new Oracle(subject, options);
  const found = answers(analysis, 'Downs', 'A', { over: ['crashes', 'faults end'], also: ['down'] });
  return found.reduce((sum, answer) => sum + asked(answer, oracle, subject.model.network.capacity), 0);
}

function asked({ space, property, joint }: ProvisosAnswer, oracle: Oracle, capacity: number): number {
  let count = 0;
  expect(joint!.open).toEqual([]);
  for (const point of space.lattice.points()) {
    const asking = oracle.query(space, { point, capacity, property, others: [] });
    let step = asking.next();
    while (!step.done) step = asking.next();
    const { standing } = step.value;
    count++;
    if (standing === 'wrong') continue;
    const isHeld = joint!.weakest.some((weak) => space.lattice.isWithin(point, weak.point));
    const told = `${property} at ${JSON.stringify(space.dimensions.map(({ rungs }, axis) => rungs[point[axis]]))}`;
    expect(`${told}: ${standing}`).toBe(`${told}: ${isHeld ? 'holds' : 'violated'}`);
  }
  return count;
}

test.each([
  ['finite runs', SAFETY, 1, 2],
  ['fair runs', LIVENESS, 1, 2],
])('every set is as the search says: %s', { timeout: 3_600_000 }, (_, properties, few, many) => {
  let sets = 0;
  everyCase(
    fc.property(tape(40), (values) => {
      sets += agrees(analysed(system(values, properties)));
    }),
    runs(few, many),
  );
  console.log(`${sets} sets`);
  expect(sets).toBeGreaterThan(0);
});

/** By hand: each server begins once, and once more for each restart, so that two restarts break it; one does not, and stops restart nothing. */
test.each([1, 2, 3, 4])('ladders of crashes meet where few are never down together: %d servers', (servers) => {
  const analysis = analysed(`system Often {
  ghost often: 0..9 = 0
  node Server[${servers}] { begun: bool = false  action begin when not begun { begun = true  ghost { often = min(9, often + 1) } } }
  safety Seldom: never often > ${servers + 1}
}
assume OneDown { timing async  fault Server { recovery, at most 1 down } }
check OneDown { Seldom holds }
`);
  const [{ space, joint, rows }] = answers(analysis, 'Often', 'OneDown', { also: ['down'] });
  expect(joint!.open).toEqual([]);
  for (const { rungs } of space.dimensions)
    for (const [i, rung] of rungs.entries()) for (const other of rungs.slice(i + 1)) expect(sameRung(rung, other)).toBe(false);
  expect(rows[0].effect.kind).toBe('would fix');
  expect(sentences(answers(analysis, 'Often', 'OneDown', { also: ['down'] })[0]).slice(1, 3)).toEqual([
    'holds provided Server only stops',
    'or provided crashes Server <= 1, and only then',
  ]);
});

test('where it is not varied, a stop is not within what the file bounds', () => {
  const analysis = analysed(THREE);
  const { model } = lower(analysis, 'Three', 'OneDown', new Map());
  expect(spaceOf(model!, false, { down: false }).order.stopIsWithin).toBe(false);
  expect(spaceOf(model!, false).order.stopIsWithin).toBe(true);
});
