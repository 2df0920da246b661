/**
 * Results of searches on disk, one file each, by the hash of what they depend on. A file is written beside and then given its name, so
 * several processes may share a folder; each begins with the checksum of what follows, so a damaged one is as good as none. Whatever the
 * file system refuses, the search is made.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ResultCache } from '#checker';
import type { Call } from '../call.ts';
import { unlessRefused } from '../refused.ts';
import { version } from '../version.ts';
import type { CheckHost } from './host.ts';
import { makeFolder } from './written.ts';

/** Where a bundle's parts are, whose names are their hashes. */
declare const PROVISO_PARTS: string | undefined;

/** Bytes that all results may take; beyond, those go that were not used for longest. */
const MOST_BYTES = 256 * 1024 * 1024;
/**
 * The folder is looked through after a run that has written so many bytes, or a result whose key begins with these digits, one in 64: there may be thousands of files,
 * and to look at them all would take longer than a small check.
 */
const [MANY_BYTES, SELDOM] = [2 ** 20, /^0[0-3]/];
/** Folders of other versions that are kept. */
const OTHER_ENGINES = 2;
const SUM_BYTES = 4;
/** In the folder of a checkpoint, where all of them are kept. */
const RESULTS = 'results';

/** null where none is wanted, or none can be had. With a checkpoint the results of what has ended belong to it. */
export function openCache({ options }: Call, later: CheckHost['later'] = null): DiskCache | null {
  if (typeof options.checkpoint === 'string') return new DiskCache(join(resolve(options.checkpoint), RESULTS), Infinity);
  if (options.cache === false) return null;
  const given = options['cache-folder'];
  const folder = typeof given === 'string' ? resolve(given) : usualFolder();
  return folder === null ? null : new DiskCache(folder, MOST_BYTES, later);
}

/** The sources change from one run to the next, so in a checkout nothing is remembered unless it is asked for. */
function usualFolder(): string | null {
  if (typeof PROVISO_PARTS === 'undefined') return null;
  if (exists('node_modules')) return resolve('node_modules/.cache/proviso');
  if (process.env.XDG_CACHE_HOME) return join(process.env.XDG_CACHE_HOME, 'proviso');
  const home = unlessRefused(homedir);
  return home === null || home === '' ? null : join(home, '.cache/proviso');
}

export class DiskCache implements ResultCache {
  readonly #folder: string;
  readonly #engine: string;
  readonly #mostBytes: number;
  readonly #later: CheckHost['later'];
  /** what is still to be written, by its key */
  readonly #waiting = new Map<string, Uint8Array>();
  /** bytes */
  #written = 0;
  #isDue = false;

  constructor(folder: string, mostBytes = MOST_BYTES, later: CheckHost['later'] = null) {
    this.#folder = folder;
    this.#mostBytes = mostBytes;
    this.#later = later;
    this.#engine = join(folder, engine());
  }

  hash(parts: readonly string[]): string {
    return digest(parts.map((part) => `${part.length}:${part}`).join(''));
  }

  get(key: string): unknown {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return deserialize(waiting);
    const path = this.#path(key);
    const bytes = unlessRefused(() => readFileSync(path));
    if (bytes === null || bytes.length <= SUM_BYTES) return null;
    const content = bytes.subarray(SUM_BYTES);
    if (checksum(key, content) !== bytes.readUInt32LE()) return null;
    const now = new Date();
    this.#change(() => unlessRefused(() => utimesSync(path, now, now)) === undefined);
    return deserialize(content);
  }

  put(key: string, data: unknown): boolean {
    const content = serialize(data);
    if (this.#later !== null) this.#waiting.set(key, content);
    return this.#change(() => this.#write(key, content));
  }

  /** What is to be made later is taken to succeed. */
  #change(act: () => boolean): boolean {
    if (this.#later === null) return act();
    this.#later(act);
    return true;
  }

  #write(key: string, content: Uint8Array): boolean {
    const path = this.#path(key);
    const beside = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    const sum = Buffer.alloc(SUM_BYTES);
    sum.writeUInt32LE(checksum(key, content));
    const written = unlessRefused(() => {
      makeFolder(dirname(path));
      writeFileSync(beside, Buffer.concat([sum, content]));
      renameSync(beside, path);
      return true;
    });
    if (written === true) {
      this.#written += content.length;
      this.#isDue ||= SELDOM.test(key) || this.#written > MANY_BYTES;
    } else unlessRefused(() => rmSync(beside, { force: true }));
    return written === true;
  }

  /** Keeps the folder small. */
  close(): void {
    this.#change(() => this.#tidy());
  }

  #tidy(): boolean {
    if (!this.#isDue) return true;
    this.#forgetOtherEngines();
    const files = filesIn(this.#engine);
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.used - b.used)) {
      if (bytes <= this.#mostBytes) return true;
      unlessRefused(() => rmSync(path, { force: true }));
      bytes -= size;
    }
    return true;
  }

  #forgetOtherEngines(): void {
    const names = unlessRefused(() => readdirSync(this.#folder)) ?? [];
    const others = names.filter((name) => /^[0-9a-f]{16}$/.test(name) && join(this.#folder, name) !== this.#engine);
    const dated = others.map((name) => ({
      path: join(this.#folder, name),
      used: unlessRefused(() => statSync(join(this.#folder, name)).mtimeMs) ?? 0,
    }));
    for (const { path } of dated.sort((a, b) => b.used - a.used).slice(OTHER_ENGINES))
      unlessRefused(() => rmSync(path, { recursive: true, force: true }));
  }

  #path(key: string): string {
    return join(this.#engine, key.slice(0, 2), key);
  }
}

/** Which checker this is: results of another are never taken. */
export function engine(): string {
  // How values are written as bytes is V8's business.
  const known = `${version()}\n${process.versions.modules}\n`;
  if (typeof PROVISO_PARTS === 'undefined') {
    const hash = createHash('sha256').update(known);
    const root = fileURLToPath(new URL('../../../', import.meta.url));
    for (const part of ['grammar/src', 'checker/src', 'report/src', 'cli/src']) {
      for (const name of readdirSync(join(root, part), { recursive: true, encoding: 'utf8' }).sort()) {
        if (name.endsWith('.ts')) hash.update(name).update(readFileSync(join(root, part, name)));
      }
    }
    return shortened(hash.digest('hex'));
  }
  const names = readdirSync(fileURLToPath(new URL(PROVISO_PARTS, import.meta.url))).sort();
  return shortened(digest(`${known}${names.join('\n')}`));
}

/** SHA-256. Node's comes with all of its cryptography, which takes longer to load than a small check has to hash. */
function digest(text: string): string {
  // A quick attempt has no TextEncoder, and Uint8Array of its own.
  return bytesToHex(sha256(new Uint8Array(Buffer.from(text))));
}

function shortened(hash: string): string {
  return hash.slice(0, 16);
}

/** With its key, so that a file which was given the name of another is none. */
function checksum(key: string, content: Uint8Array): number {
  return crc32(content, crc32(key));
}

function filesIn(folder: string): { path: string; size: number; used: number }[] {
  const names = unlessRefused(() => readdirSync(folder, { recursive: true, encoding: 'utf8' })) ?? [];
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stat = unlessRefused(() => statSync(path));
    return stat?.isFile() ? [{ path, size: stat.size, used: stat.mtimeMs }] : [];
  });
}

function exists(path: string): boolean {
  return unlessRefused(() => statSync(path).isDirectory()) === true;
}
