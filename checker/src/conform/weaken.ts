/**
 * Which assumption would have to give: the space of assumption sets of the proviso search, from the set that the file names upwards. A log
 * that conforms under a set conforms under every weaker one, as it is a finite run. So each quantity is first given up as a whole, and
 * where that explains more, taken back as far as as much stays explained. Where more is explained with all given up than with any
 * alone, all are given up, and then taken back one by one.
 */
import { unhandled } from '#grammar';
import { lowerUnder } from '../analysis/index.ts';
import type { CutFault, Model } from '../model/ir.ts';
import { assumptionAt } from '../provisos/assumption.ts';
import type { Subject } from '../provisos/oracle.ts';
import { type CrashMode, type Rung, sameRung } from '../provisos/rung.ts';
import { assumedPoint, type Dimension, type Space, spaceOf, withRung } from '../provisos/space.ts';
import type { Weakening } from './answer.ts';
import type { Logs } from './event.ts';

export interface Furthest {
  readonly explained: number;
  /** why there may be a run that comes further: a budget that ran out, a bound that was reached; null where there is none */
  readonly stopped: string | null;
}

/** How far a run of this model comes, if it need not come further than `wanted`. */
export type Ask = (model: Model, wanted: number) => Generator<void, Furthest>;

/** Events that are looked at beyond the one that is not explained. */
const HORIZON = 1000;
/** Numbers are tried up to so much more than is assumed: further than runs that are looked at go. */
const MOST_MORE = 2 ** 16;

/** `furthest`: how many events are explained as assumed, of `total`. Null where nothing was found, and it is not settled that there is nothing. */
export function* weakenings(
  subject: Subject,
  logs: Logs,
  furthest: number,
  total: number,
  ask: Ask,
): Generator<void, readonly Weakening[] | null> {
  const search = new WeakeningSearch(subject, logs, furthest, Math.min(total, furthest + HORIZON), ask);
  const alone: Weakening[] = [];
  for (const axis of search.axes) {
    const found = yield* search.alone(axis);
    if (found !== null) alone.push(found);
  }
  const most = Math.max(furthest, ...alone.map(({ explained }) => explained));
  if (most < search.of) {
    const together = yield* search.together(most);
    if (together !== null) return [together];
  }
  if (alone.length > 0) return alone.filter(({ explained }) => explained === most);
  return search.stopped ? null : [];
}

type Changes = ReadonlyMap<number, Rung>;

class WeakeningSearch {
  readonly axes: readonly number[];
  stopped = false;
  readonly #subject: Subject;
  readonly #space: Space;
  readonly #furthest: number;
  /** events that are looked at */
  readonly of: number;
  readonly #ask: Ask;

  constructor(subject: Subject, { sequences }: Logs, furthest: number, of: number, ask: Ask) {
    const { model } = subject;
    this.#subject = subject;
    this.#furthest = furthest;
    this.of = of;
    this.#ask = ask;
    const cuts = sequences.some((events) => events.some(({ meant }) => meant.kind === 'cut'));
    const also: readonly ('corruptions' | CutFault['kind'])[] = cuts
      ? ['corruptions', 'two-way', 'one-way', 'link', 'one-way link']
      : ['corruptions'];
    this.#space = spaceOf(model, model.stabilises, { also });
    this.axes = this.#space.dimensions.flatMap((dimension, axis) => (sameRung(weakest(dimension), assumed(dimension)) ? [] : [axis]));
  }

