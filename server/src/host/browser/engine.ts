/** The worker in which checks run. Where its policy refuses code made at run time, the interpreter runs them. */
import { runOrders } from '../../checks/thread.ts';
import { moment } from './workers.ts';

runOrders({
  now: () => performance.now(),
  hear: (listener) => {
    self.onmessage = ({ data }) => listener(data);
  },
  send: (answer) => self.postMessage(answer),
  moment,
  helpers: null,
});
