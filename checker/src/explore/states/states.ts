/** What the search needs of a store of all states found so far, each once, numbered in the order in which they were found. */
export interface States {
  /** 32-bit words of a state */
  readonly words: number;
  readonly count: number;
  /** what an insertion of a batch found: `fresh[i]` is the new state's number n, or -1 - n where it was known */
  readonly fresh: Int32Array;
  /** memory in use, in bytes */
  readonly bytes: number;
  /** Memory in use once `count` states more have been inserted, in bytes. */
  bytesWith(count: number): number;
  /**
   * Makes its tables large enough for `count` states more, as the insertion would else have to do in one go. Yields the number
   * of states looked at since it last did; where it is ended early nothing has changed.
   */
  grow(count: number): Generator<number, void>;
  /**
   * The words of a state stand in `segment(state)` from `offset(state)` on, until the next insertion or the next call of
   * `segment`, whichever comes first: a store may decode each state into the same array. `find` leaves that array alone.
   * Nobody writes into it.
   */
  segment(state: number): Int32Array;
  offset(state: number): number;
  /** How many states, this one and those after it, stand one after another in its segment. */
  contiguous(state: number): number;
  /** Adds those of `count` packed states that are new. `reporting`: sets `fresh`. */
  insert(source: Int32Array, count: number, reporting?: boolean): void;
  /** The number of a state, or -1 where it was never found. */
  find(source: Int32Array, offset: number): number;
}

/**
 * The most states that a store may be asked to keep. An entry of its table has 30 bits for a number, and the table is at
 * most three quarters full; a little is left for the batch under way.
 */
export const MOST_STATES = 800_000_000;
