/** The compiled machine on models written in the intermediate form: known counts, and the same graph as the interpreter's. */

import { expect, test } from 'vitest';
import { count } from '../support/count.ts';
import { CASES } from './assumptions.ts';
import { pingPong } from './models.ts';

test.each(CASES)('%s: the known counts', (_, assumptions, states, cut) => {
  const model = pingPong(assumptions);
  const found = count(model, 'compiled', { fromUnstable: model.stabilises });
  expect({ states: found.states, cut: found.cut }).toEqual({ states, cut });
});

test.each(CASES)('%s: decoding and encoding gives the same words', (_, assumptions) => {
  const found = count(pingPong(assumptions), 'compiled');
  for (const words of found.words) {
    const again = new Int32Array(found.machine.words);
    found.machine.encode(found.machine.decode(words, 0), found.machine.counter(words, 0), again, 0);
    expect([...again]).toEqual([...words]);
  }
});
