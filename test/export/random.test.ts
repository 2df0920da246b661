/** TLC has as many distinct states as Proviso without reductions, on systems made at random. */
import { expect, test } from 'vitest';
import { everySpec, firstSeed, runs, slow } from '../random/run.ts';
import { aboutTime, oneAssumption } from '../random/spec.ts';
import { count } from '../support/count.ts';
import { runTlc, translated, whyNoTlc } from './tlc.ts';

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;
/** Fewer than the least say nothing, more than the most take TLC long. */
const [LEAST, MOST] = [3, 400];

test.skipIf(whyNoTlc !== null || !slow).each([
  ['every kind', oneAssumption],
  ['time', aboutTime],
] as const)(`systems of %s have as many states in TLC${here}`, { timeout: 3_600_000 }, (_, specs) => {
  let same = 0;
  const tally = everySpec(
    specs,
    runs(0, 40),
    (models, _tally, text) => {
      for (const model of models.values()) {
        const { states } = count(model, 'compiled', { max: MOST });
        if (states < LEAST || states > MOST) continue;
        const run = runTlc(translated(model, text));
        expect(run.states ?? run.output.slice(-2000)).toBe(states);
        same++;
      }
    },
    firstSeed,
  );
  // A handful of random systems may all be too small or too large.
  if (tally.specs >= 20) expect(same).toBeGreaterThan(0);
  console.log(`${tally.specs} specs, ${same} counted by TLC`);
});
