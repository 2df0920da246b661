/** The tools that are compared, each made ready once for a case and then run as often as is asked. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, inSlices, startCheck } from '#checker';
import { threadsOf } from '../cli/src/check/threads.ts';
import type { Case, PeerModel } from './cases.ts';
import { modelOf } from './model.ts';
import { type Recipe, rumurRecipe, spinRecipe } from './peers.ts';

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

/** Milliseconds that Proviso goes on for at once. */
const SLICE = 60;

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

export function spin(peer: PeerModel, search: Case['search'], folder: string, reduced = false): Tool {
  const recipe = spinRecipe(peer, search, { reduced });
  const { name, run } = ready(recipe, join(folder, reduced ? 'spin-reduced' : 'spin'));
  return {
    name,
    run: () => {
      const { states, seconds, bytesPerState } = recipe.read(run().output);
      return { states, seconds: seconds!, bytesPerState };
    },
  };
}

export function rumur(peer: PeerModel, folder: string, threads = 1): Tool {
  const recipe = rumurRecipe(peer, threads);
  const { name, run } = ready(recipe, join(folder, `rumur-${threads}`));
  return {
    name: threads === 1 ? name : `${name}, ${threads} threads`,
    run: () => {
      const { seconds, output } = run();
      return { ...recipe.read(output), seconds };
    },
  };
}

function ready({ name, files, build, run: [program, ...words] }: Recipe, folder: string) {
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  for (const [first, ...rest] of build) execFileSync(first, rest, { cwd: folder, stdio: 'pipe' });
  const run = () => {
    const begin = performance.now();
    const output = spawnSync(program, words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout;
    return { output, seconds: (performance.now() - begin) / 1000 };
  };
  return { name, run };
}
