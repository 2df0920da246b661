/** What `proviso new` and the editor's New Specification begin with: it comes out as it says, quickly, and shows both sides. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { format } from '#grammar';
import { analysed } from '../support/spec.ts';
import { checksOf, judgedIn, surprises } from './outcomes.ts';

const root = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, root), 'utf8');
const files = readdirSync(new URL('templates/', root));
/** Of one search, so that each is checked in a moment. */
const MOST_STATES = 30_000;

describe.each(files)('templates/%s', (file) => {
  const text = read(`templates/${file}`);

  it('comes out as it says, broken and fixed, in few states', () => {
    const judged = judgedIn(checksOf(text));
    expect(surprises(judged)).toEqual([]);
    const broken = judged.filter(({ expected }) => expected === 'violated').map(({ property }) => property);
    const holding = judged.filter(({ expected }) => expected === 'holds').map(({ property }) => property);
    expect(broken.filter((property) => holding.includes(property))).not.toEqual([]);
    expect(Math.max(...judged.map(({ size }) => size.states))).toBeLessThan(MOST_STATES);
  });

  it('has no warnings, is in the standard form, and says what it shows', () => {
    const warnings = analysed(text).diagnostics.filter(({ severity }) => severity !== 'hint');
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    expect(format(file, text).text).toBe(text);
    expect(text).toMatch(/^\/\/\/ [A-Z].{20,96}[.?]\n/);
  });
});

it('the walkthrough breaks what holds by one message that may be lost', () => {
  const text = read('client/extension/walkthrough/break-it.proviso');
  const verdict = (spec: string) => judgedIn(checksOf(spec)).map((judged) => judged.verdict.status);
  expect(verdict(text)).toEqual(['holds']);
  expect(verdict(text.replace('assume Fast {', 'assume Fast {\n  network { lossy }'))).toEqual(['violated']);
});
