/**
 * The compiled code of the large parts, kept between runs. What Node keeps is made when a module is loaded, before any of it has run, so that
 * each run compiles again whatever it calls. Here it is what was called by the end of a run. The bundle
 * makes scripts of its parts, one of those with which every process begins and one of those that check, and of each part what loads it (cli/scripts.mjs).
 * In the bundle this is a module of its own, which loads no other one.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as module from 'node:module';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { type Context, Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** So many runs add what they have called; then it stays as it is. */
const RUNS = 8;
/** After so many most of what a run calls is there. */
const WARM = 3;
/** Of a kept file: what it is, by how many runs it was made, and the checksums of what follows and of the text. A damaged one is as good as none. */
const HEADER_BYTES = 16;
const KIND = 0x50564331;

interface Loaded {
  readonly path: string;
  readonly script: Script;
  /** the checksum of its text: V8 compares no more than its length */
  readonly text: number;
  /** runs that have added to what is kept */
  readonly runs: number;
}

const loaded: Loaded[] = [];

/** What a part exports, by its number. It is made when it is first asked for. */
export type Parts = (part: number) => unknown;
/** Loads a part that is in no script, by its path from the script. */
export type Load = (path: string) => Promise<unknown>;
/** `other`: parts of a script that stands beside. `own`: this module. */
type Begin = (other: (name: string) => Parts, own: object, load: Load, url: string) => Parts;

const scripts = new Map<string, Parts>();

/** Of the script at `url`, which is loaded once. */
export function partsOf(url: string): Parts {
  const known = scripts.get(url) ?? partsIn(url);
  scripts.set(url, known);
  return known;
}

/** Of the script at `url`, in a context of its own where one is given. The parts of others that it asks for are those of this context. */
export function partsIn(url: string, context: Context | null = null, load: Load = (path) => import(new URL(path, url).href)): Parts {
  const script = scriptOf(fileURLToPath(url));
  const begin = (context === null ? script.runInThisContext() : script.runInContext(context)) as Begin;
  return begin((name) => partsOf(new URL(name, url).href), { partsOf, partsIn, keepCode, isWarm }, load, url);
}

function scriptOf(filename: string): Script {
  const bytes = readFileSync(filename);
  const text = bytes.toString('latin1');
  const folder = module.getCompileCacheDir?.();
  // Without a folder nothing is to be kept.
  if (folder === undefined) return new Script(text, { filename });
  const path = join(folder, `${basename(filename)}.code`);
  const sum = crc32(bytes);
  const kept = read(path, sum);
  const script = new Script(text, { filename, ...(kept === null ? {} : { cachedData: kept.code }) });
  const isFit = kept !== null && script.cachedDataRejected === false;
  loaded.push({ path, script, text: sum, runs: isFit ? kept.runs : 0 });
  return script;
}

function read(path: string, text: number): { readonly code: Buffer; readonly runs: number } | null {
  try {
    const bytes = readFileSync(path);
    const code = bytes.subarray(HEADER_BYTES);
    if (bytes.length <= HEADER_BYTES || bytes.readUInt32LE(0) !== KIND || bytes.readUInt32LE(12) !== text) return null;
    if (bytes.readUInt32LE(8) !== crc32(code)) return null;
    return { code, runs: bytes.readUInt32LE(4) };
  } catch {
    return null;
  }
}

/** Whether little had to be compiled. */
export function isWarm(): boolean {
  return loaded.every(({ runs }) => runs >= WARM);
}

/** Keeps what has been compiled by now. Whatever the file system or the engine refuses, the next run compiles. */
export function keepCode(): void {
  for (const { path, script, text, runs } of loaded.splice(0)) {
    if (runs >= RUNS) continue;
    const beside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      const code = script.createCachedData();
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUInt32LE(KIND, 0);
      header.writeUInt32LE(runs + 1, 4);
      header.writeUInt32LE(crc32(code), 8);
      header.writeUInt32LE(text, 12);
      writeFileSync(beside, Buffer.concat([header, code]));
      renameSync(beside, path);
    } catch {
      forget(beside);
    }
  }
}

/** What a full disk has left of a file. */
function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}
