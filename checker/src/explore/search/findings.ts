/** The findings of a search: where each watched thing occurs first, or at its least number of faults and steps. */

import type { Watch } from '../../model/watch.ts';
import type { Successors } from '../machine/machine.ts';
import type { LevelReport } from '../parallel/level-report.ts';

/** The cost of reaching something. */
export interface Place {
  readonly faults: number;
  readonly steps: number;
}

export function comparePlaces(a: Place, b: Place): number {
  return a.faults - b.faults || a.steps - b.steps;
}

export class Findings {
  /** where each predicate is first true, and first false, in search order */
  readonly firstTrue: (Place | null)[];
  readonly firstFalse: (Place | null)[];
  /** the least place to which a step leads that breaks the step predicate */
  readonly broken: (Place | null)[];
  /** where the deadline is first missed */
  missed: Place | null = null;
  /** the least place of a model error */
  error: Place | null = null;
  #undecidedTrue: number;
  #undecidedFalse: number;

  constructor(watch: Watch) {
    this.firstTrue = watch.predicates.map(() => null);
    this.firstFalse = watch.predicates.map(() => null);
    this.broken = watch.steps.map(() => null);
    this.#undecidedTrue = this.#undecidedFalse = 2 ** watch.predicates.length - 1;
  }

  /** Predicates that are true in some state found at that place, and those that are false in some. Places come in search order. */
  noteTruths(anyTrue: number, anyFalse: number, place: Place): void {
    const nowTrue = anyTrue & this.#undecidedTrue;
    const nowFalse = anyFalse & this.#undecidedFalse;
    if (nowTrue !== 0) this.#undecidedTrue = note(this.firstTrue, nowTrue, this.#undecidedTrue, place);
    if (nowFalse !== 0) this.#undecidedFalse = note(this.firstFalse, nowFalse, this.#undecidedFalse, place);
  }

  /** The step predicates that successors break; their sources have `from` faults, and the first of them come to `place`. */
  noteBroken(successors: Pick<Successors, 'count' | 'flags' | 'cost'>, from: number, place: Place): void {
    const { steps } = place;
    const sought = maskOf(this.broken, (known) => known === null || comparePlaces(known, place) > 0);
    eachBroken(successors, from, sought, (predicate, faults) => this.#break(predicate, { faults, steps }));
  }

  noteError(place: Place): void {
    this.error = lesser(this.error, place);
  }

  /** What several threads reported about a level at that place. */
  noteLevel({ error, missed, anyTrue, anyFalse, broken }: LevelReport, place: Place): void {
    const { steps } = place;
    if (error !== null) this.noteError({ faults: error, steps });
    if (missed) this.missed ??= place;
    this.noteTruths(anyTrue, anyFalse, place);
    for (const [j, faults] of broken.entries()) if (faults !== null) this.#break(j, { faults, steps });
  }

  /** All of it, as plain data. */
  kept() {
    const { missed, error } = this;
    return {
      firstTrue: this.firstTrue.map(placeOf),
      firstFalse: this.firstFalse.map(placeOf),
      broken: this.broken.map(placeOf),
      missed: placeOf(missed),
      error: placeOf(error),
    };
  }

  restore({ firstTrue, firstFalse, broken, missed, error }: ReturnType<Findings['kept']>): void {
    Object.assign(this.firstTrue, firstTrue);
    Object.assign(this.firstFalse, firstFalse);
    Object.assign(this.broken, broken);
    this.missed = missed;
    this.error = error;
    this.#undecidedTrue = maskOf(firstTrue, (place) => place === null);
    this.#undecidedFalse = maskOf(firstFalse, (place) => place === null);
  }

  #break(predicate: number, place: Place): void {
    this.broken[predicate] = lesser(this.broken[predicate], place);
  }
}

function placeOf(place: Place | null): Place | null {
  return place && { faults: place.faults, steps: place.steps };
}

/** A bit for each element of which that is so. */
export function maskOf<T>(list: ArrayLike<T>, isSo: (element: T) => boolean): number {
  let mask = 0;
  for (let i = 0; i < list.length; i++) if (isSo(list[i])) mask |= 1 << i;
  return mask;
}

/** Each step predicate of those sought that a successor breaks, with the faults of its target; the sources have `from`. */
export function eachBroken(
  { count, flags, cost }: Pick<Successors, 'count' | 'flags' | 'cost'>,
  from: number,
  sought: number,
  visit: (predicate: number, faults: number) => void,
): void {
  if (sought === 0) return;
  for (let i = 0; i < count; i++) {
    for (let bits = flags[i] & sought; bits !== 0; bits &= bits - 1) visit(31 - Math.clz32(bits & -bits), from + cost[i]);
  }
}

function note(places: (Place | null)[], bits: number, undecided: number, place: Place): number {
  places.forEach((_, i) => {
    if ((bits >>> i) & 1) places[i] = place;
  });
  return undecided & ~bits;
}

function lesser(known: Place | null, place: Place): Place {
  return known !== null && comparePlaces(known, place) <= 0 ? known : { faults: place.faults, steps: place.steps };
}
