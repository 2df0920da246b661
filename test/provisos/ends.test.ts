/** Whether faults end, where clocks step: sets that differ in it are not compared, and each is asked. */
import { expect, test } from 'vitest';
import { checkClaims } from '#checker';
import { chainOf, lower } from '../../checker/src/analysis/index.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import { claimOf } from '../../report/src/words/block.ts';
import { slow, todays } from '../random/run.ts';
import { analysed } from '../support/spec.ts';
import { answers, options, sentences } from './asked.ts';

/**
 * By hand: once stable a clock that is not set any more never goes back, unless it was set forward and back before: then the stabilisation comes between
 * the two readings. A step that comes before may set it forward, so that it stands still, or back, and then the stabilisation sets it right.
 */
const watch = (timing: string) => `system Watch {
  message Tell(at: 0..3)
  clock wall until 3
  node A {
    seen: 0..3 = 0
    action look { seen = wall.now }
    optional action tell { send Tell(at: seen) to B }
  }
  node B {
    heard: 0..3 = 0
    on Tell(at) { heard = at }
  }
  safety Forward: always (stable implies next(A.seen) >= A.seen)
  safety HeardForward: always (stable implies next(B.heard) >= B.heard)
  safety Exact: stable and A.seen == 2 leads to B.heard > 0 within 1
}
assume Steps { timing { ${timing} }  network { capacity 1, fifo }  clocks { steps up to 1 by 1 until stable } }
assume Always extends Steps { clocks { steps up to 1 by 1 } }
check Steps { Forward holds }
`;
const SHARP = 'always delay <= 0, skew <= 0, pause <= 0';
const OVER = { over: ['clock steps', 'faults end'], properties: ['Forward'] } as const;

test('a clock that was set wrong is set right by the stabilisation for nothing', () => {
  const block = (condition: string) => `provisos Steps over clock steps, faults end { Forward holds when ${condition} }\n`;
  const conditions = ['clock steps == 0 or clock steps <= 1 and faults end', 'clock steps <= 1 and faults end', 'clock steps <= 1'];
  const analysis = analysed(`${watch(SHARP)}${conditions.map(block).join('')}`);
  const [answer] = answers(analysis, 'Watch', 'Steps', OVER);
  const [always] = answers(analysis, 'Watch', 'Always', OVER);
  const lines = ['holds provided clock steps <= 1 and faults end', 'or provided clock steps <= 0, and only then'];
  expect(sentences(answer).slice(1, 3)).toEqual(lines);
  expect(sentences(always)[2]).toBe('or provided clock steps <= 1 and faults end, and only then');
  expect(claimOf(answer)).toEqual({
    over: 'clock steps, faults end',
    word: 'when',
    condition: 'clock steps <= 1 and faults end or clock steps <= 0',
  });
  const results = analysis.provisos.flatMap((plan) => [...checkClaims(analysis, plan, options)]);
  expect(results.flatMap((event) => (event.kind === 'claim' ? [event.outcome.result.kind] : []))).toEqual(['right', 'holds', 'violated']);
});

/** All in the long run; in the slow one another every day. */
const TIMINGS = [
  SHARP,
  'always delay <= 0, skew <= 1, pause <= 0',
  'eventually skew <= 0; always delay <= 0, pause <= 0',
  'eventually pause <= 0; always delay <= 0, skew <= 0',
];

const SETS = TIMINGS.flatMap((timing) => ['Steps', 'Always'].map((assume) => ({ timing, assume })));

test.runIf(slow).each(todays(SETS, SETS.length))('each set asked alone: %j', ({ timing, assume }) => {
  const analysis = analysed(watch(timing));
  const found = answers(analysis, 'Watch', assume, { over: ['clock steps', 'faults end', 'clock step size'] });
  const { model } = lower(analysis, 'Watch', assume, new Map());
  const subject = { analysis, system: 'Watch', frame: chainOf(analysis, assume), model: model!, constants: new Map() };
  const oracle = new Oracle(subject, options);
  for (const { space, joint, property } of found) {
    expect(joint!.open).toEqual([]);
    for (const point of space.lattice.points()) {
      const asking = oracle.query(space, { point, capacity: model!.network.capacity, property, others: [] });
      let step = asking.next();
      while (!step.done) step = asking.next();
      const isHeld = joint!.weakest.some((weak) => space.lattice.isWithin(point, weak.point));
      const told = `${property} at ${JSON.stringify(space.dimensions.map(({ rungs }, axis) => rungs[point[axis]]))}`;
      expect(`${told}: ${step.value.standing}`).toBe(`${told}: ${isHeld ? 'holds' : 'violated'}`);
    }
  }
});
