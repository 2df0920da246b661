/** What the threads of one search share, all of it numbers in shared memory, and how they address it. */

/** Places in the control words. */
export const control = {
  /** one more for each command; threads wait for it to change */
  generation: 0,
  command: 1,
  /** helpers that have made their machine */
  ready: 2,
  /** helpers that are through with the command */
  done: 3,
  /** the next state of which free steps are to be taken, and the one after the last; the same for steps that cost */
  nextFree: 4,
  endFree: 5,
  nextFaults: 6,
  endFaults: 7,
  /** faults of the level that is being made */
  faults: 8,
  /** numbers of states given out, and where they end for want of room */
  count: 9,
  limit: 10,
  /** 1 where threads shall stop at the next batch: there is no more room, or the search is interrupted */
  halt: 11,
  length: 12,
} as const;

export const commands = {
  /** begin a level: expand states until there are none left */
  level: 1,
  /** go on with it after a halt */
  goOn: 2,
  /** hear what was sent */
  listen: 3,
} as const;

/** Where each result of a thread lies, for one level. */
export const resultAt = {
  transitions: 0,
  cut: 1,
  expanded: 2,
  /** least faults of a model error, or -1 */
  error: 3,
  /** predicates that are true, and false, in some new state */
  anyTrue: 4,
  anyFalse: 5,
  missed: 6,
  ticked: 7,
  /** 1 where the machine gave up symmetry */
  gaveUp: 8,
  /** of the numbers that the thread was given the ones that it has not used */
  spare: 9,
  spareEnd: 10,
  /** states for later levels that it has found */
  outbox: 11,
  /** for each step predicate the least faults of a step that breaks it, or -1 */
  broken: 12,
  length: 12 + 31,
} as const;

/** The store, and what is noted of states for time-stops.ts. */
export interface SharedParts {
  readonly segments: readonly SharedArrayBuffer[];
  readonly table: SharedArrayBuffer;
  /** null where nothing is noted */
  readonly notes: { readonly timely: SharedArrayBuffer; readonly onward: SharedArrayBuffer } | null;
}

/** States for later levels: words and what reaching them costs. */
export interface Outbox {
  readonly words: Int32Array;
  readonly faults: Int32Array;
}

/** States that an outbox has room for. */
export const OUTBOX = 16_384;
/** Numbers of states given to a thread at once. */
export const BLOCK = 1024;
/** States taken from a level at once. States of one chunk share no byte of a bit set with others. */
export const CHUNK = 64;
