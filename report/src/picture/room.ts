/** Where words stand already in a diagram. */
import type { Replay } from '../result/types.ts';

/** Of a node, and of a moment. */
interface Places {
  readonly x: (node: number) => number;
  readonly y: (moment: number) => number;
}

/** The left edge and the baseline. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Pixels of a line. */
const LINE = 11;

export class Room {
  readonly #taken: Spot[] = [];

  /** The dots of steps, with their numbers, were there before. */
  constructor({ replay: { moments }, x, y }: { readonly replay: Pick<Replay, 'moments'> } & Places) {
    for (const [i, { node }] of moments.entries()) if (node !== null) this.#taken.push({ x: x(node) - 10, y: y(i + 1), width: 20 });
  }

  /** The index of the first spot that is free, and takes it; the first of all where none is. */
  take(spots: readonly Spot[]): number {
    const free = spots.findIndex(({ x, y, width }) =>
      this.#taken.every((one) => Math.abs(one.y - y) >= LINE || x >= one.x + one.width || one.x >= x + width),
    );
    const index = Math.max(0, free);
    this.#taken.push(spots[index]);
    return index;
  }
}
