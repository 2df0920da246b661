/**
 * From the text of a tiny specification to its verdict: Proviso within a process that has run before (as in an editor), Proviso
 * as a command, SPIN and Rumur with all that they generate and compile. In alternating rounds.
 *
 *     npm run build && npm run bench:edit
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { analyse, checkModel, load, lower } from '#checker';
import { missing } from './peers.ts';

const ROUNDS = 20;
const fileOf = (name: string) => new URL(name, import.meta.url).pathname;
/** what the peers state too */
const text = readFileSync(fileOf('models/ping-pong.proviso'), 'utf8');
const command = fileOf('../dist/proviso.mjs');
const folder = mkdtempSync(join(tmpdir(), 'proviso-edit-'));

const ways: { name: string; run: (round: number) => void; times: number[] }[] = [];
offer('Proviso, warm', [], checkHere);
if (existsSync(command)) {
  offer('Proviso, as a command', [], () => run(process.execPath, command, 'check', 'model.proviso', '--no-cache'));
  offer('the same again: its answer is remembered', [], () => run(process.execPath, command, 'check', 'model.proviso'));
} else console.log('Proviso, as a command: skipped, run `npm run build` first');
offer('SPIN', ['spin', 'gcc'], () => {
  run('spin', '-o1', '-o2', '-a', 'model.pml');
  run('gcc', '-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c');
  run('./pan', '-E');
});
offer('Rumur', ['rumur', 'gcc'], () => {
  run('rumur', '--quiet', '--deadlock-detection', 'off', '--threads', '1', '--output', 'model.c', 'model.m');
  run('gcc', '-O2', '-w', '-o', 'model', 'model.c', '-lpthread');
  run('./model');
});

try {
  writeFileSync(join(folder, 'model.proviso'), text);
  writeFileSync(join(folder, 'model.pml'), readFileSync(fileOf('models/ping-pong.pml')));
  writeFileSync(join(folder, 'model.m'), readFileSync(fileOf('../test/peers/ping-pong.m')));
  for (let i = 0; i < 20; i++) checkHere(-1 - i);
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of ways) {
      const begin = performance.now();
      way.run(round);
      way.times.push(performance.now() - begin);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

console.log('| from text to verdict, 14 states | least, ms | median, ms |');
console.log('| --- | --: | --: |');
for (const { name, times } of ways) {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(`| ${name} | ${sorted[0].toFixed(1)} | ${sorted[Math.floor(sorted.length / 2)].toFixed(1)} |`);
}

function offer(name: string, programs: readonly string[], way: (round: number) => void): void {
  const lacking = missing(...programs);
  if (lacking.length === 0) ways.push({ name, run: way, times: [] });
  else console.log(`${name}: skipped, ${lacking.join(' and ')} not installed`);
}

/** Each round has a text of its own, so that nothing can be remembered. */
function checkHere(round: number): void {
  const loaded = load('model.proviso', `${text}// ${round}\n`, () => ({ problem: 'there is nothing to import', details: {} }));
  const analysis = analyse({ root: loaded.root, files: loaded.files, resolve: loaded.resolve });
  const { model } = lower(analysis, 'PingPong', 'Sync', new Map());
  if (model === null) throw new Error('the specification has mistakes');
  const { properties, size } = checkModel(model, { properties: ['Answered', 'Patient'], now: () => performance.now() });
  const verdicts = properties.map(({ verdict }) => verdict.status).join();
  if (verdicts !== 'reached,holds' || size.states !== 14) throw new Error(`${verdicts}, ${size.states} states`);
}

function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { cwd: folder, stdio: 'pipe' });
}
