/**
 * `npm run test:long`: the random comparisons in the numbers that take hours. Each job is one test file, run in parts with a
 * seed of its own each; what is done is noted in build/long.json, so that a run that was stopped goes on with the next part.
 * `npm run test:long -- NAME ...` runs some jobs only, `-- --again` begins anew, `-- --sample` runs a few cases and notes nothing.
 * The job `planted` has no parts: see planted.ts.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import process from 'node:process';
import bundleCommandLine from '../support/command-line.ts';

interface Job {
  readonly name: string;
  readonly file: string;
  /** only tests of such names */
  readonly tests?: RegExp;
  /** cases in all, and in one part; of each test in the file */
  readonly cases: number;
  readonly part: number;
  /** states up to which a random system is walked: fewer make room for more systems */
  readonly states?: number;
  /** so many cases are a sample, which takes seconds */
  readonly sample?: number;
}

const jobs: readonly Job[] = [
  // Two tests, of systems of every kind and of such in which much depends on time: 10,000 in all.
  { name: 'agreement', file: 'test/random/agreement.test.ts', cases: 5000, part: 500, states: 100, sample: 20 },
  { name: 'agreement-bounds', file: 'test/random/agreement-bounds.test.ts', cases: 5000, part: 500, states: 100, sample: 20 },
  // Sets of many structs, maps by them, lists and wide structs.
  { name: 'looping', file: 'test/random/looping.test.ts', cases: 10_000, part: 1000 },
  { name: 'wide', file: 'test/random/wide.test.ts', cases: 10_000, part: 1000, sample: 20 },
  { name: 'plain-search', file: 'test/long/plain-search.test.ts', cases: 1000, part: 100, states: 400, sample: 20 },
  { name: 'liveness', file: 'test/liveness/agreement.test.ts', cases: 10_000, part: 1000 },
  { name: 'together', file: 'test/liveness/together.test.ts', cases: 3000, part: 300, sample: 20 },
  { name: 'lassos', file: 'test/liveness/whole.test.ts', cases: 10_000, part: 1000 },
  { name: 'knowledge', file: 'test/random/knowledge.test.ts', cases: 2000, part: 250 },
  { name: 'knowledge-along', file: 'test/random/knowledge-along.test.ts', cases: 1000, part: 250 },
  { name: 'monotone', file: 'test/random/monotone.test.ts', cases: 5000, part: 500 },
  { name: 'monotone-liveness', file: 'test/random/monotone-liveness.test.ts', cases: 1000, part: 100 },
  // Two tests of finite runs and two of knowledge, 500 systems in all, and two of fair runs, 100; each point of each space is asked.
  { name: 'provisos', file: 'test/random/provisos.test.ts', tests: /finite runs, of|nodes have to know/, cases: 125, part: 25 },
  { name: 'provisos-fair', file: 'test/random/provisos.test.ts', tests: /fair runs/, cases: 50, part: 25 },
  { name: 'provisos-fewer', file: 'test/random/provisos.test.ts', tests: /fewer messages/, cases: 100, part: 25 },
  // Three tests, of any system, of such that need something, and of such with many messages in flight.
  { name: 'provisos-room', file: 'test/provisos/confirmed.test.ts', cases: 1000, part: 100 },
  // Two tests, of finite and of fair runs of systems whose nodes crash and do little else.
  { name: 'provisos-down', file: 'test/provisos/down.test.ts', cases: 200, part: 50 },
  { name: 'provisos-ends', file: 'test/provisos/ends.test.ts', cases: 1, part: 1 },
  // Which faults a violation needs, by leaving each out.
  { name: 'blame', file: 'test/random/blame.test.ts', cases: 1000, part: 100 },
  { name: 'reduced', file: 'test/random/reduced.test.ts', cases: 5000, part: 250 },
  { name: 'symmetry', file: 'test/random/symmetry.test.ts', cases: 10_000, part: 1000 },
  // Four tests, of systems of any kind, in which a turn is handed on, whose nodes change places, and under cuts.
  { name: 'symmetric-liveness', file: 'test/random/symmetric-liveness.test.ts', cases: 1000, part: 100, states: 400 },
  // What a part starves, against the part of the whole graph.
  { name: 'symmetric-fairness', file: 'test/random/symmetric-fairness.test.ts', cases: 1000, part: 100, states: 200 },
  // Three tests: of checks as they are, of what permutations make of a view, and of ways to states that others stand for.
  { name: 'symmetric-knowledge', file: 'test/random/symmetric-knowledge.test.ts', cases: 3000, part: 250, states: 400 },
  { name: 'permutations', file: 'test/liveness/permutations.test.ts', cases: 1000, part: 250 },
  { name: 'spellings', file: 'test/random/spellings.test.ts', cases: 10_000, part: 2000, sample: 40 },
  { name: 'threads', file: 'test/random/threads.test.ts', cases: 1000, part: 100 },
  // Two tests: by threads that have their turns when the test says so, and by real ones.
  { name: 'kept-steps', file: 'test/random/kept-steps.test.ts', cases: 2000, part: 250 },
  { name: 'disk', file: 'test/explore/disk.test.ts', cases: 1000, part: 100 },
  // Kept and taken up again in the middle, systems of up to 5,000 states.
  { name: 'checkpoint', file: 'test/explore/checkpoint.test.ts', tests: /made at random/, cases: 1000, part: 25 },
  { name: 'time-stops', file: 'test/semantics/time-stops.test.ts', cases: 10_000, part: 1000 },
  { name: 'bad-input', file: 'test/random/bad-input.test.ts', cases: 100_000, part: 5000 },
  { name: 'mutants', file: 'test/long/mutants.test.ts', cases: 100_000, part: 2500, sample: 10 },
  { name: 'deepening', file: 'test/random/deepening.test.ts', cases: 1000, part: 250 },
  { name: 'scenarios', file: 'test/random/scenarios.test.ts', cases: 5000, part: 500 },
  { name: 'conform', file: 'test/random/conform.test.ts', cases: 5000, part: 500 },
  { name: 'conform-weaker', file: 'test/random/conform-weaker.test.ts', cases: 1000, part: 100 },
  { name: 'tests', file: 'test/random/tests.test.ts', cases: 2000, part: 100 },
  { name: 'simulated', file: 'test/simulate/simulation.test.ts', cases: 1, part: 1 },
  { name: 'cached', file: 'test/cli/cache-answers.test.ts', cases: 1, part: 1 },
  { name: 'tlc-samples', file: 'test/export/counts.test.ts', cases: 1, part: 1 },
  { name: 'tlc-guards', file: 'test/export/guards.test.ts', cases: 1, part: 1 },
  // Each pair of a sample and an assume that has more states than `tlc-samples` takes, in twelve parts of growing size.
  { name: 'tlc-pairs', file: 'test/export/pairs.test.ts', cases: 12, part: 1 },
  { name: 'tlc', file: 'test/export/random.test.ts', cases: 1000, part: 50, sample: 10 },
  // Four tests: liveness of simple and of any form, under cuts, and with faults that last.
  { name: 'tlc-liveness', file: 'test/export/random-liveness.test.ts', tests: /^fair runs/, cases: 200, part: 10 },
  { name: 'tlc-kinds', file: 'test/export/random-liveness.test.ts', tests: /^of /, cases: 1, part: 1 },
  { name: 'edits', file: 'test/server/lsp/random.test.ts', cases: 20_000, part: 20_000 },
  // All samples: in every format, by several threads, without dead values, and how many checks decide what their blocks vary.
  { name: 'formats', file: 'test/report/formats.test.ts', cases: 1, part: 1 },
  { name: 'sample-threads', file: 'test/explore/threads.test.ts', cases: 1, part: 1 },
  { name: 'sample-dead', file: 'test/model/dead.test.ts', cases: 1, part: 1 },
  { name: 'effort', file: 'test/provisos/effort.test.ts', cases: 1, part: 1 },
  { name: 'names', file: 'test/server/ide/names.test.ts', cases: 1, part: 1 },
  { name: 'saved', file: 'test/samples/saved-scenarios.test.ts', cases: 1, part: 1 },
  // The incidents far into both machines; each story that a page quotes; what the memory and the scheduler of the editor's server answer; public models as large as they were published.
  { name: 'machine-examples', file: 'test/machine/examples.test.ts', cases: 1, part: 1 },
  { name: 'quotes', file: 'test/samples/quotes.test.ts', cases: 1, part: 1 },
  { name: 'memory', file: 'test/server/lsp/memory.test.ts', cases: 1, part: 1 },
  { name: 'scheduler', file: 'test/server/lsp/scheduler.test.ts', cases: 1, part: 1 },
  { name: 'public', file: 'test/public/counts.test.ts', cases: 1, part: 1 },
  { name: 'hostile', file: 'test/long/hostile.test.ts', cases: 1, part: 1 },
];

