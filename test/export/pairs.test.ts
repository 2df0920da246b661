/** Samples of many states have as many in TLC, and the same verdicts of safety: only in the long run, smaller ones in earlier parts. */
import { expect, test } from 'vitest';
import { checkModel, type Model } from '#checker';
import type { Exported } from '#export';
import { sampleModels } from './samples.ts';
import { runTlc, translated, whyNoTlc } from './tlc.ts';

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;
/**
 * More states than the first, and at most as many as the second, are those of the first part, and so on. Smaller ones are compared in
 * counts.test.ts, with their liveness; of more TLC needs longer than it is given.
 */
const BOUNDS = [3_000, 5_000, 6_500, 15_000, 25_000, 40_000, 60_000, 75_000, 90_000, 120_000, 150_000, 400_000, 1_000_000];
/** For one run of TLC; three minutes are enough where nothing else runs. */
const SECONDS = 900;
const isLong = process.env.PROVISO_RUNS !== undefined;
/** all of them unless the long run says which */
const part = process.env.PROVISO_PART ? Number(process.env.PROVISO_PART) : null;
const [LEAST, MOST] = part === null ? [BOUNDS[0], BOUNDS.at(-1)!] : BOUNDS.slice(part, part + 2);

/** In words of a table: name, states, properties compared. */
function compared(name: string, model: Model, text: string, states: number): string {
  const tla = translated(model, text);
  const asked = tla.exported.filter(({ kind }) => kind !== 'fair');
  const { properties } = checkModel(model, { now: () => 0, blame: false, properties: asked.map(({ property }) => property) });
  const verdicts = new Map(properties.map(({ property, verdict }) => [property, verdict.status]));
  expect([...verdicts.values()], name).not.toContain('error');
  const isFound = ({ property }: Exported) => ['violated', 'reached'].includes(verdicts.get(property)!);
  // Every state is looked at once for all that is found nowhere. What is found ends its run, and a deadline has states of its own.
  const whole = asked.filter((one) => one.kind !== 'deadline' && !isFound(one));
  const counted = runTlc(tla, whole, SECONDS);
  if (!hasEnded(counted)) return `{ ${name} | ${states} | TLC has not ended }`;
  expect([counted.violated, counted.states], name).toEqual([null, states]);
  const late: string[] = [];
  for (const one of asked.filter((any) => !whole.includes(any))) {
    const run = runTlc(tla, [one], SECONDS);
    if (!hasEnded(run)) late.push(one.property);
    else expect(run.violated, `${name} ${one.property}`).toBe(isFound(one) ? one.name : null);
  }
  const told = `${asked.filter(isFound).length} of ${asked.length} violated or reached`;
  return `{ ${name} | ${states} | ${told}${late.length === 0 ? '' : `; not ended: ${late.join(', ')}`} }`;
}

/** False where it took too long; throws where TLC ended otherwise. */
function hasEnded({ states, violated, output }: ReturnType<typeof runTlc>): boolean {
  if (states !== null || violated !== null) return true;
  if (/Error:|Exception/.test(output)) throw new Error(output.slice(-2000));
  return false;
}

test.skipIf(whyNoTlc !== null || !isLong)(`large samples have as many states in TLC${here}`, { timeout: 4 * 3_600_000 }, () => {
  let pairs = 0;
  for (const { name, model, text } of sampleModels()) {
    const { size } = checkModel(model, { now: () => 0, blame: false, properties: [], budget: { maxStates: MOST + 1 } });
    if (size.states <= LEAST || size.states > MOST) continue;
    console.log(compared(name, model, text, size.states));
    pairs++;
  }
  // Where samples change, another part may become empty.
  if (LEAST === BOUNDS[0]) expect(pairs).toBeGreaterThan(0);
});
