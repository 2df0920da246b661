/** Each guard of the translation is dropped in turn: TLC then counts other states, finds another verdict, or cannot go on. */
import { describe, expect, test } from 'vitest';
import { GUARDS, type Guard } from '#export';
import { slow } from '../random/run.ts';
import { modelOf } from '../support/spec.ts';
import { guardSpecs } from './guard-specs.ts';
import { runTlc, translated, whyNoTlc } from './tlc.ts';

const SECONDS = 20;
const NO_END = 'no end';

/** What TLC says: what is violated, or how many states there are. */
function outcome(spec: string, dropped?: Guard): string {
  const tla = translated(modelOf(spec), spec, dropped);
  const fair = tla.exported.filter(({ kind }) => kind === 'fair');
  const { violated, states, output } = runTlc(
    tla,
    fair.length > 0 ? fair : tla.exported.filter(({ kind }) => kind === 'invariant' || kind === 'step'),
    // Without some guards there are states without end.
    SECONDS,
  );
  if (violated !== null || states !== null) return violated ?? `${states} states`;
  return /^Error: .*/m.exec(output)?.[0] ?? NO_END;
}

/** The slow run takes one of so many, others every day, so that each has its turn; the long run takes all. */
const SAMPLE = process.env.PROVISO_RUNS === undefined ? 17 : 1;
const DAY = Math.floor(Date.now() / 86_400_000);
const guards = (Object.keys(GUARDS) as Guard[]).filter((_, i) => (i + DAY) % SAMPLE === 0);

/** Without these TLC's states have no end. Of the others no run may take so long that it says nothing. */
const ENDLESS: readonly Guard[] = ['horizon', 'budget', 'clock steps'];

const here = whyNoTlc === null ? '' : ` (skipped: ${whyNoTlc})`;

describe.skipIf(whyNoTlc !== null || !slow)(`a guard that is dropped is noticed${here}`, () => {
  test.each(guards)('%s', { timeout: 300_000 }, (guard) => {
    const whole = outcome(guardSpecs[guard]);
    expect(whole).not.toMatch(/^Error:/);
    expect(whole).not.toBe(NO_END);
    const without = outcome(guardSpecs[guard], guard);
    expect(without).not.toBe(whole);
    if (!ENDLESS.includes(guard)) expect(without).not.toBe(NO_END);
  });
});
