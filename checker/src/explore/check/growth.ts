/**
 * How the states of a search that was stopped grow with its bounds: each bound is made as small as it can be, with all others as they are,
 * and then greater by one at a time, as long as the states that are reachable can be counted within a small number. Where no bound alone
 * makes them so few, all are as small as they can be, and each is made greater alone. What is counted depends on numbers of states, never on time.
 */
import type { Model } from '../../model/ir.ts';
import type { CompileOptions } from '../machine/machine.ts';
import { Search } from '../search/search.ts';
import { canCost } from './jobs.ts';
import { machineFor } from './machine-for.ts';
import { type BoundKind, type SmallerBound, smallerBounds } from './smaller-bounds.ts';

export interface Growth {
  /** what all bounds but the one that is varied are */
  readonly others: 'asked' | 'least';
  /** that which makes most of the states first: that which alone leaves the fewest, or comes alone to the most */
  readonly bounds: readonly GrownBound[];
}

export interface GrownBound {
  readonly bound: BoundKind;
  /** as the file has it; null of a fault without a bound */
  readonly asked: number | null;
  /** the least value first */
  readonly counted: readonly CountedValue[];
}

export interface CountedValue {
  readonly value: number;
  readonly states: number;
  /** these are all that there are; else there are more */
  readonly whole: boolean;
}

/** Of the states of the search that was stopped so many are counted in all, within these limits. */
const SHARE = 1 / 5;
const LEAST_COUNTED = 100_000;
const MOST_COUNTED = 500_000;
/** Of one model. */
const MOST_EACH = 100_000;
/** The interpreter takes so many times as long. */
const SLOW = 20;
/** Values of one bound. */
const MOST_VALUES = 4;
/** That are varied. */
const MOST_BOUNDS = 10;

/** Yields what is known by then; null where nothing is. */
export function* growthOf(large: Search): Generator<Growth | null, Growth | null> {
  const { model } = large.machine;
  const all = smallerBounds(model);
  const bounds = all.slice(0, MOST_BOUNDS);
  const counter = new Counter(large, bounds.length);
  const known: GrownBound[] = [];
  const now = (others: Growth['others']): Growth | null =>
    known.length === 0 ? null : { others, bounds: known.toSorted(others === 'asked' ? byFewest : byMost) };
  for (const bound of bounds) {
    const first = yield* counter.count(bound.at(model, bound.least), () => now('asked'));
    if (first?.whole === true) known.push({ ...partOf(bound), counted: [{ value: bound.least, ...first }] });
  }
  const others = known.length > 0 ? 'asked' : 'least';
  const least = all.reduce((of, bound) => bound.at(of, bound.least), model);
  if (others === 'least' && bounds.length > 1) {
    const first = yield* counter.count(least, () => null);
    if (first?.whole === true) for (const bound of bounds) known.push({ ...partOf(bound), counted: [{ value: bound.least, ...first }] });
  }
  for (const [i, grown] of known.entries()) {
    const bound = bounds.find((one) => one.bound === grown.bound)!;
    const counted = [...grown.counted];
    // With all others as they are, the greatest value is the search that was stopped.
    const greatest = bound.asked === null ? 0 : others === 'asked' ? bound.asked - 1 : bound.asked;
    for (let value = bound.least + 1; value <= greatest && counted.length < MOST_VALUES && counted.at(-1)!.whole; value++) {
      const next = yield* counter.count(bound.at(others === 'asked' ? model : least, value), () => now(others));
      // Where little is left to count with, more than that is less than the value before has.
      if (next === null || (!next.whole && next.states <= counted.at(-1)!.states)) break;
      counted.push({ value, ...next });
      known[i] = { ...grown, counted };
    }
  }
  return now(others);
}

function partOf({ bound, asked }: SmallerBound): Pick<GrownBound, 'bound' | 'asked'> {
  return { bound, asked };
}

function byFewest(a: GrownBound, b: GrownBound): number {
  return a.counted[0].states - b.counted[0].states;
}

function byMost(a: GrownBound, b: GrownBound): number {
  return b.counted.at(-1)!.states - a.counted.at(-1)!.states;
}

class Counter {
  readonly #large: Search;
  readonly #each: number;
  readonly #reductions: CompileOptions;
  #left: number;

  constructor(large: Search, bounds: number) {
    this.#large = large;
    const { recipe, interpretedBecause } = large.machine;
    this.#reductions = recipe?.options ?? {};
    const slow = interpretedBecause !== null || recipe === null ? SLOW : 1;
    this.#left = Math.min(MOST_COUNTED, Math.max(LEAST_COUNTED, large.store.count * SHARE)) / slow;
    this.#each = Math.min(MOST_EACH, this.#left / (bounds + 3));
  }

  /** The reachable states of a model, in the same way as the search counts them; null where they cannot be had. */
  *count(model: Model, known: () => Growth | null): Generator<Growth | null, Omit<CountedValue, 'value'> | null> {
    const most = rounded(Math.min(this.#each, this.#left));
    // A search goes on to the end of a batch, so more may have been counted than there was to count.
    if (most <= 0) return null;
    // To make a machine takes a moment: the caller may want no more.
    yield known();
    const { watch } = this.#large;
    const machine = machineFor(model, watch, 'compiled', this.#reductions);
    const search = new Search(machine, watch, { faults: canCost(model), noteTime: false, levelDone: goOn });
    let isOver = true;
    for (const _ of search.run()) {
      if (search.store.count > most || machine.successors.gaveUp) {
        isOver = false;
        break;
      }
      yield known();
    }
    search.halt();
    this.#left -= search.store.count;
    if (machine.successors.gaveUp) return null;
    return isOver ? { states: search.store.count, whole: true } : { states: most, whole: false };
  }
}

/** Down to a number that is easily read. */
function rounded(states: number): number {
  const unit = states < 1000 ? 100 : 1000;
  return Math.floor(states / unit) * unit;
}

/** Nothing is found out at the end of a level. */
function* goOn(): Generator<number, boolean> {
  yield 0;
  return false;
}
