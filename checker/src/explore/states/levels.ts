/**
 * Where the states of each (faults, steps) stand. States are numbered in search order, so a level is a range of numbers.
 * A layer is all levels of one number of faults; layers and levels are opened in ascending order.
 */
import { Origins } from './origins.ts';

export interface Level {
  readonly faults: number;
  readonly steps: number;
  /** the first state, and the one after the last */
  readonly start: number;
  end: number;
  /** about where its states come from by free steps, and by steps that cost one fault */
  readonly origins: { readonly free: Origins; readonly faults: Origins };
}

export function emptyLevel(faults: number, steps: number, start: number): Level {
  return { faults, steps, start, end: start, origins: { free: new Origins(), faults: new Origins() } };
}

export class Levels {
  readonly layers: Level[][] = [];

  open(faults: number, steps: number, start: number): Level {
    while (this.layers.length <= faults) this.layers.push([]);
    const level = emptyLevel(faults, steps, start);
    this.layers[faults].push(level);
    return level;
  }

  /** All of them, as plain data. */
  kept() {
    return this.layers.flat().map(({ faults, steps, start, end, origins }) => {
      return { faults, steps, start, end, free: origins.free.kept(), costly: origins.faults.kept() };
    });
  }

  restore(kept: ReturnType<Levels['kept']>): void {
    for (const { faults, steps, start, end, free, costly } of kept) {
      const level = this.open(faults, steps, start);
      level.end = end;
      level.origins.free.restore(free);
      level.origins.faults.restore(costly);
    }
  }

  /** Every layer begins with step 0, so the steps are the index. */
  at(faults: number, steps: number): Level | null {
    return this.layers[faults]?.[steps] ?? null;
  }

  /** Number of steps after which the layer has no level any more. */
  length(faults: number): number {
    return this.layers[faults]?.length ?? 0;
  }

  /** The level of a state. */
  of(state: number): Level {
    const layer = last(this.layers, (levels) => levels.length > 0 && levels[0].start <= state);
    // Levels may be empty: of those with the same start only the last can hold the state.
    const level = layer && last(layer, (candidate) => candidate.start <= state);
    if (!level || state >= level.end) throw new RangeError(`state ${state} is in no level`);
    return level;
  }

  /** Greatest number of faults of a state. */
  get faults(): number {
    return Math.max(
      0,
      this.layers.findLastIndex((levels) => levels.some(({ start, end }) => end > start)),
    );
  }

  /** Greatest number of steps of a state. */
  get depth(): number {
    return Math.max(0, ...this.layers.flatMap((levels) => levels.filter((level) => level.end > level.start).map((level) => level.steps)));
  }
}

/** The last entry of a list on which `fits` is first true, then false. */
function last<T>(entries: readonly T[], fits: (entry: T) => boolean): T | null {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(entries[middle])) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? null : entries[low - 1];
}
