/** Whether a run that breaks a property under one set is one under a stronger set. */
import { expect, test } from 'vitest';
import { chainOf } from '../../checker/src/analysis/index.ts';
import { Oracle } from '../../checker/src/provisos/oracle.ts';
import type { CrashMode, Until } from '../../checker/src/provisos/rung.ts';
import { spaceOf } from '../../checker/src/provisos/space.ts';
import { analysed } from '../support/spec.ts';
import { ASKS_AGAIN, options } from './asked.ts';

const analysis = analysed(ASKS_AGAIN);
const model = analysis.checks[0].runs[0].model().model!;
const space = spaceOf(model, true, { over: ['crashes', 'faults end'] });

function pointOf(mode: CrashMode | null, most: number | null, until: Until): number[] {
  return space.dimensions.map(({ quantity, rungs, assumed }) => {
    if (quantity.kind === 'faults end') return rungs.findIndex((rung) => rung.kind === 'windows' && rung.until === until);
    if (quantity.kind !== 'crashes' || !quantity.roles.includes('B')) return assumed;
    return rungs.findIndex((rung) => rung.kind === 'crash' && rung.mode === mode && rung.most === (mode === null ? 0 : most));
  });
}

/**
 * By hand: B is down whenever it is asked, again and again, which takes crashes without limit that never end. A B that has stopped
 * once never answers, and that the others become stable changes nothing.
 */
test.each([
  ['crashes without limit are no loop of one crash', 'recovery', pointOf('recovery', 1, 'none'), false],
  ['crashes without limit are no loop where faults end', 'recovery', pointOf('recovery', null, 'all'), false],
  ['a loop that loses nothing is one where nothing could be lost', 'amnesia', pointOf('recovery', null, 'none'), true],
  ['one stop is enough', 'stop', pointOf('stop', 1, 'none'), true],
  ['a loop after a stop is one where faults end', 'stop', pointOf('stop', 1, 'all'), true],
  ['nothing breaks where nobody crashes', 'stop', pointOf(null, null, 'all'), false],
] as const)('%s', (_, mode, stronger, shown) => {
  const oracle = new Oracle({ analysis, system: 'Asks', frame: chainOf(analysis, 'Calm'), model, constants: new Map() }, options);
  const weak = pointOf(mode, null, 'none');
  const query = oracle.query(space, { point: weak, capacity: 8, property: 'Heard', others: [] });
  let step = query.next();
  while (!step.done) step = query.next();
  expect(step.value.standing).toBe('violated');
  expect(oracle.isShown(space, weak, stronger, 8, 'Heard')).toBe(shown);
});