/** The name by which planted.ts is run. */
const PLANTED = 'planted';

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

function readNotes(): Notes {
  return existsSync(NOTES) ? (JSON.parse(readFileSync(NOTES, 'utf8')) as Notes) : {};
}

/** Other jobs may run beside, in a process of their own. */
function note({ name }: Job, part: Part): void {
  const notes = readNotes();
  notes[name] = [...(notes[name] ?? []), part];
  writeFileSync(NOTES, JSON.stringify(notes, null, 1));
}

function runPart({ file, part, states, tests }: Job, seed: number): Part {
  const started = performance.now();
  const env = {
    ...process.env,
    ...{ PROVISO_SLOW: '1', PROVISO_RUNS: String(part), PROVISO_SEED: String(seed), PROVISO_STATES: String(states ?? ''), NO_COLOR: '1' },
    PROVISO_PART: String(seed - FIRST_SEED),
  };
  const chosen = tests === undefined ? [] : ['-t', tests.source];
  const words = ['node_modules/vitest/vitest.mjs', 'run', file, '--silent=false', ...chosen];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const passed = status === 0;
  const lines = stdout.split('\n');
  const figures = lines.filter((line) => /\d+ (specs|sets)|^\{.*\d/.test(line.trim())).map((line) => line.trim());
  if (!passed) process.stdout.write(`${stdout}\n${stderr}\n`);
  return { seed, passed, seconds: Math.round((performance.now() - started) / 1000), figures };
}

function tell({ name }: Job, range: string, { seed, seconds, passed, figures }: Part): void {
  process.stdout.write(`${name}: ${range}, seed ${seed}, ${seconds} s ${passed ? '' : 'FAILED'}\n`);
  for (const line of figures) process.stdout.write(`  ${line}\n`);
}

/** A few cases of some jobs, and the first of the planted faults: whether the long run would run. */
function sample(): number {
  let status = plantFaults(['a budget that is not counted']);
  const end = bundleCommandLine();
  for (const { sample: cases, ...job } of jobs) {
    if (cases === undefined) continue;
    const part = runPart({ ...job, part: cases }, FIRST_SEED);
    tell(job, `${cases} cases`, part);
    if (!part.passed) status = 1;
  }
  end();
  return status;
}

function plantFaults(words: readonly string[]): number {
  return spawnSync(process.execPath, ['test/long/planted.ts', ...words], { stdio: 'inherit' }).status ?? 1;
}

function main(words: readonly string[]): number {
  if (words.includes('--sample')) return sample();
  // It takes hours, and leaves the machine to whatever else runs, unless `nice` has said how far.
  if (getPriority() === 0) setPriority(constants.priority.PRIORITY_LOW);
  const names = words.filter((word) => !word.startsWith('--'));
  const unknown = names.find((name) => name !== PLANTED && !jobs.some((job) => job.name === name));
  if (unknown !== undefined) {
    process.stderr.write(`There is no job ${unknown}. There are: ${[...jobs.map(({ name }) => name), PLANTED].join(', ')}.\n`);
    return 2;
  }
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  if (words.includes('--again')) rmSync(NOTES, { force: true });
  mkdirSync('build', { recursive: true });
  for (const job of jobs.filter(({ name }) => isWanted(name))) {
    for (let done = readNotes()[job.name]?.length ?? 0; done * job.part < job.cases; done++) {
      const part = runPart(job, FIRST_SEED + done);
      note(job, part);
      tell(job, `${(done + 1) * job.part} of ${job.cases}`, part);
    }
  }
  const failed = Object.entries(readNotes()).flatMap(([name, parts]) =>
    parts.filter(({ passed }) => !passed).map(({ seed }) => `${name} ${seed}`),
  );
  if (isWanted(PLANTED) && plantFaults([]) !== 0) failed.push(PLANTED);
  process.stdout.write(failed.length === 0 ? 'all passed\n' : `failed: ${failed.join(', ')}\n`);
  return failed.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
