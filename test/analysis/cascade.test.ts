/** One mistake gives one message. */
import { expect, test } from 'vitest';
import { analyse, load } from '#checker';
import { parse } from '#grammar';

function reported(text: string): string[] {
  const loaded = load('s.proviso', text, () => ({ problem: 'nothing to import', details: {} }));
  return [...loaded.diagnostics, ...analyse(loaded).diagnostics]
    .filter((d) => d.severity === 'error')
    .map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}`);
}

test('a constant with the name of a node leaves the name to the node', () => {
  const system = (first: string) => `system S { ${first} message Ping node Worker[2] { v: bool = false on Ping { v = true } }
    node Boss { last: Worker? = none optional action a for w in Worker when count(Worker) > 1 { send Ping to w last = Worker#1 } }
    safety P: never (exists w in Worker: w.v) }`;
  const assume = (items: string) => `assume A { timing sync ${items} fault Worker { stop } } check A { P holds }`;
  expect(reported(system('const Worker = 2') + assume(''))).toEqual(['PV0202 Worker']);
  expect(reported(system('') + assume('const Worker = 2'))).toEqual(['PV0202 Worker']);
});

test('a constant with the name of a variable', () => {
  const text = 'system S { const V = 2 node N { V: bool = false optional action a when not V { V = true } } }';
  expect(reported(text)).toEqual(['PV0202 V']);
});

test('what a wrong declaration binds is not wrong at its uses', () => {
  const text = `system S { message M(n: 0..3) node N { x: 0..3 = 0 s: set<N> = {}
    on M(m) from w { x = m + 1 s = { w } }
    on Mm(n: k) from w { x = k s += w x = y }
    optional action a for i in nothing when x == i { x = i let z = choose v in Nowhere x = z for q in 3 { x = q } send M(n: x) to self } } }`;
  expect(reported(text)).toEqual(['PV0201 m', 'PV0201 Mm', 'PV0201 y', 'PV0201 nothing', 'PV0201 Nowhere', 'PV0301 3']);
});

test('a misspelt assume hides no misspelt property', () => {
  const text = `system S { node N { v: bool = false optional action a { v = true } } safety NeverV: never N.v }
    assume Alone { timing async }  check Alona { NeverW holds }`;
  expect(reported(text)).toEqual(['PV0201 Alona', 'PV0201 NeverW']);
});

test('a variable of an unknown type is not unknown too', () => {
  const text = `system S { message M(a: Wrong) ghost g: Wrong = 0
    node N { a: Wrong = 0  optional action grow when a == 1 { a = 2 ghost { g = a } } on M(a) { } }
    safety P: always N.a == g }`;
  const { file } = parse('s.proviso', text);
  const { diagnostics } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => text.slice(d.span.start, d.span.end));
  expect(errors).toEqual(['Wrong', 'Wrong', 'Wrong']);
});

test('what is none of an unknown type is not wrong too', () => {
  const text = `system S { node N { a: Wrong? = none  optional action drop when a != none { a = none } } safety P: always N.a == none }`;
  expect(reported(text)).toEqual(['PV0201 Wrong']);
});
