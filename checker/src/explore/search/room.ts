/**
 * Where the states of a search are kept as they become many: as they are, compressed before they take most of the memory budget, and then
 * on disk, if there is one.
 */
import { type DiskOptions, DiskRefusal } from '../states/disk.ts';
import { DiskStore, type Numbered } from '../states/disk-store.ts';
import type { States } from '../states/states.ts';
import { StateStore } from '../states/store.ts';
import { LEAST_COMPRESSED, TreeStore } from '../states/tree-store.ts';
import type { Compress } from './options.ts';

/**
 * States are compressed before the search takes more than this share of its memory budget. During the move both copies exist,
 * and so do the old and the new hash table; hence the headroom.
 */
const COMPRESS_AT = 0.75;
/** On disk a search uses so much of its memory budget, which leaves room for what is freed and not given back yet. */
const ON_DISK = 0.9;

export interface RoomOptions {
  /** when the states are compressed; `near budget` unless given */
  readonly compress?: Compress | undefined;
  /** bytes that the search may take */
  readonly maxMemory?: number | undefined;
  /** where it goes on once it has used up its memory */
  readonly disk?: DiskOptions | undefined;
  /** there is a disk, but this search is none that goes on there */
  readonly staysInMemory?: boolean;
}

/** What belongs to a search beside its states. */
interface Besides {
  /** bytes */
  readonly bytes: () => number;
  /** no other thread works on the states any more */
  readonly alone: () => void;
  readonly numbered: Numbered;
}

export class Room {
  /** Replaced where states are compressed, or go to disk; that happens only between two yields. */
  store: States;
  /** the next insertion would exceed the memory budget */
  full = false;
  /** why the disk takes no more; null as long as it does */
  refused: string | null = null;
  readonly #options: RoomOptions;
  readonly #besides: Besides;

  constructor(words: number, options: RoomOptions, besides: Besides) {
    this.store = options.compress === 'always' && words >= LEAST_COMPRESSED ? new TreeStore(words) : new StateStore(words);
    this.#options = options;
    this.#besides = besides;
  }

  /** Before inserting this many states: compresses them or moves them to disk where that is time, and yields if memory is used up. */
  *make(count: number): Generator<number, void> {
    yield* this.watch(count);
    yield* this.#trying(this.store.grow(count));
  }

  *watch(count: number): Generator<number, void> {
    const { maxMemory = Infinity, compress, disk } = this.#options;
    if (maxMemory === Infinity && disk?.from === undefined) return;
    const isNear = () => this.#bytesWith(count) > maxMemory * COMPRESS_AT;
    const { store } = this;
    if (compress !== 'never' && isCompressible(store) && isNear()) yield* this.#compress(store);
    if (disk !== undefined && !this.isOnDisk && (isNear() || this.store.count >= (disk.from ?? Infinity))) {
      yield* this.#toDisk(disk);
      return;
    }
    if (this.isFull(count)) yield 0;
  }

  /** Whether this many more states would exceed the memory budget; the caller then has to end the search. */
  isFull(count: number): boolean {
    const { maxMemory = Infinity } = this.#options;
    const { store } = this;
    this.full = isOnDisk(store) ? !store.allow(maxMemory * ON_DISK - this.#besides.bytes(), count) : this.#bytesWith(count) > maxMemory;
    return this.full;
  }

  /** What waits to be looked for on disk is looked for. */
  *settle(): Generator<number, void> {
    if (isOnDisk(this.store)) yield* this.#trying(this.store.settle());
  }

  /** Nobody asks about a state any more: what is on disk is given back. */
  leave(): void {
    if (isOnDisk(this.store)) this.store.drop();
  }

  get staysInMemory(): boolean {
    return this.#options.staysInMemory === true;
  }

  get bytesOnDisk(): number {
    return isOnDisk(this.store) ? this.store.bytesOnDisk : 0;
  }

  /** The number of states, or what it comes to if all that wait are new. */
  get countAtMost(): number {
    return isOnDisk(this.store) ? this.store.countAtMost : this.store.count;
  }

  get isCompressed(): boolean {
    return this.store instanceof TreeStore;
  }

  get isOnDisk(): boolean {
    return isOnDisk(this.store);
  }

  #bytesWith(count: number): number {
    return this.store.bytesWith(count) + this.#besides.bytes();
  }

  *#compress(store: StateStore): Generator<number, void> {
    this.#besides.alone();
    const compressed = new TreeStore(store.words);
    try {
      yield* compressed.take(store);
    } finally {
      this.store = compressed;
    }
  }

  *#toDisk(options: DiskOptions): Generator<number, void> {
    this.#besides.alone();
    if (isCompressible(this.store)) yield* this.#compress(this.store);
    const { store } = this;
    const bytes = (this.#options.maxMemory ?? Infinity) * ON_DISK - this.#besides.bytes();
    if (store instanceof TreeStore) yield* this.#trying(store.moveToDisk(options, bytes, this.#besides.numbered));
    else if (store instanceof StateStore) yield* this.#trying(this.#move(store, options, bytes));
  }

  *#move(store: StateStore, options: DiskOptions, bytes: number): Generator<number, void> {
    const moved = new DiskStore(store.words === 1 ? 1 : 2, options, this.#besides.numbered);
    moved.allow(bytes, 0);
    yield* moved.copy(store);
    this.store = moved;
    yield* moved.index(store);
  }

  /** Where the disk takes no more, the caller has to end the search. */
  *#trying(work: Generator<number, void>): Generator<number, void> {
    try {
      yield* work;
    } catch (refusal) {
      if (!(refusal instanceof DiskRefusal)) throw refusal;
      this.refused = refusal.message;
      yield 0;
      throw refusal;
    }
  }
}

function isCompressible(store: States): store is StateStore {
  return store instanceof StateStore && store.words >= LEAST_COMPRESSED;
}

function isOnDisk(store: States): store is DiskStore | TreeStore {
  return store instanceof DiskStore || (store instanceof TreeStore && store.isOnDisk);
}
