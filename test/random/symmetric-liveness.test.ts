/** Liveness that is shown up to symmetry, against searches of every state: on systems of symmetric nodes made at random. */
import { expect, test } from 'vitest';
import { type CheckOptions, checkModel, type Model } from '#checker';
import { alike, handing, rising, STATES } from './alike.ts';
import { amongSymmetric } from './cuts.ts';
import { canonical } from './lockstep.ts';
import { everySpec, runs } from './run.ts';
import { expectShare } from './shares.ts';

const check = (model: Model, options: Partial<CheckOptions> = {}) => checkModel(model, { now: () => 0, blame: false, ...options });

const told = ({ properties, bounds, neverRan, timeNeverPasses }: ReturnType<typeof check>) =>
  canonical({ properties, bounds, neverRan, timeNeverPasses });

/** Of so many systems some have properties that are shown, and some have violated ones. */
const SEEN = 25;

interface Seen {
  compared: number;
  /** that hold, and were shown to up to symmetry */
  shown: number;
  /** that hold, and were not */
  notShown: number;
  violated: number;
}

const none = (): Seen => ({ compared: 0, shown: 0, notShown: 0, violated: 0 });

function compare(model: Model, maxStates: number, seen: Seen): boolean {
  const options = { budget: { maxStates } };
  const full = check(model, options);
  if (!full.size.whole || full.error !== null) return false;
  const reduced = check(model, { ...options, reduceFrom: 0 });
  if (told(full) !== told(reduced))
    throw new Error(`the checks differ:\n--- every state\n${told(full)}\n--- up to symmetry\n${told(reduced)}`.slice(0, 4000));
  seen.compared++;
  if (model.properties.length > 1) return true;
  const [{ verdict }] = full.properties;
  if (verdict.status === 'violated') seen.violated++;
  else if (verdict.status === 'holds') seen[reduced.size.symmetric.length > 0 ? 'shown' : 'notShown']++;
  return true;
}

/** One property at a time, since where one is violated nothing is shown of those after it; and all of them together. */
function eachAlone(model: Model, maxStates: number, seen: Seen): boolean {
  return (
    model.properties.every((property) => property.kind !== 'liveness' || compare({ ...model, properties: [property] }, maxStates, seen)) &&
    compare(model, maxStates, seen)
  );
}

test.each([
  ['of any kind', alike, 1],
  ['in which a turn is handed on', handing, 2],
  ['whose nodes change places', rising, 1],
] as const)('verdicts and lassos are those of a search of every state, of systems %s', { timeout: 3_600_000 }, (_, specs, ordinary) => {
  const seen = none();
  const tally = everySpec(specs, runs(ordinary, 400, SEEN), (models, counts) => {
    for (const model of models.values()) if (eachAlone(model, STATES, seen)) counts.whole += 1;
  });
  console.log(
    `${tally.specs} specs, ${tally.whole} compared: ${seen.shown} properties shown, ${seen.notShown} not, ${seen.violated} violated`,
  );
  expect(tally.refused).toBe(0);
  // Without `random` and cuts nothing is left open that holds, but for what only the automaton tells apart.
  expect(seen.notShown).toBeLessThanOrEqual(seen.shown / 50);
  if (tally.specs >= SEEN) expect(Math.min(seen.shown, seen.violated)).toBeGreaterThan(0);
  expectShare(seen.shown, tally.specs, 1 / 20);
  expectShare(seen.violated, tally.specs, 1 / 20);
});

test('so they are where cuts come and go', { timeout: 3_600_000 }, () => {
  const seen = none();
  const tally = everySpec(amongSymmetric, runs(1, 60, 60), (models) => {
    for (const model of models.values()) eachAlone(model, STATES, seen);
  });
  console.log(`${tally.specs} specs, ${seen.shown} properties shown, ${seen.notShown} not, ${seen.violated} violated`);
  expect(tally.refused).toBe(0);
  if (tally.specs >= 60) expect(Math.min(seen.shown, seen.violated)).toBeGreaterThan(0);
  expectShare(seen.shown, tally.specs, 1 / 20);
  expectShare(seen.violated, tally.specs, 1 / 20);
});
