/** A name lost to a syntax error is not called unknown at its uses; a name that is nowhere is. */
import { expect, test } from 'vitest';
import { analyse, load } from '#checker';

function reported(text: string): string[] {
  const loaded = load('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  return [...loaded.diagnostics, ...analyse(loaded).diagnostics]
    .filter((d) => d.severity === 'error')
    .map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`);
}

test('a message whose declaration has a mistake', () => {
  const text = 'system S {\n message Ping(n 0..3)\n message Pong\n node A {\n on Ping(n: n) { }\n on Pogn { }\n } }';
  expect(reported(text)).toEqual(['PV0101 0', 'PV0201 Pogn']);
});

test('a timing word that is misspelt is one mistake', () => {
  expect(reported('system S { node A { } }  assume X { timing asinc }  check X { }')).toEqual(['PV0122 asinc']);
});

test('whether a name may be lost does not hang on the words of its message', () => {
  // `Wrker` is like `Worker`, but may be what the line with the mistake declares; `Workr` is declared nowhere.
  const text = 'system S {\n node Wrker[ { }\n node Worker { }\n node A { x: Wrker? = none\n y: Workr? = none } }';
  expect(reported(text).filter((line) => line.startsWith('PV0201'))).toEqual(['PV0201 Workr']);
});
