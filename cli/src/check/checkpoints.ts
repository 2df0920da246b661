/**
 * `--checkpoint FOLDER`: what a run has come to, so that the same call goes on from there. The folder belongs to one question: these files,
 * this Proviso, these options. It has the results of the points that are done, as the cache keeps them, and the searches of the others
 * (kept-search.ts). Where it is of another question, or damaged, it is refused as a whole.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Checkpoints, Slot } from '#checker';
import { type Call, many } from '../call.ts';
import type { Terminal } from '../terminal.ts';
import { version } from '../version.ts';
import { engine } from './cache.ts';
import { forgetSearches, KeptSearch } from './kept-search.ts';
import { lockedBy, unlock } from './lock.ts';
import { makeFolder } from './written.ts';

/** Milliseconds between two times at which searches are kept: so many times what the last one took, within these. */
const EVERY = { times: 20, least: 1000, most: 30_000 } as const;
const [MANIFEST, UNFINISHED, LOCK, SEARCHES] = ['proviso-checkpoint.json', 'proviso-checkpoint.json.new', 'lock', 'searches'];

interface Manifest {
  readonly version: string;
  readonly engine: string;
  readonly options: Readonly<Record<string, string>>;
  /** the hash of each file's text, by its path as it is shown */
  readonly files: Readonly<Record<string, string>>;
}

interface Problem {
  readonly problem: string;
}

/** Null where none is asked for. `texts`: of every file that was read. */
export function openCheckpoints(call: Call, texts: ReadonlyMap<string, string>, terminal: Terminal): CheckpointFolder | Problem | null {
  const { checkpoint } = call.options;
  if (typeof checkpoint !== 'string') return null;
  try {
    const folder = resolve(checkpoint);
    const problem = refused(folder, checkpoint, { version: version(), engine: engine(), options: optionsOf(call), files: hashes(texts) });
    return problem ?? new CheckpointFolder(folder, checkpoint, terminal, call.options.quiet === true);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { problem: `--checkpoint ${checkpoint}: ${(error as Error).message}` };
  }
}

/** The options that change which searches there are, or what they find. */
function optionsOf(call: Call): Manifest['options'] {
  const { forget, reduction, traces, stats } = call.options;
  return {
    '--property': many(call, 'property').join(', '),
    '--assume': many(call, 'assume').join(', '),
    '--no-reduction': reduction === false ? 'given' : '',
    '--forget': forget === true ? 'given' : '',
    '--traces': traces === true ? 'given' : '',
    '--stats': stats === true ? 'given' : '',
  };
}

