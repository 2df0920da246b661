/** Where the configuration of a call is. Loads nothing: most calls have none. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Call } from '../call.ts';

const NAME = 'proviso.config.json';

/** From the folder of the first file that is named, or from the one that one stands in, upwards; null where there is none, or none is wanted. */
export function configOf({ words, options }: Call): string | null {
  if (options.config === false) return null;
  if (typeof options.config === 'string') return options.config;
  const [first = '.'] = words;
  for (let folder = resolve(isFolder(first) ? first : dirname(first)); ; folder = dirname(folder)) {
    const path = join(folder, NAME);
    if (existsSync(path)) return path;
    if (dirname(folder) === folder) return null;
  }
}

/** The same, whole; where there is none, where one would be found: in the folder of the first file. */
export function placeOfConfig(call: Call): string | null {
  const path = configOf(call);
  if (path !== null) return resolve(path);
  const [first = '.'] = call.words;
  return call.options.config === false ? null : resolve(isFolder(first) ? first : dirname(first), NAME);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    // Nothing is there, or it may not be looked at: it is reported where the files are read.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return false;
  }
}
