/** What the compiled machine refuses, by a typed error that lets the search fall back to the interpreter. */

import { expect, test } from 'vitest';
import { createCompiledMachine, Unsupported } from '#checker';
import * as z from './zoo.ts';

const NONE = { predicates: [], steps: [], deadline: null };
const one = (type: Parameters<typeof z.declared>[0]) => z.model([{ count: 1, variables: [z.declared(type, undefined)] }]);

test('a range of more than 2^32 values', () => {
  expect(() => createCompiledMachine(one(z.int(0, 2 ** 40)), NONE)).toThrow(Unsupported);
});

test('a set over a type that cannot be listed', () => {
  expect(() => createCompiledMachine(one(z.setOf(z.int(0, 100_000))), NONE)).toThrow(Unsupported);
});

test('knowledge in a predicate', () => {
  const knows = z.expr(z.bool, { op: 'knows', node: z.constant(z.nodes(0, [0]), 0), of: z.constant(z.bool, true) });
  expect(() => createCompiledMachine(one(z.bool), { ...NONE, predicates: [knows] })).toThrow(Unsupported);
});

test('a range that fills a word', () => {
  const model = z.model([
    { count: 1, variables: [z.declared(z.int(-(2 ** 31), 2 ** 31 - 1), -5), z.declared(z.int(0, 2 ** 32 - 1), 2 ** 32 - 1)] },
  ]);
  const machine = createCompiledMachine(model, NONE);
  machine.successors.clear();
  machine.initial();
  expect(machine.decode(machine.successors.words, 0).nodes[0].variables).toEqual([-5, 2 ** 32 - 1]);
});
