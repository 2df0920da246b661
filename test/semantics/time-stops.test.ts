/** Where time stops, as the checker says it and as its definition does: on a family of small systems, and on random ones. */
import { describe, expect, test } from 'vitest';
import type { Model } from '#checker';
import { everySpec, runs, slow } from '../random/run.ts';
import { oneAssumption } from '../random/spec.ts';
import { modelOf } from '../support/spec.ts';
import { timeStopByHand, timeStopReported } from './brute-time-stops.ts';

/** Two nodes that answer each other: how it begins, what A does with what B answers, and what else can happen at A. */
const STARTS = [
  'on start { send M to B }',
  'timer first  on start { start first for 2 }  on first { send M to B }',
  'optional action begin when not begun { begun = true  send M to B }',
  'on restart { send M to B }',
];
const ANSWERS = [
  'send M to B',
  'if not done { send M to B }',
  'send M to A',
  'pause  send M to B',
  '',
  'if not done { send M to A  send N to B }',
];
const ASIDES = [
  '',
  'action calm when not done { done = true }',
  'optional action calm when not done { done = true }',
  'timer t  on restart { start t for 1 }  on t { send M to B }',
  'action stir when not done { done = true  send M to B  send M to B }',
  'optional action spin when done { send M to A }',
];
const TIMINGS = [
  'timing sync { delay <= 0 }',
  'timing sync { delay <= 0, pause A <= 1 }',
  'timing sync { delay 0..1 }',
  'timing { always delay <= 0, pause B <= 0 }',
  'timing partial { eventually delay <= 0, pause <= 0; always drift <= 0 }',
];
const FAULTS = [
  '',
  'fault A { stop, up to 1 }',
  'fault B { recovery, up to 1 }',
  'fault B { recovery, up to 1, may stay down }',
  'fault B { byzantine, up to 1 }',
  'network { lossy up to 1 }',
  'network { cuts up to 1 }',
  'network { cuts up to 1 may stay, queue 1 per link }',
  'network { capacity 1 }',
  'fault A { recovery, up to 1 }',
];

function family(start: string, answer: string, aside: string, timing: string, fault: string): string {
  return `system X { message M  message N  ${fault === '' ? 'clock wall until 3' : ''}
    node A { done: bool = false  begun: bool = false  ${start}  on M { ${answer} }  on N { done = true }  ${aside} }
    node B { on M { send M to A }  on N { reply N } } }
  assume Z { ${timing}  ${fault} } check Z { }`;
}

describe('a family of small systems', () => {
  const all = STARTS.flatMap((start) =>
    ANSWERS.flatMap((a) => ASIDES.flatMap((b) => TIMINGS.flatMap((c) => FAULTS.map((d) => family(start, a, b, c, d))))),
  );
  /** Numbers that share no factor with how many of each part there are, so that all parts meet. */
  const some = all.filter((_, i) => i % (slow ? 17 : 167) === 0);

  test('both machines say what the definition says', { timeout: 600_000 }, () => {
    const outcomes = new Map<string, number>();
    for (const text of some) {
      const model = modelOf(text);
      const expected = timeStopByHand(model, 3000);
      if (expected !== null) {
        expect(timeStopReported(model, 'compiled'), text).toBe(expected);
        expect(timeStopReported(model, 'interpreted'), text).toBe(expected);
      }
      outcomes.set(expected ?? 'not said', (outcomes.get(expected ?? 'not said') ?? 0) + 1);
    }
    expect(outcomes.size).toBeGreaterThan(5);
  });
});

/** The same without delays and pauses, where time stops more often. */
function hurried(model: Model): Model {
  const none = model.instances.map(() => ({ always: true, min: 0, max: 0 }));
  return { ...model, timing: { ...model.timing, delay: none, pause: none } };
}

test('random systems', { timeout: 600_000 }, () => {
  everySpec(oneAssumption, runs(15, 600), (models) => {
    for (const model of [...models.values()].map(hurried)) {
      if (!model.timing.time) continue;
      const expected = timeStopByHand(model, 300);
      if (expected !== null)
        expect([timeStopReported(model, 'compiled'), timeStopReported(model, 'interpreted')]).toEqual([expected, expected]);
    }
  });
});
