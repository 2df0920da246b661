/** How each peer is made ready for a model and run, and how what it prints is read. */
import { spawnSync } from 'node:child_process';
import { readFileSync, utimesSync } from 'node:fs';
import process from 'node:process';
import { configOf } from '#export';
import { jar, translated, whyNoTlc } from '../test/export/tlc.ts';
import { rumurWith } from '../test/peers/peer.ts';
import type { Case, PeerModel, TlaModel } from './cases.ts';
import { fileOf, modelOf } from './model.ts';
import type { Command } from './process.ts';

export interface Told {
  /** states of the system; null where the tool's figure means something else */
  readonly states: number | null;
  /** of the search, as the tool says it; null where it says nothing finer than seconds */
  readonly seconds: number | null;
  /** memory for states alone, as the tool says it; null where it says nothing */
  readonly bytesPerState: number | null;
}

export interface Recipe {
  readonly name: string;
  /** texts that are in the folder before anything runs */
  readonly files: Readonly<Record<string, string>>;
  /** what comes before a search whenever a text has changed: generating and compiling */
  readonly build: readonly Command[];
  /** before each build; null where there is nothing */
  readonly touch: (() => void) | null;
  readonly env: Readonly<Record<string, string>>;
  readonly run: Command;
  readonly read: (output: string) => Told;
}

/** So deep may SPIN go unless asked; what it may take of memory, in MB. */
const DEPTH = 10_000_000;
const MEMORY = 16_384;
/** What SPIN says of a depth that does not reach. */
export const TOO_SMALL = 'too small';
/** As its authors advise. */
const RUMUR_OPTIONS = ['-O3', '-march=native', ...(process.arch === 'x64' ? ['-mcx16'] : [])];
const NOTHING_MORE = { touch: null, env: {} } as const;

export function missing(...programs: readonly string[]): string[] {
  return programs.filter((program) => spawnSync('which', [program]).status !== 0);
}

/**
 * `reduced`: with SPIN's own partial-order reduction, which leaves out states. `collapse`: with its compression of states. `depth`: so
 * deep may it go; it makes room for that at once.
 */
export interface SpinOptions {
  readonly depth?: number;
  readonly reduced?: boolean;
  readonly collapse?: boolean;
}

export function spinRecipe(
  peer: PeerModel,
  search: Case['search'],
  { reduced = false, collapse = false, depth = DEPTH }: SpinOptions = {},
): Recipe {
  const liveness = search === 'liveness';
  const set = Object.entries(peer.constants).map(([name, value]) => `-D${name}=${value}`);
  const options = [
    ...(reduced ? [] : ['-DNOREDUCE']),
    ...(collapse ? ['-DCOLLAPSE'] : []),
    ...(liveness ? [] : ['-DSAFETY']),
    `-DMEMLIM=${MEMORY}`,
  ];
  return {
    ...NOTHING_MORE,
    name: reduced ? 'SPIN with its reduction' : collapse ? 'SPIN, collapsed' : 'SPIN',
    files: { 'model.pml': readFileSync(fileOf(peer.file), 'utf8') },
    build: [
      // without -o1 and -o2 SPIN leaves out of its states what nobody reads
      ['spin', '-o1', '-o2', ...set, ...(liveness ? ['-DLIVENESS'] : []), '-a', 'model.pml'],
      ['gcc', '-O2', '-w', ...options, '-o', 'pan', 'pan.c'],
    ],
    run: ['./pan', `-m${depth}`, ...(liveness ? ['-a', '-f'] : ['-E'])],
    read: (output) => {
      const states = /(\d+) states, stored/.exec(output);
      const seconds = /elapsed time ([\d.]+) seconds/.exec(output);
      const broken = !output.includes('errors: 0') || output.includes(TOO_SMALL) || output.includes('out of memory');
      if (states === null || seconds === null || broken) throw new Error(`${peer.file}:\n${output}`);
      const megabytes = /([\d.]+)\tactual memory usage for states/.exec(output);
      return {
        // its liveness search stores states of the product with the claim and with copies for fairness
        states: liveness ? null : Number(states[1]),
        seconds: Number(seconds[1]),
        bytesPerState: megabytes === null ? null : (Number(megabytes[1]) * 2 ** 20) / Number(states[1]),
      };
    },
  };
}

export function rumurRecipe(peer: PeerModel, threads: number): Recipe {
  const options = ['--quiet', '--deadlock-detection', 'off', '--threads', String(threads), '--output', 'model.c', 'model.m'];
  return {
    ...NOTHING_MORE,
    name: 'Rumur',
    files: { 'model.m': rumurWith(new Map(Object.entries(peer.constants)), fileOf(peer.file)) },
    build: [
      ['rumur', ...options],
      ['gcc', ...RUMUR_OPTIONS, '-w', '-o', 'model', 'model.c', '-lpthread'],
    ],
    run: ['./model'],
    read: (output) => {
      const states = /(\d+) states, \d+ rules fired in/.exec(output);
      if (states === null || !output.includes('No error found')) throw new Error(`${peer.file}:\n${output}`);
      const bytes = /rounded up to (\d+) bytes/.exec(output);
      return { states: Number(states[1]), seconds: null, bytesPerState: bytes === null ? null : Number(bytes[1]) };
    },
  };
}

