/** Each guard of the translation is dropped in turn: TLC then counts other states, finds another verdict, or cannot go on. */
import { describe, expect, test } from 'vitest';
import { GUARDS, type Guard } from '#export';
import { slow } from '../random/run.ts';
import { modelOf } from '../support/spec.ts';
import { guardSpecs } from './guard-specs.ts';
import { runTlc, translated, whyNoTlc } from './tlc.ts';

const SECONDS = 20;

/** What TLC says: what is violated, or how many states there are. */
function outcome(spec: string, dropped?: Guard): string {
  const tla = translated(modelOf(spec), spec, dropped);
  const { violated, states, output } = runTlc(
    tla,
    tla.exported.filter(({ kind }) => kind === 'invariant' || kind === 'step'),
    // Without some guards there are states without end.
    SECONDS,
  );
  return violated ?? (states === null ? `TLC fails: ${/Error: .*/.exec(output)?.[0]}` : `${states} states`);
}

/** The slow run takes one of so many; the long run takes all. */
const SAMPLE = process.env.PROVISO_RUNS === undefined ? 8 : 1;
const guards = (Object.keys(GUARDS) as Guard[]).filter((_, i) => i % SAMPLE === 0);

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;

describe.skipIf(whyNoTlc !== null || !slow)(`a guard that is dropped is noticed${here}`, () => {
  test.each(guards)('%s', { timeout: 300_000 }, (guard) => {
    const whole = outcome(guardSpecs[guard]);
    expect(whole).not.toMatch(/^TLC fails/);
    expect(outcome(guardSpecs[guard], guard)).not.toBe(whole);
  });
});
