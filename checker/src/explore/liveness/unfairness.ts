/** Items and messages that a run starves if it stays in a part of the graph forever. */

/** States and edges that a run meets again and again. Edges of one state come together. */
export interface Part {
  readonly states: ArrayLike<number>;
  /** `enough`: nothing more need be visited; asked now and then */
  readonly edges: (visit: (state: number, edge: number) => void, enough?: () => boolean) => void;
}

/**
 * What stands in the way of fairness; empty lists and no more where the part is fair. Where time does not pass, items are
 * starved, or classes never leave, nothing else is reported.
 */
export interface Unfairness {
  /** time exists and does not pass */
  readonly noTick: boolean;
  /** items that are enabled throughout and never taken */
  readonly items: readonly number[];
  /** classes of messages that are in flight undeferred throughout, and never leave */
  readonly classes: readonly number[];
  /** kinds of messages that could be delivered again and again, and never leave */
  readonly kinds: ReadonlySet<number>;
  /** kinds that are lost again and again, and never delivered */
  readonly lost: ReadonlySet<number>;
  /** edges with one outcome of a `random` whose others are not all taken */
  readonly uneven: readonly number[];
}

export function isFair({ noTick, items, classes, kinds, lost, uneven }: Unfairness): boolean {
  return !noTick && items.length === 0 && classes.length === 0 && kinds.size === 0 && lost.size === 0 && uneven.length === 0;
}

const NONE: readonly number[] = [];
export const NOTHING: Unfairness = { noTick: false, items: NONE, classes: NONE, kinds: new Set(), lost: new Set(), uneven: NONE };

/** Nothing that is left out of the part can make it fair. */
export function isHopeless({ noTick, items, classes }: Unfairness): boolean {
  return noTick || items.length > 0 || classes.length > 0;
}
