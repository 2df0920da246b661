/**
 * `npm run test:long`: the random comparisons in the numbers that take hours. Each job is one test file, run in parts with a
 * seed of its own each; what is done is noted in build/long.json, so that a run that was stopped goes on with the next part.
 * `npm run test:long -- NAME ...` runs some jobs only, `-- --again` begins anew.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

interface Job {
  readonly name: string;
  readonly file: string;
  /** cases in all, and in one part */
  readonly cases: number;
  readonly part: number;
}

const jobs: readonly Job[] = [
  { name: 'agreement', file: 'test/random/agreement.test.ts', cases: 10_000, part: 500 },
  { name: 'liveness', file: 'test/liveness/agreement.test.ts', cases: 10_000, part: 1000 },
  { name: 'lassos', file: 'test/liveness/whole.test.ts', cases: 10_000, part: 1000 },
  { name: 'knowledge', file: 'test/random/knowledge.test.ts', cases: 2000, part: 250 },
  { name: 'monotone', file: 'test/random/monotone.test.ts', cases: 5000, part: 500 },
  { name: 'monotone-liveness', file: 'test/random/monotone-liveness.test.ts', cases: 1000, part: 100 },
  { name: 'reduced', file: 'test/random/reduced.test.ts', cases: 5000, part: 250 },
  { name: 'symmetry', file: 'test/random/symmetry.test.ts', cases: 10_000, part: 1000 },
  { name: 'threads', file: 'test/random/threads.test.ts', cases: 1000, part: 100 },
  { name: 'time-stops', file: 'test/semantics/time-stops.test.ts', cases: 10_000, part: 1000 },
  { name: 'bad-input', file: 'test/random/bad-input.test.ts', cases: 100_000, part: 5000 },
];

const FIRST_SEED = 1_000_000;
const NOTES = 'build/long.json';

interface Part {
  readonly seed: number;
  readonly passed: boolean;
  readonly seconds: number;
  /** lines that the tests print */
  readonly figures: readonly string[];
}

type Notes = Record<string, Part[]>;

function readNotes(again: boolean): Notes {
  return !again && existsSync(NOTES) ? (JSON.parse(readFileSync(NOTES, 'utf8')) as Notes) : {};
}

function runPart({ file, part }: Job, seed: number): Part {
  const started = performance.now();
  const env = { ...process.env, PROVISO_SLOW: '1', PROVISO_RUNS: String(part), PROVISO_SEED: String(seed), NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', file, '--silent=false'], {
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const passed = status === 0;
  const lines = stdout.split('\n');
  const figures = lines.filter((line) => /\d+ specs|^\{.*\d/.test(line.trim())).map((line) => line.trim());
  if (!passed) process.stdout.write(`${stdout}\n${stderr}\n`);
  return { seed, passed, seconds: Math.round((performance.now() - started) / 1000), figures };
}

function main(words: readonly string[]): number {
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.find((name) => !jobs.some((job) => job.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no job ${unknown}. There are: ${jobs.map(({ name }) => name).join(', ')}.\n`);
    return 2;
  }
  const notes = readNotes(words.includes('--again'));
  mkdirSync('build', { recursive: true });
  for (const job of jobs.filter(({ name }) => names.length === 0 || names.includes(name))) {
    notes[job.name] ??= [];
    for (let done = notes[job.name].length; done * job.part < job.cases; done++) {
      const part = runPart(job, FIRST_SEED + done);
      notes[job.name].push(part);
      writeFileSync(NOTES, JSON.stringify(notes, null, 1));
      const range = `${(done + 1) * job.part} of ${job.cases}`;
      process.stdout.write(`${job.name}: ${range}, seed ${part.seed}, ${part.seconds} s ${part.passed ? '' : 'FAILED'}\n`);
      for (const line of part.figures) process.stdout.write(`  ${line}\n`);
    }
  }
  const failed = Object.entries(notes).flatMap(([name, parts]) =>
    parts.filter(({ passed }) => !passed).map(({ seed }) => `${name} ${seed}`),
  );
  process.stdout.write(failed.length === 0 ? 'all passed\n' : `failed: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
