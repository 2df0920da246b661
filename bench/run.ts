/**
 * The same question asked of Proviso, of SPIN and of Rumur, one after another in each round, with one thread and with two.
 * State counts must be equal.
 *
 *     npm run bench [-- NAME...] [-- --rounds 7] [-- --large]
 *
 * Search time is what Proviso and SPIN report, and the whole run of Rumur's program, which reports only whole seconds; nobody's
 * compiling is counted. A peer that is not installed is named as skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, casesNamed } from './cases.ts';
import { atLeastOne, machine, ratios, spread } from './figures.ts';
import { missing } from './peers.ts';
import { proviso, type Run, rumur, spin, type Tool } from './tools.ts';

/** Runs of each tool, round by round. */
type Runs = ReadonlyMap<string, readonly Run[]>;

interface Outcome {
  readonly one: Case;
  readonly states: number;
  readonly runs: Runs;
}

/** A peer, and which of our tools it is compared with. */
const PAIRS = [
  ['SPIN', 'Proviso'],
  ['SPIN', 'Proviso, 2 threads'],
  ['SPIN with its reduction', 'Proviso'],
  ['Rumur', 'Proviso'],
  ['Rumur, 2 threads', 'Proviso, 2 threads'],
] as const;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, large: { type: 'boolean', default: false } },
});
const rounds = atLeastOne(values.rounds);
const wanted = casesNamed(positionals, (one) => values.large || one.large === undefined);

const noSpin = missing('spin', 'gcc');
const noRumur = missing('rumur', 'gcc');
if (noSpin.length > 0) console.log(`SPIN: skipped, ${noSpin.join(' and ')} not installed`);
if (noRumur.length > 0) console.log(`Rumur: skipped, ${noRumur.join(' and ')} not installed`);

const outcomes: Outcome[] = [];
for (const one of wanted) {
  const outcome = await measure(one);
  print(outcome);
  outcomes.push(outcome);
}
summary(outcomes);
process.exit(0);

async function measure(one: Case): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bench-'));
  try {
    const runs = await alternate(toolsFor(one, folder));
    // what SPIN stores with its reduction is not the system
    const full = [...runs].flatMap(([name, of]) => (name === 'SPIN with its reduction' ? [] : of));
    const counts = [...new Set(full.flatMap(({ states }) => (states === null ? [] : [states])))];
    if (counts.length !== 1) throw new Error(`${one.name}: the counts differ: ${counts.join(', ')}`);
    return { one, states: counts[0], runs };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function toolsFor(one: Case, folder: string): Tool[] {
  const tools = [proviso(one)];
  if (one.spin !== null && noSpin.length === 0) tools.push(spin(one.spin, one.search, folder), spin(one.spin, one.search, folder, true));
  if (one.rumur !== null && noRumur.length === 0) tools.push(rumur(one.rumur, folder), rumur(one.rumur, folder, 2));
  // liveness keeps its edges in one thread
  if (one.search === 'safety') tools.push(proviso(one, 2));
  return tools;
}

async function alternate(tools: readonly Tool[]): Promise<Runs> {
  const runs = new Map<string, Run[]>();
  for (const { name } of tools) runs.set(name, []);
  // The first run of each of ours compiles what the others use: it is distinguished.
  for (const tool of tools) if (tool.name.startsWith('Proviso')) runs.set(`${tool.name}: first run`, [await tool.run()]);
  for (let i = 0; i < rounds; i++) for (const tool of tools) runs.get(tool.name)?.push(await tool.run());
  return runs;
}

function print({ one, states, runs }: Outcome): void {
  console.log(`\n${one.name} (${one.title}): ${states.toLocaleString('en')} states, ${rounds} rounds`);
  const rows = [...runs].map(([name, of]) => [name, seconds(of), bytes(of)]);
  const head = ['', 'seconds: least (median)', 'bytes a state'];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((cells) => cells[i].length)));
  for (const cells of [head, ...rows]) {
    console.log(`  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`.trimEnd());
  }
  for (const [peer, ours] of PAIRS) {
    const figure = ratio(runs, peer, ours);
    if (figure !== '') console.log(`  ${ours}: ${figure} times as fast as ${peer}`);
  }
}

/** A table to be pasted into a document. */
function summary(all: readonly Outcome[]): void {
  const heads = PAIRS.map(([peer, ours]) => `× ${peer}${ours === 'Proviso' || peer.includes('threads') ? '' : ', we 2 threads'}`);
  console.log(`\n| system | states | Proviso, s | 2 threads, s | SPIN, s | Rumur, s | ${heads.join(' | ')} | bytes a state |`);
  console.log(`| --- | --: | --: | --: | --: | --: |${' --: |'.repeat(PAIRS.length)} --- |`);
  for (const { one, states, runs } of all) {
    const times = ['Proviso', 'Proviso, 2 threads', 'SPIN', 'Rumur'].map((name) => seconds(runs.get(name) ?? []));
    const memory = ['Proviso', 'SPIN', 'Rumur'].flatMap((name) => {
      const figure = bytes(runs.get(name) ?? []);
      return figure === '' ? [] : [`${name} ${figure}`];
    });
    const figures = PAIRS.map(([peer, ours]) => ratio(runs, peer, ours));
    console.log(`| ${[one.title, states.toLocaleString('en'), ...times, ...figures, memory.join(', ')].join(' | ')} |`);
  }
  console.log(
    `\nEach figure: least (median) of ${rounds} rounds, in each of which every tool runs once; × is the peer's time over ours of the`,
  );
  console.log('same round. Bytes are those of the search in Proviso, of the stored states without the hash table in SPIN, of one packed');
  console.log(`state in Rumur. ${machine()}.`);
}

/** The peer's time over ours, round by round. */
function ratio(runs: Runs, peer: string, ours: string): string {
  const [theirs, own] = [runs.get(peer) ?? [], runs.get(ours) ?? []];
  return ratios(
    theirs.map(({ seconds }) => seconds),
    own.map(({ seconds }) => seconds),
  );
}

function seconds(runs: readonly Run[]): string {
  return runs.length === 0 ? '' : spread(runs.map((run) => run.seconds));
}

function bytes(runs: readonly Run[]): string {
  const known = runs.flatMap(({ bytesPerState }) => (bytesPerState === null ? [] : [bytesPerState]));
  return known.length === 0 ? '' : Math.max(...known).toFixed(0);
}
