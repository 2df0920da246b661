/** Workers as threads. */
import type { Answer } from '../../checks/messages.ts';
import type { Thread, ThreadEvents } from '../host.ts';

/**
 * A worker may only be made of a script of the page's own site. One from elsewhere, as where an extension comes from, is brought in by a
 * worker that holds no more than its address.
 */
export function workerOf(script: string): Worker {
  if (new URL(script).origin === self.location.origin) return new Worker(script);
  const bring = URL.createObjectURL(new Blob([`importScripts(${JSON.stringify(script)})`], { type: 'text/javascript' }));
  const worker = new Worker(bring);
  URL.revokeObjectURL(bring);
  return worker;
}

export function startThread(script: string, events: ThreadEvents): Thread {
  const worker = workerOf(script);
  let ended = false;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    if (!ended) events.answered(data);
  };
  worker.onerror = (event) => {
    if (ended) return;
    ended = true;
    worker.terminate();
    events.died(event.message || 'the worker could not be started');
  };
  return {
    post: (order) => worker.postMessage(order),
    end() {
      ended = true;
      worker.terminate();
    },
  };
}

/** Lets in the messages that have arrived: a message to oneself comes behind them. A timer would wait for longer. */
export function moment(): Promise<unknown> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve(null);
    };
    port2.postMessage(null);
  });
}
