/** What is said of a search that a budget stopped, beside the verdicts. */
import { expect, test } from 'vitest';
import { campaign, runToEnd } from '#checker';
import { analysed } from '../support/spec.ts';

/** Two timers on each of two nodes, and a counter of 100 values that goes with nothing else. */
const TEXT = `system S {
  node N[2] { timer t  timer u[0..1]  n: 0..99 = 0
    on t { start t for 2 }  on u[k] { start u[k] for 3 }  on start { start t for 1  start u[0] for 2 }
    optional action count { n = (n + 1) % 100 } }
  safety P: always N#1.n < 100
}
assume A { timing sync { delay <= 0 } }
check A { P holds }`;

test('the first that was stopped says what multiplies its states', () => {
  const of = (statistics: 'stopped' | false, maxStates: number) => {
    const budgets = () => ({ budget: { maxStates }, over: () => null, time: Infinity });
    return runToEnd(campaign(analysed(TEXT).checks, { now: () => 0, statistics, budgets }))[0].largest;
  };
  expect(of(false, 2000)).toBeUndefined();
  expect(of('stopped', 1_000_000)).toBeUndefined();
  const stopped = of('stopped', 2000)!;
  expect(stopped).toMatchObject({ timers: 6, nodes: 2 });
  expect(stopped.first).toBeGreaterThanOrEqual(2000);
  expect(stopped.multipliers[0]).toMatchObject({ kind: 'variable', name: 'N.n' });
});
