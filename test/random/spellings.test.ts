/** What can be written in two ways is one model: words as names, a field without its name, a type as a set, what is left out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelDifference } from '../support/same-model.ts';
import { everyCase, read, runs } from './run.ts';
import { spelledTwice } from './spec.ts';

test('two spellings are one model', { timeout: 3_600_000 }, () => {
  const seen = { specs: 0, refused: 0, differ: 0 };
  const property = fc.property(spelledTwice, ({ short, long }) => {
    seen.specs += 1;
    if (short !== long) seen.differ += 1;
    const [a, b] = [read(short), read(long)];
    const [codes, others] = [a, b].map(({ errors }) => errors.map(({ code }) => code));
    if (others.length > 0) seen.refused += 1;
    expect(codes, short).toEqual(others);
    expect([...a.models.keys()], short).toEqual([...b.models.keys()]);
    for (const [name, model] of a.models) expect(modelDifference(model, b.models.get(name)!), `${short}\n\n${long}`).toBe(null);
  });
  everyCase(property, runs(100, 3000));
  console.log(`${seen.specs} specs, ${seen.refused} refused, ${seen.differ} in two spellings`);
  expect(seen.refused).toBeLessThan(seen.specs / 20);
  expect(seen.differ).toBeGreaterThan(seen.specs / 2);
});
