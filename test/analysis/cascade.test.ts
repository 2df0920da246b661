/** One mistake gives one message. */
import { expect, test } from 'vitest';
import { analyse } from '#checker';
import { parse } from '#grammar';

test('a variable of an unknown type is not unknown too', () => {
  const text = `system S { message M(a: Wrong) ghost g: Wrong = 0
    node N { a: Wrong = 0  optional action grow when a == 1 { a = 2 ghost { g = a } } on M(a) { } }
    safety P: always N.a == g }`;
  const { file } = parse('s.proviso', text);
  const { diagnostics } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  const errors = diagnostics.filter((d) => d.severity === 'error').map((d) => text.slice(d.span.start, d.span.end));
  expect(errors).toEqual(['Wrong', 'Wrong', 'Wrong']);
});
