/** What takes the whole graph: liveness, and what nodes know. */
import type { Expr } from '../../model/ir.ts';
import { checkKnowledge, failure, type KnownGround, knownIn, type Truth, truthOf } from '../knowledge/check.ts';
import { NeedsEveryState } from '../knowledge/knowledge.ts';
import { checkLiveness, groundOf, holdsUpToSymmetry, inTurn } from '../liveness/check.ts';
import type { LivenessQuery } from '../liveness/query.ts';
import { replayOf } from '../search/replay.ts';
import { type Control, decide, isOver, type Outcome, until } from './control.ts';
import type { Job } from './jobs.ts';
import type { CheckOptions } from './options.ts';

/** What has not been settled when the check is stopped stays without a verdict. */
export function* settleWhole(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, void> {
  const { search, verdicts } = outcome;
  const over = () => isOver(control, options, search);
  const known = yield* settleKnowledge(outcome, job, options, control);
  if (known === null || outcome.failure !== null || !job.queries.some((query) => query.kind === 'liveness' && !verdicts.has(query))) return;
  yield* settleLiveness(outcome, job, known, control, over);
}

/** Null where the check is stopped before what nodes see is sorted. */
function* settleKnowledge(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, KnownGround | null> {
  const { search, verdicts } = outcome;
  const over = () => isOver(control, options, search);
  const replay = replayOf(search.machine.model, job.watch);
  const predicates = [
    ...job.queries.flatMap((query) => (query.kind === 'knowledge' ? [query.property.predicate] : [])),
    ...job.known.map(({ predicate }) => predicate),
  ];
  const known = yield* until(over, knownIn(search, replay, predicates, options.lookalikes ?? options.blame !== false));
  for (const query of job.queries) {
    if (known === null || query.kind !== 'knowledge' || outcome.failure !== null || verdicts.has(query)) continue;
    const verdict = yield* until(over, checkKnowledge(known, query));
    if (verdict?.status === 'error') outcome.failure = verdict;
    else if (verdict !== null) decide(verdicts, query, verdict, control);
  }
  return known;
}

function* settleLiveness(outcome: Outcome, job: Job, known: KnownGround, control: Control, over: () => boolean): Generator<number, void> {
  const { search, verdicts } = outcome;
  const truths = yield* truthsOf(job, known, over);
  if (truths === null) return;
  for (const [predicate, { errors }] of truths) {
    if (errors === null) continue;
    outcome.failure = yield* failure(known, predicate, errors);
    return;
  }
  const open = openIn(job, verdicts);
  const ground = yield* until(over, groundOf(search, replayOf(search.machine.model, job.watch), job.known, truths, open.length));
  for (const query of inTurn(open)) {
    const verdict = ground && (yield* until(over, checkLiveness(ground, query)));
    if (verdict !== null) decide(verdicts, query, verdict, control);
  }
}

function openIn({ queries }: Job, verdicts: Outcome['verdicts']): LivenessQuery[] {
  return queries.filter((query) => query.kind === 'liveness').filter((query) => !verdicts.has(query));
}

/** Of each predicate that asks what nodes know, up to the first that is a model error somewhere. */
function* truthsOf({ known: asked }: Job, known: KnownGround, over: () => boolean): Generator<number, ReadonlyMap<Expr, Truth> | null> {
  const truths = new Map<Expr, Truth>();
  for (const { predicate } of asked) {
    const truth = yield* until(over, truthOf(known, predicate));
    if (truth === null) return null;
    truths.set(predicate, truth);
    if (truth.errors !== null) break;
  }
  return truths;
}

/**
 * The same of a search up to symmetry. False where it leaves something open: what only all states tell of knowledge, and liveness that it does not
 * show to hold. To decide that every state has to be searched.
 */
export function* settleUpToSymmetry(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  try {
    return (yield* settleShown(outcome, job, options, control)) || control.stopped !== null;
  } catch (reason) {
    if (!(reason instanceof NeedsEveryState)) throw reason;
    return false;
  }
}

function* settleShown(outcome: Outcome, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  const { search, verdicts } = outcome;
  const over = () => isOver(control, options, search);
  const known = yield* settleKnowledge(outcome, job, options, control);
  const open = openIn(job, verdicts);
  if (known === null || open.length === 0) return true;
  const truths = yield* truthsOf(job, known, over);
  if (truths === null) return true;
  const ground = yield* until(over, groundOf(search, replayOf(search.machine.model, job.watch), job.known, truths, open.length));
  let isAllShown = true;
  for (const query of inTurn(open)) {
    if (ground === null) continue;
    const verdict = yield* until(over, holdsUpToSymmetry(ground, query));
    if (verdict !== null) decide(verdicts, query, verdict, control);
    else isAllShown = false;
  }
  return isAllShown;
}
