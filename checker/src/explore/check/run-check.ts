/** A check from its searches to its result, as a generator that yields the number of states looked at since it last did. */
import { type DeadValues, droppedNames, findingDead } from '../../model/dead.ts';
import type { Model, Property } from '../../model/ir.ts';
import { findSymmetry } from '../../model/symmetry/symmetric-sorts.ts';
import type { CheckResult, PropertyResult, Verdict } from '../../verdict.ts';
import type { CompileOptions, Machine } from '../machine/machine.ts';
import { type Besides, Checkpoint } from '../search/checkpoint.ts';
import { boundsReached } from '../search/finished.ts';
import { Search } from '../search/search.ts';
import { DiskDamage } from '../states/disk.ts';
import type { Slots } from '../states/slot.ts';
import { Blaming } from './blame.ts';
import {
  type Common,
  type Control,
  decide,
  isBefore,
  isHurried,
  isOver,
  isSettled,
  limitOf,
  newCommon,
  newControl,
  type Outcome,
  until,
} from './control.ts';
import { Deepening } from './deepening.ts';
import { furthest, seenBy } from './exhausted.ts';
import { followsSymmetry, isOpenWithinBounds, reducesFrom, UP_TO_SYMMETRY } from './follow-symmetry.ts';
import { canCost, isInPassing, type Job, jobsFor, needsTime } from './jobs.ts';
import { searchKnowing } from './knowing.ts';
import { machineFor } from './machine-for.ts';
import { mayBeNear, nearestTo } from './nearest.ts';
import type { CheckOptions } from './options.ts';
import { resultOf } from './result.ts';
import { settle, timeStop } from './settle.ts';
import { undecided } from './verdicts.ts';
import { settleUpToSymmetry, settleWhole } from './whole-graph.ts';

/** A property is checked again without a fault for at most so many states, or so many times the first search's. */
const BLAME_STATES = 200_000;
const BLAME_TIMES = 4;

export function* runCheck(model: Model, options: CheckOptions, control: Control): Generator<number, CheckResult> {
  const { properties: names } = options;
  const properties = model.properties.filter((property) => names === undefined || names.includes(property.name));
  const outcomes: Outcome[] = [];
  const common = newCommon(model);
  for (const job of jobsFor(properties)) {
    const failed = outcomes.find(({ failure }) => failure !== null)?.failure ?? null;
    if (failed !== null && !job.queries.every(({ property }) => isBefore(limitOf(property, options), failed))) continue;
    outcomes.push(yield* runJob(model, job, options, control, common));
    if (control.stopped !== null) break;
  }
  const result = resultOf(model, properties, outcomes, options, control);
  const found = options.nearest === undefined ? result : yield* withNearest(model, result, options, control);
  if (options.blame === false || control.stopped !== null) return found;
  return yield* withBlame(model, found, options, control);
}

// One search

function reduced({ forget = false }: CheckOptions): CompileOptions {
  return { symmetry: true, dropDead: true, forget };
}

function* runJob(model: Model, job: Job, options: CheckOptions, control: Control, common: Common): Generator<number, Outcome> {
  if (options.deepenFrom === undefined || options.slots !== undefined) return yield* searchAlone(model, job, options, control, common);
  const deepening = new Deepening(
    model,
    job,
    options,
    (narrow, part, how) => attempt(narrow, part, how, control.started),
    (result) => {
      if (!isSettled(control, result.property)) control.found.push(result);
    },
  );
  control.levelDone = (search) => deepening.levelDone(search);
  const outcome = yield* searchAlone(model, job, options, control, common);
  deepening.end();
  const { final, narrower } = deepening;
  if (final === null) return { ...outcome, narrower: control.stopped === null ? null : narrower };
  control.search = final.search;
  for (const [query, verdict] of final.verdicts) decide(outcome.verdicts, query, verdict, control);
  return final;
}

