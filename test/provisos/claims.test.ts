/** Claims of `provisos` blocks: what is right, and where what is wrong is wrong. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Analysis, type ClaimOutcome, checkClaims } from '#checker';
import { provisosReport } from '#report';
import { chainOf, lower } from '../../checker/src/analysis/index.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { isTrue, setAt } from '../../checker/src/provisos/says.ts';
import { spaceOf } from '../../checker/src/provisos/space.ts';
import { everyCase, runs } from '../random/run.ts';
import { GRANTED, leaseOf } from '../support/lease.ts';
import { analysed } from '../support/spec.ts';
import { ASKS_AGAIN } from './asked.ts';

const LEASE = `${leaseOf(2, GRANTED)}assume Calm { timing sync { delay <= 1 } }
`;

const options = { now: () => 0, slice: 60, maxStates: 20_000, timeout: 60_000, stop: () => null };

function outcomes(analysis: Analysis): ClaimOutcome[] {
  return [...checkClaims(analysis, analysis.provisos[0], options)].flatMap((event) => (event.kind === 'claim' ? [event.outcome] : []));
}

/** What is said of each claim, at each point. */
function said(block: string): string[] {
  const analysis = analysed(`${LEASE}${block}`);
  const report = provisosReport(analysis.provisos[0], outcomes(analysis), 0, () => `${LEASE}${block}`);
  return report.claims.flatMap((claim) => claim.outcomes.map(({ standing, text }) => `${standing}: ${text}`));
}

test('a claim that is right', () => {
  expect(said('provisos Calm over delay, pause, losses { InTime holds when pause Holder < LENGTH }')).toEqual(['expected: as claimed']);
  // By hand: a drift may end the lease a tick earlier, but it takes a tick at least.
  expect(said('provisos Calm over pause, drift { InTime holds when pause Holder < max(1, LENGTH - drift) }')).toEqual([
    'expected: as claimed',
  ]);
  expect(said('provisos Calm { InTime holds provided pause Holder == 0 and not drift > 1 }')).toEqual(['expected: as claimed']);
});

test('too much is claimed: the smallest set that breaks it is named, with its run', () => {
  const block = 'provisos Calm over delay, pause, losses { InTime holds provided pause Holder <= LENGTH }';
  expect(said(block)).toEqual(['unexpected: violated under a pause of Holder of up to 2 ticks, though the condition is true there']);
  const [{ result }] = outcomes(analysed(`${LEASE}${block}`));
  expect(result).toMatchObject({ kind: 'violated', verdict: { trace: { faults: 1 } } });
});

test('too little is claimed: of `when` that is wrong, of `provided` it is not', () => {
  const over = 'provisos Calm over delay, pause, losses';
  expect(said(`${over} { InTime holds when pause Holder == 0 }`)).toEqual([
    'unexpected: holds provided pause Holder <= 1, though the condition is false there',
  ]);
  expect(said(`${over} { InTime holds provided pause Holder == 0 }`)).toEqual(['expected: as claimed']);
  expect(said(`${over} { InTime holds when false }`)).toEqual([
    'unexpected: holds provided pause Holder <= 1, though the condition is false there',
  ]);
});

test('points of a sweep, crashes and order', () => {
  expect(said('provisos Calm for LENGTH in 1..3 over pause, crashes, fifo { InTime holds when pause Holder < LENGTH }')).toEqual([
    'expected: as claimed',
    'expected: as claimed',
    'expected: as claimed',
  ]);
  const crashes =
    'provisos Calm over crashes, losses { InTime holds when no fault Service or fifo or losses <= 3 or Service only stops or true }';
  expect(said(crashes)).toEqual(['expected: as claimed']);
});

test('what is stopped early is not decided', () => {
  const analysis = analysed(`${LEASE}provisos Calm over pause { InTime holds when pause Holder < LENGTH }`);
  const events = [...checkClaims(analysis, analysis.provisos[0], { ...options, stop: () => 'the 1 s given are used up' })];
  expect(events.flatMap((event) => (event.kind === 'claim' ? [event.outcome.result.kind] : []))).toEqual(['open']);
});

