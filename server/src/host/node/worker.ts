/** The thread of the checks on Node, and those that help it. */
import { parentPort } from 'node:worker_threads';
import { runOrders } from '../../checks/thread.ts';
import { helpersRunning, isHelping } from './helpers.ts';

if (parentPort !== null && !isHelping()) {
  const port = parentPort;
  runOrders({
    now: () => performance.now(),
    hear: (listener) => port.on('message', listener),
    send: (answer) => port.postMessage(answer),
    moment: () => new Promise(setImmediate),
    helpers: helpersRunning(new URL(import.meta.url)),
  });
}