/** A search under smaller bounds, which stops at the end of each level until it is asked to continue. */
function attempt(model: Model, job: Job, options: CheckOptions, started: number) {
  const control = newControl(started);
  const common = newCommon(model);
  const work = function* () {
    const outcome = yield* searchAlone(model, job, options, control, common);
    return { ...outcome, stopped: control.stopped !== null };
  };
  const running = { work: work(), atLevelEnd: false, search: () => control.search };
  control.levelDone = function* () {
    running.atLevelEnd = true;
    yield 0;
    return false;
  };
  return running;
}

function* searchAlone(model: Model, job: Job, options: CheckOptions, control: Control, common: Common): Generator<number, Outcome> {
  if (job.along.length > 0 && job.knowing === null)
    return yield* searchKnowing(job, options, control, common, (part, how) => searchAlone(model, part, how, control, common));
  const asksNothing = options.machine === 'interpreted' || job.watch.scenario !== undefined;
  const reduces = options.reduceFrom === 0 && !job.whole;
  const atOnce = reduces && (asksNothing || (yield* knowDead(model, job, options, control)) !== null);
  const atFirst = atOnce ? reduced(options) : options.reduceFrom === 0 && followsSymmetry(model, job) ? UP_TO_SYMMETRY : {};
  const current = { outcome: begin(model, job, options, control, atFirst), everyState: false };
  try {
    while (!(yield* searchWhole(current, model, job, options, control, common))) {
      const { seen, verdicts } = current.outcome;
      current.everyState = true;
      current.outcome = begin(model, job, options, control, {});
      current.outcome.seen = seen;
      // What was shown up to symmetry stays so, however far this search will come.
      for (const [query, verdict] of verdicts) current.outcome.verdicts.set(query, verdict);
    }
  } catch (damage) {
    if (!(damage instanceof DiskDamage)) throw damage;
    // What has been decided stands; nothing can be looked at any more.
    control.stopped ??= damage.message;
  }
  return current.outcome;
}

/** `outcome`: of the search under way, which may begin anew; `everyState`: it has turned out to need every state. */
interface Current {
  outcome: Outcome;
  everyState: boolean;
}

/** False where the search was one up to symmetry, and something can only be decided by one of every state. */
function* searchWhole(
  current: Current,
  model: Model,
  job: Job,
  options: CheckOptions,
  control: Control,
  common: Common,
): Generator<number, boolean> {
  for (;;) {
    const again = yield* advance(current, options, control, job);
    if (again === null) break;
    const { search, seen } = current.outcome;
    search.halt();
    current.everyState = job.whole && again.symmetry !== true;
    current.outcome = begin(model, job, options, control, again);
    current.outcome.seen = furthest(seen, seenBy(search));
  }
  const { outcome } = current;
  const { search, verdicts } = outcome;
  search.halt();
  outcome.seen = furthest(outcome.seen, seenBy(search));
  // Interrupted where it would have restarted, so its findings cannot be reported.
  if (search.machine.successors.gaveUp) return true;
  yield* settle(outcome, job, options, control);
  if (!search.exhausted || outcome.failure !== null) return true;
  if (common.stop === undefined && job.queries.some(needsTime)) {
    const stop = yield* until(() => isOver(control, options, search), timeStop(search, job));
    if (control.stopped === null) common.stop = stop;
  }
  if (common.stop)
    for (const query of job.queries) if (needsTime(query) && !verdicts.has(query)) verdicts.set(query, { status: 'error', ...common.stop });
  for (const query of job.queries)
    if (isInPassing(query) && !verdicts.has(query) && !(needsTime(query) && common.stop === undefined))
      verdicts.set(query, undecided(search, query));
  if (!job.whole) return true;
  if (search.machine.symmetric.length > 0) return yield* settleUpToSymmetry(outcome, job, options, control);
  yield* settleWhole(outcome, job, options, control);
  return true;
}

