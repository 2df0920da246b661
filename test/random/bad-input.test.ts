/** Any text gets an answer: no exception, no hang, positions inside the text. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '#checker';
import { type Diagnostic, parse } from '#grammar';
import { everyCase, runs, slow, todays } from './run.ts';

const SEED = Number(process.env.PROVISO_SEED ?? 20_261_123);
/** Milliseconds that no text of this size may need. */
const PATIENCE = 3000;

const texts = specs(['samples', 'test']).map((path) => readFileSync(path, 'utf8'));

function specs(folders: readonly string[]): string[] {
  const entries = folders.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)));
  return entries.filter((path) => path.endsWith('.proviso')).sort();
}

function survive(text: string): void {
  const started = performance.now();
  const { file, diagnostics } = parse('spec.proviso', text);
  const analysis = analyse({ root: file, files: new Map([['spec.proviso', file]]), resolve: () => null });
  const found: Diagnostic[] = [...diagnostics, ...analysis.diagnostics];
  if (!found.some((d) => d.severity === 'error')) {
    for (const check of analysis.checks) for (const run of check.runs.slice(0, 3)) found.push(...run.model().diagnostics);
  }
  for (const { span, code } of found) {
    const inside = span.start >= 0 && span.start <= span.end && span.end <= text.length;
    if (!inside) throw new Error(`${code} stands at ${span.start}..${span.end} of ${text.length}`);
  }
  const took = performance.now() - started;
  if (took > PATIENCE) throw new Error(`took ${Math.round(took)} milliseconds`);
}

function attempt(text: string): void {
  try {
    survive(text);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.stack : error}\nwith the text\n${text}`);
  }
}

const WORDS = [
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    '==',
    '=',
    '+',
    '-',
    '..',
    '#',
    '.',
    ',',
    ':',
    ';',
    '?',
    '"',
    '//',
    '///',
    '@',
    '\u0000',
    '\ud800',
  ],
  ...['system', 'node', 'assume', 'check', 'on', 'timer', 'for', 'if', 'else', 'match', 'let', 'choose', 'pause', 'send', 'reply', 'ghost'],
  ...[
    'self',
    'none',
    'always',
    'next(',
    'knows(',
    'leads to',
    'within',
    'timing async',
    'limit',
    'any',
    '999999999999999999999',
    '-1',
    '0',
  ],
];

const mutated: fc.Arbitrary<string> = fc
  .record({
    text: fc.constantFrom(...texts),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        cut: fc.nat({ max: 30 }),
        kind: fc.nat({ max: 3 }),
        word: fc.constantFrom(...WORDS),
      }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  })
  .map(({ text, edits }) =>
    edits.reduce((now, { at, cut, kind, word }) => mutate(now, Math.floor(at * now.length), cut, kind, word), text),
  );

function mutate(text: string, at: number, cut: number, kind: number, word: string): string {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  switch (kind) {
    case 0:
      return before + after.slice(cut);
    case 1:
      return `${before} ${word} ${after}`;
    case 2:
      // another name in place of the one that stands here
      return before + after.replace(/[A-Za-z_]\w*/, word);
    default:
      // a piece from elsewhere in the text
      return before + text.slice(Math.max(0, at - 200), Math.max(0, at - 200) + cut * 3) + after;
  }
}

test('texts with random mistakes', { timeout: 600_000 }, () => {
  everyCase(fc.property(mutated, attempt), runs(100, 10_000), SEED);
  expect(texts.length).toBeGreaterThan(0);
});

test.runIf(slow)('many beginnings of every text', { timeout: 3_600_000 }, () => {
  const stride = process.env.PROVISO_RUNS ? 1 : 29;
  for (const text of todays(texts, 3)) for (let end = 0; end <= text.length; end += stride) attempt(text.slice(0, end));
});

test('some beginnings of every text', { timeout: 600_000 }, () => {
  for (const text of texts) for (let end = 0; end <= text.length; end += 1 + Math.floor(text.length / 7)) attempt(text.slice(0, end));
});

test('texts that are nested deeply or are very long', () => {
  const open = (word: string) => `system S { safety P: always ${word.repeat(20_000)} true }`;
  for (const word of ['(', 'not ', '-', '{', '[', 'if true then ', 'forall x in 0..1: ', '1 + ', 'f(']) attempt(open(word));
  attempt('node A { on M { '.repeat(5000));
});
