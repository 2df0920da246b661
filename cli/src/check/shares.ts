/** What threads that make checks side by side share: which check is next, and how many of them are at work. In shared memory. */
const [NEXT, BUSY] = [0, 1];

export class Shares {
  readonly words: Int32Array;

  /** Without words of another thread: the first of them, which is at work. */
  constructor(words?: Int32Array) {
    this.words = words ?? new Int32Array(new SharedArrayBuffer(8));
    Atomics.add(this.words, BUSY, 1);
  }

  /** The next of so many checks, which is the caller's now; null where all are taken. */
  take(count: number): number | null {
    const job = Atomics.add(this.words, NEXT, 1);
    return job < count ? job : null;
  }

  /** Checks that nobody has taken. */
  left(count: number): number {
    return Math.max(0, count - Atomics.load(this.words, NEXT));
  }

  /** The caller is at work no more. */
  rest(): void {
    Atomics.sub(this.words, BUSY, 1);
  }

  /** Threads at work, the caller's among them. */
  get busy(): number {
    return Math.max(1, Atomics.load(this.words, BUSY));
  }
}
