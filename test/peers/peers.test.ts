/** Proviso reaches as many states as models of the same systems that were written by hand for other checkers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyse, createCompiledMachine, lower, type Model } from '#checker';
import { parse } from '#grammar';
import { todays } from '../random/run.ts';
import { countStates, missingTools, type Peer, readPeer, type Variant } from './peer.ts';

const slow = process.env.PROVISO_SLOW === '1';
/** Larger systems are counted in the slow run only, half of them each day. */
const ORDINARY = 60_000;

const peers = readdirSync(import.meta.dirname)
  .filter((name) => /\.(m|pml)$/.test(name))
  .map((name) => readPeer(join(import.meta.dirname, name)));

function variantsOf({ variants }: Peer): readonly Variant[] {
  if (!slow) return variants.filter((variant) => !variant.slow && variant.states <= ORDINARY);
  return variants.length < 2 ? variants : todays(variants, 2);
}

describe.each(peers.map((peer) => [peer.file.split('/').at(-1), peer] as const))('%s', (_, peer) => {
  const missing = missingTools(peer);
  const variants = variantsOf(peer);
  // Each peer is compiled, in the slow run.

  test.each(variants.map((variant) => [variant.assume, variant] as const))('%s', { timeout: 120_000 }, (_name, variant) => {
    const found = countProviso(peer, variant);
    expect(found.states).toBe(variant.states);
    if (variant.cut !== null) expect(found.cut).toBe(variant.cut);
    if (!slow) return;
    if (missing.length > 0) return console.log(`${peer.file}: not run, ${missing.join(' and ')} not installed`);
    const count = countStates(peer, variant);
    expect(count.states).toBe(found.states);
    if (count.steps !== null) expect(count.steps).toBe(found.transitions + found.cut);
  });
});

function modelOf(peer: Peer, assume: string): Model {
  const { file } = parse(peer.proviso, readFileSync(peer.proviso, 'utf8'));
  const analysis = analyse({ root: file, files: new Map([[peer.proviso, file]]), resolve: () => null });
  const [system] = analysis.systems.keys();
  const { model, diagnostics } = lower(analysis, system, assume, new Map());
  if (model === null)
    throw new Error(`${peer.proviso}: no model of ${assume}: ${diagnostics.map((d) => `${d.code} ${d.message}`).join('; ')}`);
  return model;
}

/** Plain breadth-first counting, without the search and its store. Where something stabilises, from the unstable start. */
function countProviso(peer: Peer, variant: Variant): { states: number; transitions: number; cut: number } {
  const model = modelOf(peer, variant.assume);
  const machine = createCompiledMachine(model, { predicates: [], steps: [], deadline: null });
  const { successors, words } = machine;
  const seen = new Set<string>();
  const states: Int32Array[] = [];
  const take = (wanted: (state: Int32Array) => boolean) => {
    for (let i = 0; i < successors.count; i += 1) {
      const state = successors.words.slice(i * words, (i + 1) * words);
      const key = state.join();
      if (seen.has(key) || !wanted(state)) continue;
      seen.add(key);
      states.push(state);
    }
  };
  let [transitions, cut] = [0, 0];
  successors.clear();
  machine.initial();
  take((state) => !model.stabilises || !machine.decode(state, 0).stable);
  for (let i = 0; i < states.length; i += 1) {
    successors.clear();
    machine.expand(states[i], 0, 'all');
    transitions += successors.count;
    cut += successors.cuts;
    take(() => true);
  }
  return { states: states.length, transitions, cut };
}