function begin(model: Model, job: Job, options: CheckOptions, control: Control, reductions: CompileOptions): Outcome {
  const machine = machineFor(model, job.watch, options.machine ?? 'compiled', reductions);
  const levelDone = function* () {
    noteSeen(outcome, control);
    if (machine.successors.gaveUp || (yield* settle(outcome, job, options, control))) return true;
    return control.levelDone === undefined ? false : yield* control.levelDone(search);
  };
  const keepEdges = job.queries.some(({ kind }) => kind === 'liveness');
  const disk = staysInMemory(model, job, machine) ? null : (options.disk ?? null);
  const search = new Search(machine, job.watch, {
    faults: canCost(model),
    noteTime: model.timing.time && job.queries.some(needsTime),
    keepEdges,
    compress: options.compress,
    maxMemory: options.budget?.maxMemory,
    // Threads share memory, which is then not given back at once: a search that may go on on disk has one.
    ...(disk === null ? { threads: options.threads, staysInMemory: options.disk !== undefined } : { disk }),
    checkpoint: checkpointOf(machine, job, options, reductions, {
      kept: () => [...outcome.verdicts].map(([query, verdict]) => [job.queries.indexOf(query), verdict] as const),
      restore: (kept) => {
        for (const [query, verdict] of kept) decide(outcome.verdicts, job.queries[query], verdict, control);
      },
    }),
    levelDone,
  });
  control.search?.room.leave();
  const outcome: Outcome = { job, search, verdicts: new Map(), failure: null, seen: null, narrower: null };
  control.search = search;
  return outcome;
}

/** What is looked at of its states takes any of them by turns, or the machine keeps them itself. */
function staysInMemory(model: Model, { queries, whole }: Job, { interpretedBecause }: Machine): boolean {
  return whole || interpretedBecause !== null || (model.timing.time && queries.some(needsTime));
}

/** Undefined where the search is not kept: numbers of states that are given as they are met mean nothing to another process. */
function checkpointOf(
  { recipe }: Machine,
  { queries }: Job,
  { slots }: CheckOptions,
  reductions: CompileOptions,
  verdicts: Besides<readonly (readonly [number, Verdict])[]>,
) {
  if (slots === undefined || recipe === null) return undefined;
  return new Checkpoint(slots([...queries.map(({ property }) => property.name), JSON.stringify(reductions)]), verdicts);
}

function noteSeen({ job, search, seen }: Outcome, control: Control): void {
  const now = furthest(seen, seenBy(search));
  if (now !== null) for (const query of job.queries) if (isInPassing(query)) control.seen.set(query.property.name, now);
}

/** Returns null when the search is done, or the reductions to restart with: it grew large, or symmetry cost too much or cannot decide. */
function* advance(
  { outcome, everyState }: Current,
  options: CheckOptions,
  control: Control,
  job: Job,
): Generator<number, CompileOptions | null> {
  const { search } = outcome;
  const { model, recipe, successors, symmetric } = search.machine;
  let reduceFrom = reducesFrom(job, options);
  const needsNoBounds = job.whole && isOpenWithinBounds(job);
  const isFollowed = needsNoBounds && symmetric.length > 0;
  // The code of a machine may have no room for what is symmetric: it is then asked for once.
  if (everyState || recipe === null || recipe.options.symmetry === true || recipe.options.dropDead === true) reduceFrom = Infinity;
  for (const states of search.run()) {
    if (outcome.failure === null ? isOver(control, options, search) : control.stopped !== null) return null;
    yield states;
    if (successors.gaveUp) break;
    if (isFollowed && boundsReached(search).length > 0) return {};
    if (search.store.count < reduceFrom) continue;
    if (job.whole) {
      if (!(needsNoBounds && boundsReached(search).length > 0) && followsSymmetry(model, job)) return UP_TO_SYMMETRY;
    } else if (yield* canReduce(model, job, options, control)) return reduced(options);
    reduceFrom = Infinity;
  }
  if (!successors.gaveUp) return null;
  return job.whole ? {} : { ...reduced(options), symmetry: false };
}

/** Something is symmetric, or dead. False too where the check is over before that is known. */
function* canReduce(model: Model, job: Job, options: CheckOptions, control: Control): Generator<number, boolean> {
  const dead = yield* knowDead(model, job, options, control);
  return dead !== null && (findSymmetry(model, job.watch).symmetric.length > 0 || droppedNames(model, dead).length > 0);
}

