/** TLC finds a fair run that breaks a property just where Proviso does, and it is one by our rules too, on systems made at random. */
import { afterAll, expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import type { Exported, Tla } from '#export';
import { proviso, removeFolders } from '../cli/proviso.ts';
import { underCuts } from '../random/cuts.ts';
import { withFaultsForever } from '../random/faulty-loops.ts';
import { everySpec, firstSeed, read, runs } from '../random/run.ts';
import { aboutLiveness, aboutLogic } from '../random/spec.ts';
import { count } from '../support/count.ts';
import { canBeTogether, noneIsBroken, runTlc, translated, whyNoTlc } from './tlc.ts';

afterAll(removeFolders);

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;
/** Fewer say nothing; of more TLC tells apart many times as many by what steps took. */
const [LEAST, MOST] = [3, 120];

const seen = { violated: 0, holds: 0, unknown: 0, refused: 0, loops: 0, together: 0 };

/** How many properties were compared. */
function compare(model: Model, text: string): number {
  const { states } = count(model, 'compiled', { max: MOST });
  if (states < LEAST || states > MOST) return 0;
  const tla = translated(model, text);
  seen.refused += tla.refused.length;
  const fair = tla.exported.filter(({ kind }) => kind === 'fair');
  if (fair.length === 0) return 0;
  const { properties } = checkModel(model, { now: () => 0, blame: false });
  const verdicts = new Map(properties.map(({ property, verdict }) => [property, verdict.status]));
  // TLC ends at an error of the model; whether time stops somewhere it cannot be asked.
  if ([...verdicts.values()].includes('error')) return 0;
  const isBroken = ({ property }: Exported) => verdicts.get(property) === 'violated';
  // TLC's start is most of what a run takes: what none should break is asked together, and alone where something does.
  const kept = fair.filter((one) => !isBroken(one));
  const together = kept.length > 1 && canBeTogether(tla, kept) && noneIsBroken(tla, kept);
  for (const one of fair) {
    if (!together || isBroken(one)) alone(tla, model, one, isBroken(one));
    seen[verdicts.get(one.property) as 'violated' | 'holds' | 'unknown']++;
  }
  if (together) seen.together += kept.length;
  return fair.length;
}

function alone(tla: Tla, model: Model, one: Exported, isBroken: boolean): void {
  const run = runTlc(tla, [one]);
  if (run.states === null && run.violated === null) throw new Error(run.output.slice(-2000));
  const { text } = model.properties.find(({ name }) => name === one.property)!;
  if (isBroken !== (run.violated === one.name))
    throw new Error(`${one.property} (${text}) is ${isBroken ? '' : 'not '}violated; in TLC ${run.violated ?? 'nothing'} is`);
  if (run.lasso === null) return;
  expect(run.lasso()).toBe('violated');
  seen.loops++;
}

const MANY_KINDS = `system X {
  message M(a: 0..10)
  message Yes
  node A { x: 0..10 = 0  done: bool = false  action go when not done { send M(x) to B }  on Yes { done = true } }
  node B { on M(a) { reply Yes } }
  safety Waits: always not A.done
  liveness Ends: eventually A.done
  liveness Never: eventually A.x == 1
  liveness Goes: eventually always A.x == 0
}
assume Lossy { timing async  network { capacity 1, lossy } }
check Lossy { Waits violated  Ends holds  Never violated  Goes holds }`;

test.skipIf(whyNoTlc !== null || process.env.PROVISO_RUNS === undefined)(
  `of more kinds than TLC can be told of, those that matter are asked for${here}`,
  { timeout: 600_000 },
  () => {
    const { out, code } = proviso(['tlc', 'a.proviso'], { 'a.proviso': MANY_KINDS });
    expect(out).toContain('✓ Ends   holds within bounds (capacity 1, as far as fair runs go on within them)');
    expect(out).toContain('✓ Never  violated, as expected');
    expect(code).toBe(0);
  },
);

/** No messages are lost, so that there are fewer kinds of runs. */
const ONE_BROKEN = MANY_KINDS.replace(', lossy', '');

test.skipIf(whyNoTlc !== null || process.env.PROVISO_RUNS === undefined)(
  `of properties asked together it is told that one is broken, and that none is${here}`,
  { timeout: 600_000 },
  () => {
    const model = read(ONE_BROKEN).models.get('Lossy')!;
    const tla = translated(model, ONE_BROKEN);
    const [ends, never, goes] = ['Ends', 'Never', 'Goes'].map((name) => tla.exported.find(({ property }) => property === name)!);
    expect(canBeTogether(tla, [ends, never, goes])).toBe(true);
    expect(noneIsBroken(tla, [ends, goes])).toBe(true);
    expect(noneIsBroken(tla, [ends, never])).toBe(false);
    expect(noneIsBroken(tla, [never, ends])).toBe(false);
  },
);

/** TLC takes seconds for each: only the long run, which says how many. */
test.skipIf(whyNoTlc !== null || process.env.PROVISO_RUNS === undefined).each([
  ['simple forms', aboutLiveness],
  ['any formula', aboutLogic],
  ['cuts', underCuts],
  ['faults that last', withFaultsForever],
] as const)(`fair runs of %s are those of TLC${here}`, { timeout: 3_600_000 }, (_, specs) => {
  let same = 0;
  const tally = everySpec(
    specs,
    runs(0, 0),
    (models, _tally, text) => {
      for (const model of models.values()) same += compare(model, text);
    },
    firstSeed,
  );
  console.log(`${tally.specs} specs, ${same} properties compared with TLC; with those before: ${JSON.stringify(seen)}`);
});
