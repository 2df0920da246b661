/**
 * The same question asked of Proviso and of TLC, whose model is the one that `proviso export --to tla` writes: one after the other in each
 * round, with as many threads. State counts must be equal.
 *
 *     node bench/tlc.ts [NAME...] [--rounds 5] [--threads 1]
 *
 * Of Proviso the time is that of the search; of TLC that of its whole run, with the start of Java and the reading of the module, and beside it
 * what is left without what a module of one state takes. On a machine that does something else as well the figures say little.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyse, load } from '#checker';
import { configOf, type Tla } from '#export';
import { jar, translated, whyNoTlc } from '../test/export/tlc.ts';
import { type Case, cases } from './cases.ts';
import { modelOf } from './model.ts';
import { proviso } from './tools.ts';

interface Pair {
  readonly ours: number;
  readonly tlc: number;
  /** without its start */
  readonly tlcSearch: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, threads: { type: 'string', default: '1' } },
});
const [rounds, threads] = [values.rounds, values.threads].map((text) => Math.max(1, Number(text) || 1));

if (whyNoTlc !== null) {
  console.log(`TLC: skipped, ${whyNoTlc}`);
  process.exit(0);
}
const safety = cases.filter(({ search }) => search === 'safety');
const unknown = positionals.filter((name) => !safety.some((one) => one.name === name));
if (unknown.length > 0) throw new Error(`no case ${unknown.join(', ')}; there are ${safety.map(({ name }) => name).join(', ')}`);
const wanted = safety.filter((one) => (positionals.length > 0 ? positionals.includes(one.name) : one.large === undefined));

/** One state: what it takes is TLC's start. */
const NOTHING = `system Nothing { node Only { done: bool = false }  safety Never: never Only.done }
assume Plain { timing async }
check Plain { Never holds }`;

const start = median(Array.from({ length: rounds }, () => timed(nothing(), 'Never', 1)));
console.log(`TLC's start: ${start.toFixed(2)} s; ${rounds} rounds, ${threads} ${threads === 1 ? 'thread' : 'threads'} each\n`);
for (const one of wanted) {
  if (modelOf(one).properties.some(({ name }) => name === one.property)) await measure(one);
  else console.log(`${one.name}: skipped, its system has no property ${one.property}`);
}
process.exit(0);

async function measure(one: Case): Promise<void> {
  const tla = translated(modelOf(one), '');
  const tool = proviso(one, threads);
  // The first run compiles what the others use.
  await tool.run();
  const pairs: Pair[] = [];
  let states = 0;
  for (let i = 0; i < rounds; i++) {
    const ours = await tool.run();
    const tlc = timed(tla, one.property, ours.states ?? 0);
    states = ours.states ?? 0;
    pairs.push({ ours: ours.seconds, tlc, tlcSearch: Math.max(0, tlc - start) });
  }
  const of = (figure: (pair: Pair) => number) => spread(pairs.map(figure));
  console.log(`${one.name} (${one.title}): ${states.toLocaleString('en')} states`);
  console.log(`  seconds, least (median): Proviso ${of(({ ours }) => ours)}, TLC ${of(({ tlc }) => tlc)}`);
  console.log(
    `  Proviso: ${of(({ ours, tlc }) => tlc / ours)} times as fast, ${of(({ ours, tlcSearch }) => tlcSearch / ours)} without TLC's start`,
  );
}

/** Seconds of a run of TLC, which has to count so many states. */
function timed(tla: Tla, property: string, states: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bench-'));
  try {
    for (const { name, text } of tla.files) writeFileSync(join(folder, name), text);
    const exported = tla.exported.filter(({ name }) => name === property);
    writeFileSync(join(folder, `${tla.module}.cfg`), configOf({ exported, tellCuts: false }));
    // As its authors advise for many workers; its fingerprints get half of what Java may take.
    const java = ['-XX:+UseParallelGC', '-Xmx4g', `-Djava.io.tmpdir=${folder}`, '-cp', jar!];
    const tlc = ['tlc2.TLC', '-nowarning', '-workers', String(threads), '-metadir', join(folder, 'states'), `${tla.module}.tla`];
    const begin = performance.now();
    const { stdout } = spawnSync('java', [...java, ...tlc], { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
    const took = (performance.now() - begin) / 1000;
    const found = /(\d+) distinct states found, 0 states left/.exec(stdout);
    if (Number(found?.[1]) !== states)
      throw new Error(`TLC found ${found?.[1] ?? 'nothing'} where Proviso found ${states}:\n${stdout.slice(-2000)}`);
    return took;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nothing(): Tla {
  const analysis = analyse(load('nothing.proviso', NOTHING, () => ({ problem: 'nothing is imported', details: {} })));
  return translated(analysis.checks[0].runs[0].model().model!, NOTHING);
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
}

/** "0.41 (0.44)": the least and the median */
function spread(numbers: readonly number[]): string {
  return `${Math.min(...numbers).toFixed(2)} (${median(numbers).toFixed(2)})`;
}