/** What `proviso export --to tla` writes of the same system. */
export function exportedRecipe(one: Case, threads: number): Recipe {
  const tla = translated(modelOf(one), '');
  const exported = tla.exported.filter(({ name }) => name === one.property);
  const files = Object.fromEntries(tla.files.map(({ name, text }) => [name, text]));
  return tlcRecipe('TLC, exported', tla.module, { ...files, [`${tla.module}.cfg`]: configOf({ exported, tellCuts: false }) }, threads);
}

/** A module that is written by hand. */
export function handRecipe({ module, property, constants }: TlaModel, threads: number): Recipe {
  const set = Object.entries(constants).map(([name, value]) => `CONSTANT ${name} = ${value}\n`);
  const config = `${set.join('')}SPECIFICATION Spec\nINVARIANT ${property}\nCHECK_DEADLOCK FALSE\n`;
  const text = readFileSync(fileOf(`models/${module}.tla`), 'utf8');
  return tlcRecipe('TLC', module, { [`${module}.tla`]: text, [`${module}.cfg`]: config }, threads);
}

function tlcRecipe(name: string, module: string, files: Readonly<Record<string, string>>, threads: number): Recipe {
  return {
    ...NOTHING_MORE,
    name,
    files,
    build: [],
    // As its authors advise for many workers; its fingerprints get a quarter of what Java may take.
    run: [
      ...(['java', '-XX:+UseParallelGC', '-Xmx4g', '-Djava.io.tmpdir=.', '-cp', jar!] as const),
      ...['tlc2.TLC', '-nowarning', '-workers', String(threads), '-metadir', 'states', module],
    ],
    read: (output) => {
      const states = /(\d+) distinct states found, 0 states left/.exec(output);
      if (states === null) throw new Error(`${module}:\n${output.slice(-2000)}`);
      return { states: Number(states[1]), seconds: null, bytesPerState: null };
    },
  };
}

const CRATE = fileOf('models/stateright');
/** Beside what else is built: the crates that it needs are compiled once. */
const CRATE_BUILD = fileOf('../build/stateright');
const CARGO: Command = ['cargo', 'build', '--release', '--locked', '--quiet', '--manifest-path', `${CRATE}/Cargo.toml`];
const CARGO_ENV = { CARGO_TARGET_DIR: CRATE_BUILD };

export function staterightRecipe([model, constant]: readonly [string, number], threads: number): Recipe {
  return {
    name: 'Stateright',
    files: {},
    build: [CARGO],
    // as after an edit: the models alone are compiled, not what they depend on
    touch: () => utimesSync(`${CRATE}/src/main.rs`, new Date(), new Date()),
    env: CARGO_ENV,
    run: [`${CRATE_BUILD}/release/proviso-bench`, model, String(constant), String(threads)],
    read: (output) => {
      const told = /^(\d+) states in ([\d.]+) s$/m.exec(output);
      if (told === null) throw new Error(`${model} of Stateright:\n${output}`);
      return { states: Number(told[1]), seconds: Number(told[2]), bytesPerState: null };
    },
  };
}

/** An option, any number of times: a peer that is not asked. */
export const WITHOUT = { type: 'string', multiple: true, default: [] as string[] } as const;

export type Peer = 'SPIN' | 'Rumur' | 'TLC' | 'Stateright';

/** Why a peer cannot run here; null where it can. */
export const whyNot = {
  SPIN: () => installed('spin', 'gcc'),
  Rumur: () => installed('rumur', 'gcc'),
  TLC: () => whyNoTlc,
  Stateright: () => installed('cargo') ?? crateBuilt(),
} satisfies Record<Peer, () => string | null>;

function installed(...programs: readonly string[]): string | null {
  const lacking = missing(...programs);
  return lacking.length === 0 ? null : `${lacking.join(' and ')} not installed`;
}

/** The first time its crates are fetched and compiled, which takes about a minute. */
function crateBuilt(): string | null {
  const [program, ...words] = CARGO;
  const { status, stderr } = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ...CARGO_ENV } });
  return status === 0 ? null : `its models cannot be built: ${stderr.trim().split('\n')[0]}`;
}

/** The peers that can run here, but those that are not to; the others are named with what they lack. */
export function peersHere(without: readonly string[]): ReadonlySet<Peer> {
  const here = new Set<Peer>();
  const unknown = without.filter((name) => !Object.hasOwn(whyNot, name));
  if (unknown.length > 0) throw new Error(`no peer ${unknown.join(', ')}; there are ${Object.keys(whyNot).join(', ')}`);
  for (const peer of Object.keys(whyNot) as Peer[]) {
    const why = without.includes(peer) ? 'as asked' : whyNot[peer]();
    if (why === null) here.add(peer);
    else console.log(`${peer}: skipped, ${why}`);
  }
  return here;
}
