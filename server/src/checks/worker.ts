/**
 * The thread in which checks run, so that typing never waits for them. One check at a time; between two slices of it the
 * thread hears what it is told.
 */
import { parentPort } from 'node:worker_threads';
import type { CheckPlan } from '#checker';
import type { Answer, Order } from './messages.ts';
import { runCheck } from './run-check.ts';
import { plansOf } from './sources.ts';

/** Progress is told at most so often. */
const TELL_MILLISECONDS = 200;

const now = () => performance.now();
const tell = (answer: Answer) => parentPort?.postMessage(answer);

let plans: readonly (CheckPlan | undefined)[] = [];
let cancelled = -1;

parentPort?.on('message', (order: Order) => {
  if (order.kind === 'cancel') cancelled = order.id;
  else void run(order);
});

async function run(order: Extract<Order, { kind: 'run' }>): Promise<void> {
  const { id } = order;
  try {
    if (order.sources !== null) plans = plansOf(order.sources);
    const plan = plans[order.check];
    if (plan === undefined) throw new Error('the check to run is not in the file');
    const running = runCheck(plan, { budget: order.budget, now });
    let told = now();
    for (;;) {
      const { done, value } = running.next();
      if (done) {
        tell({ kind: 'result', id, result: value });
        return;
      }
      await new Promise(setImmediate);
      if (cancelled === id) {
        tell({ kind: 'cancelled', id });
        return;
      }
      if (now() - told < TELL_MILLISECONDS) continue;
      told = now();
      tell({ kind: 'progress', id, ...value });
    }
  } catch (error) {
    tell({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}
