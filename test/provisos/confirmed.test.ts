/** What holds within the capacity only: whether asking the largest capacity first comes to what asking one after the other does. */
import { expect, test } from 'vitest';
import { analyse } from '#checker';
import { parse } from '#grammar';
import { chainOf } from '../../checker/src/analysis/index.ts';
import { type Confirmed, confirmed } from '../../checker/src/provisos/confirmed.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { assumedPoint, spaceOf } from '../../checker/src/provisos/space.ts';
import { crowded, needy } from '../random/needs.ts';
import { everySpec, runs } from '../random/run.ts';
import { oneAssumption } from '../random/spec.ts';
import { analysed } from '../support/spec.ts';

interface Answered {
  readonly found: Confirmed;
  readonly checks: number;
}

function answered(analysis: ReturnType<typeof analyse>, capacity: number, expected: 'holds' | 'violated', maxStates = 1600): Answered[] {
  const { model } = analysis.checks[0].runs[0].model();
  if (model === null) return [];
  const subject = { analysis, system: model.system, frame: chainOf(analysis, model.assume), model, constants: new Map() };
  const space = spaceOf(model, false, {});
  const { lattice } = space;
  const points = [assumedPoint(space), lattice.weakest.map(([rung]) => rung), lattice.strongest.map(([rung]) => rung)];
  return model.properties.flatMap(({ name, kind }) =>
    kind === 'reachable' || kind === 'scenario'
      ? []
      : points.map((point) => {
          const oracle = new Oracle(subject, { now: () => 0, slice: 60, maxStates, timeout: 60_000, stop: () => null });
          const work = confirmed(oracle, space, { point, capacity, property: name, others: [] }, () => [], expected);
          for (;;) {
            const { done, value } = work.next();
            if (done) return { found: value, checks: oracle.checks };
          }
        }),
  );
}

/** All that a claim takes from an answer. */
function taken({ standing, verdict, capacity }: Confirmed) {
  if (verdict?.status === 'holds') return { standing, bounds: verdict.bounds, vacuous: verdict.vacuous };
  return { standing, verdict, capacity };
}

/** By hand: three in flight are needed, the last comes first. Two are within what is asked, three are the capacity between, and four the largest. */
const BACKWARDS = `system Backwards {
  message Ping(n: 0..2)
  node A { sent: 0..4 = 0  action ping when sent < 4 { send Ping(n: min(2, sent)) to B; sent = sent + 1 } }
  node B { count: 0..3 = 0  on Ping(n) { if n + count == 2 { count = count + 1 } } }
  safety Forwards: never B.count == 3
  safety Few: always A.sent <= 4
}
assume Calm { timing async }
check Calm { Forwards violated }
`;

test('what breaks with the capacity between is told with that, and what holds takes a search less', () => {
  const [backwards, , , few] = answered(analysed(BACKWARDS), 2, 'holds', 2000);
  const [inTurn, , , fewInTurn] = answered(analysed(BACKWARDS), 2, 'violated', 2000);
  expect([backwards, inTurn]).toMatchObject([
    { found: { standing: 'violated', capacity: 3 }, checks: 3 },
    { found: { standing: 'violated', capacity: 3 }, checks: 2 },
  ]);
  expect(taken(backwards.found)).toEqual(taken(inTurn.found));
  // All four in flight are within four: with two they are not.
  expect([few, fewInTurn]).toMatchObject([{ found: { standing: 'holds', verdict: { bounds: [] } }, checks: 2 }, { checks: 3 }]);
});

test.each([
  ['any system', oneAssumption, runs(1, 1)],
  ['systems that need something', needy('finite runs'), runs(1, 1)],
  ['systems with many messages in flight', crowded, runs(1, 1)],
])('the largest first, and one after the other: %s', { timeout: 3_600_000 }, (_, specs, count) => {
  const counts = { answers: 0, fewer: 0, more: 0 };
  everySpec(specs, count, (_models, _tally, text) => {
    const { file } = parse('spec.proviso', text);
    const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
    for (const capacity of [1, 2]) {
      const [first, inTurn] = [answered(analysis, capacity, 'holds'), answered(analysis, capacity, 'violated')];
      expect(first.map(({ found }) => taken(found))).toEqual(inTurn.map(({ found }) => taken(found)));
      counts.answers += first.length;
      counts.fewer += first.filter(({ checks }, i) => checks < inTurn[i].checks).length;
      counts.more += first.filter(({ checks }, i) => checks > inTurn[i].checks).length;
    }
  });
  console.log(JSON.stringify(counts));
  expect(counts.answers).toBeGreaterThan(0);
});
