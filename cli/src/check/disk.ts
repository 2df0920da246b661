/**
 * `--disk FOLDER`: files for searches that go on on disk. Each is deleted as soon as it is open, so nothing is left of it however the process
 * ends. Of each part its checksum is kept in memory, and compared when it is read.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { crc32 } from 'node:zlib';
import { type Disk, DiskDamage, DiskRefusal, type PartFile } from '#checker';
import { type Call, positive } from '../call.ts';
import { makeFolder } from './written.ts';

const MIB = 2 ** 20;

interface Problem {
  readonly problem: string;
}

/** Null where none is asked for. */
export function openDisk({ options, ...call }: Call): DiskFolder | Problem | null {
  const { disk } = options;
  const most = positive({ ...call, options }, 'max-disk', 'MiB', 100_000);
  if (typeof most === 'object' && most !== null) return most;
  if (typeof disk !== 'string') return most === null ? null : { problem: '`--max-disk` belongs to `--disk FOLDER`.' };
  if (options.checkpoint !== undefined)
    return { problem: '`--disk` does not go with `--checkpoint`: what is on disk is of no use to another run. Leave one of them out.' };
  if (options.compress === false)
    return { problem: '`--disk` does not go with `--no-compress`: only compressed states go to disk. Leave one of them out.' };
  try {
    const folder = resolve(disk);
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return { problem: `--disk ${disk}: it is not a folder.` };
    const opened = new DiskFolder(folder, disk, most === null ? Infinity : most * MIB);
    // Better now than after an hour.
    opened.open().drop();
    return opened;
  } catch (error) {
    if (error instanceof DiskRefusal) return { problem: `--disk ${disk}: ${(error.cause as Error).message}` };
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { problem: `--disk ${disk}: ${(error as Error).message}` };
  }
}

export class DiskFolder implements Disk {
  readonly #folder: string;
  readonly #shown: string;
  /** bytes */
  readonly #most: number;
  readonly #files = new Set<OpenFile>();

  constructor(folder: string, shown: string, most: number) {
    this.#folder = folder;
    this.#shown = shown;
    this.#most = most;
  }

  readonly open = (): PartFile => {
    const path = join(this.#folder, `proviso-${process.pid}-${randomBytes(8).toString('hex')}`);
    const descriptor = this.#trying(() => openSync(path, 'wx+'));
    this.#trying(() => deleteOpen(path, descriptor));
    const file = new OpenFile(descriptor, this.#shown, (write, bytes) => {
      if (this.#bytes + bytes > this.#most) throw new DiskRefusal(`stopped at ${(this.#most / MIB).toLocaleString('en')} MiB on disk`);
      this.#trying(write);
    });
    this.#files.add(file);
    return file;
  };

  readonly clear = (): void => {
    for (const file of this.#files) file.drop();
    this.#files.clear();
  };

  get #bytes(): number {
    let bytes = 0;
    for (const file of this.#files) {
      if (file.isDropped) this.#files.delete(file);
      else bytes += file.bytes;
    }
    return bytes;
  }

  #trying<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      const why = code === 'ENOSPC' ? 'is full' : `takes no more: ${message}`;
      throw new DiskRefusal(`stopped as the disk of ${this.#shown} ${why}`, { cause: error });
    }
  }
}

/** A system that does not let an open file be deleted is of no use. */
function deleteOpen(path: string, descriptor: number): void {
  try {
    unlinkSync(path);
  } catch (error) {
    closeSync(descriptor);
    unlinkSync(path);
    throw error;
  }
}

/** Writes so many bytes, or throws. */
type Writing = (write: () => void, bytes: number) => void;

class OpenFile implements PartFile {
  bytes = 0;
  isDropped = false;
  readonly #descriptor: number;
  readonly #shown: string;
  readonly #writing: Writing;
  /** where each part begins, and where the last one ends */
  readonly #places = [0];
  readonly #sums: number[] = [];

  constructor(descriptor: number, shown: string, writing: Writing) {
    this.#descriptor = descriptor;
    this.#shown = shown;
    this.#writing = writing;
  }

  append(part: Uint8Array): void {
    this.#writing(() => {
      for (let at = 0; at < part.length; ) at += writeSync(this.#descriptor, part, at, part.length - at, this.bytes + at);
    }, part.length);
    this.bytes += part.length;
    this.#places.push(this.bytes);
    this.#sums.push(crc32(part));
  }

  read(part: number): Uint8Array {
    const place = this.#places[part];
    const bytes = new Uint8Array(this.#places[part + 1] - place);
    let length = 0;
    try {
      for (let more = -1; more !== 0 && length < bytes.length; length += more)
        more = readSync(this.#descriptor, bytes, length, bytes.length - length, place + length);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw new DiskDamage(`stopped as the disk of ${this.#shown} cannot be read: ${message}`);
    }
    if (length < bytes.length || crc32(bytes) !== this.#sums[part])
      throw new DiskDamage(`stopped as the disk of ${this.#shown} does not give back what was written to it`);
    return bytes;
  }

  drop(): void {
    if (this.isDropped) return;
    this.isDropped = true;
    closeSync(this.#descriptor);
  }
}
