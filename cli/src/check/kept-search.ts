/**
 * One search in a folder of its own: a file for each column, and `head`, which takes the place of the head before by being given its name.
 * The head says how long each column is and what its checksum is; what stands behind that was written by a process that was killed.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { Kept } from '#checker';
import { makeFolder } from './written.ts';

/** What a head says of a column. */
interface Length {
  readonly bytes: number;
  readonly crc: number;
}

interface Head {
  readonly columns: Readonly<Record<string, Length>>;
  readonly states: number;
  readonly data: unknown;
}

const HASH_BYTES = 32;
/** Bytes read at a time. */
const PART = 4 * 1024 * 1024;

export class KeptSearch {
  readonly #folder: string;
  #columns: Record<string, Length> = {};
  readonly #open = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What was kept last, and how many states it has; null where nothing was. */
  load(): { readonly kept: Kept; readonly states: number } | null {
    const head = this.#head();
    if (head === null) return null;
    // Every search in the folder was looked at before.
    if (head === 'damaged') throw new Error(`${this.#path('head')} was damaged while it was in use`);
    this.#columns = { ...head.columns };
    const kept: Kept = {
      head: head.data,
      column: (name, multiple) => this.#parts(name, head.columns[name]?.bytes ?? 0, Math.max(1, Math.floor(PART / multiple)) * multiple),
    };
    return { kept, states: head.states };
  }

  /** What is wrong with what was kept, or null. */
  damage(): string | null {
    const head = this.#head();
    if (head === 'damaged') return `${this.#path('head')} is not as it was written`;
    for (const [name, { bytes, crc }] of Object.entries(head?.columns ?? {})) {
      let found = 0;
      let length = 0;
      for (const part of this.#parts(name, bytes, PART)) {
        found = crc32(part, found);
        length += part.length;
      }
      if (length < bytes) return `${bytes - length} bytes of ${this.#path(name)} are missing`;
      if (found !== crc) return `${this.#path(name)} is not as it was written`;
    }
    return null;
  }

  append(column: string, bytes: Uint8Array): void {
    const file = this.#fileOf(column);
    const before = this.#columns[column] ?? { bytes: 0, crc: 0 };
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, before.bytes + at);
    this.#columns[column] = { bytes: before.bytes + bytes.length, crc: crc32(bytes, before.crc) };
  }

  commit(data: unknown, states: number): void {
    makeFolder(this.#folder);
    for (const file of this.#open.values()) fdatasyncSync(file);
    const content = serialize({ columns: this.#columns, states, data } satisfies Head);
    const beside = this.#path('head.new');
    const file = openSync(beside, 'w');
    try {
      const whole = Buffer.concat([createHash('sha256').update(content).digest(), content]);
      for (let at = 0; at < whole.length; ) at += writeSync(file, whole, at);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, this.#path('head'));
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #path(name: string): string {
    return join(this.#folder, name.replaceAll(' ', '-'));
  }

  #head(): Head | 'damaged' | null {
    const path = this.#path('head');
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return null;
    const bytes = readFileSync(path);
    const content = bytes.subarray(HASH_BYTES);
    const isWhole = createHash('sha256').update(content).digest().equals(bytes.subarray(0, HASH_BYTES));
    return isWhole ? (deserialize(content) as Head) : 'damaged';
  }

  /** Opened for writing behind what the head knows of it. */
  #fileOf(column: string): number {
    const known = this.#open.get(column);
    if (known !== undefined) return known;
    makeFolder(this.#folder);
    const path = this.#path(column);
    const file = openSync(path, statSync(path, { throwIfNoEntry: false }) === undefined ? 'w+' : 'r+');
    this.#open.set(column, file);
    ftruncateSync(file, this.#columns[column]?.bytes ?? 0);
    return file;
  }

  /** The first `bytes` of a column, or as many as there are. */
  *#parts(column: string, bytes: number, most: number): Generator<Uint8Array<ArrayBuffer>> {
    if (bytes === 0 || statSync(this.#path(column), { throwIfNoEntry: false }) === undefined) return;
    const file = openSync(this.#path(column), 'r');
    try {
      for (let at = 0; at < bytes; ) {
        const part = new Uint8Array(Math.min(most, bytes - at));
        let length = 0;
        for (let read = -1; read !== 0 && length < part.length; length += read)
          read = readSync(file, part, length, part.length - length, at + length);
        if (length === 0) return;
        at += length;
        yield part.subarray(0, length);
      }
    } finally {
      closeSync(file);
    }
  }
}

/** Nothing of it is needed any more. */
export function forgetSearches(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
