/**
 * `npm run test:long -- planted`: plants each fault of planted.txt in a copy of the project and runs the random test that
 * has to notice. Fails where one does not, and where a fault no longer fits the text that it is planted in.
 * `node test/long/planted.ts WORD ...` takes only the faults whose lines contain a word.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import process from 'node:process';
import { type Planted, plantedFaults } from './planted-faults.ts';

/** Everything that the random tests need: the project without what is made or installed. */
function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'proviso-planted-'));
  const left = new Set(['node_modules', '.git', 'build', 'dist']);
  cpSync('.', copy, { recursive: true, filter: (path) => !left.has(path.split(sep)[0]) });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

interface Outcome {
  readonly noticed: boolean;
  /** the test in the file, and its case, or what it says in the end */
  readonly when: string;
}

function run(copy: string, { test }: Planted): Outcome {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const env = { ...process.env, PROVISO_SHRINK: '0', NO_COLOR: '1', PROVISO_SLOW: '', PROVISO_RUNS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, 'run', test, '--bail=1'], {
    cwd: copy,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const told = `${stdout}\n${stderr}`;
  const cases = /after (\d+) cases/.exec(told)?.[1];
  if (status === 0) return { noticed: false, when: '' };
  if (!/Tests +\d+ failed/.test(told)) throw new Error(`the test does not run\n${told}`);
  const why = /(?:AssertionError|Error): (.*)/.exec(told)?.[1] ?? '';
  const [, title] = /× (.*?)(?: \d+ms)?\n/.exec(stdout) ?? [];
  return { noticed: true, when: `${title}: ${cases === undefined ? why : `case ${cases}`}` };
}

/** What the fault is planted in, and its text with the fault. */
function plant(copy: string, { fault, file, find, replace }: Planted): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${fault}: what it takes the place of stands ${parts.length - 1} times in ${file}`);
  writeFileSync(path, parts.join(replace));
  return () => writeFileSync(path, text);
}

function main(words: readonly string[]): number {
  const all = plantedFaults().filter((fault) => words.length === 0 || words.some((word) => JSON.stringify(fault).includes(word)));
  const copy = copyOfProject();
  let missed = 0;
  try {
    for (const fault of all) {
      let told: string;
      try {
        const restore = plant(copy, fault);
        const { noticed, when } = run(copy, fault);
        restore();
        if (!noticed) missed += 1;
        told = noticed ? when : 'NOT NOTICED';
      } catch (error) {
        missed += 1;
        told = `NOT PLANTED: ${error}`;
      }
      process.stdout.write(
        `| ${fault.fault} | ${fault.file.replace('checker/src/', '')} | ${fault.test.replace(/^test\/|\.test\.ts$/g, '')} | ${told} |\n`,
      );
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  process.stdout.write(`${all.length} faults, ${missed} not noticed\n`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
