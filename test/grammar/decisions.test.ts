/** A parser that has its decisions from elsewhere reads any text as one that has chevrotain's own. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lex } from '../../grammar/src/lexer.ts';
import { takeNames } from '../../grammar/src/names.ts';
import { type Decisions, decisionsOf } from '../../grammar/src/parser/decisions.ts';
import { ProvisoParser } from '../../grammar/src/parser/file.ts';

const slow = process.env.PROVISO_SLOW === '1';
const texts = ['../fixtures/', '../../samples/'].flatMap((name) => {
  const folder = new URL(name, import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.proviso'));
  return files.map((file) => readFileSync(new URL(file, folder), 'utf8'));
});

function read(parser: ProvisoParser, text: string): unknown {
  const lexed = lex('spec.proviso', text);
  takeNames(lexed.tokens);
  const file = parser.read('spec.proviso', text, lexed);
  return { file, problems: parser.problems, layout: parser.layout };
}

const ours = new ProvisoParser();
const kept: Decisions = JSON.parse(JSON.stringify(decisionsOf(ours)));
const parsers = [ours, new ProvisoParser({ decisions: kept })];
const theirs = new ProvisoParser({ validated: true });

test('what is kept is all there is', () => {
  expect(decisionsOf(parsers[1])).toEqual(kept);
  expect(new Set(kept.all.map(({ kind }) => kind)).size).toBe(3);
});

test.each(texts.map((text) => [text.slice(0, 60), text] as const))('%s', (_, text) => {
  for (const parser of parsers) expect(read(parser, text)).toEqual(read(theirs, text));
});

test.each(['on 5 {}', 'on start, 5 {}', 'x: 5', 'x: bool = )', 'on start { x = }', 'on start { 5 }', 'timer 5'])(
  'where no alternative fits: %s',
  (member) => {
    const text = `system S {\n  message M\n  node A {\n    ${member}\n  }\n}\n`;
    const expected = read(theirs, text);
    expect(theirs.problems).not.toEqual([]);
    for (const parser of parsers) expect(read(parser, text)).toEqual(expected);
  },
);

test('texts in which pieces are lost, doubled and exchanged', () => {
  const piece = fc.record({ text: fc.constantFrom(...texts), from: fc.nat(20_000), length: fc.nat(60), to: fc.nat(20_000) });
  fc.assert(
    fc.property(piece, fc.constantFrom('lose', 'put'), ({ text, from, length, to }, what) => {
      const [start, at] = [from % text.length, to % text.length];
      const put = text.slice(start, start + length);
      const changed = what === 'lose' ? text.slice(0, start) + text.slice(start + length) : text.slice(0, at) + put + text.slice(at);
      const expected = read(theirs, changed);
      for (const parser of parsers) expect(read(parser, changed)).toEqual(expected);
    }),
    { numRuns: slow ? 800 : 60, seed: 20_261_127 },
  );
});
