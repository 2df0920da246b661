/**
 * Of which files the process has given up to make the searches by itself, each with its size then: their searches are left to a thread from the beginning,
 * until the file is a tenth shorter. It is a table of fixed size beside the compiled code, one for all processes. Whatever is wrong with it, a file is tried or is not:
 * no answer depends on that.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Call } from '../call.ts';
import { unlessRefused } from '../refused.ts';
import { version } from '../version.ts';

const NAME = 'lost';
/** A file that falls on the place of another one takes it. */
const PLACES = 256;
/** The checksum of the call, the size of its file, and the checksum of its text, in four bytes each. */
const ENTRY_BYTES = 12;
const SHORTER = 0.9;

/**
 * `size`: bytes of the one file that the call names. A text that is as it was is no loss where results are remembered: a thread has made them. A new
 * text is noted.
 */
export function isLost(call: Call, size: number): boolean {
  const table = read();
  const sum = sumOf(call);
  const at = placeOf(sum);
  if (table === null || table.readUInt32LE(at) !== sum || size <= table.readUInt32LE(at + 4) * SHORTER) return false;
  if (call.options.cache === false) return true;
  const text = textOf(call);
  if (table.readUInt32LE(at + 8) === text) return false;
  table.writeUInt32LE(text, at + 8);
  write(table);
  return true;
}

export function noteLost(call: Call, size: number): void {
  const table = read() ?? Buffer.alloc(PLACES * ENTRY_BYTES);
  const sum = sumOf(call);
  const at = placeOf(sum);
  table.writeUInt32LE(sum, at);
  table.writeUInt32LE(size, at + 4);
  table.writeUInt32LE(textOf(call), at + 8);
  write(table);
}

function write(table: Buffer): void {
  const path = pathOfTable();
  // Where nothing can be kept, it is tried again.
  if (path !== null) unlessRefused(() => writeFileSync(path, table));
}

/** Its checksum; 0 where the file is gone by now. */
function textOf({ words: [path] }: Call): number {
  return unlessRefused(() => crc32(readFileSync(path))) ?? 0;
}

function pathOfTable(): string | null {
  const folder = module.getCompileCacheDir?.();
  return folder === undefined ? null : join(folder, NAME);
}

function read(): Buffer | null {
  const path = pathOfTable();
  const table = path === null ? null : unlessRefused(() => readFileSync(path));
  return table?.length === PLACES * ENTRY_BYTES ? table : null;
}

function sumOf({ words, options }: Call): number {
  return crc32(JSON.stringify([version(), words.map((path) => resolve(path)), options]));
}

function placeOf(sum: number): number {
  return (sum % PLACES) * ENTRY_BYTES;
}
