/** The formatter changes how a text looks and nothing else; formulas as text read as the formulas they were. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expr, format, parse, printExpr } from '../../grammar/src/index.ts';

const slow = process.env.PROVISO_SLOW === '1';
const folder = new URL('../fixtures/', import.meta.url).pathname;
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.proviso'))
  .map((name) => [name, readFileSync(folder + name, 'utf8')] as const);

const isPlace = (key: string) => /[sS]pan$/.test(key) || key === 'limit';

/** The tree without its places. */
function tree(text: string): unknown {
  const { file, diagnostics } = parse('a.proviso', text);
  expect(diagnostics).toEqual([]);
  return JSON.parse(JSON.stringify(file, (key, value) => (isPlace(key) ? undefined : value)));
}

const formatted = (text: string) => format('a.proviso', text).text;

test('line ends of Windows and a byte-order mark stay', () => {
  const untidy = '\uFEFFsystem S {\r\nmessage   M\r\n}\r\n';
  const tidy = '\uFEFFsystem S {\r\n  message M\r\n}\r\n';
  expect([formatted(untidy), formatted(tidy)]).toEqual([tidy, tidy]);
});

describe.each(fixtures)('%s', (_, text) => {
  test('is formatted', () => {
    expect(formatted(text)).toBe(text);
  });

  test('keeps its tree and its comments when its spaces change', () => {
    const { tokens, comments } = parse('a.proviso', text);
    const isComment = new Set(comments);
    const pieces = [...tokens, ...comments].sort((a, b) => a.startOffset - b.startOffset);
    const spaces = fc.array(fc.constantFrom(' ', ' ', '\n', '\n\n\n', '\t', '  '), { minLength: pieces.length, maxLength: pieces.length });
    fc.assert(
      fc.property(fc.noShrink(spaces), (gaps) => {
        const messy = pieces.map((piece, index) => piece.image + (isComment.has(piece) ? '\n' : gaps[index])).join('');
        const once = formatted(messy);
        expect(tree(once)).toEqual(tree(messy));
        expect(formatted(once)).toBe(once);
        const printed = parse('a.proviso', once).comments.map((comment) => comment.image.trimEnd());
        expect(printed).toEqual(comments.map((comment) => comment.image.trimEnd()));
      }),
      { numRuns: slow ? 200 : 8, endOnFailure: true },
    );
  });
});

test('one style', () => {
  const text = `// first
system   S{
 const A=1+ - 2   // one
      /// documented


 node N [ 3 ]{ x:set< 0 .. 3 >= {}
 }
}`.replace('>=', '> =');
  expect(formatted(text)).toBe(`// first
system S {
  const A = 1 + -2 // one
  /// documented

  node N[3] {
    x: set<0..3> = {}
  }
}
`);
});

test('a body on one line stays there while it fits, and a longer one is opened up', () => {
  const short = 'system S {\n  node N {\n    on Ping { x = 1; y = 2 }\n  }\n}\n';
  expect(formatted(short.replace(';', ' '))).toBe(short);
  const long = formatted(`system S { node N { on Ping { x = ${'1 + '.repeat(30)}1 y = 2; if x == 1 { z = 3 } } } }`);
  expect(long).toBe(
    `system S {\n  node N {\n    on Ping {\n      x = ${'1 + '.repeat(30)}1\n      y = 2\n      if x == 1 { z = 3 }\n    }\n  }\n}\n`,
  );
});

test('a text with problems is left alone', () => {
  const { text, diagnostics } = format('a.proviso', 'system   S {');
  expect(text).toBe('system   S {');
  expect(diagnostics).toHaveLength(1);
});

describe('printExpr', () => {
  const read = (text: string): Expr => {
    const { file, diagnostics } = parse('a.proviso', `system S { let a = ${text} }`);
    expect(diagnostics).toEqual([]);
    const item = file.systems[0].items[0];
    if (item.kind !== 'predicate') throw new Error('not a predicate');
    return item.body;
  };
  const plain = (expr: Expr) => JSON.parse(JSON.stringify(expr, (key, value) => (isPlace(key) ? undefined : value)));

  test.each([
    'a and (forall x in S: p) and b',
    'not (a or b) implies c implies d',
    '(a implies b) implies c',
    'a - (b - c) - d * (e + f)',
    'not x in { 1, 2 } and (not y) == z',
    '(if a then b else c) + 1',
    '(always (a until b)) until eventually c',
    '(a leads to b) leads to c within 2 * N',
    'count(x in S where x.up) >= majority(S) and count(in flight M(f: 1) from a to b) == 0',
    '{ f(x) for x in S where p, y in 0..3 }',
    '-(-a).b[1..2] + Role#1',
    'Role#(index(p) % count(Role) + 1).x',
    '{ k: if k == a then 1 else m[k] for k in K }',
    'never (a and b)',
    'always (forall x in S: x.p)',
    'always eventually a == b',
  ])('%s', (text) => {
    expect(printExpr(read(text))).toBe(text);
  });

  test('reads as the same formula', () => {
    const { formula } = fc.letrec((tie) => {
      const part = tie('formula') as fc.Arbitrary<string>;
      const infix = fc.constantFrom('+', '-', '*', '==', '<', 'in', 'not in', 'and', 'or', 'implies', '..', 'until', 'leads to', '|', '&');
      return {
        formula: fc.oneof(
          { depthSize: 'small', withCrossShrink: true },
          fc.constantFrom('a', '1', 'true', 'none', 'self', 'R#1', '{}', 'f(x: 1)', 'in flight M'),
          part.map((of) => `R#(${of})`),
          fc.tuple(part, part).map(([of, keys]) => `{ k: (${of}) for k in (${keys}) }`),
          fc.tuple(part, infix, part).map(([left, op, right]) => `(${left}) ${op} (${right})`),
          part.map((of) => `not (${of})`),
          part.map((of) => `-(${of})`),
          part.map((of) => `eventually (${of})`),
          part.map((of) => `forall x in (${of}) where (${of}): (${of})`),
          fc.tuple(part, part).map(([cond, one]) => `if (${cond}) then (${one}) else (${cond})`),
          part.map((of) => `(${of}).f[${of}]`),
          part.map((of) => `count(x in (${of}))`),
        ),
      };
    });
    fc.assert(
      fc.property(formula, (text) => {
        const expr = read(text as string);
        expect(plain(read(printExpr(expr)))).toEqual(plain(expr));
      }),
      { numRuns: slow ? 2000 : 100 },
    );
  });
});
