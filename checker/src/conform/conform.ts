/**
 * Are these logs those of a run of the system under its assumptions? A generator that its caller advances. Where a run explains them all,
 * or the budget ends, there is one answer; otherwise a first one with what is not explained, and a second one with the assumptions that would
 * have to give.
 */
import { type Analysis, type ConstantValue, chainOf, lower } from '../analysis/index.ts';
import { RAISES } from '../explore/check/capacity.ts';
import type { Model } from '../model/ir.ts';
import type { ConformAnswer } from './answer.ts';
import type { Logs } from './event.ts';
import { stuckAt } from './instead.ts';
import { isNowhere } from './nowhere.ts';
import type { Timing } from './places.ts';
import { runTo } from './run.ts';
import { ConformSearch } from './search.ts';
import { boundsIn } from './states.ts';
import { type Ask, weakenings } from './weaken.ts';

export interface ConformOptions {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds between two yields, about */
  readonly slice: number;
  /** why no more must be done, once that is so */
  readonly stop: () => string | null;
  /** bytes of one search; none unless given */
  readonly maxMemory?: number | undefined;
  /** how ticks stand in the times of the logs; null where only the order counts */
  readonly timing: Timing | null;
  /** look for weaker assumptions where no run explains a log */
  readonly weaken: boolean;
  /** steps of the run that are at hand in the answer, the last ones */
  readonly steps: number;
}

export type ConformEvent =
  /** `explained` of `events`, and pairs looked at; `weaker`: of the search under weaker assumptions that is under way */
  | { readonly kind: 'progress'; readonly explained: number; readonly events: number; readonly pairs: number; readonly weaker: boolean }
  /** `last`: no better one comes */
  | { readonly kind: 'answer'; readonly answer: ConformAnswer; readonly last: boolean };

export interface ConformSubject {
  readonly analysis: Analysis;
  readonly system: string;
  readonly assume: string;
  readonly constants: ReadonlyMap<string, ConstantValue>;
}

/** `subject` has to have a model. */
export function* conform(subject: ConformSubject, logs: Logs, options: ConformOptions): Generator<ConformEvent, void> {
  const { analysis, system, assume, constants } = subject;
  const { model } = lower(analysis, system, assume, constants);
  if (model === null) throw new Error('internal error: logs are compared with no model');
  const total = logs.sequences.reduce((sum, { length }) => sum + length, 0);
  const { search, stopped } = yield* searched(model, logs, options, total);
  yield* answersTo(subject, search, logs, options, stopped);
}

/** What came of a search, and then which assumption would have to give. */
export function* answersTo(
  subject: ConformSubject,
  search: ConformSearch,
  logs: Logs,
  options: ConformOptions,
  stopped: string | null,
): Generator<ConformEvent, void> {
  const { analysis, system, assume, constants } = subject;
  const { total } = search.places;
  const first = answerOf(subject, search, logs, options, stopped);
  if (first.outcome === 'conforms' || stopped !== null || !options.weaken) {
    yield { kind: 'answer', answer: first, last: true };
    return;
  }
  yield { kind: 'answer', answer: first, last: false };
  const { capacity } = search.space.model.network;
  const ask: Ask = (weaker, wanted) => asked(new ConformSearch(withCapacity(weaker, capacity), logs, options.timing), wanted, options);
  const frame = { analysis, system, frame: chainOf(analysis, assume), model: search.space.model, constants };
  const asking = weakenings(frame, logs, search.furthest, total, ask);
  for (;;) {
    const { done, value } = asking.next();
    if (done) {
      yield { kind: 'answer', answer: { ...first, weaker: value }, last: true };
      return;
    }
    yield progressOf(search, true);
  }
}

interface Searched {
  readonly search: ConformSearch;
  readonly stopped: string | null;
}

