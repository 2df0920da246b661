/**
 * The same question asked of Proviso, of SPIN and of Rumur, in alternating pairs on one thread. State counts must be equal.
 *
 *     npm run bench [-- NAME...] [-- --pairs 7] [-- --large]
 *
 * Search time is what Proviso and SPIN report, and the whole run of Rumur's program, which tells only whole seconds; nobody's
 * compiling is counted. A peer that is not installed is named as skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, cases } from './cases.ts';
import { missing, proviso, type Run, rumur, spin, type Tool } from './tools.ts';

interface Compared {
  readonly peer: string;
  readonly ours: readonly Run[];
  readonly theirs: readonly Run[];
}

interface Outcome {
  readonly one: Case;
  readonly states: number;
  readonly compared: readonly Compared[];
  /** SPIN with its own reduction: it leaves out states, so only its time is told */
  readonly reduced: Run | null;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'string', default: '5' }, large: { type: 'boolean', default: false } },
});
const pairs = Math.max(1, Number(values.pairs) || 1);

const unknown = positionals.filter((name) => !cases.some((one) => one.name === name));
if (unknown.length > 0) throw new Error(`no case ${unknown.join(', ')}; there are ${cases.map(({ name }) => name).join(', ')}`);
const wanted = cases.filter((one) => (positionals.length > 0 ? positionals.includes(one.name) : values.large || one.large === undefined));

const noSpin = missing('spin', 'gcc');
const noRumur = missing('rumur', 'gcc');
if (noSpin.length > 0) console.log(`SPIN: skipped, ${noSpin.join(' and ')} not installed`);
if (noRumur.length > 0) console.log(`Rumur: skipped, ${noRumur.join(' and ')} not installed`);

const outcomes: Outcome[] = [];
for (const one of wanted) {
  const outcome = measure(one);
  print(outcome);
  outcomes.push(outcome);
}
summary(outcomes);

function measure(one: Case): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bench-'));
  try {
    const ours = proviso(one);
    const peers: Tool[] = [];
    if (one.spin !== null && noSpin.length === 0) peers.push(spin(one.spin, one.search, folder));
    if (one.rumur !== null && noRumur.length === 0) peers.push(rumur(one.rumur, folder));
    const compared = peers.map((peer) => alternate(ours, peer));
    const runs = compared.length > 0 ? compared.flatMap((pair) => [...pair.ours, ...pair.theirs]) : [ours.run()];
    const counts = [...new Set(runs.flatMap(({ states }) => (states === null ? [] : [states])))];
    if (counts.length !== 1) throw new Error(`${one.name}: the counts differ: ${counts.join(', ')}`);
    const reduced = one.spin !== null && noSpin.length === 0 ? spin(one.spin, one.search, folder, true).run() : null;
    return { one, states: counts[0], compared, reduced };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function alternate(tool: Tool, peer: Tool): Compared {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let i = 0; i < pairs; i++) {
    ours.push(tool.run());
    theirs.push(peer.run());
  }
  return { peer: peer.name, ours, theirs };
}

function print({ one, states, compared, reduced }: Outcome): void {
  console.log(`\n${one.name} (${one.title}): ${states.toLocaleString('en')} states, ${pairs} pairs with each peer`);
  const rows = compared.flatMap((pair) => [
    row(`Proviso beside ${pair.peer}`, pair.ours, ''),
    row(pair.peer, pair.theirs, `Proviso is ${figures(ratios(pair))} times as fast`),
  ]);
  const head = ['', 'least s', 'median s', 'bytes a state', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((cells) => cells[i].length)));
  for (const cells of [head, ...rows]) {
    const line = cells.map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])));
    console.log(`  ${line.join('  ')}`.trimEnd());
  }
  if (reduced !== null) {
    const stored = reduced.states === null ? '' : `, of ${reduced.states.toLocaleString('en')} states`;
    console.log(`  SPIN with its own reduction, once: ${reduced.seconds.toFixed(2)} s${stored}`);
  }
}

function row(name: string, runs: readonly Run[], remark: string): string[] {
  const { least, median } = spread(runs.map(({ seconds }) => seconds));
  return [name, least.toFixed(2), median.toFixed(2), bytes(runs), remark];
}

/** A table to be pasted into a document. */
function summary(all: readonly Outcome[]): void {
  console.log('\n| system | states | Proviso, s | SPIN, s | times as fast | Rumur, s | times as fast | SPIN reduced, s | bytes a state |');
  console.log('| --- | --: | --: | --: | --: | --: | --: | --: | --- |');
  for (const { one, states, compared, reduced } of all) {
    const ours = compared.flatMap((pair) => pair.ours);
    const cells = [one.title, states.toLocaleString('en'), ours.length === 0 ? '' : seconds(ours)];
    for (const name of ['SPIN', 'Rumur']) {
      const pair = compared.find(({ peer }) => peer === name);
      cells.push(...(pair === undefined ? ['', ''] : [seconds(pair.theirs), figures(ratios(pair))]));
    }
    cells.push(reduced === null ? '' : reduced.seconds.toFixed(2));
    const memory = [['Proviso', ours] as const, ...compared.map(({ peer, theirs }) => [peer, theirs] as const)];
    cells.push(memory.flatMap(([name, runs]) => (bytes(runs) === '' ? [] : [`${name} ${bytes(runs)}`])).join(', '));
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log(
    `\nEach figure: least (median) of ${pairs} alternating pairs; SPIN with its own reduction was run once. Bytes are those of the`,
  );
  console.log('table of states in Proviso, of the stored states without the hash table in SPIN, of one packed state in Rumur.');
}

/** The peer's time over that of the run of Proviso before it. */
function ratios({ ours, theirs }: Compared): number[] {
  return ours.map((run, i) => theirs[i].seconds / run.seconds);
}

function seconds(runs: readonly Run[]): string {
  return figures(runs.map((run) => run.seconds));
}

/** "0.41 (0.44)": the least and the median */
function figures(numbers: readonly number[]): string {
  const { least, median } = spread(numbers);
  return `${least.toFixed(2)} (${median.toFixed(2)})`;
}

function spread(numbers: readonly number[]): { least: number; median: number } {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)] };
}

function bytes(runs: readonly Run[]): string {
  const known = runs.flatMap(({ bytesPerState }) => (bytesPerState === null ? [] : [bytesPerState]));
  return known.length === 0 ? '' : Math.max(...known).toFixed(0);
}
