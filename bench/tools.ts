/** The tools that are compared, each made ready once for a case and then run as often as is asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse, type CheckResult, inSlices, load, lower, type Model, startCheck } from '#checker';
import { threadsOf } from '../cli/src/check/threads.ts';
import { rumurWith } from '../test/peers/peer.ts';
import type { Case, PeerModel } from './cases.ts';

export interface Run {
  /** states of the system; null where the tool's figure means something else */
  readonly states: number | null;
  readonly seconds: number;
  /** memory for states alone, as the tool says it; null where it says nothing */
  readonly bytesPerState: number | null;
}

export interface Tool {
  readonly name: string;
  readonly run: () => Run | Promise<Run>;
}

/** So deep may SPIN go; what it may take of memory, in MB. */
const DEPTH = 10_000_000;
const MEMORY = 16_384;
/** As its authors advise. */
const RUMUR_OPTIONS = ['-O3', '-march=native', ...(process.arch === 'x64' ? ['-mcx16'] : [])];
/** Milliseconds that Proviso goes on for at once. */
const SLICE = 60;

export function missing(...programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync('which', [program]).status !== 0);
}

/** Every state is looked at: no symmetry, and nothing left out of the states. */
export function proviso(one: Case, threads = 1): Tool {
  const model = modelOf(one);
  const helpers = threadsOf(new URL('../cli/src/thread.ts', import.meta.url).pathname, threads);
  const run = async () => {
    const check = startCheck(model, {
      properties: [one.property],
      now: () => performance.now(),
      blame: false,
      ...(helpers && { threads: helpers }),
    });
    const { properties, size } = await advanced(inSlices(check, { now: () => performance.now(), slice: SLICE, over: () => null }));
    const [{ verdict }] = properties;
    if (verdict.status !== 'holds') throw new Error(`${one.name}: ${one.property} is ${verdict.status}`);
    return { states: size.states, seconds: size.milliseconds / 1000, bytesPerState: size.bytes / size.states };
  };
  return { name: threads === 1 ? 'Proviso' : `Proviso, ${threads} threads`, run };
}

async function advanced(slices: ReturnType<typeof inSlices>): Promise<CheckResult> {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
    // a moment for what the threads have to say
    await new Promise(setImmediate);
  }
}

type Question = Pick<Case, 'spec' | 'assume' | 'constants'>;

/** `change`: the text of the system before it is read. */
export function modelOf({ spec, assume, constants }: Question, change = (text: string) => text): Model {
  const text = `${change(readFileSync(fileOf(spec), 'utf8'))}\n${assume}\n`;
  const loaded = load(fileOf(spec), text, () => ({ problem: 'there is nothing to import', details: {} }));
  const analysis = analyse({ root: loaded.root, files: loaded.files, resolve: loaded.resolve });
  const [system] = analysis.systems.keys();
  const { model } = lower(analysis, system, 'Bench', new Map(Object.entries(constants)));
  if (model === null) throw new Error(`${spec} has mistakes`);
  return model;
}

/** `reduced`: with SPIN's own partial-order reduction, which leaves out states. */
export function spin(peer: PeerModel, search: Case['search'], folder: string, reduced = false): Tool {
  const file = reduced ? 'reduced' : 'pan';
  const liveness = search === 'liveness';
  const set = Object.entries(peer.constants).map(([name, value]) => `-D${name}=${value}`);
  writeFileSync(join(folder, 'model.pml'), readFileSync(fileOf(peer.file)));
  // without -o1 and -o2 SPIN leaves out of its states what nobody reads
  execFileSync('spin', ['-o1', '-o2', ...set, ...(liveness ? ['-DLIVENESS'] : []), '-a', 'model.pml'], { cwd: folder, stdio: 'pipe' });
  const options = [...(reduced ? [] : ['-DNOREDUCE']), ...(liveness ? [] : ['-DSAFETY']), `-DMEMLIM=${MEMORY}`];
  execFileSync('gcc', ['-O2', '-w', ...options, '-o', file, 'pan.c'], { cwd: folder, stdio: 'pipe' });
  const run = () => {
    const output = spawnSync(`./${file}`, [`-m${DEPTH}`, ...(liveness ? ['-a', '-f'] : ['-E'])], { cwd: folder, encoding: 'utf8' }).stdout;
    const states = /(\d+) states, stored/.exec(output);
    const seconds = /elapsed time ([\d.]+) seconds/.exec(output);
    const broken = !output.includes('errors: 0') || output.includes('too small') || output.includes('out of memory');
    if (states === null || seconds === null || broken) throw new Error(`${peer.file}:\n${output}`);
    const megabytes = /([\d.]+)\tactual memory usage for states/.exec(output);
    return {
      // its liveness search stores states of the product with the claim and with copies for fairness
      states: liveness ? null : Number(states[1]),
      seconds: Number(seconds[1]),
      bytesPerState: megabytes === null ? null : (Number(megabytes[1]) * 2 ** 20) / Number(states[1]),
    };
  };
  return { name: reduced ? 'SPIN with its reduction' : 'SPIN', run };
}

export function rumur(peer: PeerModel, folder: string, threads = 1): Tool {
  writeFileSync(join(folder, 'model.m'), rumurWith(new Map(Object.entries(peer.constants)), fileOf(peer.file)));
  const program = `model-${threads}`;
  const options = ['--quiet', '--deadlock-detection', 'off', '--threads', String(threads), '--output', `${program}.c`, 'model.m'];
  execFileSync('rumur', options, { cwd: folder, stdio: 'pipe' });
  execFileSync('gcc', [...RUMUR_OPTIONS, '-w', '-o', program, `${program}.c`, '-lpthread'], { cwd: folder, stdio: 'pipe' });
  const run = () => {
    const begin = performance.now();
    const output = spawnSync(`./${program}`, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout;
    const seconds = (performance.now() - begin) / 1000;
    const states = /(\d+) states, \d+ rules fired in/.exec(output);
    if (states === null || !output.includes('No error found')) throw new Error(`${peer.file}:\n${output}`);
    const bytes = /rounded up to (\d+) bytes/.exec(output);
    return { states: Number(states[1]), seconds, bytesPerState: bytes === null ? null : Number(bytes[1]) };
  };
  return { name: threads === 1 ? 'Rumur' : `Rumur, ${threads} threads`, run };
}

function fileOf(name: string): string {
  return new URL(name, import.meta.url).pathname;
}
