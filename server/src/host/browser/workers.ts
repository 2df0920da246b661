/** Workers as threads. */
import type { Answer } from '../../checks/messages.ts';
import type { Thread, ThreadEvents } from '../host.ts';

/** `script`: of the same site, as every address is that a page has made. */
export function startThread(script: string, events: ThreadEvents): Thread {
  const worker = new Worker(script);
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
