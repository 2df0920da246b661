/** The tools as people run them: each a process of its own, with what it generates and compiles before. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Case, PeerModel } from './cases.ts';
import { fileOf, fileText } from './model.ts';
import {
  exportedRecipe,
  handRecipe,
  type Peer,
  type Recipe,
  rumurRecipe,
  type SpinOptions,
  spinRecipe,
  staterightRecipe,
  TOO_SMALL,
  type Told,
} from './peers.ts';
import { type Command, type Cost, timed, together } from './process.ts';

export interface Ran {
  /** null where nothing is generated or compiled */
  readonly build: Cost | null;
  readonly run: Cost;
  readonly told: Told;
}

export interface Program {
  readonly name: string;
  readonly run: (rebuild: boolean) => Ran;
}

/** What `npm run build` makes. */
export const COMMAND = fileOf('../dist/proviso.mjs');

/** As one calls it, and with every state searched. `threads`: null for as many as it takes unless asked. */
export function checks(one: Case, threads: number | null): readonly Recipe[] {
  return [checkRecipe('Proviso', one, threads, []), checkRecipe('Proviso, every state', one, threads, ['--no-reduction'])];
}

export function checkRecipe(name: string, one: Case, threads: number | null, options: readonly string[]): Recipe {
  const allowed = threads === null ? [] : ['--threads', String(threads)];
  const asked = ['--assume', 'Bench', '--property', one.property];
  const words = ['check', 'model.proviso', ...asked, '--no-cache', '--format', 'json', ...allowed, ...options];
  return {
    name,
    files: { 'model.proviso': fileText(one) },
    build: [],
    touch: null,
    env: {},
    run: [process.execPath, COMMAND, ...words] satisfies Command,
    read: (output) => readCheck(name, one, output),
  };
}

function readCheck(name: string, one: Case, output: string): Told {
  const { checks, summary } = JSON.parse(output) as {
    readonly summary: { readonly expected: number; readonly unexpected: number };
    readonly checks: readonly { readonly search: { readonly states: number; readonly milliseconds: number; readonly bytes: number } }[];
  };
  if (summary.expected !== 1 || summary.unexpected !== 0) throw new Error(`${name}, ${one.name}:\n${output.slice(0, 2000)}`);
  const [{ search }] = checks;
  return { states: search.states, seconds: search.milliseconds / 1000, bytesPerState: search.bytes / search.states };
}

/** Those that have the model. */
export function peerRecipes(one: Case, here: ReadonlySet<Peer>, threads: number): readonly Recipe[] {
  const recipes: Recipe[] = [];
  if (one.spin !== null && here.has('SPIN')) recipes.push(deepEnough(one.spin, one.search));
  if (one.rumur !== null && here.has('Rumur')) recipes.push(rumurRecipe(one.rumur, threads));
  if (one.tla !== undefined && here.has('TLC')) recipes.push(handRecipe(one.tla, threads));
  if (here.has('TLC')) recipes.push(exportedRecipe(one, threads));
  if (one.stateright !== undefined && here.has('Stateright')) recipes.push(staterightRecipe(one.stateright, threads));
  return recipes;
}

/** SPIN makes room at once for as many steps of depth as it may go, so a search gets the least of these that is enough. */
const DEPTHS = [10_000, 100_000, 1_000_000, 10_000_000];

export function deepEnough(peer: PeerModel, search: Case['search'], options: SpinOptions = {}): Recipe {
  for (const depth of DEPTHS) {
    const recipe = spinRecipe(peer, search, { ...options, depth });
    try {
      withPrograms([recipe], ([program]) => program.run(false));
      return recipe;
    } catch (error) {
      if (!(error instanceof Error && error.message.includes(TOO_SMALL)) || depth === DEPTHS.at(-1)) throw error;
    }
  }
  throw new Error(`${peer.file}: no depth is enough`);
}

/** Does something with each as a program in a folder of its own, which is gone afterwards. */
export function withPrograms<T>(recipes: readonly Recipe[], use: (programs: readonly Program[]) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'proviso-bench-'));
  try {
    return use(recipes.map((recipe, i) => programOf(recipe, join(folder, String(i)))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** It is built when it runs for the first time, and later where that is asked for. */
function programOf({ name, files, build, touch, env, run, read }: Recipe, folder: string): Program {
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  let built = false;
  const made = () => {
    touch?.();
    built = true;
    return together(
      build.map((command) => {
        const ended = timed(folder, command, env);
        if (ended.status !== 0) throw new Error(`${name}: ${command.join(' ')}:\n${ended.output}${ended.said}`);
        return ended;
      }),
    );
  };
  return {
    name,
    run: (rebuild) => {
      const cost = build.length > 0 && (rebuild || !built) ? made() : null;
      const ended = timed(folder, run, env);
      if (ended.status !== 0)
        throw new Error(`${name} ended with ${ended.status}:\n${ended.output.slice(-2000)}${ended.said.slice(-2000)}`);
      return { build: cost, run: ended, told: read(ended.output) };
    },
  };
}