  *alone(axis: number): Generator<void, Weakening | null> {
    const loose: Changes = new Map([[axis, weakest(this.#space.dimensions[axis])]]);
    const goal = yield* this.#reach(loose, this.of);
    if (goal <= this.#furthest) return null;
    return this.#weakening(yield* this.#tightened(loose, axis, goal), goal);
  }

  /** Null where no more than `most` events are explained so. */
  *together(most: number): Generator<void, Weakening | null> {
    let changes: Changes = new Map(this.axes.map((axis) => [axis, weakest(this.#space.dimensions[axis])]));
    const goal = yield* this.#reach(changes, this.of);
    if (goal <= most) return null;
    // Bounds on time come first in the space: they are taken back last.
    for (const axis of this.axes.toReversed()) {
      const without = new Map([...changes].filter(([other]) => other !== axis));
      changes = (yield* this.#reaches(without, goal)) ? without : yield* this.#tightened(changes, axis, goal);
    }
    return this.#weakening(changes, goal);
  }

  #weakening(changes: Changes, explained: number): Weakening {
    const { dimensions } = this.#space;
    return {
      changes: [...changes].map(([axis, needed]) => ({
        quantity: dimensions[axis].quantity,
        assumed: assumed(dimensions[axis]),
        needed,
      })),
      explained,
      of: this.of,
      isLeast: !this.stopped,
    };
  }

  /** Takes one quantity back as far as the goal is still reached. */
  *#tightened(changes: Changes, axis: number, goal: number): Generator<void, Changes> {
    const dimension = this.#space.dimensions[axis];
    let best = changes;
    for (const attempts of ladders(dimension)) {
      const rung = best.get(axis)!;
      const climbed = yield* this.#firstOf(best, axis, attempts(rung), goal);
      best = climbed ?? best;
    }
    return best;
  }

  /** Of rungs from the strongest to the weakest the first with which the goal is reached: by doubling strides, then by halves. */
  *#firstOf(changes: Changes, axis: number, rungs: readonly Rung[], goal: number): Generator<void, Changes | null> {
    const withOne = (i: number): Changes => new Map(changes).set(axis, rungs[i]);
    let [below, at] = [-1, 0];
    for (let stride = 1; !(yield* this.#reaches(withOne(Math.min(at, rungs.length - 1)), goal)); stride *= 2) {
      if (at >= rungs.length - 1) return null;
      [below, at] = [at, at + stride];
    }
    at = Math.min(at, rungs.length - 1);
    while (at - below > 1) {
      const middle = (at + below) >> 1;
      if (yield* this.#reaches(withOne(middle), goal)) at = middle;
      else below = middle;
    }
    return withOne(at);
  }

  *#reaches(changes: Changes, goal: number): Generator<void, boolean> {
    return (yield* this.#reach(changes, goal)) >= goal;
  }

  /** How many events are explained with these rungs, if no more than `wanted` are asked for. */
  *#reach(changes: Changes, wanted: number): Generator<void, number> {
    const { analysis, system, frame, model, constants } = this.#subject;
    let space = this.#space;
    let point = assumedPoint(space);
    for (const [axis, rung] of changes) {
      space = withRung(space, axis, rung);
      point = point.with(axis, space.dimensions[axis].rungs.length - 1);
    }
    const weaker = lowerUnder(analysis, system, assumptionAt(space, point, frame, model), constants, [], model);
    if (weaker.model === null) return 0;
    const { explained, stopped } = yield* this.#ask(weaker.model, wanted);
    if (stopped !== null && explained < wanted) this.stopped = true;
    return explained;
  }
}

function assumed({ rungs, assumed: number }: Dimension): Rung {
  return rungs[number];
}

function weakest(dimension: Dimension): Rung {
  const rung = assumed(dimension);
  switch (rung.kind) {
    case 'bound':
      return { kind: 'bound', always: true, least: 0, most: null };
    case 'count':
      // Of nodes that lie there are no more than there are.
      return dimension.quantity.kind === 'byzantine' ? dimension.rungs[dimension.rungs.length - 1] : { kind: 'count', most: null };
    case 'crash':
      return { kind: 'crash', mode: 'amnesia', most: null, down: null };
    case 'windows':
      return { ...rung, until: 'none' };
    case 'order':
      return { kind: 'order', fifo: false };
    default:
      return unhandled(rung);
  }
}

/** From a rung that is weak enough to stronger ones: each a list from the strongest on, tried one list after the other. */
type Ladder = (from: Rung) => readonly Rung[];

function ladders(dimension: Dimension): readonly Ladder[] {
  const known = assumed(dimension);
  switch (known.kind) {
    case 'bound':
      return [
        (from) => (from.kind === 'bound' ? upFrom(known.most).map((most) => ({ ...from, always: known.always, most })) : []),
        // Without a greatest delay there is no least one either.
        (from) => (from.kind === 'bound' ? downFrom(known.least).map((least) => ({ ...from, least })) : []),
      ];
    case 'count':
      if (dimension.quantity.kind === 'byzantine') return [() => dimension.rungs.slice(dimension.assumed)];
      return [(from) => (from.kind === 'count' ? upFrom(known.most).map((most) => ({ ...from, most })) : [])];
    case 'crash': {
      const { down } = known;
      const atOnce: Ladder[] =
        typeof down === 'number' ? [(from) => (from.kind === 'crash' ? upFrom(down).map((most) => ({ ...from, down: most })) : [])] : [];
      return [
        (from) => (from.kind === 'crash' ? modesFrom(known.mode).map((mode) => ({ ...from, mode })) : []),
        (from) => (from.kind === 'crash' ? upFrom(known.mode === null ? 0 : known.most).map((most) => ({ ...from, most })) : []),
        ...atOnce,
      ];
    }
    case 'order':
    case 'windows':
      return [];
    default:
      return unhandled(known);
  }
}

function modesFrom(mode: CrashMode | null): readonly CrashMode[] {
  const modes: readonly CrashMode[] = ['stop', 'recovery', 'amnesia'];
  return mode === null ? modes : modes.slice(modes.indexOf(mode));
}

function downFrom(least: number): number[] {
  return Array.from({ length: least + 1 }, (_, i) => least - i);
}

/** What is assumed itself, and more. */
function upFrom(most: number | null): (number | null)[] {
  return most === null ? [null] : [...Array.from({ length: MOST_MORE + 1 }, (_, i) => most + i), null];
}
