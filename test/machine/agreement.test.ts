/** The compiled machine gives the interpreter's graph, step by step, under every kind of assumption. */

import { expect, test } from 'vitest';
import { createCompiledMachine, createInterpretedMachine, type Machine, type Model, type Watch } from '#checker';
import { compareMachines } from '../support/compare.ts';
import { CASES } from './assumptions.ts';
import { pingPong, span } from './models.ts';
import * as z from './zoo.ts';
import { clocks, watch } from './zoo-clock.ts';
import { quorum } from './zoo-quorum.ts';
import { operations } from './zoo-values.ts';

const NONE: Watch = { predicates: [], steps: [], deadline: null };

function agree(model: Model, watch: Watch = NONE, max = 250): Machine {
  const compiled = createCompiledMachine(model, watch);
  const found = compareMachines(createInterpretedMachine(model, watch), compiled, max);
  expect(found.difference).toBeNull();
  expect(found.states).toBeGreaterThan(20);
  return compiled;
}

test.each(CASES)('%s', (_, assumptions) => {
  const model = pingPong(assumptions);
  const found = compareMachines(createInterpretedMachine(model, NONE), createCompiledMachine(model, NONE));
  expect(found.difference).toBeNull();
});

const unlimited = { budget: null, untilStable: false, span };
const anyCut = { ...unlimited, atOnce: 1, mayStay: false };
const once = { budget: 0, untilStable: false, span };
const untilStable = { budget: null, untilStable: true, span };
const budgets = [{ name: 'fault', limit: 1 }];
const network = (of: Partial<Model['network']>): Partial<Model> => ({
  network: {
    ...{ loss: null, duplication: null, corruption: null, cuts: [], fifo: false, queue: null, queueSpan: null, capacity: 3 },
    ...of,
  },
});
const crash = (mode: Model['crashes'][number]['mode'], roles: number[], instances: number[]): Partial<Model> => ({
  budgets,
  crashes: [
    {
      mode,
      roles,
      instances,
      maxDown: null,
      mayStayDown: false,
      upTo: 1,
      budget: mode === 'byzantine' ? null : 0,
      untilStable: false,
      span,
    },
  ],
});

const few = z.binary(
  '<',
  z.expr(z.int(0, 9), { op: 'countInFlight', message: 1, args: [null, null], from: null, to: null }),
  z.constant(z.int(2, 2), 2),
);

test.each<[string, Model]>([
  ['plain', quorum({})],
  ['loss and duplication', quorum(network({ loss: unlimited, duplication: unlimited }))],
  ['fifo with loss', quorum(network({ loss: unlimited, duplication: unlimited, fifo: true }))],
  ['corruption once', quorum({ ...network({ corruption: once }), budgets })],
  ['corruption under fifo', quorum({ ...network({ corruption: once, fifo: true }), budgets })],
  ['a queue', quorum(network({ queue: 1, capacity: 6 }))],
  ['stop', quorum(crash('stop', [1], [1, 2]))],
  ['recovery', quorum(crash('recovery', [0, 1], [0, 1, 2]))],
  ['amnesia', quorum(crash('amnesia', [0, 1], [0, 1, 2]))],
  ['byzantine', quorum(crash('byzantine', [1], [1, 2]))],
  ['byzantine asker', quorum(crash('byzantine', [0], [0]))],
  ['at most one down', quorum({ crashes: [{ ...crash('recovery', [1], [1, 2]).crashes![0], budget: null, maxDown: 1 }] })],
  ['a limit on states', quorum({ limits: [{ predicate: few, text: 'few', span }] })],
  ['cuts', quorum(network({ cuts: [{ ...anyCut, kind: 'two-way' }] }))],
  ['one-way cuts', quorum(network({ cuts: [{ ...anyCut, kind: 'one-way' }] }))],
  ['link cuts', quorum(network({ cuts: [{ ...anyCut, kind: 'link' }] }))],
  ['one-way link cuts', quorum(network({ cuts: [{ ...anyCut, kind: 'one-way link' }] }))],
  [
    'cuts of two kinds, two at once',
    quorum(network({ cuts: (['two-way', 'one-way link'] as const).map((kind) => ({ ...anyCut, kind, atOnce: 2 })) })),
  ],
  ['a limit', quorum({}, { limit: true })],
  ['lists', quorum({}, { lists: true })],
  ['timers', quorum({ timing: z.timed(3, { delay: 1, pause: 1, drift: 1 }) }, { timers: true })],
  ['loose timers', quorum({ timing: z.timed(3, { delay: 1, pause: 1 }) }, { timers: true })],
  ['eventual bounds', quorum({ timing: z.timed(3, { delay: 1, pause: 1, drift: 0, eventual: true }), stabilises: true }, { timers: true })],
  [
    'eventual bounds and faults until then',
    quorum(
      {
        ...network({ loss: untilStable, cuts: [{ ...anyCut, kind: 'two-way', ...untilStable }] }),
        ...crash('recovery', [1], [1, 2]),
        ...{ timing: z.timed(3, { delay: 1, pause: 0, drift: 1, eventual: true }), stabilises: true },
      },
      { timers: true, lists: true },
    ),
  ],
  [
    'two answerers and timed crashes',
    quorum({ timing: z.timed(3, { delay: 1, pause: 1, drift: 0 }), ...crash('recovery', [0, 1], [0, 1, 2]) }, { timers: true }),
  ],
])('%s', (_, model) => void agree(model));

const eventual = { delay: 1, pause: 1, drift: 1, skew: 1, eventual: true };

test.each<[string, Model]>([
  ['clocks', clocks({})],
  ['clocks without bounds', clocks({ timing: z.timed(3, { delay: 1 }) })],
  ['clocks without drift', clocks({ timing: z.timed(3, { delay: 1, pause: 0, drift: 0, skew: 0 }) })],
  ['clocks and eventual bounds', clocks({ timing: z.timed(3, eventual), stabilises: true })],
  [
    'fifo and deferred messages',
    clocks({ ...network({ fifo: true, duplication: unlimited }), timing: z.timed(3, { delay: 1, pause: 0, drift: 0 }) }),
  ],
  ['fifo and messages deferred by loose timers', clocks({ ...network({ fifo: true }), timing: z.timed(3, { delay: 1, pause: 1 }) })],
  ['clocks that are set', clocks({ clockSteps: { ...once, by: 1 }, budgets })],
  ['clocks and crashes', clocks(crash('recovery', [0, 1], [0, 1, 2]))],
  [
    'clocks, crashes and eventual bounds',
    clocks({ ...crash('amnesia', [0, 1], [0, 1, 2]), timing: z.timed(3, eventual), stabilises: true }),
  ],
  ['clocks that are set and crashes', clocks({ ...crash('recovery', [0, 1], [0, 1, 2]), clockSteps: { ...unlimited, by: 2 } })],
  ['clocks and liars', clocks({ ...crash('byzantine', [1], [1, 2]), clockSteps: { ...unlimited, by: 1 } })],
])('%s', (_, model) => void agree(model, watch));

test('all operations on values', () => {
  const machine = agree(operations(0, 12), NONE, 1500);
  expect([...machine.ran]).not.toContain(0);
});
