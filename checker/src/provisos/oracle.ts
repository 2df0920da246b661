/** Answers whether properties hold at a point of the space, by a check of its own, once for each point and capacity. */
import type { Assume, Diagnostic } from '#grammar';
import { type Analysis, type ConstantValue, lowerUnder } from '../analysis/index.ts';
import { RememberedPoint, type ResultCache } from '../campaign/cache.ts';
import { inSlices } from '../campaign/slices.ts';
import { onlyStatesUsedUp } from '../explore/check/budget.ts';
import { type CheckOptions, startCheck } from '../explore/check/check.ts';
import type { Model } from '../model/ir.ts';
import type { CheckResult, Verdict } from '../verdict.ts';
import type { Judgement } from './answer.ts';
import { assumptionAt } from './assumption.ts';
import type { Point } from './lattice.ts';
import type { Rung } from './rung.ts';
import { isShownByRun, sameRun } from './same-run.ts';
import type { Space } from './space.ts';

export interface OracleOptions {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds between two yields, about */
  readonly slice: number;
  /** states of one point; one that takes more stays open */
  readonly maxStates: number;
  /** milliseconds of one point */
  readonly timeout: number;
  /** bytes of one search */
  readonly maxMemory?: number | undefined;
  /** why no more must be done, once that is so */
  readonly stop: () => string | null;
  readonly search?: Pick<CheckOptions, 'machine' | 'reduceFrom' | 'threads' | 'compress'> | undefined;
  /** results of earlier searches */
  readonly cache?: ResultCache | undefined;
  /** what a number of states leaves undecided is remembered too, for that number */
  readonly remembersOpen?: boolean;
}

/** What is varied: one system under the set that the file names, with its constants. */
export interface Subject {
  readonly analysis: Analysis;
  readonly system: string;
  /** nearest first */
  readonly frame: readonly Assume[];
  /** the system under the frame */
  readonly model: Model;
  readonly constants: ReadonlyMap<string, ConstantValue>;
}

export class Oracle {
  checks = 0;
  /** those of the checks that were not remembered */
  searched = 0;
  states = 0;
  readonly #subject: Subject;
  readonly #options: OracleOptions;
  /** by point, capacity and property */
  readonly #known = new Map<string, Judgement>();

  constructor(subject: Subject, options: OracleOptions) {
    this.#subject = subject;
    this.#options = options;
  }

  /** `others`: properties that are answered by the way, since most of a point's work is shared. */
  *query(space: Space, point: Point, capacity: number, property: string, others: readonly string[]): Generator<void, Judgement> {
    const key = (name: string) => keyOf(space, point, capacity, name);
    const known = this.known(space, point, capacity, property);
    if (known !== undefined) return known;
    const asked = [property, ...others.filter((name) => name !== property && !this.#known.has(key(name)))];
    const found = yield* this.#check(space, point, capacity, asked);
    // What was not decided for one property because another took the budget is queried again separately.
    for (const [name, judgement] of found) if (name === property || judgement.standing !== 'open') this.#known.set(key(name), judgement);
    return found.get(property)!;
  }

  /** The earlier answer; runs no query. */
  known(space: Space, point: Point, capacity: number, property: string): Judgement | undefined {
    return this.#known.get(keyOf(space, point, capacity, property));
  }

  /**
   * Whether the run that breaks the property at a point, as is known, is one at a stronger point as well: see same-run.ts. Where that shows
   * something, it is known from now on.
   */
  isShown(space: Space, violated: Point, stronger: Point, capacity: number, property: string): boolean {
    const verdict = this.known(space, violated, capacity, property)?.verdict;
    if (verdict?.status !== 'violated') return false;
    const { model } = this.lowered(space, stronger, capacity, [property]);
    const claim = model?.properties.find(({ name }) => name === property);
    if (model === null || claim === undefined || isShownByRun(claim) === 'no') return false;
    const trace = sameRun(model, claim, verdict.trace);
    if (trace === null) return false;
    if (isShownByRun(claim) === 'perhaps') return true;
    const judgement: Judgement = { standing: 'violated', verdict: { ...verdict, trace }, diagnostics: [], states: 0 };
    this.#known.set(keyOf(space, stronger, capacity, property), judgement);
    return true;
  }

  /** The system under the set at `point`. */
  lowered(space: Space, point: Point, capacity: number, properties: readonly string[]): ReturnType<typeof lowerUnder> {
    const { analysis, system, frame, model, constants } = this.#subject;
    const bounded: Model = { ...model, network: { ...model.network, capacity } };
    return lowerUnder(analysis, system, assumptionAt(space, point, frame, bounded), constants, properties);
  }

  *#check(space: Space, point: Point, capacity: number, properties: readonly string[]): Generator<void, Map<string, Judgement>> {
    const { model, diagnostics } = this.lowered(space, point, capacity, properties);
    this.checks++;
    if (model === null) return new Map(properties.map((name) => [name, wrong(diagnostics)]));
    const remembered = this.#rememberedPoint(model, properties, false);
    const undecided = this.#options.remembersOpen === true ? this.#rememberedPoint(model, properties, true) : null;
    const known = remembered?.get() ?? undecided?.get() ?? null;
    if (known !== null) return this.#judged(known, properties);
    this.searched++;
    const { now, slice, maxStates, maxMemory, timeout, stop, search } = this.#options;
    const budget = { maxStates, timeout, ...(maxMemory === undefined ? {} : { maxMemory }) };
    const slices = inSlices(startCheck(model, { ...search, now, properties, budget, blame: false }), { now, slice, over: stop });
    for (;;) {
      const { done, value } = slices.next();
      if (!done) yield;
      else {
        if (stop() === null) remembered?.put(value);
        if (onlyStatesUsedUp(value, budget)) undecided?.put(value);
        return this.#judged(value, properties);
      }
    }
  }

  #rememberedPoint(model: Model, properties: readonly string[], isBounded: boolean): RememberedPoint | null {
    const { cache, search, maxStates } = this.#options;
    if (cache === undefined) return null;
    const expectations = properties.map((property) => ({ property }));
    return new RememberedPoint(cache, model, {
      expectations,
      blame: false,
      reduceFrom: search?.reduceFrom ?? Infinity,
      machine: search?.machine,
      ...(isBounded ? { maxStates } : {}),
    });
  }

  #judged(result: CheckResult, properties: readonly string[]): Map<string, Judgement> {
    this.states += result.size.states;
    return new Map(properties.map((name) => [name, judged(result, name)]));
  }
}

/** What the set says, and not where it stands in its space: spaces get more rungs, each its own. */
function keyOf({ dimensions }: Space, point: Point, capacity: number, property: string): string {
  return `${dimensions.map(({ rungs }, axis) => wordOf(rungs[point[axis]])).join()} ${capacity} ${property}`;
}

function wordOf(rung: Rung): string {
  return Object.values(rung).join(' ');
}

function wrong(diagnostics: readonly Diagnostic[]): Judgement {
  return { standing: 'wrong', verdict: null, diagnostics, states: 0 };
}

function judged({ properties, size }: CheckResult, property: string): Judgement {
  const verdict = properties.find((one) => one.property === property)?.verdict ?? null;
  return { standing: verdict === null ? 'open' : standingOf(verdict), verdict, diagnostics: [], states: size.states };
}

function standingOf({ status }: Verdict): Judgement['standing'] {
  switch (status) {
    case 'holds':
      return 'holds';
    case 'violated':
      return 'violated';
    case 'error':
      return 'wrong';
    case 'unknown':
    case 'unchecked':
    case 'reached':
    case 'unreached':
      return 'open';
    default:
      return status satisfies never;
  }
}
