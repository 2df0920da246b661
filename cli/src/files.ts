/** Which files are meant, and their texts. A file that cannot be read is reported, never thrown. */

import { isUtf8 } from 'node:buffer';
import { existsSync, globSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { append } from '#grammar';
import type { Call } from './call.ts';

export interface Found {
  /** as it is shown: relative to the current directory where that is shorter, with forward slashes */
  readonly path: string;
  /** imports are read only inside this folder */
  readonly folder: string;
}

/** A problem with a file as a whole. */
export interface FileProblem {
  readonly path: string;
  readonly message: string;
}

export interface Search {
  readonly files: readonly Found[];
  readonly problems: readonly FileProblem[];
}

const EXTENSION = '.proviso';

/** Every file that the words name, each once, in a fixed order: words as given, files of a folder by name. */
export function findFiles({ words, exclude = [] }: Pick<Call, 'words' | 'exclude'>): Search {
  const left = new Set(exclude);
  const files = new Map<string, Found>();
  const problems: FileProblem[] = [];
  for (const word of words.length === 0 ? ['.'] : words) {
    const search = findWord(word, left);
    append(problems, search.problems);
    for (const file of search.files) if (!files.has(resolve(file.path))) files.set(resolve(file.path), file);
  }
  return { files: [...files.values()], problems };
}

function findWord(word: string, left: ReadonlySet<string>): Search {
  if (existsSync(word)) return statSync(word).isDirectory() ? findInFolder(word, left) : { files: [file(word)], problems: [] };
  if (/[*?[{]/.test(word)) {
    const matches = globSync(word)
      .filter((path) => path.endsWith(EXTENSION))
      .sort();
    const files = matches.filter((path) => statOf(path)?.isFile() && !isLeft(path, left)).map(file);
    return { files, problems: files.length > 0 ? [] : [{ path: word, message: 'no file fits this pattern' }] };
  }
  return {
    files: [],
    problems: [{ path: shown(word), message: isLink(word) ? 'this is a link that leads nowhere' : 'there is no such file or folder' }],
  };
}

/** Of a path that leads nowhere. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    // Nothing is there; or a file stands where a folder should (ENOTDIR), or the name is too long.
    return false;
  }
}

/** A file's imports stay inside the current directory, or inside the file's own folder where it stands elsewhere. */
function file(path: string): Found {
  const inside = isInside(realpathSync('.'), realpathSync(path));
  return { path: shown(path), folder: inside ? resolve('.') : resolve(path, '..') };
}

function findInFolder(folder: string, left: ReadonlySet<string>): Search {
  const files: Found[] = [];
  const problems: FileProblem[] = [];
  walk(folder, { seen: new Set(), left }, (path) => files.push({ path: shown(path), folder: resolve(folder) }), problems);
  if (files.length === 0 && problems.length === 0)
    problems.push({ path: shown(folder), message: `there is no ${EXTENSION} file in this folder` });
  return { files, problems };
}

interface Walk {
  readonly seen: Set<string>;
  /** files and folders that are left out */
  readonly left: ReadonlySet<string>;
}

/** Folders that a link leads back to are entered once. */
function walk(folder: string, { seen, left }: Walk, found: (path: string) => void, problems: FileProblem[]): void {
  let entries: string[];
  try {
    const real = realpathSync(folder);
    if (seen.has(real)) return;
    seen.add(real);
    entries = readdirSync(folder).sort();
  } catch (error) {
    problems.push({ path: shown(folder), message: reason(error) });
    return;
  }
  for (const name of entries) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = join(folder, name);
    if (left.has(resolve(path))) continue;
    const stat = statOf(path);
    if (stat?.isDirectory()) walk(path, { seen, left }, found, problems);
    else if (name.endsWith(EXTENSION)) {
      if (stat?.isFile()) found(path);
      else problems.push({ path: shown(path), message: stat === null ? 'this is a link that leads nowhere' : 'this is not a file' });
    }
  }
}

/** Of a file below a folder that is left out too. */
function isLeft(path: string, left: ReadonlySet<string>): boolean {
  for (let at = resolve(path); left.size > 0; at = dirname(at)) {
    if (left.has(at)) return true;
    if (dirname(at) === at) break;
  }
  return false;
}

/** null where there is nothing, or nothing that the system would look at. */
export function statOf(path: string) {
  try {
    return statSync(path);
  } catch {
    // A link that leads nowhere, or round in a circle.
    return null;
  }
}

/** Larger files are refused by name and size: no model is written that large. */
export const LARGEST = 10 * 1024 * 1024;

/** The text of a file, or why it cannot be had. `largest`: in bytes. */
export function readText(path: string, largest = LARGEST): { readonly text: string } | { readonly problem: string } {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return { problem: 'this is a folder, not a file' };
    if (!stat.isFile()) return { problem: 'this is not a file' };
    if (stat.size > largest)
      return { problem: `the file has ${Math.ceil(stat.size / 1024 / 1024)} MiB; at most ${largest / 1024 / 1024} MiB are read` };
    const bytes = readFileSync(path);
    if (bytes.includes(0) || !isUtf8(bytes)) return { problem: 'the file is not a text in UTF-8' };
    const text = bytes.toString('utf8');
    return text.trim() === '' ? { problem: 'the file is empty: there is nothing to check in it' } : { text };
  } catch (error) {
    return { problem: reason(error) };
  }
}

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'this may not be read: permission denied';
  if (code === 'ELOOP') return 'this is a link that leads back to itself';
  if (code === 'ENOENT') return 'there is no such file or folder';
  return `this cannot be read (${code ?? 'for an unknown reason'})`;
}

export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

export function shown(path: string): string {
  const near = relative(process.cwd(), path);
  const chosen = near === '' ? '.' : near.startsWith('..') ? resolve(path) : near;
  return chosen.split(sep).join('/');
}
