/** Answers whether properties hold at a point of the space, by a check of its own, once for each point and capacity. */
import type { Assume, Diagnostic } from '#grammar';
import { type Analysis, type ConstantValue, lowerUnder } from '../analysis/index.ts';
import { RememberedPoint, type ResultCache } from '../campaign/cache.ts';
import { onlyStatesUsedUp } from '../explore/check/budget.ts';
import type { CheckOptions } from '../explore/check/check.ts';
import type { Model, Property } from '../model/ir.ts';
import type { CheckResult, SearchBudget, Verdict } from '../verdict.ts';
import { type Ahead, answerQuestion, type Foreseen, type PointQuestion } from './ahead.ts';
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
  /** who answers questions before they are asked */
  readonly ahead?: Ahead | undefined;
  /** is told of each search, and what came of it */
  readonly heard?: (question: PointQuestion, result: CheckResult) => void;
}

/** What is asked of a point. */
export interface Asked {
  readonly point: Point;
  readonly capacity: number;
  readonly property: string;
  /** properties that are answered by the way, since most of a point's work is shared */
  readonly others: readonly string[];
}

/** The part of the time that looking ahead may take. */
const LOOKING = 0.1;

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

  readonly #begun: number;
  readonly #series: number;
  /** milliseconds spent on looking ahead */
  #looked = 0;

  constructor(subject: Subject, options: OracleOptions) {
    this.#subject = subject;
    this.#options = options;
    this.#begun = options.now();
    this.#series = options.ahead?.series() ?? 0;
  }

  /** `next`: what will be asked then, as far as can be told, the likeliest first. */
  *query(space: Space, asked: Asked, next: () => readonly Asked[] = () => []): Generator<void, Judgement> {
    const { point, capacity, property } = asked;
    const known = this.known(space, point, capacity, property);
    if (known !== undefined) return known;
    const found = yield* this.#check(space, asked, next);
    // What was not decided for one property because another took the budget is queried again separately.
    for (const [name, judgement] of found)
      if (name === property || judgement.standing !== 'open') this.#known.set(keyOf(space, point, capacity, name), judgement);
    return found.get(property)!;
  }

  /** The property first. */
  #propertiesOf(space: Space, { point, capacity, property, others }: Asked): string[] {
    return [property, ...others.filter((name) => name !== property && !this.#known.has(keyOf(space, point, capacity, name)))];
  }

  /** of one search */
  get maxStates(): number {
    return this.#options.maxStates;
  }

  /** As it is under the set that the file names; null where there is none of this name. */
  property(name: string): Property | null {
    return this.#subject.model.properties.find((one) => one.name === name) ?? null;
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

  /**
   * Whether a step fails at a point at which the model does, as is known. Its run is one at each weaker point too, where the same step fails. Where
   * time stops there may be a way on.
   */
  isInherited(space: Space, point: Point, capacity: number, property: string): boolean {
    const verdict = this.known(space, point, capacity, property)?.verdict;
    if (verdict?.status !== 'error') return false;
    const { initial, steps } = verdict.trace;
    return (steps.at(-1)?.step ?? initial).target.kind === 'error';
  }

  /** The system under the set at `point`. */
  lowered(space: Space, point: Point, capacity: number, properties: readonly string[]): ReturnType<typeof lowerUnder> {
    const { analysis, system, frame, model, constants } = this.#subject;
    const bounded: Model = { ...model, network: { ...model.network, capacity } };
    return lowerUnder(analysis, system, assumptionAt(space, point, frame, bounded), constants, properties, model);
  }

  /** The answer that is there, or that somebody has found before it was asked. */
  foreseen(space: Space, asked: Asked): Judgement['standing'] | null {
    const { point, capacity, property } = asked;
    const known = this.known(space, point, capacity, property);
    if (known !== undefined) return known.standing;
    const early = this.#options.ahead?.peek(this.#keyOf(space, asked, this.#propertiesOf(space, asked))) ?? null;
    return early === null ? null : judged(early, property).standing;
  }

  *#check(space: Space, asked: Asked, next: () => readonly Asked[]): Generator<void, Map<string, Judgement>> {
    const properties = this.#propertiesOf(space, asked);
    const { model, diagnostics } = this.lowered(space, asked.point, asked.capacity, properties);
    // Perhaps it is another property that makes no sense there.
    if (model === null && properties.length > 1) return yield* this.#check(space, { ...asked, others: [] }, next);
    this.checks++;
    if (model === null) return new Map(properties.map((name) => [name, wrong(diagnostics)]));
    const known = this.#remembered(model, properties);
    if (known !== null) return yield* this.#judgedOrAlone(known, properties, space, asked, next);
    this.searched++;
    this.#lookAhead(space, next);
    const look = () => {
      if ((this.#options.ahead?.idle() ?? 0) > 0) this.#lookAhead(space, next);
    };
    const question = { model, properties, budget: this.#budget(), search: this.#searchOptions() };
    const early = yield* this.#early(this.#keyOf(space, asked, properties), look);
    const result = early ?? (yield* this.#searched(question, look));
    this.#options.heard?.(question, result);
    if (this.#options.stop() === null) this.#rememberedPoint(model, properties, false)?.put(result);
    if (this.#options.remembersOpen === true && onlyStatesUsedUp(result, this.#budget()))
      this.#rememberedPoint(model, properties, true)?.put(result);
    return yield* this.#judgedOrAlone(result, properties, space, asked, next);
  }

  /** Where the model fails, that may be in what another property looks at. */
  *#judgedOrAlone(
    result: CheckResult,
    properties: readonly string[],
    space: Space,
    asked: Asked,
    next: () => readonly Asked[],
  ): Generator<void, Map<string, Judgement>> {
    const found = this.#judged(result, properties);
    if (properties.length === 1 || found.get(asked.property)!.standing !== 'wrong') return found;
    return yield* this.#check(space, { ...asked, others: [] }, next);
  }

  *#searched(question: PointQuestion, look: () => void): Generator<void, CheckResult> {
    const { now, slice, stop, search } = this.#options;
    for (const work = answerQuestion(question, { now, slice, over: stop }, search?.threads); ; ) {
      const { done, value } = work.next();
      if (done) return value;
      look();
      yield;
    }
  }

  /** What somebody has found, or finds, before it was asked; null where nobody does. */
  *#early(key: string, look: () => void): Generator<void, CheckResult | null> {
    const { ahead, stop } = this.#options;
    for (;;) {
      const answer = ahead?.answer(key) ?? null;
      if (answer !== 'awaited') return answer;
      if (stop() !== null) return null;
      look();
      yield;
    }
  }

  /** It must not take much of the time, whatever it saves. */
  #lookAhead(space: Space, next: () => readonly Asked[]): void {
    const { ahead, now } = this.#options;
    const begin = now();
    if (ahead === undefined || this.#looked > LOOKING * (begin - this.#begun)) return;
    ahead.pose(next().map((asked) => this.#foreseen(space, asked)));
    this.#looked += now() - begin;
  }

  #foreseen(space: Space, asked: Asked): Foreseen {
    const properties = this.#propertiesOf(space, asked);
    const question = (): PointQuestion | null => {
      const { model } = this.lowered(space, asked.point, asked.capacity, properties);
      if (model === null || this.#remembered(model, properties) !== null) return null;
      return { model, properties, budget: this.#budget(), search: this.#searchOptions() };
    };
    return { key: this.#keyOf(space, asked, properties), question };
  }

  #keyOf(space: Space, { point, capacity }: Asked, properties: readonly string[]): string {
    return `${this.#series} ${keyOf(space, point, capacity, properties.join())}`;
  }

  #budget(): SearchBudget {
    const { maxStates, timeout, maxMemory } = this.#options;
    return { maxStates, timeout, ...(maxMemory === undefined ? {} : { maxMemory }) };
  }

  #searchOptions(): PointQuestion['search'] {
    const { threads: _, ...search } = this.#options.search ?? {};
    return search;
  }

  #remembered(model: Model, properties: readonly string[]): CheckResult | null {
    const bounded = this.#options.remembersOpen === true ? this.#rememberedPoint(model, properties, true) : null;
    return this.#rememberedPoint(model, properties, false)?.get() ?? bounded?.get() ?? null;
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
