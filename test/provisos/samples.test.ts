/** What the samples claim to need is what they need, and the page that lists it has what they say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClaims, reduceFrom } from '#checker';
import { lower } from '../../checker/src/analysis/index.ts';
import { isTrue, setAt } from '../../checker/src/provisos/says.ts';
import { spaceOf } from '../../checker/src/provisos/space.ts';
import { truthIn } from '../../checker/src/provisos/truth.ts';
import { claimResultText } from '../../report/src/words/claims.ts';
import { slow, todays } from '../random/run.ts';
import { claiming, claimsTable, PAGE, pageWith } from '../support/claims-page.ts';
import { claimsPicture, PICTURE } from '../support/claims-picture.ts';

const all = claiming();
const options = { now: () => performance.now(), slice: 60, maxStates: 500_000, timeout: 60_000, stop: () => null, search: { reduceFrom } };

/** An eighth of them in the ordinary run, a quarter each day in the slow one; `check samples`, a part of the gate, checks all. */
describe.each(slow ? todays(all, 4) : all.filter((_, i) => i % 8 === 1))('$file', ({ analysis }) => {
  test.each(analysis.provisos)('$system from $assume', { timeout: 60_000 }, (plan) => {
    const found = [...checkClaims(analysis, plan, options)].flatMap((event) => (event.kind === 'claim' ? [event.outcome] : []));
    expect(found.length).toBeGreaterThan(0);
    for (const { claim, result } of found)
      expect(result.kind, `${claim.property} holds ${claim.text}: ${claimResultText(result)}`).toBe('right');
  });
});

test('what is worked out once for each combination of rungs is true where the condition is true of the set', () => {
  let both = 0;
  for (const { analysis } of all) {
    for (const { system, assume, runs } of analysis.provisos) {
      const [{ point, claims }] = runs;
      const { model } = lower(analysis, system, assume, new Map(point.map(({ name, value }) => [name, value])));
      const space = spaceOf(model!, true);
      for (const { condition } of claims) {
        const isClaimed = truthIn(space, condition, model!);
        const found = new Set<boolean>();
        // A walk with a stride that no number of rungs divides: the same combinations come with others of the rest.
        for (let i = 0; i < 300; i++) {
          const set = space.dimensions.map(({ rungs }, axis) => (i * (axis + 1) * 7919 + axis) % rungs.length);
          expect(isClaimed(set)).toBe(isTrue(condition, setAt(space, set, model!)));
          found.add(isClaimed(set));
        }
        if (found.size === 2) both++;
      }
    }
  }
  expect(both).toBeGreaterThan(10);
});

test('the page lists the claims', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page, 'npm run generate').toBe(pageWith(page, claimsTable()));
  expect(all.length).toBeGreaterThanOrEqual(35);
});

test('the picture shows the claims', () => {
  expect(readFileSync(PICTURE, 'utf8'), 'npm run generate').toBe(claimsPicture());
});
