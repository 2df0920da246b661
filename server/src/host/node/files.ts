/** Files of the disk as far as the server reads them, and their names. */
import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Files } from '../host.ts';
import { LARGEST, MOST_FILES, PROBLEMS, tooLarge } from '../reading.ts';

export const files: Files = {
  read(path, most = LARGEST) {
    try {
      const stat = statSync(path);
      if (!stat.isFile()) return { problem: PROBLEMS.notFile };
      if (stat.size > most) return { problem: tooLarge(most) };
      const bytes = readFileSync(path);
      if (bytes.includes(0) || !isUtf8(bytes)) return { problem: PROBLEMS.notText };
      return { text: bytes.toString('utf8') };
    } catch (error) {
      return { problem: reason(error) };
    }
  },
  real(path) {
    try {
      return realpathSync(path);
    } catch {
      // Nothing is there, or a link leads nowhere.
      return null;
    }
  },
  specificationsIn: (folder) => specificationsIn(folder),
  folderOf: dirname,
  isInside: (folder, path) => path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep),
  resolve: (from, written) => (isAbsolute(from) ? resolve(dirname(from), written) : null),
  pathOf(uri) {
    if (!uri.startsWith('file:')) return uri;
    try {
      return fileURLToPath(uri);
    } catch {
      // A file of another machine has no path here.
      return uri;
    }
  },
  uriOf: (path) => (/^[a-z][a-z+.-]+:/i.test(path) && !/^[a-z]:[\\/]/i.test(path) ? path : pathToFileURL(path).href),
  // The disk is read when it is asked.
  outdated: () => {},
  hear: () => {},
  settled: () => Promise.resolve(false),
};

function reason(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ELOOP') return 'this symbolic link points back to itself';
  if (code === 'ENOENT') return PROBLEMS.missing;
  return `this file cannot be read (${code ?? 'for an unknown reason'})`;
}

/** A folder that a link leads back to is entered once. */
function specificationsIn(folder: string, seen = new Set<string>(), found: string[] = []): string[] {
  const real = files.real(folder);
  if (real === null || seen.has(real)) return found;
  seen.add(real);
  for (const entry of entriesOf(folder)) {
    if (entry.startsWith('.') || entry === 'node_modules') continue;
    if (found.length >= MOST_FILES) return found;
    const path = join(folder, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) specificationsIn(path, seen, found);
    else if (stat?.isFile() && entry.endsWith('.proviso')) found.push(path);
  }
  return found;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // The folder is gone by now, or may not be read: it has no specifications for us.
    return [];
  }
}
