/**
 * Proviso against itself: what the order by faults, liveness, traces, reductions and compression cost and give, and what blocks of provisos and sweeps
 * cost beside their searches.
 *
 *     npm run bench:self [-- SECTION...] [-- --rounds 5]
 *
 * Each way of searching runs in a process of its own, since what the engine learns of one changes the other; figures are the
 * least (median) of its rounds.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { cases } from './cases.ts';
import { deadTable } from './self-dead.ts';
import { provisosTable, sweepsTable } from './self-provisos.ts';
import { stoppedTable } from './self-stopped.ts';
import { traceTable } from './self-traces.ts';
import { type Way, ways } from './self-ways.ts';

interface Ran {
  readonly milliseconds: readonly number[];
  readonly states: number;
  readonly bytes: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, child: { type: 'string' } },
});
const rounds = Math.max(1, Number(values.rounds) || 1);

/** Each section prints a table. */
const sections: Record<string, () => void> = {
  order: () => compare(['plain', 'layered'], ORDER, 'the order by faults, against plain breadth-first search'),
  liveness: () => compare(['safety', 'liveness'], LIVENESS, 'liveness, against a search of the same states for safety'),
  traces: () => traceTable(rounds),
  symmetry: () => compare(['every', 'reduced'], SYMMETRY, 'up to symmetry, against every state'),
  compression: () => compare(['plain states', 'compressed'], COMPRESSION, 'states kept compressed, against plain ones'),
  dead: () => deadTable(),
  stopped: () => stoppedTable(),
  provisos: () => provisosTable(rounds),
  sweeps: () => sweepsTable(rounds),
};

const ORDER = ['ping-pong', 'fenced-lock', 'quorum-register', 'quorum-register-crashes'];
const LIVENESS = [
  'filter-lock-liveness',
  'abd-register Asynchronous ReadsEnd',
  'checkpoint-restart WorkersFail Ends',
  'declared-dead Collection OldGivesUp',
  'quorum-register Returns WriteEnds,ReadEnds',
];
const SYMMETRY = [
  'paxos Forgets',
  'fenced-lock Recovery',
  'quorum-register Returns',
  'block-ids Reliable',
  'checkpoint-restart WorkersFail',
  'leader-election Forgets',
  'time-outliers Five',
];
const COMPRESSION = ['fenced-lock', 'ping-pong', 'quorum-register', 'quorum-register-crashes', 'paxos Forgets'];

if (values.child !== undefined) child(JSON.parse(values.child) as [Way, string]);
else for (const [name, section] of Object.entries(sections)) if (positionals.length === 0 || positionals.includes(name)) section();

function compare([first, second]: readonly [Way, Way], systems: readonly string[], title: string): void {
  console.log(`\n${title}\n`);
  console.log(
    `| system | ${first}: states | ms | bytes a state | ${second}: states | ms | bytes a state | time of the second, in that of the first |`,
  );
  console.log('| --- | --: | --: | --: | --: | --: | --: | --: |');
  for (const system of systems) {
    const [a, b] = [run(first, system), run(second, system)];
    const ratio = (of: (times: readonly number[]) => number) => (of(b.milliseconds) / of(a.milliseconds)).toFixed(2);
    console.log(`| ${[system, cells(a), cells(b), `${ratio(least)} (${ratio(median)})`].flat().join(' | ')} |`);
  }
}

function cells({ milliseconds, states, bytes }: Ran): string[] {
  return [
    states.toLocaleString('en'),
    `${Math.round(least(milliseconds))} (${Math.round(median(milliseconds))})`,
    (bytes / states).toFixed(1),
  ];
}

function run(way: Way, system: string): Ran {
  const words = [import.meta.filename, '--rounds', String(rounds), '--child', JSON.stringify([way, system])];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 2 ** 24 })) as Ran;
}

function child([way, system]: [Way, string]): void {
  const search = ways[way](cases.find(({ name }) => name === system) ?? system);
  const runs = Array.from({ length: rounds }, () => {
    const begin = performance.now();
    const { states, bytes } = search();
    return { states, bytes, milliseconds: performance.now() - begin };
  });
  const [{ states, bytes }] = runs;
  console.log(JSON.stringify({ states, bytes, milliseconds: runs.map(({ milliseconds }) => milliseconds) }));
}

function least(times: readonly number[]): number {
  return Math.min(...times);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
