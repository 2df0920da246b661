/** What takes the whole graph: liveness, and what nodes know. */
import type { Expr } from '../../model/ir.ts';
import { checkKnowledge, failure, type KnownGround, knownIn, type Truth, truthOf } from '../knowledge/check.ts';
import { checkLiveness, groundOf, holdsUpToSymmetry } from '../liveness/check.ts';
import { replayOf } from '../search/replay.ts';
import { type Control, decide, isOver, type Outcome, until } from './control.ts';
import type { Job } from './jobs.ts';
import type { CheckOptions } from './options.ts';

/** What has not been settled when the check is stopped stays without a verdict. */
export function* settleWhole(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, void> {
  const { search, verdicts } = outcome;
  const over = () => isOver(control, options, search);
  const replay = replayOf(search.machine.model, job.watch);
  const predicates = [
    ...job.queries.flatMap((query) => (query.kind === 'knowledge' ? [query.property.predicate] : [])),
    ...job.known.map(({ predicate }) => predicate),
  ];
  const known = yield* until(over, knownIn(search, replay, predicates, options.lookalikes ?? options.blame !== false));
  if (known === null) return;
  for (const query of job.queries) {
    if (query.kind !== 'knowledge' || outcome.failure !== null) continue;
    const verdict = yield* until(over, checkKnowledge(known, query));
    if (verdict?.status === 'error') outcome.failure = verdict;
    else if (verdict !== null) decide(verdicts, query, verdict, control);
  }
  if (outcome.failure === null && job.queries.some((query) => query.kind === 'liveness' && !verdicts.has(query)))
    yield* settleLiveness(outcome, job, known, control, over);
}

function* settleLiveness(outcome: Outcome, job: Job, known: KnownGround, control: Control, over: () => boolean): Generator<number, void> {
  const { search, verdicts } = outcome;
  const truths = new Map<Expr, Truth>();
  for (const { predicate } of job.known) {
    const truth = yield* until(over, truthOf(known, predicate));
    if (truth === null) return;
    truths.set(predicate, truth);
    if (truth.errors === null) continue;
    outcome.failure = yield* failure(known, predicate, truth.errors);
    return;
  }
  const open = job.queries.filter((query) => query.kind === 'liveness' && !verdicts.has(query));
  const ground = yield* until(over, groundOf(search, replayOf(search.machine.model, job.watch), job.known, truths, open.length));
  for (const query of job.queries) {
    if (ground === null || query.kind !== 'liveness' || verdicts.has(query)) continue;
    const verdict = yield* until(over, checkLiveness(ground, query));
    if (verdict !== null) decide(verdicts, query, verdict, control);
  }
}

/**
 * The same of a search up to symmetry, which can show of liveness properties that they hold. False where it does not show that of all: to
 * decide the others every state has to be searched.
 */
export function* settleUpToSymmetry(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  const { search, verdicts } = outcome;
  const over = () => isOver(control, options, search);
  const open = job.queries.filter((query) => query.kind === 'liveness' && !verdicts.has(query));
  const ground = yield* until(over, groundOf(search, replayOf(search.machine.model, job.watch), [], new Map(), open.length));
  let isAllShown = true;
  for (const query of open) {
    if (ground === null || query.kind !== 'liveness') continue;
    const verdict = yield* until(over, holdsUpToSymmetry(ground, query));
    if (verdict !== null) decide(verdicts, query, verdict, control);
    else isAllShown = false;
  }
  return isAllShown || control.stopped !== null;
}
