/**
 * The same question asked of Proviso and of a peer, in alternating pairs on one thread: search time alone, counts equal.
 *
 *     npm run bench [-- NAME] [-- --pairs 7]
 *
 * A peer that is not installed is named as skipped.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { analyse, checkModel, load, lower, type Model } from '#checker';
import { type Case, cases } from './cases.ts';

interface Run {
  /** states of the system; null where the peer's figure means something else */
  readonly states: number | null;
  readonly seconds: number;
}

const PAIRS = 5;

const named = process.argv.slice(2).filter((word) => !word.startsWith('--') && !/^\d+$/.test(word));
const pairs = Number(process.argv[process.argv.indexOf('--pairs') + 1]) || PAIRS;

for (const one of cases) {
  if (named.length > 0 && !named.includes(one.name)) continue;
  const missing = ['spin', 'gcc'].filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (missing.length > 0) console.log(`${one.name}: skipped, ${missing.join(' and ')} not installed`);
  else compare(one);
}

function compare(one: Case): void {
  const model = modelOf(one);
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bench-'));
  try {
    const peer = buildSpin(one, folder);
    const ours: Run[] = [];
    const theirs: Run[] = [];
    for (let i = 0; i < pairs; i++) {
      ours.push(runProviso(one, model));
      theirs.push(peer());
    }
    const counts = [...new Set([...ours, ...theirs].flatMap(({ states }) => (states === null ? [] : [states])))];
    if (counts.length !== 1) throw new Error(`${one.name}: the counts differ: ${counts.join(', ')}`);
    const ratios = ours.map(({ seconds }, i) => theirs[i].seconds / seconds);
    console.log(`${one.name}: ${counts[0].toLocaleString('en')} states`);
    console.log(
      `  Proviso ${figures(ours.map(({ seconds }) => seconds))} s, SPIN ${one.search} ${figures(theirs.map(({ seconds }) => seconds))} s`,
    );
    console.log(`  Proviso is ${figures(ratios)} times as fast (${pairs} pairs)`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** "0.41 (median 0.44)" */
function figures(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  return `${sorted[0].toFixed(2)} (median ${sorted[Math.floor(sorted.length / 2)].toFixed(2)})`;
}

function modelOf({ spec, system, assume, constants }: Case): Model {
  const path = new URL(`models/${spec}`, import.meta.url).pathname;
  const loaded = load(path, readFileSync(path, 'utf8'), () => ({ problem: 'there is nothing to import', details: {} }));
  const analysis = analyse({ root: loaded.root, files: loaded.files, resolve: loaded.resolve });
  const { model } = lower(analysis, system, assume, new Map(Object.entries(constants)));
  if (model === null) throw new Error(`${spec} has mistakes`);
  return model;
}

function runProviso({ property }: Case, model: Model): Run {
  const result = checkModel(model, { properties: [property], now: () => performance.now(), blame: false });
  const [{ verdict }] = result.properties;
  if (verdict.status !== 'holds') throw new Error(`${property} is ${verdict.status}`);
  return { states: result.size.states, seconds: result.size.milliseconds / 1000 };
}

function buildSpin({ peer, constants, search }: Case, folder: string): () => Run {
  writeFileSync(join(folder, 'model.pml'), readFileSync(new URL(`models/${peer}`, import.meta.url)));
  const set = Object.entries(constants).map(([name, value]) => `-D${name}=${value}`);
  const liveness = search === 'liveness';
  // without -o1 and -o2 SPIN leaves out of its states what nobody reads
  execFileSync('spin', ['-o1', '-o2', ...set, ...(liveness ? ['-DLIVENESS'] : []), '-a', 'model.pml'], { cwd: folder, stdio: 'pipe' });
  execFileSync('gcc', ['-O2', '-w', '-DNOREDUCE', ...(liveness ? [] : ['-DSAFETY']), '-o', 'pan', 'pan.c'], { cwd: folder, stdio: 'pipe' });
  return () => {
    const output = spawnSync('./pan', ['-m10000000', ...(liveness ? ['-a', '-f'] : ['-E'])], { cwd: folder, encoding: 'utf8' }).stdout;
    const states = /(\d+) states, stored/.exec(output);
    const seconds = /elapsed time ([\d.]+) seconds/.exec(output);
    if (states === null || seconds === null || !output.includes('errors: 0')) throw new Error(`${peer}:\n${output}`);
    // Its liveness search stores states of the product with the claim and with copies for fairness.
    return { states: liveness ? null : Number(states[1]), seconds: Number(seconds[1]) };
  };
}
