/** What is done to the words of a store; `shift` is 32 less the bits of the table. */
export interface StoreCode {
  /** Adds those of `count` states that are new and returns the number of states. Skips those in `recent`. */
  insert: Insert;
  /** The same, and `fresh` gets the number of each. A store is filled by one of the two only. */
  insertAndReport: Insert;
  /** The number of a state, or -1 if it is not in the store. */
  seek(source: Int32Array, offset: number, table: Int32Array, shift: number, segments: readonly Int32Array[]): number;
  hash(source: Int32Array, offset: number): number;
  /** Puts the states from `from` up to `to` into a table in which they do not stand yet: no more of them than `hashes` has room for. */
  rehash(table: Int32Array, shift: number, segments: readonly Int32Array[], from: number, to: number, hashes: Int32Array): void;
  /** null where code made at run time is refused */
  readonly parallel: ParallelCode | null;
}

/** Operations of several threads on one store at the same time, in shared memory. */
export interface ParallelCode {
  /** Hashes a batch, leaves out the states in `recent`, and returns the number of those that remain. */
  prepare(
    source: Int32Array,
    count: number,
    hashes: Int32Array,
    places: Int32Array,
    table: Int32Array,
    shift: number,
    segments: readonly Int32Array[],
    recent: Int32Array,
  ): number;
  /**
   * Inserts what `prepare` has left, from number `at[0]` on up to `at[1]`; new states get the numbers from `at[2]` on up to `at[3]`.
   * Stops where these are used up, and sets `at[0]` and `at[2]` to where it goes on.
   */
  place(
    source: Int32Array,
    hashes: Int32Array,
    places: Int32Array,
    table: Int32Array,
    shift: number,
    segments: readonly Int32Array[],
    at: Int32Array,
  ): void;
  /** Gives state `from` the number `to`, which no state has. No other thread may be at work. */
  renumber(from: number, to: number, table: Int32Array, shift: number, segments: readonly Int32Array[]): void;
  seek: StoreCode['seek'];
}

type Insert = (
  source: Int32Array,
  count: number,
  hashes: Int32Array,
  places: Int32Array,
  fresh: Int32Array,
  table: Int32Array,
  shift: number,
  segments: readonly Int32Array[],
  states: number,
  recent: Int32Array,
) => number;
