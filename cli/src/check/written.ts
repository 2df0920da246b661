/** The files into which a run is written. */
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Terminal } from '../terminal.ts';

/** How wide a text in a file is. */
export const FILE_COLUMNS = 120;

/** Returns false where the file cannot be written, which has been said. */
export function written(terminal: Terminal, file: string, ...parts: readonly Iterable<string>[]): boolean {
  try {
    writeLines(file, ...parts);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    terminal.complain(`proviso: ${file} cannot be written: ${(error as Error).message}`);
    return false;
  }
}

/** Makes the folder that it stands in. Throws what the file system says. */
export function writeLines(file: string, ...parts: readonly Iterable<string>[]): void {
  makeFolder(dirname(file));
  const descriptor = openSync(file, 'w');
  try {
    for (const part of parts) for (const line of part) writeSync(descriptor, `${line}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** With those above it. Node's own `recursive` never returns where the system says that a folder which is there is not, as below /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have made it by now.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
