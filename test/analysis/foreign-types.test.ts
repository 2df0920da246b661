/** Types of other languages: the message says at their words what is written in their place. */
import { expect, test } from 'vitest';
import { analyse } from '#checker';
import { parse } from '../../grammar/src/index.ts';

const file = 'a.proviso';

function problemsOf(type: string, value: string) {
  const { file: root, diagnostics } = parse(file, `system S { node N { x: ${type} = ${value} } }\n`);
  const { diagnostics: more } = analyse({ root, files: new Map([[file, root]]), resolve: () => null });
  return [...diagnostics, ...more].filter(({ severity }) => severity === 'error');
}

test.each([
  ['int', '`0..3`'],
  ['Nat', '`0..3`'],
  ['double', '`0..3`'],
  ['string', '`enum`'],
  ['boolean', '`bool`'],
  ['Option<N>', '`T?`'],
  ['optional<0..3>', '`T?`'],
  ['array<bool>', '`list<T, N>`'],
  ['Seq<set<N>>', '`list<T, N>`'],
  ['dict<N, bool>', '`map<K, T>`'],
  ['Box<N>', '`set<T>`, `list<T, N>` and `map<K, T>`'],
])('%s', (type, help) => {
  const problems = problemsOf(type, '0');
  expect(problems).toHaveLength(1);
  expect(problems[0].help).toContain(help);
});

test.each([
  ['set<N>', '{}'],
  ['list<0..3, 2>', '[]'],
  ['map<N, 0..3>', '0'],
  ['N?', 'none'],
])('%s is a type', (type, value) => expect(problemsOf(type, value)).toEqual([]));
