/**
 * A set of keys of 64 bits on disk, as runs: files of keys in ascending order, in blocks. Keys are looked for many at a time, also in ascending
 * order, so that each run is read once, from its beginning to its end, and what holds none of them is passed over. A new run that is more
 * than half as long as the one before is merged with it, so there are few, and a key is written again as often as the set doubles (O'Neil and
 * others, "The log-structured merge-tree", Acta Informatica 1996).
 */
import type { Disk, PartFile } from './disk.ts';
import { BLOCK, KeyBlock } from './key-block.ts';
import type { Keys } from './keys.ts';

/** What a key of a block that is read counts as, beside a state that is expanded. */
const WORK = BLOCK / 8;

export class KeyRuns {
  readonly #disk: Disk;
  /** the longest first */
  readonly #runs: Run[] = [];
  readonly #block = new KeyBlock();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  /** Memory in use, in bytes. */
  get bytes(): number {
    return this.#runs.reduce((sum, { blocks }) => sum + blocks * 8, 0);
  }

  /** Leaves those of the keys that are not in the set. */
  *subtractFrom(keys: Keys): Generator<number, void> {
    for (const run of this.#runs) yield* this.#subtract(run, keys);
  }

  /** Adds keys that are not in the set. */
  *add(keys: Keys): Generator<number, void> {
    if (keys.count === 0) return;
    const run = new Run(this.#disk.open());
    this.#runs.push(run);
    const block = this.#block;
    block.count = 0;
    for (let i = 0; i < keys.count; i++) {
      block.push(keys.high(i), keys.low(i));
      if (!block.isFull) continue;
      run.append(block);
      yield WORK;
    }
    run.append(block);
    for (let last = this.#runs.length - 1; last > 0 && this.#runs[last].count * 2 > this.#runs[last - 1].count; last--) {
      const merged = new Run(this.#disk.open());
      yield* merge(this.#runs[last - 1], this.#runs[last], merged, block);
      for (const old of this.#runs.splice(last - 1, 2, merged)) old.file.drop();
    }
  }

  get bytesOnDisk(): number {
    return this.#runs.reduce((sum, { file }) => sum + file.bytes, 0);
  }

  drop(): void {
    for (const { file } of this.#runs) file.drop();
  }

  *#subtract(run: Run, keys: Keys): Generator<number, void> {
    const block = this.#block;
    let [from, to] = [0, 0];
    for (let b = 0; b < run.blocks && from < keys.count; b++) {
      // Of the next block; past all keys where there is none.
      const [endHigh, endLow] = b + 1 < run.blocks ? [run.high[b + 1], run.low[b + 1]] : [2 ** 32, 0];
      if (!keys.isBelow(from, endHigh, endLow)) continue;
      block.decode(run.file.read(b));
      for (let i = 0; from < keys.count && keys.isBelow(from, endHigh, endLow); from++) {
        while (i < block.count && !keys.isAtMost(from, block.high[i], block.low[i])) i++;
        if (i < block.count && keys.is(from, block.high[i], block.low[i])) continue;
        if (to < from) keys.move(from, to);
        to++;
      }
      yield WORK;
    }
    for (; from < keys.count; from++) keys.move(from, to++);
    keys.count = to;
  }
}

/** A run, while it is written and afterwards. */
class Run {
  readonly file: PartFile;
  count = 0;
  /** the first key of each block */
  readonly high: number[] = [];
  readonly low: number[] = [];

  constructor(file: PartFile) {
    this.file = file;
  }

  get blocks(): number {
    return this.high.length;
  }

  append(block: KeyBlock): void {
    if (block.count === 0) return;
    this.file.append(block.encoded());
    this.high.push(block.high[0]);
    this.low.push(block.low[0]);
    this.count += block.count;
    block.count = 0;
  }
}

/** The keys of a run in their order. */
class Reader {
  readonly block = new KeyBlock();
  at = 0;
  readonly #run: Run;
  #next = 0;

  constructor(run: Run) {
    this.#run = run;
    this.read();
  }

  /** Of a run that is over, `at` is not below `block.count`. */
  read(): void {
    this.at = 0;
    this.block.count = 0;
    if (this.#next < this.#run.blocks) this.block.decode(this.#run.file.read(this.#next++));
  }
}

function* merge(one: Run, other: Run, into: Run, block: KeyBlock): Generator<number, void> {
  const [a, b] = [new Reader(one), new Reader(other)];
  while (a.block.count > 0 || b.block.count > 0) {
    const least = isFirst(a, b) ? a : b;
    block.push(least.block.high[least.at], least.block.low[least.at]);
    if (block.isFull) into.append(block);
    if (++least.at < least.block.count) continue;
    least.read();
    yield WORK;
  }
  into.append(block);
}

function isFirst(a: Reader, b: Reader): boolean {
  if (a.block.count === 0 || b.block.count === 0) return b.block.count === 0;
  const [high, other] = [a.block.high[a.at], b.block.high[b.at]];
  return high < other || (high === other && a.block.low[a.at] < b.block.low[b.at]);
}
