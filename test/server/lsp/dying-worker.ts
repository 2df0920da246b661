/** The thread of the checks, but a check of an assumption set called `Dies` ends it. */
import { parentPort } from 'node:worker_threads';
import type { Order } from '../../../server/src/checks/messages.ts';
import { plansOf } from '../../../server/src/checks/sources.ts';

let names: readonly (string | undefined)[] = [];

parentPort?.on('message', (order: Order) => {
  if (order.kind !== 'run') return;
  if (order.sources !== null) names = plansOf(order.sources).map((plan) => plan?.assume);
  if (names[order.check] === 'Dies') process.exit(3);
});

await import('../../../server/src/host/node/worker.ts');
