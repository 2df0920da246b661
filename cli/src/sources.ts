/** A file with everything that it imports, read from the file system. */
import { dirname, resolve } from 'node:path';
import { type Loaded, load } from '#checker';
import { type Found, readText, shown } from './files.ts';
import { locate } from './locate.ts';

/** `from` imports what it writes as `written`, and that is the file `path`. */
export interface ImportMet {
  readonly from: string;
  readonly written: string;
  readonly path: string;
  readonly text: string;
}

/** The file and its imports by path as shown; or why the file itself cannot be read. */
export type Sources = Loaded | { readonly problem: string };

/** `met`: hears of each import that could be read. */
export function readSources(found: Found, met: (one: ImportMet) => void = () => {}): Sources {
  const content = readText(found.path);
  if ('problem' in content) return content;
  return load(found.path, content.text, (from, written) => {
    const target = locate(found.folder, from, written);
    if ('text' in target) met({ from, written, ...target });
    return target;
  });
}

/** The same from texts that were read before. */
export function sourcesIn(texts: ReadonlyMap<string, string>, path: string): Loaded {
  return load(path, texts.get(path)!, (from, name) => {
    const target = shown(resolve(dirname(from), name));
    const text = texts.get(target);
    return text === undefined ? { problem: `${name} was not read`, details: {} } : { path: target, text };
  });
}
