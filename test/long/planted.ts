/**
 * `npm run test:long -- planted`: plants each fault of planted.txt in a copy of the project and runs the random test that has to
 * notice. Fails where one does not, where a fault no longer fits the text that it is planted in, and where a test fails as it is.
 * `node test/long/planted.ts WORD ...` takes only the faults whose entries contain one of the words.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import process from 'node:process';
import { type Planted, plantedFaults } from './planted-faults.ts';

/** The ordinary run has to be short; what it would notice with a little luck is noticed in so many times as many cases. */
const PROVISO_TIMES = '20';

/** Everything that the random tests need: the project without what is made or installed. */
function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'proviso-planted-'));
  const left = new Set(['node_modules', '.git', 'build', 'dist']);
  cpSync('.', copy, { recursive: true, filter: (path) => !left.has(path.split(sep)[0]) });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

/** Where the test fails, its case or what it says; null where it passes. Throws where it does not run. */
function failureOf(copy: string, test: string, times = PROVISO_TIMES): string | null {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const env = {
    ...process.env,
    PROVISO_SHRINK: '0',
    NO_COLOR: '1',
    PROVISO_SLOW: '',
    PROVISO_RUNS: '',
    PROVISO_STATES: '',
    PROVISO_TIMES: times,
  };
  const options = { cwd: copy, env, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', test, '--bail=1'], options);
  if (status === 0) return null;
  const output = `${stdout}\n${stderr}`;
  if (!/Tests +\d+ failed/.test(output)) throw new Error(`${test} does not run\n${output}`);
  const [, cases] = /after (\d+) cases/.exec(output) ?? [];
  return cases === undefined ? 'a case' : `case ${cases}`;
}

/** Puts the fault in; what it returns takes it out again. */
function plant(copy: string, { fault, file, find, replace }: Planted): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${fault}: what it takes the place of stands ${parts.length - 1} times in ${file}`);
  writeFileSync(path, parts.join(replace));
  return () => writeFileSync(path, text);
}

function outcome(copy: string, fault: Planted): string {
  const restore = plant(copy, fault);
  try {
    return failureOf(copy, fault.test) ?? 'NOT NOTICED';
  } finally {
    restore();
  }
}

/** A row for the table of docs/testing.md. */
function row(copy: string, fault: Planted): string {
  const place = fault.file.replace('checker/src/', '');
  const test = fault.test.replace(/^test\/|\.test\.ts$/g, '');
  return `| ${[fault.about, fault.fault, place, test, outcome(copy, fault)].join(' | ')} |`;
}

function main(words: readonly string[]): number {
  const faults = plantedFaults().filter((fault) => words.length === 0 || words.some((word) => JSON.stringify(fault).includes(word)));
  const copy = copyOfProject();
  let missed = 0;
  const attempt = (work: () => string) => {
    let line: string;
    try {
      line = work();
    } catch (error) {
      line = `NOT PLANTED: ${error}`;
    }
    if (line.includes('NOT ')) missed += 1;
    process.stdout.write(`${line}\n`);
  };
  try {
    for (const test of new Set(faults.map((fault) => fault.test))) {
      // Of a few faults it is only asked whether they would be noticed.
      const failure = failureOf(copy, test, words.length > 0 ? '1' : PROVISO_TIMES);
      if (failure !== null) attempt(() => `NOT GREEN as it is: ${test}, ${failure}`);
    }
    for (const fault of faults) attempt(() => row(copy, fault));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(`${faults.length} faults, ${missed === 0 ? 'each noticed' : `${missed} not noticed`}\n`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
