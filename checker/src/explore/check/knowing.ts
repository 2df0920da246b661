/** Properties that ask along their runs what nodes know: they take two searches, the first of which finds every state. */
import { Along } from '../knowledge/along.ts';
import { knownIn } from '../knowledge/check.ts';
import { replayOf } from '../search/replay.ts';
import { type Control, isOver, type Outcome, until } from './control.ts';
import type { Job } from './jobs.ts';
import type { CheckOptions } from './options.ts';

const EVERY_STATE: Job = {
  watch: { predicates: [], steps: [], deadline: null },
  queries: [],
  whole: true,
  known: [],
  along: [],
  knowing: null,
};

/**
 * The outcome of the job. `search` makes one search with all that follows it. A budget may end the first one: then nothing is known of the
 * property, and nothing is said of how far the search has come, since it has judged nothing. Checkpoints keep the searches of
 * properties; the first one here is none.
 */
export function* searchKnowing(
  job: Job,
  options: CheckOptions,
  control: Control,
  search: (job: Job, options: CheckOptions) => Generator<number, Outcome>,
): Generator<number, Outcome> {
  const { slots: _, ...others } = options;
  const first = yield* search(EVERY_STATE, others);
  const unsettled: Outcome = { ...first, job, seen: null };
  if (control.stopped !== null || first.failure !== null) return unsettled;
  const over = () => isOver(control, options, first.search);
  const replay = replayOf(first.search.machine.model, EVERY_STATE.watch);
  const ground = yield* until(over, knownIn(first.search, replay, job.along, options.lookalikes ?? options.blame !== false));
  if (ground === null || (yield* until(over, settled(ground.knowledge.settle(job.along)))) === null) return unsettled;
  const along = new Along(ground);
  return yield* search({ ...job, watch: { ...job.watch, known: along.around }, knowing: along }, options);
}

/** Its end can be told from its being over. */
function* settled(work: Generator<number, void>): Generator<number, true> {
  yield* work;
  return true;
}
