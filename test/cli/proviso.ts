/** Runs the command line in a folder of its own with the files given; answers what it said and its exit code. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bundle of support/command-line.ts; else the sources, which start slowly. */
const SOURCES = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const MAIN = process.env.PROVISO_COMMAND_LINE ?? SOURCES;

/** Nothing is remembered from one call to the next unless a test asks for it: no folder can be made there. */
process.env.XDG_CACHE_HOME = '/dev/null';

/** The text or bytes of a file, or where a link leads. */
export type Files = Readonly<Record<string, string | Uint8Array | { readonly link: string }>>;

export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** runs again in the same folder */
  readonly folder: string;
}

const folders: string[] = [];

export function folderWith(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path);
    else writeFileSync(path, content);
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What Node is called with, before the words. */
export const commandLine: readonly string[] = [MAIN];

/** As in a checkout. */
export function provisoFromSources(words: readonly string[], files: Files): Said {
  return proviso(words, files, [], 'pipe', SOURCES);
}

/** `node`: options of Node itself. `out`: where standard output goes instead. */
export function proviso(
  words: readonly string[],
  files: Files | string = {},
  node: readonly string[] = [],
  out: number | 'pipe' = 'pipe',
  main = MAIN,
): Said {
  const folder = typeof files === 'string' ? files : folderWith(files);
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, main, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
    stdio: ['ignore', out, 'pipe'],
  });
  return { code: status, out: stdout, err: stderr, folder };
}
