/** Which logs a call of `proviso conform` names: files as they are, and of a folder its `.jsonl` files by name. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, many } from '../call.ts';
import { statOf } from '../files.ts';

/** A folder without any, or one that cannot be read, is named itself, so that it is told. */
export function tracePaths(call: Call): string[] {
  return many(call, 'trace').flatMap((path) => {
    const logs = namesIn(path).filter((name) => name.endsWith('.jsonl'));
    return logs.length === 0 ? [path] : logs.sort().map((name) => join(path, name));
  });
}

function namesIn(path: string): string[] {
  try {
    return statOf(path)?.isDirectory() === true ? readdirSync(path) : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return [];
  }
}
