/** What stands in the parentheses of messages and structs, and what is said when it is no field. */
import { expect, test } from 'vitest';
import { analyse } from '#checker';
import { parse } from '#grammar';

function reported(statements: string): string[] {
  const text = `system S { message Write(token: 0..3) message Ping message Two(a: 0..3, b: bool)
    node N { mine: 0..3 = 0 ${statements} } }`;
  const { file } = parse('s.proviso', text);
  const { diagnostics } = analyse({ root: file, files: new Map([['s.proviso', file]]), resolve: () => null });
  return diagnostics.filter((d) => d.severity === 'error').map((d) => `${d.message}; ${d.help ?? ''}`);
}

const sends = (message: string) => reported(`optional action a { send ${message} to N }`);

test('an argument without the name of its field', () => {
  expect(sends('Write(mine)')).toEqual([]);
  expect(sends('Write(mine + 1)')).toEqual([]);
  expect(sends('Write(true)')).toEqual(['expected a number in 0..3 for `token`, found a bool; ']);
  expect(sends('Write(token: 1, 2)')).toEqual(['all fields of `Write` are already given; ']);
  expect(sends('Two(mine, b: true)')).toEqual(['expected the name of a field of `Two`; write `a: mine`']);
  expect(sends('Two(mine + 1, b: true)')).toEqual(['expected the name of a field of `Two`; write `a: mine + 1`']);
  expect(sends('Two(1, a: 1)')).toEqual(['expected the name of a field of `Two`; write `b: 1`']);
  expect(sends('Ping(3)')).toEqual(['`Ping` has no fields, so its parentheses must be empty; ']);
});

test('a misspelt field', () => {
  expect(sends('Write(tokn: 1)')).toEqual(['there is no field of `Write` called `tokn`; did you mean `token`?']);
  expect(sends('Write(value: 1)')).toEqual(['there is no field of `Write` called `value`; `Write` has the field `token`']);
});

test('a field that is bound and is none', () => {
  expect(reported('on Write(mine) { }')).toEqual([
    'there is no field of `Write` called `mine`; `Write` has the field `token`; `Write(token: mine)` binds it to that name',
  ]);
  expect(reported('on Ping(n) { }')).toEqual(['`Ping` has no fields, so there is nothing to bind; ']);
  expect(reported('on Two(a, c) { }')).toEqual(['there is no field of `Two` called `c`; `Two` has the fields `a`, `b`']);
});
