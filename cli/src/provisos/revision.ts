/** A file with everything that it imports, as it was in a revision of git. */
import { spawnSync } from 'node:child_process';
import { basename, dirname, resolve } from 'node:path';
import { load } from '#checker';
import { type Found, isInside, LARGEST, shown } from '../files.ts';
import type { Sources } from '../sources.ts';

/** Imports never leave the folder that was given. */
export function readSourcesAt(revision: string, found: Found): Sources {
  const content = textAt(revision, found.path);
  if ('problem' in content) return content;
  return load(found.path, content.text, (from, path) => {
    const target = resolve(dirname(from), path);
    if (!isInside(resolve(found.folder), target)) return { problem: `${path} is outside ${shown(found.folder)}`, details: {} };
    const imported = textAt(revision, target);
    return 'problem' in imported ? { problem: imported.problem, details: {} } : { path: shown(target), text: imported.text };
  });
}

function textAt(revision: string, path: string): { readonly text: string } | { readonly problem: string } {
  const words = ['show', '--end-of-options', `${revision}:./${basename(path)}`];
  const { stdout, stderr, error, status } = spawnSync('git', words, { cwd: dirname(resolve(path)), encoding: 'utf8', maxBuffer: LARGEST });
  if (error !== undefined) return { problem: `git cannot be asked for ${revision}: ${error.message}` };
  if (status !== 0) return { problem: stderr.trim().split('\n')[0] };
  return { text: stdout };
}