/** Conditions over a few words, of any form: monotone or not. */
const condition: fc.Arbitrary<string> = fc.letrec<{ all: string; some: string }>((tie) => ({
  some: fc
    .tuple(
      fc.constantFrom('pause Holder', 'pause', 'delay', 'least delay', 'losses', 'crashes Holder', 'drift + pause Holder', '2 * losses'),
      fc.constantFrom('<', '<=', '==', '!=', '>', '>='),
      fc.nat(2),
    )
    .map(([amount, op, n]) => `${amount} ${op} ${n}`),
  all: fc.oneof(
    { depthSize: 'small' },
    tie('some'),
    fc.constantFrom('true', 'false', 'no fault Holder', 'Holder only stops', 'Service keeps its disk', 'fifo'),
    tie('all').map((of) => `not (${of})`),
    fc.tuple(tie('all'), fc.constantFrom('and', 'or', 'implies'), tie('all')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
  ),
})).all;

test('claims are judged as brute force judges them', () => {
  const tally = { right: 0, wrong: 0 };
  everyCase(
    fc.property(condition, fc.constantFrom('when', 'provided'), (text, word) => {
      const analysis = analysed(`${LEASE}provisos Calm over pause, losses { InTime holds ${word} ${text} }`);
      const [plan] = analysis.provisos;
      const [{ claim, result }] = outcomes(analysis);
      const { model } = lower(analysis, 'Lease', 'Calm', new Map());
      const oracle = new Oracle(
        { analysis, system: 'Lease', frame: chainOf(analysis, 'Calm'), model: model!, constants: new Map() },
        options,
      );
      // The space that the check looked at, from a wrong claim; a right one has the same in the largest ladders.
      const space = 'space' in result ? result.space : spaceOf(model!, false, { over: ['pause', 'losses'], top: () => 3 });
      let right = true;
      for (const point of space.lattice.points()) {
        const isClaimed = isTrue(claim.condition, setAt(space, point, model!));
        if (!isClaimed && word === 'provided') continue;
        const asking = oracle.query(space, { point, capacity: model!.network.capacity, property: 'InTime', others: [] });
        let step = asking.next();
        while (!step.done) step = asking.next();
        if (step.value.standing === 'wrong') continue;
        if ((step.value.standing === 'holds') !== isClaimed) right = false;
      }
      expect([plan.over, text, word, right]).toEqual([plan.over, text, word, result.kind === 'right']);
      tally[right ? 'right' : 'wrong']++;
    }),
    runs(12, 200),
  );
  expect(Math.min(tally.right, tally.wrong)).toBeGreaterThan(0);
});

/** By hand: with room for one message the second waits for the first, which nobody takes; so it is never sent. With room for more it is heard. */
const FULL = `system Full {
  message First
  message Second
  node A { on start { send First to B }  action more { send Second to B } }
  node B { heard: bool = false  defer First  on Second { heard = true } }
  safety Quiet: never B.heard
  safety Small: always A == A
}
assume Tight { timing async  network { capacity 1 } }
provisos Tight over duplications { Small holds when true  Small holds provided duplications == 0  Quiet holds provided true  Quiet holds when false }
`;

test('a claim that rests on the capacity is asked again with larger ones, and one that follows from another has its bounds', () => {
  const results = outcomes(analysed(FULL)).map(({ result }) => result);
  expect(results).toMatchObject([
    { kind: 'right', bounds: ['capacity 3'] },
    { kind: 'right', bounds: ['capacity 3'] },
    { kind: 'violated', capacity: 2, model: { network: { capacity: 2 } } },
    { kind: 'right' },
  ]);
});

/** By hand: two words that A says in order are heard out of order where the network keeps none, whatever the set that the block names says. */
test('`fifo` is what a set of the space says, and not the set that the block names', () => {
  const text = `system Two {
  message One
  message Other
  node A { on start { send One to B; send Other to B } }
  node B { one: bool = false  swapped: bool = false  on One { one = true }  on Other { swapped = not one } }
  safety InOrder: never B.swapped
}
assume Kept { timing async  network { fifo } }
provisos Kept over fifo { InOrder holds when fifo }
`;
  const found = outcomes(analysed(text));
  expect(found.map(({ result }) => result.kind)).toEqual(['right']);
});

/** By hand: see the answers of the same systems in provisos.test.ts. */
test.each([
  ['provisos Calm over faults end { Heard holds when faults end }', 'right'],
  ['provisos Calm over faults end { Heard holds when true }', 'violated'],
  ['provisos Calm over byzantine, faults end { Heard holds when faults end and byzantine B <= 0 and byzantine A <= 0 }', 'right'],
  ['provisos Calm over byzantine, faults end { Heard holds when faults end and no fault B }', 'holds'],
])('faults that end, and who lies: %s', (block, kind) => {
  expect(outcomes(analysed(`${ASKS_AGAIN}${block}`)).map(({ result }) => result.kind)).toEqual([kind]);
});

/** By hand: without messages a liar says nothing, but it does not work either; and that one lies is no fault that ends or does not. */
test.each([
  ['provisos Liar over byzantine { Ends holds when byzantine Worker <= 0 }', 'right'],
  ['provisos Liar over byzantine { Ends holds when true }', 'violated'],
  ['provisos Liar over byzantine { Apart holds when faults end }', 'right'],
])('who lies where nothing is said: %s', (block, kind) => {
  const text = `system Quiet {
  node Worker[2] { done: bool = false  action work when not done { done = true } }
  liveness Ends: eventually forall w in Worker: w.done
  safety Apart: never count(Worker) == 1
}
assume Liar { timing async  fault Worker { byzantine, up to 1 } }
`;
  expect(outcomes(analysed(`${text}${block}`)).map(({ result }) => result.kind)).toEqual([kind]);
});
