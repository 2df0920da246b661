/** Runs a program to its end and says what it took. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export type Command = readonly [program: string, ...words: string[]];

export interface Cost {
  readonly seconds: number;
  /** seconds of processor time, of all threads; null where GNU time is missing */
  readonly processor: number | null;
  /** bytes in memory at most; null likewise */
  readonly resident: number | null;
}

export interface Ended extends Cost {
  readonly output: string;
  /** what it wrote beside that, as progress or for want of success */
  readonly said: string;
  readonly status: number | null;
}

const TIME = '/usr/bin/time';
const hasTime = spawnSync(TIME, ['-f', '%M', 'true']).status === 0;
if (!hasTime) console.log(`memory and processor time of programs: skipped, GNU time is not installed as ${TIME}`);

export function timed(folder: string, [program, ...words]: Command, env: Readonly<Record<string, string>> = {}): Ended {
  const notes = mkdtempSync(join(tmpdir(), 'proviso-time-'));
  try {
    const costs = join(notes, 'costs');
    const [first, ...rest] = hasTime ? [TIME, '-o', costs, '-f', '%U %S %M', program, ...words] : [program, ...words];
    const begin = performance.now();
    const ended = spawnSync(first, rest, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...env } });
    const seconds = (performance.now() - begin) / 1000;
    // a line before it says so where the program has failed
    const figures = hasTime ? (readFileSync(costs, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? []) : [];
    return {
      seconds,
      processor: hasTime ? figures[0] + figures[1] : null,
      resident: hasTime ? figures[2] * 1024 : null,
      output: ended.stdout ?? '',
      said: ended.stderr ?? '',
      status: ended.status,
    };
  } finally {
    rmSync(notes, { recursive: true });
  }
}

/** What several took one after another. */
export function together(costs: readonly Cost[]): Cost {
  return {
    seconds: costs.reduce((all, { seconds }) => all + seconds, 0),
    processor: hasTime ? costs.reduce((all, { processor }) => all + (processor ?? 0), 0) : null,
    resident: hasTime ? Math.max(0, ...costs.map(({ resident }) => resident ?? 0)) : null,
  };
}