function hashes(texts: ReadonlyMap<string, string>): Manifest['files'] {
  return Object.fromEntries([...texts].map(([path, text]) => [path, hashOf(text)] as const).sort());
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Why the folder cannot be used; null where it can, and is this process's from now on. */
function refused(folder: string, shown: string, now: Manifest): Problem | null {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  // A run that was killed at once may have left these alone.
  if (!entries.includes(MANIFEST) && entries.some((name) => !name.startsWith(LOCK) && name !== UNFINISHED))
    return { problem: `--checkpoint ${shown}: the folder is not empty, and has no checkpoint.` };
  makeFolder(folder);
  const lock = join(folder, LOCK);
  const holder = lockedBy(lock);
  if (holder !== null)
    return { problem: `--checkpoint ${shown}: process ${holder} is at work there. If that is not Proviso, delete ${join(shown, LOCK)}.` };
  const why = unfit(folder, now);
  if (why === null) return null;
  unlock(lock);
  return { problem: `--checkpoint ${shown}: the checkpoint ${why}. Take another folder, or delete this one to begin again.` };
}

/** What keeps this question from going on there. Where there is no checkpoint yet, this question's begins. */
function unfit(folder: string, now: Manifest): string | null {
  const path = join(folder, MANIFEST);
  if (!existsSync(path)) {
    const beside = join(folder, UNFINISHED);
    writeFileSync(beside, `${JSON.stringify(now, null, 2)}\n`);
    renameSync(beside, path);
    return null;
  }
  const difference = differenceTo(readFileSync(path, 'utf8'), now);
  if (difference !== null) return difference;
  for (const search of searchesIn(join(folder, SEARCHES))) {
    const damage = new KeptSearch(search).damage();
    if (damage !== null) return `is damaged: ${damage}`;
  }
  return null;
}

function differenceTo(text: string, now: Manifest): string | null {
  const then = manifestIn(text);
  if (then === null) return `is damaged: ${MANIFEST} is not as it was written`;
  if (then.version !== now.version) return `is of another version of Proviso, ${then.version}`;
  if (then.engine !== now.engine) return 'is of another build of Proviso';
  for (const [option, value] of Object.entries(now.options))
    if (then.options[option] !== value)
      return `is of other options: ${option} ${then.options[option] || 'not given'} then, ${value || 'not given'} now`;
  for (const [file, hash] of Object.entries(now.files)) {
    if (then.files[file] === undefined) return `is of other files: ${file} is not among them`;
    if (then.files[file] !== hash) return `is of other files: ${file} has changed since`;
  }
  const missing = Object.keys(then.files).find((file) => now.files[file] === undefined);
  return missing === undefined ? null : `is of other files: ${missing} is one of them, and is not asked about now`;
}

function manifestIn(text: string): Manifest | null {
  try {
    const manifest = JSON.parse(text) as Manifest;
    return typeof manifest?.options === 'object' && typeof manifest.files === 'object' ? manifest : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function searchesIn(folder: string): string[] {
  const below = (path: string) => (existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []);
  return below(folder).flatMap(below);
}

export class CheckpointFolder implements Checkpoints {
  readonly #folder: string;
  readonly #shown: string;
  readonly #terminal: Terminal;
  readonly #isQuiet: boolean;
  /** by point */
  readonly #open = new Map<string, readonly KeptSearch[]>();
  #last = performance.now();
  #due = performance.now() + EVERY.least;
  #failed = false;

  constructor(folder: string, shown: string, terminal: Terminal, isQuiet: boolean) {
    this.#folder = folder;
    this.#shown = shown;
    this.#terminal = terminal;
    this.#isQuiet = isQuiet;
  }

  readonly slots = (point: string) => (name: readonly string[]) => {
    const search = new KeptSearch(join(this.#ofPoint(point), nameOf(name.join('\n'))));
    this.#open.set(point, [...(this.#open.get(point) ?? []), search]);
    return this.#slot(search);
  };

  readonly forget = (point: string): void => {
    for (const search of this.#open.get(point) ?? []) search.close();
    this.#open.delete(point);
    this.#said(() => forgetSearches(this.#ofPoint(point)));
  };

  /** Another process may go on. */
  close(): void {
    this.#said(() => unlock(join(this.#folder, LOCK)));
  }

  #ofPoint(point: string): string {
    return join(this.#folder, SEARCHES, nameOf(point));
  }

  #slot(search: KeptSearch): Slot {
    let begun: number | null = null;
    return {
      load: () => {
        const known = search.load();
        if (known !== null && !this.#isQuiet)
          this.#terminal.complain(`proviso: goes on from ${known.states.toLocaleString('en')} states of ${this.#shown}`);
        return known?.kept ?? null;
      },
      isDue: () => this.#isTime(performance.now() >= this.#due),
      isWorth: () => this.#isTime(performance.now() - this.#last > EVERY.least),
      append: (column, bytes) => {
        begun ??= performance.now();
        this.#tried(() => search.append(column, bytes));
      },
      commit: (head, states) => {
        this.#tried(() => search.commit(head, states));
        const now = performance.now();
        this.#last = now;
        this.#due = now + Math.min(EVERY.most, Math.max(EVERY.least, EVERY.times * (now - (begun ?? now))));
        begun = null;
      },
    };
  }

  #isTime(isTime: boolean): boolean {
    return isTime && !this.#failed;
  }

  /** Once the file system has refused something, the search goes on, and is not kept any more. */
  #tried(write: () => void): void {
    if (!this.#failed) this.#said(write);
  }

  /** What the file system refuses is said, once. */
  #said(act: () => void): void {
    try {
      act();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (!this.#failed) this.#terminal.complain(`proviso: --checkpoint ${this.#shown}: nothing more is kept: ${message}`);
      this.#failed = true;
    }
  }
}

/** A name for a folder. */
function nameOf(name: string): string {
  return hashOf(name).slice(0, 16);
}
