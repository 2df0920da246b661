/** TLC has as many distinct states as Proviso without reductions, and the same verdicts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import { slow, todays } from '../random/run.ts';
import { count } from '../support/count.ts';
import { analysed } from '../support/spec.ts';
import { sampleModels } from './samples.ts';
import { runTlc, translated, whyNoTlc } from './tlc.ts';

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;
/** States that both finish soon. */
const MOST = 6000;
/** The smallest; the long run takes all. */
const LEAST_PAIRS = 5;

/** Properties of liveness that were compared, and those for which TLC needs longer than it is given. */
let fairOnes = 0;
const tooLong: string[] = [];

/** Properties that TLC looks for, and what Proviso says of each: whether it is violated, or reached. */
function judged(model: Model): Map<string, boolean> {
  const { properties } = checkModel(model, { now: () => 0 });
  return new Map(properties.map(({ property, verdict }) => [property, verdict.status === 'violated' || verdict.status === 'reached']));
}

/** Each takes TLC seconds: the slow run takes one. */
const isLong = process.env.PROVISO_RUNS !== undefined;

/** Returns null where the model is too large. `fair`: with properties of liveness. */
function compare(
  model: Model,
  text: string,
  verdicts: boolean,
  fair = isLong,
): { readonly ours: unknown; readonly theirs: unknown } | null {
  const counted = count(model, 'compiled', { max: MOST });
  if (counted.states > MOST) return null;
  const tla = translated(model, text);
  const run = runTlc(tla);
  const ours: unknown[] = [counted.states];
  const theirs: unknown[] = [run.states ?? run.output.slice(-2000)];
  if (verdicts && counted.errors === 0) {
    const known = judged(model);
    for (const one of tla.exported.filter(({ kind }) => fair || kind !== 'fair')) {
      const found = runTlc(tla, [one]);
      const hasEnded = found.violated !== null || found.states !== null;
      if (!hasEnded && one.kind === 'fair' && !/STARTMSG \d+:1 /.test(found.output)) {
        tooLong.push(`${model.system} ${model.assume} ${one.property}`);
        continue;
      }
      ours.push([one.property, known.get(one.property)]);
      theirs.push([one.property, hasEnded ? found.violated === one.name : found.output.slice(-2000)]);
      if (found.lasso !== null) expect(found.lasso()).toBe('violated');
      if (one.kind === 'fair') fairOnes++;
    }
  }
  return { ours, theirs };
}

test.skipIf(whyNoTlc !== null)(`a sample has as many states in TLC${here}`, () => {
  const wanted = ['byzantine-generals.proviso: Three'];
  const found = [...sampleModels()].filter(({ name }) => wanted.includes(name));
  expect(found.length).toBe(wanted.length);
  for (const { model, text } of found) {
    const { ours, theirs } = compare(model, text, false)!;
    expect(theirs).toEqual(ours);
  }
});

test.skipIf(whyNoTlc !== null || !slow)(
  `so do all that both can finish soon, with the same verdicts${here}`,
  { timeout: 3_600_000 },
  () => {
    const sizes = [...sampleModels()].map((sample) => ({ ...sample, size: count(sample.model, 'compiled', { max: MOST }).states }));
    const small = sizes.filter(({ size }) => size <= MOST).sort((a, b) => a.size - b.size);
    const pairs = isLong ? small : small.slice(0, LEAST_PAIRS);
    for (const { model, text, name } of pairs) {
      const both = compare(model, text, true, isLong || fairOnes === 0)!;
      expect(both.theirs, name).toEqual(both.ours);
    }
    console.log(
      `${pairs.length} pairs of a sample and an assume, ${fairOnes} properties of liveness; TLC has not ended for: ${tooLong.join(', ')}`,
    );
    expect(fairOnes).toBeGreaterThan(0);
    expect(pairs.length).toBeGreaterThanOrEqual(LEAST_PAIRS);
  },
);

const SPECS = join(import.meta.dirname, 'specs');

describe.skipIf(whyNoTlc !== null || !slow)(`a system that is all about one construct has as many states in TLC${here}`, () => {
  // TLC takes minutes for the formulas of that one.
  const files = readdirSync(SPECS).filter((file) => isLong || file !== 'liveness.proviso');
  test.each(todays(files, 12))('%s', { timeout: 3_600_000 }, (file) => {
    const text = readFileSync(join(SPECS, file), 'utf8');
    for (const { assume, runs } of analysed(text).checks) {
      const { ours, theirs } = compare(runs[0].model().model!, text, true)!;
      expect(theirs, assume).toEqual(ours);
    }
  });
});
