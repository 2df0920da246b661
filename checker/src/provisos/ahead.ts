/**
 * Questions that are answered before they are asked. The search asks one set after the other, since each answer settles others; threads beside it
 * answer those that it is likely to ask next. It takes such an answer only where it asks that very question, so what it comes to, and after how
 * many questions, does not depend on them.
 */
import { inSlices } from '../campaign/slices.ts';
import { type CheckOptions, startCheck } from '../explore/check/check.ts';
import type { Model } from '../model/ir.ts';
import type { CheckResult, SearchBudget } from '../verdict.ts';
import type { Frontier, Standing } from './frontier.ts';
import { keyOf, type Point } from './lattice.ts';

/** Whether properties hold of a model. Plain data, as is what comes of it. */
export interface PointQuestion {
  readonly model: Model;
  readonly properties: readonly string[];
  readonly budget: SearchBudget;
  readonly search: Pick<CheckOptions, 'machine' | 'reduceFrom' | 'compress'>;
}

/** A question that may be asked. */
export interface Foreseen {
  readonly key: string;
  /** null where it needs no search */
  readonly question: () => PointQuestion | null;
}

/** Whoever answers questions beside the search. */
export interface Ahead {
  /** A number that no other series of questions has: keys of different series never meet. */
  readonly series: () => number;
  /** how many more questions could be worked on */
  readonly idle: () => number;
  /** The likeliest first. What is worked on and is not among them may be given up. */
  readonly pose: (foreseen: readonly Foreseen[]) => void;
  /** What came of a question that is asked now; null where nobody works on it. */
  readonly answer: (key: string) => CheckResult | 'awaited' | null;
  /** What has come of a question that is not asked yet, or null. */
  readonly peek: (key: string) => CheckResult | null;
}

export interface Slices {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds between two yields, about */
  readonly slice: number;
  /** why it must end, once it must */
  readonly over: () => string | null;
}

/** `threads`: those that may help. */
export function* answerQuestion(
  { model, properties, budget, search }: PointQuestion,
  slices: Slices,
  threads: CheckOptions['threads'],
): Generator<void, CheckResult> {
  const check = startCheck(model, {
    ...search,
    ...(threads === undefined ? {} : { threads }),
    now: slices.now,
    properties,
    budget,
    blame: false,
  });
  for (const work = inSlices(check, slices); ; ) {
    const { done, value } = work.next();
    if (done) return value;
    yield;
  }
}

/** Questions that are foreseen at a time, at most. */
export const MOST_FORESEEN = 16;
/** Ways in which answers may go on that are looked at. */
const MOST_WAYS = 40;

/**
 * The points that a search is likely to ask next. The search itself, `goOn`, is run on copies of what is known, as if the questions that are open had been
 * answered in one way and in the other: what comes after one answer first, then what comes after two. `known`: answers that are there already.
 */
export function likelyNext(
  frontier: Pick<Frontier<void>, 'copy'>,
  goOn: (copy: Frontier<Point>) => Generator<Point, unknown>,
  known: (point: Point) => Standing | null,
  most: number,
): Point[] {
  const found = new Map<string, Point>();
  const ways: ReadonlyMap<string, Standing>[] = [new Map()];
  for (let i = 0; i < ways.length && i < MOST_WAYS && found.size < most; i++) {
    const way = ways[i];
    const copy = frontier.copy<Point>(function* (point) {
      const answer = known(point) ?? way.get(keyOf(point));
      if (answer === undefined) yield point;
      return answer ?? 'open';
    });
    const { done, value: point } = goOn(copy).next();
    if (done) continue;
    found.set(keyOf(point), point);
    for (const answer of ['holds', 'violated'] as const) ways.push(new Map([...way, [keyOf(point), answer]]));
  }
  return [...found.values()];
}
