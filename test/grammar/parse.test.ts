/** What every text gets: an answer without an exception, in little time; and what a right text gets: its tree. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, type Span } from '../../grammar/src/index.ts';
import { ProvisoParser } from '../../grammar/src/parser/file.ts';
import { check } from './check.ts';

const slow = process.env.PROVISO_SLOW === '1';
const folder = new URL('../fixtures/', import.meta.url).pathname;
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.proviso'))
  .map((name) => [name, readFileSync(folder + name, 'utf8')] as const);

/** Parses, and walks what came out: every span lies in the text, and every message is a sentence. */
function survive(text: string): void {
  const { file, diagnostics } = parse('any.proviso', text);
  const isInside = (span: Span) => 0 <= span.start && span.start <= span.end && span.end <= text.length;
  const outside: Span[] = [];
  JSON.stringify(file, (key, value) => {
    if (key === 'span' && !isInside(value)) outside.push(value);
    return value;
  });
  for (const one of diagnostics) if (!isInside(one.span) || /undefined|NaN|\[object/.test(one.message)) outside.push(one.span);
  expect(outside).toEqual([]);
}

test('the grammar is valid', () => {
  expect(() => new ProvisoParser({ validated: true })).not.toThrow();
});

describe.each(fixtures)('%s', (_, text) => {
  test('has no problems', () => {
    expect(parse('right.proviso', text).diagnostics).toEqual([]);
  });

  test('survives being cut off anywhere', () => {
    const step = slow ? 7 : Math.ceil(text.length / 100);
    for (let end = 0; end < text.length; end += step) survive(text.slice(0, end));
  });

  test('survives having pieces removed, doubled and put in', () => {
    const tokens = parse('right.proviso', text).tokens.map((token) => [token.startOffset, token.startOffset + token.image.length]);
    const place = fc.nat(text.length);
    const piece = fc.oneof(
      fc.tuple(place, fc.nat(12)).map(([start, length]) => [start, Math.min(text.length, start + length)]),
      fc.constantFrom(...tokens),
    );
    const put = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('{', '}', '(', ')', ' node ', ' on ', '=', '\n', '"', '..'));
    fc.assert(
      fc.property(piece, place, put, fc.constantFrom('remove', 'double', 'insert'), ([start, end], at, added, kind) => {
        if (kind === 'remove') survive(text.slice(0, start) + text.slice(end));
        if (kind === 'double') survive(text.slice(0, at) + text.slice(start, end) + text.slice(at));
        if (kind === 'insert') survive(text.slice(0, at) + added + text.slice(at));
      }),
      { numRuns: slow ? 800 : 60 },
    );
  });
});

describe('size and depth', () => {
  const inSystem = (text: string) => `system S { const A = ${text} }`;
  test.each([
    ['open parentheses', inSystem('('.repeat(100_000))],
    ['open braces', inSystem('{'.repeat(100_000))],
    ['open brackets', inSystem('a[b'.repeat(100_000))],
    ['not', inSystem(`${'not '.repeat(100_000)}x`)],
    ['minus', inSystem(`${'-'.repeat(100_000)}1`)],
    ['always', inSystem(`${'always '.repeat(100_000)}x`)],
    ['conditions', inSystem(`${'if a then '.repeat(50_000)}x`)],
    ['a sum', inSystem(`${'1 + '.repeat(100_000)}1`)],
    ['implications', inSystem(`${'a implies '.repeat(50_000)}b`)],
    ['fields of fields', inSystem(`a${'.b'.repeat(100_000)}`)],
    ['sums in parentheses', inSystem(['('.repeat(90), '1', `${' + 1'.repeat(300)})`.repeat(90)].join(''))],
    ['types', `system S { type T = ${'set<'.repeat(100_000)}`],
    ['blocks', `system S { node N { on start { ${'if a { '.repeat(100_000)}`],
    ['systems', 'system S { '.repeat(50_000)],
    ['characters', 'x'.repeat(10_000_000)],
    ['binary', '\0\u0001\u0002'.repeat(100_000)],
    ['odd characters', '§ '.repeat(200_000)],
    ['odd marks', '? , '.repeat(200_000)],
  ])('%s', (_, text) => {
    const start = performance.now();
    const { file, diagnostics } = parse('large.proviso', text);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(101);
    JSON.stringify(file);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('a mistake costs little', () => {
  test.each(['members', 'scenarios', 'statements', 'assumptions', 'fault-limits'])('%s', (name) => {
    check(new URL(`./recovery/${name}.proviso`, import.meta.url).pathname, (text) => parse('broken.proviso', text).diagnostics);
  });

  test('what it does not touch is in the tree', () => {
    const text = readFileSync(new URL('./recovery/members.proviso', import.meta.url), 'utf8').replaceAll(/^ *\^+ error.*\n/gm, '');
    const { file } = parse('broken.proviso', text);
    const nodes = file.systems[0].items.filter((item) => item.kind === 'node');
    expect(nodes.map((node) => node.members.map((member) => ('name' in member ? member.name.text : member.kind)))).toEqual([
      ['a', 'b', 'handler', 'handler', 'handler', 'c'],
      ['d', 'handler'],
    ]);
    expect(file.systems[0].items.filter((item) => item.kind === 'property').map((item) => item.name.text)).toEqual(['Last']);
    expect(file.checks.map((one) => one.expectations.map((each) => each.property.text))).toEqual([['Last', 'Broken', 'Again']]);
  });
});
