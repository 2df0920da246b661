/**
 * Where one search is kept while it goes on, so that a later one can begin where it had come to. What only grows is appended, in columns;
 * the head says how much of each belongs to it, and takes the place of the head before as a whole. So whatever interrupts the writing,
 * there is the last head and all that belongs to it.
 */
export interface Slot {
  /** What was kept last; null where nothing was. What is appended then follows it. */
  load(): Kept | null;
  /** so much time has passed that it is worth keeping again */
  isDue(): boolean;
  /** so much time has passed that a search which is over is worth keeping */
  isWorth(): boolean;
  /** Adds to a column. The bytes are the caller's again once it returns. */
  append(column: string, bytes: Uint8Array): void;
  /** `head`: plain data, of a search that has found so many states. */
  commit(head: unknown, states: number): void;
}

export interface Kept {
  readonly head: unknown;
  /** The bytes of a column, in parts of a multiple of so many; each stands at the beginning of a buffer of its own. */
  column(name: string, multiple: number): Iterable<Uint8Array>;
}

/** A list that only grows. */
export interface Column {
  readonly name: string;
  /** bytes of a number */
  readonly width: 1 | 4;
  readonly length: number;
  /** some of its numbers, from one place up to another: valid until it grows */
  part(from: number, to: number): Int32Array | Uint8Array;
  /** Puts numbers where it ends, of those that `part` gave. `at`: where that is. */
  put(at: number, numbers: Uint8Array): void;
}

export function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
}

export function bytesOf(numbers: Int32Array | Uint8Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

/** Where searches are kept: each under a name of several parts, which is the same whenever its check is made, and which no other has. */
export type Slots = (name: readonly string[]) => Slot;
