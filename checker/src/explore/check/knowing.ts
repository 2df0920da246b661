/** Properties that ask along their runs what nodes know: they take two searches, the first of which finds every state. */
import type { Expr } from '../../model/ir.ts';
import { Along } from '../knowledge/along.ts';
import { type KnownGround, knownIn } from '../knowledge/check.ts';
import { replayOf } from '../search/replay.ts';
import { type Common, type Control, isOver, type Outcome, until } from './control.ts';
import { type Job, NOTHING } from './jobs.ts';
import type { CheckOptions } from './options.ts';

const EVERY_STATE: Job = { ...NOTHING, whole: true };

/**
 * The outcome of the job. `search` makes one search with all that follows it; the first one is made once for all such jobs of a check. A budget
 * may end that: then nothing is known of the property, and nothing is said of how far the search has come, since it has judged nothing.
 * Checkpoints keep the searches of properties; the first one here is none.
 */
export function* searchKnowing(
  job: Job,
  options: CheckOptions,
  control: Control,
  common: Common,
  search: (job: Job, options: CheckOptions) => Generator<number, Outcome>,
): Generator<number, Outcome> {
  if (common.ground === null) {
    const { slots: _, ...others } = options;
    const first = yield* search(EVERY_STATE, others);
    const unsettled: Outcome = { ...first, job, seen: null };
    if (control.stopped !== null || first.failure !== null) return unsettled;
    const replay = replayOf(first.search.machine.model, EVERY_STATE.watch);
    const over = () => isOver(control, options, first.search);
    common.ground = yield* until(over, knownIn(first.search, replay, [], options.lookalikes ?? options.blame !== false));
    if (common.ground === null) return unsettled;
  }
  const { ground } = common;
  const unsettled: Outcome = { job, search: ground.search, verdicts: new Map(), failure: null, seen: null, narrower: null };
  if ((yield* until(() => isOver(control, options, ground.search), worked(ground, job.along))) === null) return unsettled;
  const along = new Along(ground);
  return yield* search({ ...job, watch: { ...job.watch, known: along.around }, knowing: along }, options);
}

/** Works out beforehand what these ask. Its end can be told from its being over. */
function* worked({ knowledge }: KnownGround, asked: readonly Expr[]): Generator<number, true> {
  yield* knowledge.prepare(asked);
  yield* knowledge.settle(asked);
  return true;
}
