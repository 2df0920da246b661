/**
 * The faults of planted.txt: for each rule one, planted in one machine alone or in what stands on both. What stands behind `-` in
 * `file` is replaced by what stands behind `+`, and `test` is the random test that has to notice.
 */
import { readFileSync } from 'node:fs';

export interface Planted {
  readonly about: string;
  /** what is broken, in a few words */
  readonly fault: string;
  readonly test: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export function plantedFaults(): Planted[] {
  const entries = readFileSync(new URL('planted.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n\n');
  let about = '';
  return entries.map((entry) => {
    const lines = entry.split('\n');
    const after = (mark: string) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
    const [[fault], [test], [file]] = [after('# '), after('test '), after('file ')];
    about = after('== ')[0] ?? about;
    return { about, fault, test, file, find: after('-').join('\n'), replace: after('+').join('\n') };
  });
}