/** With a larger capacity where it was reached: that of the furthest, and among them of the largest. */
function* searched(model: Model, logs: Logs, options: ConformOptions, total: number): Generator<ConformEvent, Searched> {
  let best: Searched | null = null;
  let room = model;
  for (let raises = 0; raises <= RAISES; raises++) {
    const search = new ConformSearch(room, logs, options.timing);
    const stopped = yield* ended(search, total, options);
    if (best === null || search.furthest >= best.search.furthest) best = { search, stopped };
    const { capacity } = room.network;
    if (stopped !== null || search.furthest === total || !search.space.bounds.has(`capacity ${capacity}`)) break;
    room = withCapacity(model, capacity * 2);
  }
  return best!;
}

function withCapacity(model: Model, capacity: number): Model {
  return { ...model, network: { ...model.network, capacity } };
}

/** Why it ended before its answer; null where it did not. */
export function* ended(
  search: ConformSearch,
  wanted: number,
  { now, slice, stop, maxMemory }: ConformOptions,
): Generator<ConformEvent, string | null> {
  const explaining = search.explain(wanted);
  let [furthest, count] = [-1, 0];
  for (let begin = now(); ; ) {
    const { done } = explaining.next();
    if (done) return null;
    if (search.furthest > furthest) [furthest, count] = [search.furthest, search.count];
    if (search.count - count > PATIENCE) {
      count = Number.POSITIVE_INFINITY;
      const over = yield* concluded(search, { now, slice, stop });
      if (over !== null) return over;
    }
    if (now() - begin < slice) continue;
    begin = now();
    yield progressOf(search, false);
    if (maxMemory !== undefined && search.bytes > maxMemory)
      return `the ${Math.round(maxMemory / 2 ** 20)} MiB of memory given are used up`;
    const reason = stop();
    if (reason !== null) return reason;
  }
}

function progressOf({ forgotten, furthest, places, count }: ConformSearch, weaker: boolean): ConformEvent {
  return { kind: 'progress', explained: forgotten + furthest, events: forgotten + places.total, pairs: count, weaker };
}

/** Pairs that are looked at without coming further, before it is asked whether there is a way further at all. */
const PATIENCE = 20_000;

/** Ends the search where nothing explains what comes next, whatever came before. Why there is no more time; else null. */
function* concluded(
  search: ConformSearch,
  { now, slice, stop }: Pick<ConformOptions, 'now' | 'slice' | 'stop'>,
): Generator<ConformEvent, string | null> {
  const asking = isNowhere(search, search.furthest);
  for (let begin = now(); ; ) {
    const { done, value } = asking.next();
    if (done && value) search.conclude();
    if (done) return null;
    if (now() - begin < slice) continue;
    begin = now();
    yield progressOf(search, false);
    const reason = stop();
    if (reason !== null) return reason;
  }
}

function* asked(search: ConformSearch, wanted: number, options: ConformOptions): ReturnType<Ask> {
  const over = options.stop();
  if (over !== null) return { explained: 0, stopped: over };
  const ending = ended(search, wanted, options);
  for (;;) {
    const { done, value } = ending.next();
    if (done) {
      const [bound] = search.furthest < wanted ? boundsIn(search.space) : [];
      return { explained: search.furthest, stopped: value ?? bound ?? null };
    }
    yield;
  }
}

export function answerOf(
  { system, assume }: ConformSubject,
  search: ConformSearch,
  logs: Logs,
  { steps }: Pick<ConformOptions, 'steps'>,
  stopped: string | null,
): ConformAnswer {
  const { total } = search.places;
  const isExplained = search.furthest === total && search.best >= 0;
  const bounds = isExplained ? [] : boundsIn(search.space);
  const stuck = isExplained ? { explained: total, unexplained: [] } : stuckAt(search, logs.complete);
  return {
    system,
    assume,
    model: search.space.model,
    events: search.forgotten + total,
    outcome: isExplained ? 'conforms' : stopped === null && bounds.length === 0 ? 'unexplained' : 'undecided',
    explained: search.forgotten + stuck.explained,
    run: search.best < 0 ? null : runTo(search, search.best, steps),
    unexplained: stuck.unexplained,
    bounds,
    weaker: null,
    stopped,
    pairs: search.count,
    states: search.space.count,
  };
}