/** What is dead, as the machine that is made next will ask for it at once. Null where the check is over before. */
function* knowDead(model: Model, { watch }: Job, options: CheckOptions, control: Control): Generator<number, DeadValues | null> {
  const { forget = false } = options;
  return yield* until(() => control.stopped !== null || isHurried(control, options), findingDead(model, watch, forget));
}

// What is nearest to what never comes about

function* withNearest(model: Model, result: CheckResult, options: CheckOptions, control: Control): Generator<number, CheckResult> {
  const properties: PropertyResult[] = [];
  for (const { property, verdict } of result.properties) {
    const isAsked = options.nearest?.has(property) === true && control.stopped === null;
    const declared = model.properties.find(({ name }) => name === property)!;
    const check = (other: Model) =>
      resultsOf(
        other,
        other.properties.map(({ name }) => name),
        result,
        options,
        control,
      );
    if (!isAsked || !mayBeNear(verdict)) properties.push({ property, verdict });
    else
      properties.push({
        property,
        verdict: {
          ...verdict,
          nearest: yield* nearestTo(model, declared, 'furthest' in verdict ? (verdict.furthest ?? null) : null, check),
        },
      });
  }
  return { ...result, properties };
}

/** Properties of another model, within what is left of the budget. */
function* resultsOf(
  model: Model,
  properties: readonly string[],
  result: CheckResult,
  options: CheckOptions,
  control: Control,
): Generator<number, readonly PropertyResult[]> {
  const maxStates = Math.max(BLAME_STATES, BLAME_TIMES * result.size.states);
  const { timeout } = options.budget ?? {};
  const left = timeout === undefined ? undefined : timeout - (options.now() - control.started);
  const budget = { ...options.budget, maxStates, timeout: left };
  const inner = newControl(options.now());
  const slots = slotsOf(model, options);
  const again = runCheck(model, { ...options, slots, properties, budget, blame: false, lookalikes: false, nearest: undefined }, inner);
  for (;;) {
    const { done, value } = again.next();
    if (done) {
      inner.search?.room.leave();
      return value.properties;
    }
    inner.stopped ??= control.stopped;
    inner.hurried = control.hurried;
    yield value;
  }
}

/**
 * Of another model that is checked for this one. Its searches have the whole of it in their name, not a number: how many others are checked
 * before it depends on the budget.
 */
function slotsOf(model: Model, { slots }: CheckOptions): Slots | undefined {
  if (slots === undefined) return undefined;
  const whole = JSON.stringify(model);
  return (name) => slots(['of another model', whole, ...name]);
}

// Blame

function* withBlame(model: Model, result: CheckResult, options: CheckOptions, control: Control): Generator<number, CheckResult> {
  const violated = result.properties.flatMap(({ property: name, verdict }) =>
    verdict.status === 'violated' ? [{ property: model.properties.find((one) => one.name === name)!, trace: verdict.trace }] : [],
  );
  const blaming = new Blaming(model, violated, result.bounds, function* recheck(without, asked) {
    if (control.stopped !== null) return [];
    const names = asked.map(({ name }) => name);
    return yield* resultsOf(without, names, result, blameOptions(options, result, asked), control);
  });
  const properties: PropertyResult[] = [];
  for (const { property, verdict } of result.properties) {
    const one = violated.find(({ property: { name } }) => name === property);
    if (one === undefined || verdict.status !== 'violated') properties.push({ property, verdict });
    else properties.push({ property, verdict: { ...verdict, blame: yield* blaming.of(one) } });
  }
  return { ...result, properties };
}

/**
 * Where the search of all faults was large enough to be reduced, those without a fault are from their first state on: of them only
 * verdicts are told, which are the same. Not where symmetry may leave open what a search of every state has to decide then.
 */
function blameOptions(options: CheckOptions, { size, dropped }: CheckResult, asked: readonly Property[]): CheckOptions {
  const wasReduced = size.symmetric.length > 0 || dropped.length > 0;
  return wasReduced && jobsFor(asked).every(({ whole }) => !whole) ? { ...options, reduceFrom: 0 } : options;
}
