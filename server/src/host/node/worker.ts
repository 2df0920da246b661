/** The thread of the checks on Node. */
import { parentPort } from 'node:worker_threads';
import { runOrders } from '../../checks/thread.ts';

if (parentPort !== null) {
  const port = parentPort;
  runOrders({
    now: () => performance.now(),
    hear: (listener) => port.on('message', listener),
    send: (answer) => port.postMessage(answer),
    moment: () => new Promise(setImmediate),
  });
}
