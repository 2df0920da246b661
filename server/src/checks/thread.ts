/**
 * The thread in which checks run, so that typing never waits for them. One check at a time; between two slices of it the
 * thread receives its messages.
 */
import type { CheckPlan } from '#checker';
import type { ThreadPort } from '../host/host.ts';
import { checkBlock } from './check-block.ts';
import { conformLogs } from './conform-logs.ts';
import { findProvisos } from './find-provisos.ts';
import type { Order } from './messages.ts';
import { type RandomNews, randomRuns } from './random-runs.ts';
import { runCheck } from './run-check.ts';
import { analysed, plansOf } from './sources.ts';

/** Progress is reported at most this often. */
const REPORT_MILLISECONDS = 200;

export function runOrders(port: ThreadPort): void {
  let plans: readonly (CheckPlan | undefined)[] = [];
  let cancelled = -1;
  port.hear((order) => {
    if (order.kind === 'cancel') {
      cancelled = order.id;
      return;
    }
    if (order.kind === 'provisos') {
      void search(port, order);
      return;
    }
    if (order.kind === 'block') {
      void claims(port, order);
      return;
    }
    if (order.kind === 'random') {
      void random(port, order);
      return;
    }
    if (order.kind === 'logs') {
      void logs(port, order);
      return;
    }
    // An error in the text of the sources is an error of the run.
    const plan = () => {
      if (order.sources !== null) plans = plansOf(order.sources);
      return plans[order.check];
    };
    void run(port, order, plan, () => cancelled === order.id);
  });
}

type RunOrder = Extract<Order, { kind: 'run' }>;

async function run(
  port: ThreadPort,
  { id, budget }: RunOrder,
  planned: () => CheckPlan | undefined,
  isCancelled: () => boolean,
): Promise<void> {
  try {
    const plan = planned();
    if (plan === undefined) throw new Error('the check to run is not in the file');
    const running = runCheck(plan, { budget, now: port.now, threads: port.helpers?.threads(budget.threads) });
    let reported = port.now();
    for (;;) {
      const { done, value } = running.next();
      if (done) {
        port.send({ kind: 'result', id, result: value });
        return;
      }
      await port.moment();
      if (isCancelled()) {
        port.helpers?.drop();
        port.send({ kind: 'cancelled', id });
        return;
      }
      if (port.now() - reported < REPORT_MILLISECONDS) continue;
      reported = port.now();
      port.send({ kind: 'progress', id, ...value });
    }
  } catch (error) {
    port.helpers?.drop();
    port.send({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}

/** It is ended with its thread. */
async function search(port: ThreadPort, { id, sources, wanted, budget }: Extract<Order, { kind: 'provisos' }>): Promise<void> {
  try {
    let reported = port.now();
    for (const news of findProvisos(analysed(sources).analysis, wanted, budget, port.now)) {
      if (news.kind === 'found') port.send({ kind: 'provisos', id, found: news.found });
      else if (port.now() - reported >= REPORT_MILLISECONDS) {
        reported = port.now();
        port.send({ kind: 'searching', id, progress: { checks: news.checks, states: news.states } });
      }
      await port.moment();
    }
    port.send({ kind: 'searched', id });
  } catch (error) {
    port.send({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}

/** As above. */
async function claims(port: ThreadPort, { id, sources, block, budget }: Extract<Order, { kind: 'block' }>): Promise<void> {
  try {
    const running = checkBlock(sources, block, budget, port.now);
    let reported = port.now();
    for (;;) {
      const { done, value } = running.next();
      if (done) {
        port.send({ kind: 'block', id, block: value });
        port.send({ kind: 'searched', id });
        return;
      }
      if (port.now() - reported >= REPORT_MILLISECONDS) {
        reported = port.now();
        port.send({ kind: 'searching', id, progress: value });
      }
      await port.moment();
    }
  } catch (error) {
    port.send({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}

/** As above. */
async function logs(port: ThreadPort, { id, sources, wanted, budget }: Extract<Order, { kind: 'logs' }>): Promise<void> {
  try {
    const { loaded, analysis } = analysed(sources);
    const errors = [...loaded.diagnostics, ...analysis.diagnostics].some(({ severity }) => severity === 'error');
    const texts = (file: string) => loaded.texts.get(file) ?? null;
    let reported = port.now();
    for (const news of conformLogs(analysis, texts, errors, wanted, budget, port.now)) {
      if (news.kind === 'found') port.send({ kind: 'logs', id, found: news.found });
      else if (port.now() - reported >= REPORT_MILLISECONDS) {
        reported = port.now();
        port.send({ kind: 'reading', id, progress: news });
      }
      await port.moment();
    }
    port.send({ kind: 'searched', id });
  } catch (error) {
    port.send({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}

/** As above. */
async function random(port: ThreadPort, { id, sources, wanted, budget }: Extract<Order, { kind: 'random' }>): Promise<void> {
  try {
    const plan = plansOf(sources)[wanted.check];
    if (plan === undefined) throw new Error('the check to try is not in the file');
    let reported = port.now();
    let untold: Extract<RandomNews, { kind: 'found' }> | null = null;
    for (const news of randomRuns(plan, wanted, budget.seconds, port.now)) {
      if (news.kind === 'found') untold = news;
      if (port.now() - reported >= REPORT_MILLISECONDS) {
        reported = port.now();
        if (untold !== null) port.send({ kind: 'random', id, found: untold.found });
        untold = null;
        if (news.kind === 'progress') port.send({ kind: 'walking', id, progress: news.progress });
      }
      await port.moment();
    }
    if (untold !== null) port.send({ kind: 'random', id, found: untold.found });
    port.send({ kind: 'searched', id });
  } catch (error) {
    port.send({ kind: 'failed', id, message: (error as Error).stack ?? String(error) });
  }
}
