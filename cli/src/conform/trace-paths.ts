/** Which logs a call of `proviso conform` names: files as they are, and of a folder its `.jsonl` files by name. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Call, many } from '../call.ts';

/** A folder without any is named itself, so that it is told. */
export function tracePaths(call: Call): string[] {
  return many(call, 'trace').flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const logs = readdirSync(path).filter((name) => name.endsWith('.jsonl'));
    return logs.length === 0 ? [path] : logs.sort().map((name) => join(path, name));
  });
}
