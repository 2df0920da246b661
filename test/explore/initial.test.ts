/** Initial states come some at a time: a search of many begins at once, keeps to its budget, and finds what stands first. */
import { expect, test } from 'vitest';
import { checkModel, startCheck } from '#checker';
import { modelOf } from '../support/spec.ts';

const ring = (size: number) => `
system Ring {
  const N = ${size}
  const M = 6
  node World {
    c: map<0..N-1, 0..M-1> = any
    action create when c[0] == c[N-1] { c[0] = (c[N-1] + 1) % M }
    action passOn for i in 1..N-1 when c[i] != c[i-1] { c[i] = c[i-1] }
  }
  safety X: always true
  safety NotAllFive: never (forall i in 0..N-1: World.c[i] == 5)
}
assume Async { timing async }
check Async { X holds }
`;

const options = { now: () => 0, blame: false, budget: {} };

test('46,656 initial states, each counted once', () => {
  const check = startCheck(modelOf(ring(6)), { ...options, properties: ['X'], reduceFrom: Number.POSITIVE_INFINITY });
  const step = check.step(Number.MAX_SAFE_INTEGER);
  expect(step).toMatchObject({ done: true, result: { size: { states: 46_656, depth: expect.any(Number) } } });
});

test('ten million of them: the check hears a budget of states between them', () => {
  const check = startCheck(modelOf(ring(9)), { ...options, properties: ['X'], budget: { maxStates: 20_000 } });
  const step = check.step(Number.MAX_SAFE_INTEGER);
  expect(step).toMatchObject({ done: true, result: { properties: [{ verdict: { status: 'unknown' } }] } });
});

test('the counterexample is the first initial state that breaks the property', () => {
  const result = checkModel(modelOf(ring(6)), { ...options, properties: ['NotAllFive'] });
  expect(result).toMatchObject({ properties: [{ verdict: { status: 'violated', trace: { steps: [], faults: 0 } } }] });
});
