/**
 * `--changed`: files that are as they were in a revision of git, with everything that they import, are left out. A file of which git does
 * not know that it is unchanged (untracked, ignored, outside the repository) counts as changed.
 */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Call } from '../call.ts';

export interface Changes {
  /** as it was asked for */
  readonly since: string;
  /** of a file with everything that was read for it */
  isUnchanged(paths: Iterable<string>): boolean;
}

type Answer = { readonly text: string } | { readonly problem: string };

/** Bytes of a list of files. */
const LONGEST = 256 * 1024 * 1024;

/** null where all files are wanted */
export function changesOf({ options }: Call): Changes | null | { readonly problem: string } {
  const { changed } = options;
  if (typeof changed !== 'string') return null;
  const since = changed === '' ? 'HEAD' : changed;
  const top = git(['rev-parse', '--show-toplevel']);
  if ('problem' in top) return { problem: noRepository(top.problem) };
  const root = realpathSync(withoutLineEnd(top.text));
  const revision = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{commit}`]);
  // Before the first commit there is nothing that could be unchanged.
  if ('problem' in revision && changed === '') return { since, isUnchanged: () => false };
  if ('problem' in revision)
    return {
      problem: `git knows no revision \`${since}\` here. In a shallow clone, fetch it first; \`--changed\` alone compares with HEAD.`,
    };
  const base = git(['merge-base', withoutLineEnd(revision.text), 'HEAD']);
  if ('problem' in base)
    return {
      problem: `\`${since}\` and HEAD have no commit in common that git knows here. In a shallow clone, fetch more of the history.`,
    };
  const tracked = git(['ls-files', '-z'], root);
  const changedFiles = git(['diff', '--name-only', '--no-renames', '--no-ext-diff', '-z', withoutLineEnd(base.text), '--'], root);
  for (const answer of [tracked, changedFiles])
    if ('problem' in answer) return { problem: `git cannot tell what has changed: ${answer.problem}` };
  const names = (answer: Answer) => ('text' in answer ? answer.text.split('\0').filter((name) => name !== '') : []);
  const unchanged = new Set(names(tracked).map((name) => join(root, name)));
  for (const name of names(changedFiles)) unchanged.delete(join(root, name));
  return { since, isUnchanged: (paths) => [...paths].every((path) => placesOf(path).every((place) => unchanged.has(place))) };
}

/** The file as it is named in a folder that is real, and where it leads if it is a link. */
function placesOf(path: string): string[] {
  const whole = resolve(path);
  return [join(realpathSync(dirname(whole)), basename(whole)), realpathSync(whole)];
}

function noRepository(problem: string): string {
  return /not a git repository/.test(problem)
    ? '`--changed` needs a git repository, and this folder is in none.'
    : `\`--changed\` needs git: ${problem}`;
}

function git(words: readonly string[], cwd = '.'): Answer {
  const env = { ...process.env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' };
  const { stdout, stderr, error, status } = spawnSync('git', words, { cwd, encoding: 'utf8', maxBuffer: LONGEST, env });
  if (error !== undefined) return { problem: `it cannot be started (${error.message})` };
  return status === 0
    ? { text: stdout }
    : {
        problem: stderr
          .trim()
          .split('\n')[0]
          .replace(/^fatal: /, ''),
      };
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
