/** Fitted conditions: what is found is what the points were made by, or as simple, and says of every point what is so. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fit, isFitted, MOST_FITTED, type Sample } from '../../checker/src/provisos/fit.ts';
import type { Quantity } from '../../checker/src/provisos/rung.ts';
import { formulaText } from '../../report/src/words/formula.ts';
import { everyCase, runs } from '../random/run.ts';

const QUANTITIES: readonly Quantity[] = [
  { kind: 'delay', role: null },
  { kind: 'drift', role: null },
  { kind: 'pause', role: 'R' },
  { kind: 'losses' },
];
const TOPS = [3, 2, 3, 2];

type Truth = (delay: number, drift: number, pause: number, losses: number, C: number) => boolean;

function samplesOf(truth: Truth, constants: readonly number[]): Sample[] {
  const points = TOPS.reduce<number[][]>(
    (all, top) => all.flatMap((point) => Array.from({ length: top + 1 }, (_, n) => [...point, n])),
    [[]],
  );
  return constants.flatMap((constant) =>
    points.map((bounds) => ({ bounds, constant, holds: truth(bounds[0], bounds[1], bounds[2], bounds[3], constant) })),
  );
}

/** The text as JavaScript has it. */
function asTruth(text: string): Truth {
  const code = text.replaceAll('pause R', 'pause').replaceAll(' and ', ' && ').replaceAll(' or ', ' || ').replaceAll('max(', 'Math.max(');
  return new Function('delay', 'drift', 'pause', 'losses', 'C', `return ${code}`) as Truth;
}

function found(samples: readonly Sample[]): string[] {
  const texts = fit(samples, QUANTITIES).map((formula) => formulaText(formula, 'C'));
  for (const text of texts) {
    const truth = asTruth(text);
    for (const { bounds, constant, holds } of samples)
      expect(truth(bounds[0], bounds[1], bounds[2], bounds[3], constant), `${text} at ${bounds} ${constant}`).toBe(holds);
  }
  return texts;
}

const VALUES = [1, 2, 3, 4, 5, 6];

test.each([
  '2 * delay + pause R < C',
  '2 * delay + pause R < max(1, C - drift)',
  '(losses + 1) * delay + pause R < C',
  '(losses + 1) * (2 * delay + pause R) <= C',
  '(losses + 1) * C + delay <= 7',
  'losses * C + 2 * delay <= 4',
  'C + 2 * delay <= 6',
  '2 * delay + pause R < C and losses <= 0',
  '2 * delay + pause R < max(1, C - drift) and losses <= 1',
  '2 * drift + pause R < C or losses <= 0',
])('found again: %s', (text) => {
  expect(found(samplesOf(asTruth(text), VALUES))).toContain(text);
});

test('of many quantities the simple forms are looked for, and it is said that the others are not', () => {
  const many: Quantity[] = Array.from({ length: MOST_FITTED + 1 }, (_, n) => ({ kind: 'pause', role: `R${n}` }));
  const points = many.reduce<number[][]>((all) => all.flatMap((point) => [0, 1, 2].map((n) => [...point, n])), [[]]);
  const where = (truth: (sum: number, C: number) => boolean): Sample[] =>
    [3, 4, 5].flatMap((constant) =>
      points.map((bounds) => {
        const sum = bounds.reduce((a, b) => a + b);
        return { bounds, constant, holds: truth(sum, constant) };
      }),
    );
  const [formula] = fit(
    where((sum, C) => sum < C),
    many,
  );
  expect(formulaText(formula, 'C')).toBe(`${many.map((_, n) => `pause R${n}`).join(' + ')} < C`);
  const hard = where((sum, C) => sum ** 2 < C ** 3);
  expect(fit(hard, many)).toEqual([]);
  expect([isFitted(hard, many), isFitted(hard, many.slice(1))]).toEqual([false, true]);
});

const factor = fc.nat(2);
const inequality = fc.record({
  factors: fc.tuple(factor, factor, factor, factor),
  times: fc.constantFrom(0, 1, 1, 2),
  offset: fc.integer({ min: -2, max: 2 }),
});

test('a condition of two inequalities is found wherever there is one', () => {
  const tally = { one: 0, two: 0 };
  everyCase(
    fc.property(inequality, inequality, fc.boolean(), (a, b, both) => {
      const is = ({ factors, times, offset }: typeof a, bounds: readonly number[], C: number) =>
        factors.reduce((sum, n, i) => sum + n * bounds[i], offset) < times * C + (times === 0 ? 3 : 0);
      const samples = samplesOf(
        (...values) => {
          const [bounds, C] = [values.slice(0, 4), values[4]];
          return both ? is(a, bounds, C) && is(b, bounds, C) : is(a, bounds, C) || is(b, bounds, C);
        },
        VALUES.slice(0, 4),
      );
      if (samples.every(({ holds }) => holds) || !samples.some(({ holds }) => holds)) return;
      const texts = found(samples);
      expect(texts).not.toEqual([]);
      tally[/ and | or /.test(texts[0]) ? 'two' : 'one']++;
    }),
    runs(6, 100),
  );
  expect(Math.min(tally.one, tally.two)).toBeGreaterThan(0);
});
