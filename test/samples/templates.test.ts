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

it('the walkthrough shows pieces of the one that it opens', () => {
  const template = words(read('templates/request-reply.proviso'));
  for (const page of ['write', 'assume']) {
    const [, code] = /```proviso\n([\s\S]*?)```/.exec(read(`client/extension/walkthrough/${page}.md`)) ?? [];
    const missing = words(code).filter((line) => !template.includes(line));
    expect(missing).toEqual(page === 'assume' ? ['check Fast { InTime holds }'] : []);
  }
});

/** The lines without their comments. */
function words(text: string): string[] {
  return text.split('\n').flatMap((line) => line.replace(/\/\/.*/, '').trim() || []);
}
