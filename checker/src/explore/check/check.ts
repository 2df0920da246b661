/**
 * A check of one model: which properties hold, with traces. The caller advances it: there are no timers and no callbacks
 * here, so cancelling, progress and limits are the caller's business.
 */
import type { Model } from '../../model/ir.ts';
import { findSymmetry, type NotSymmetric } from '../../model/symmetry/symmetric-sorts.ts';
import type { CheckResult, Progress, PropertyResult } from '../../verdict.ts';
import { DiskDamage } from '../states/disk.ts';
import { type Control, newControl, progressOf } from './control.ts';
import { type Growth, growthOf } from './growth.ts';
import { type Multiplier, multipliersOf } from './multipliers.ts';
import { type ObservedVariable, observe } from './observe.ts';
import type { CheckOptions } from './options.ts';
import { runCheck } from './run-check.ts';

export type { NotSymmetric } from '../../model/symmetry/symmetric-sorts.ts';
export type { CountedValue, GrownBound, Growth } from './growth.ts';
export type { Multiplier } from './multipliers.ts';
export type { ObservedVariable } from './observe.ts';
export { type CheckOptions, type Compress, deepen, reduceFrom, type Threads } from './options.ts';
export type { BoundKind } from './smaller-bounds.ts';

export type CheckStep =
  /** `found`: what has been decided by a trace since the step before, without blame; an error of the model may still take its place */
  | { readonly done: false; readonly progress: Progress; readonly found: readonly PropertyResult[] }
  | { readonly done: true; readonly result: CheckResult };

/** What its caller advances. */
export interface RunningCheck {
  /** Advances by about this many states; once done, returns the same result again. */
  step(states: number): CheckStep;
  /** Ends the check with what is known so far; what is undecided is `unknown` for this reason. */
  stop(reason: string): CheckResult;
}

/** A check by a search, which can be looked at once it is done. */
export interface Check extends RunningCheck {
  /** What multiplies the states of the last search, once done: all of them, or the first `most`. Yields the number of states looked at since it last did. */
  multipliers(most?: number): Generator<number, readonly Multiplier[]>;
  /** How the states of the last search grow with its bounds, once it was stopped. Yields what is known by then; null where nothing is. */
  growth(): Generator<Growth | null, Growth | null>;
  /** Roles of several nodes that symmetry had to leave out in the last search, with the reason; they are reported however small it was. */
  notSymmetric(): readonly NotSymmetric[];
  /**
   * The values that the variables take in the reachable states, once done; null where the search did not see them all, or
   * found more states than `most`. Yields the number of states looked at since it last did.
   */
  observe(most: number): Generator<number, readonly ObservedVariable[] | null>;
}

export function startCheck(model: Model, options: CheckOptions): Check {
  return new SearchingCheck(model, options);
}

/** The whole check at once. */
export function checkModel(model: Model, options: CheckOptions): CheckResult {
  const check = startCheck(model, options);
  for (;;) {
    const step = check.step(Number.MAX_SAFE_INTEGER);
    if (step.done) return step.result;
  }
}

/**
 * A part of the work counts as at least so many states: it ends with a batch of successors, or with as much other work, however few
 * states it has looked at. Else a state with thousands of successors would count as one.
 */
const LEAST_PART = 100;

class SearchingCheck implements Check {
  readonly #control: Control;
  readonly #run: Generator<number, CheckResult>;
  readonly #now: () => number;
  #result: CheckResult | null = null;
  /** how many of the results have been reported */
  #reported = 0;

  constructor(model: Model, options: CheckOptions) {
    this.#now = options.now;
    this.#control = newControl(options.now());
    this.#run = runCheck(model, options, this.#control);
  }

  step(states: number): CheckStep {
    // What is found is reported before anything else is done: the next step may take long, or never end.
    const { found: all } = this.#control;
    for (let done = 0; this.#result === null && done < states && all.length === this.#reported; )
      done += Math.max(LEAST_PART, this.#next());
    if (this.#result !== null) return { done: true, result: this.#result };
    const found = this.#control.found.slice(this.#reported);
    this.#reported += found.length;
    return { done: false, progress: progressOf(this.#control, this.#now()), found };
  }

  stop(reason: string): CheckResult {
    this.#control.stopped ??= reason;
    this.#control.hurried = true;
    while (this.#result === null) this.#next();
    return this.#result;
  }

  *observe(most: number): Generator<number, readonly ObservedVariable[] | null> {
    const { search } = this.#control;
    if (this.#result === null || search === null || !search.exhausted || search.store.count > most) return null;
    return yield* unlessDamaged(observe(search));
  }

  *multipliers(most?: number): Generator<number, readonly Multiplier[]> {
    const { search } = this.#control;
    return this.#result === null || search === null ? [] : ((yield* unlessDamaged(multipliersOf(search, most))) ?? []);
  }

  *growth(): Generator<Growth | null, Growth | null> {
    const { search } = this.#control;
    return this.#result === null || search === null ? null : yield* growthOf(search);
  }

  notSymmetric(): readonly NotSymmetric[] {
    const { search } = this.#control;
    if (search === null) return [];
    const { model, recipe } = search.machine;
    const { symmetric, reasons } = findSymmetry(model, search.watch);
    const gaveUp = recipe?.options.dropDead === true && recipe.options.symmetry !== true ? symmetric : [];
    const tooMany = gaveUp.map(({ name }) => ({ name, why: 'a state would have to be tried in too many orders of them', span: null }));
    return [...reasons, ...tooMany].filter(({ name }) => model.roles.some((role) => role.name === name));
  }

  #next(): number {
    const { done, value } = this.#run.next();
    if (!done) return value;
    this.#result = value;
    return 0;
  }
}

/** Null where the states of the search are on a disk that does not give them back. */
function* unlessDamaged<T>(work: Generator<number, T>): Generator<number, T | null> {
  try {
    return yield* work;
  } catch (damage) {
    if (!(damage instanceof DiskDamage)) throw damage;
    return null;
  }
}
