/** What the samples claim to need is what they need, and the page that lists it has what they say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkClaims, reduceFrom } from '#checker';
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

test('the page lists the claims', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page, 'npm run generate').toBe(pageWith(page, claimsTable()));
  expect(all.length).toBeGreaterThanOrEqual(35);
});

test('the picture shows the claims', () => {
  expect(readFileSync(PICTURE, 'utf8'), 'npm run generate').toBe(claimsPicture());
});
