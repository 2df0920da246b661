/**
 * What a second thread gives, and what two cores give at best: two searches at once that know nothing of each other, one thread each,
 * against one of them alone. They share no table, so what they lose is what the memory of the machine, its clock and its caches take;
 * a second thread of one search cannot do better.
 *
 *     npm run bench:threads [-- NAME...] [-- --rounds 7] [-- --large] [-- --threads 4]
 *
 * More threads than there are cores take turns. What as many cores would give is then estimated: no search ends before the thread that
 * takes most processor time has, and that time has in it what they cost one another by locks, but not what more cores would cost by memory.
 *
 * Each kind runs in processes of its own that have made the same search before, in alternating rounds. That the second thread works is
 * seen by the processor time that it takes itself.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { type Case, cases, casesNamed, twoPhase } from './cases.ts';
import { atLeastOne, machine, median, ratios, spread, table, whole } from './figures.ts';
import { proviso } from './tools.ts';

/** Of one search. */
interface Round {
  readonly states: number;
  readonly seconds: number;
  /** seconds of processor time, of all its threads and of what V8 does beside them */
  readonly processor: number;
  /** seconds of that, of each thread that helps */
  readonly helpers: readonly number[];
}

interface Kind {
  readonly alone: Round;
  /** seconds of each of two at once */
  readonly atOnce: readonly [number, number];
  readonly several: Round;
}

const WARM = 3;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '7' },
    large: { type: 'boolean', default: false },
    threads: { type: 'string', default: '2' },
    child: { type: 'string' },
  },
});
const threads = Math.max(2, atLeastOne(values.threads));
/** The smallest are below what two threads are taken for. */
const all: readonly Case[] = [twoPhase(5), twoPhase(6), ...cases].filter(({ search }) => search === 'safety');

if (values.child === undefined) await compare(atLeastOne(values.rounds));
else await serve(positionals[0], Number(values.child));

async function compare(rounds: number): Promise<void> {
  const wanted = casesNamed(positionals, (one) => values.large || one.large === undefined, all);
  const rows: { readonly states: number; readonly cells: readonly string[] }[] = [];
  for (const one of wanted) {
    const found = await measure(one, rounds);
    const states = found[0].alone.states;
    rows.push({ states, cells: [one.title, whole(states), ...figuresOf(found)] });
    console.error(`${one.name}: done`);
  }
  const head = [
    'system',
    'states',
    'one thread, s',
    `${threads}, s`,
    '× as fast',
    '× two searches at once',
    '× processor time',
    'of it the helpers',
  ];
  head.push('× with a core each, at best');
  const sorted = rows.toSorted((a, b) => a.states - b.states);
  console.log(
    table(
      head,
      sorted.map(({ cells }) => cells),
    ),
  );
  console.log(`\n${machine()}; ${rounds} rounds: least (median), × round by round. Two searches at once: twice the time of`);
  console.log('one alone over that of two at once. Processor time: of all threads, over that of one. With a core each: the processor');
  console.log('time of one thread alone over that of the busiest of several.');
}

function figuresOf(found: readonly Kind[]): string[] {
  const alone = found.map((of) => of.alone.seconds);
  const several = found.map((of) => of.several.seconds);
  const atOnce = found.map((of) => Math.max(...of.atOnce));
  const doubled = alone.map((seconds) => 2 * seconds);
  const helping = found.flatMap(({ several: { helpers, processor } }) => (helpers.length === 0 ? [] : [sum(helpers) / processor]));
  const helped = helping.length === 0 ? 'it did not help' : `${(100 * median(helping)).toFixed(0)} %`;
  const processor = ratios(
    found.map((of) => of.several.processor),
    found.map((of) => of.alone.processor),
  );
  const each = ratios(
    found.map((of) => of.alone.processor),
    found.map(({ several: { helpers, processor } }) => Math.max(processor - sum(helpers), ...helpers)),
  );
  return [spread(alone, 3), spread(several, 3), ratios(alone, several), ratios(doubled, atOnce), processor, helped, each];
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

async function measure(one: Case, rounds: number): Promise<Kind[]> {
  const [first, second, joint] = [child(one, 1), child(one, 1), child(one, threads)];
  try {
    for (const each of [first, second, joint]) await once(each, 'message');
    const found: Kind[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = await run(first);
      const [a, b] = await Promise.all([run(first), run(second)]);
      const several = await run(joint);
      if (several.states !== alone.states)
        throw new Error(`${one.name}: ${several.states} states with ${threads} threads, ${alone.states} with one`);
      found.push({ alone, atOnce: [a.seconds, b.seconds], several });
    }
    return found;
  } finally {
    for (const each of [first, second, joint]) each.kill();
  }
}

function child(one: Case, threads: number): ChildProcess {
  return fork(import.meta.filename, [one.name, '--child', String(threads)]);
}

async function run(process: ChildProcess): Promise<Round> {
  process.send('run');
  const [round] = (await once(process, 'message')) as [Round];
  return round;
}

/** In a process of its own: searches whenever it is told to. */
async function serve(name: string, threads: number): Promise<void> {
  const workers: Worker[] = [];
  process.on('worker', (worker) => workers.push(worker));
  const tool = proviso(all.find((one) => one.name === name)!, threads);
  for (let i = 0; i < WARM; i++) await tool.run();
  process.on('message', async () => {
    const before = await Promise.all(workers.map((worker) => worker.cpuUsage()));
    const begun = process.cpuUsage();
    const { states, seconds } = await tool.run();
    const { user, system } = process.cpuUsage(begun);
    const taken = await Promise.all(workers.map((worker, i) => worker.cpuUsage(before[i])));
    const helpers = taken.map(({ user, system }) => (user + system) / 1e6);
    process.send!({ states, seconds, processor: (user + system) / 1e6, helpers });
  });
  process.send!('ready');
}
