/** `--baseline FILE`: which failures are known. Its paths are relative to the folder that it stands in, so it serves wherever it is called from. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { Baseline, type KnownFailure, type RunReport } from '#report';
import type { Call } from '../call.ts';
import { shown } from '../files.ts';
import type { Terminal } from '../terminal.ts';
import { written } from './written.ts';

export interface KnownFailures {
  readonly file: string;
  readonly baseline: Baseline;
  /** what is unexpected becomes known, and what is gone is removed */
  readonly update: boolean;
  /** what is gone fails the run */
  readonly strict: boolean;
}

const VERSION = 1;

/** null where nothing is known */
export function baselineOf({ options }: Call): KnownFailures | null | { readonly problem: string } {
  const file = options.baseline;
  const [update, strict] = [options['update-baseline'] === true, options['strict-baseline'] === true];
  if (typeof file !== 'string') {
    const word = update ? 'update-baseline' : 'strict-baseline';
    return update || strict ? { problem: `\`--${word}\` needs a file: write \`--baseline proviso-baseline.json\` as well.` } : null;
  }
  if (update && strict) return { problem: '`--update-baseline` removes what `--strict-baseline` fails for: give one of them.' };
  const known = update && !existsSync(file) ? [] : failuresIn(file);
  return 'problem' in known ? known : { file, baseline: new Baseline(shown(file), known, update), update, strict };
}

function failuresIn(file: string): readonly KnownFailure[] | { readonly problem: string } {
  if (!existsSync(file)) return { problem: `There is no baseline ${file}. \`--baseline ${file} --update-baseline\` writes it.` };
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return { problem: `The baseline ${file} cannot be read: ${(error as Error).message}` };
  }
  const { version, known } = (data ?? {}) as { readonly version?: unknown; readonly known?: unknown };
  if (version !== VERSION || !Array.isArray(known) || !known.every(isFailure))
    return { problem: `${file} is no baseline of this version of Proviso: \`--update-baseline\` writes one.` };
  return known.map((one) => ({ ...one, file: shown(resolve(dirname(file), one.file)) }));
}

function isFailure(one: unknown): one is KnownFailure {
  const { file, question, expected, verdict } = (one ?? {}) as Partial<Record<keyof KnownFailure, unknown>>;
  return [file, question, expected, verdict].every((part) => typeof part === 'string');
}

/** Returns false where it cannot be written, which has been said. */
export function writeBaseline(terminal: Terminal, { file, baseline }: KnownFailures, run: RunReport): boolean {
  if (run.baseline === null) return true;
  const folder = dirname(resolve(file));
  const known = baseline.after(run, run.baseline).map(({ file: path, question, expected, verdict }) => ({
    ...{ file: relative(folder, resolve(path)).split(sep).join('/'), question, expected, verdict },
  }));
  return written(terminal, file, [JSON.stringify({ version: VERSION, known }, null, 2)]);
}
