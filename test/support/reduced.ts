/** The machine that leaves dead values out, held against the one that keeps them. */

import { type CheckResult, checkModel, createCompiledMachine, type Machine, type Model, type State, type Watch } from '#checker';
import { tagKind, tagKinds } from '../../checker/src/model/tags.ts';
import { changesAsSaid } from './changes.ts';

interface Found {
  readonly state: State;
  readonly counter: number;
}

/** What a machine says of a state, each target as `key` packs it. */
interface Reported {
  readonly predicates: number;
  /** cost, tag, flags and packed target of each step */
  readonly steps: readonly string[];
  readonly cuts: boolean;
  readonly forcedCuts: boolean;
  readonly errors: readonly number[];
}

/**
 * Walks the full graph up to `max` states. Every full state maps onto a reduced one from which the reduced machine makes
 * the same steps, to what their targets map onto. Gives the numbers of states of both, or null where there are too many;
 * throws where the machines differ.
 */
export function bisimilar(
  model: Model,
  watch: Watch,
  max: number,
  forget = true,
): { readonly full: number; readonly reduced: number } | null {
  const full = createCompiledMachine(model, watch);
  const reduced = createCompiledMachine(model, watch, { dropDead: true, forget });
  const known = new Set<string>();
  const found: Found[] = [];
  const classes = new Set<string>();
  const meet = () => {
    for (let i = 0; i < full.successors.count; i++) {
      const at = i * full.words;
      const text = full.successors.words.subarray(at, at + full.words).join();
      if (known.has(text)) continue;
      known.add(text);
      found.push({ state: full.decode(full.successors.words, at), counter: full.counter(full.successors.words, at) });
    }
  };
  same(
    'initial states',
    reported(reduced, reduced, 0, (m) => m.initial()),
    reported(full, reduced, 0, (m) => m.initial()),
  );
  meet();
  for (let next = 0; next < found.length; next++) {
    if (found.length > max) return null;
    const { state, counter } = found[next];
    const [words, fewer] = [full, reduced].map((machine) => packed(machine, state, counter));
    classes.add(fewer.join());
    const ofReduced = reported(reduced, reduced, reduced.evaluate(fewer, 0), (m) => m.expand(fewer, 0, 'all'));
    changesAsSaid(reduced, fewer, () => JSON.stringify(state));
    same(
      JSON.stringify(state),
      ofReduced,
      reported(full, reduced, full.evaluate(words, 0), (m) => m.expand(words, 0, 'all')),
    );
    meet();
  }
  return { full: found.length, reduced: classes.size };
}

function reported(machine: Machine, key: Machine, predicates: number, ask: (machine: Machine) => void): Reported {
  const { successors } = machine;
  successors.clear();
  ask(machine);
  const steps = Array.from({ length: successors.count }, (_, i) => {
    const at = i * machine.words;
    const target =
      machine === key
        ? successors.words.slice(at, at + machine.words)
        : packed(key, machine.decode(successors.words, at), machine.counter(successors.words, at));
    // which of the messages in flight it is that a step takes is no part of what is promised
    const tag = tagKind(successors.tag[i]) < tagKinds.tick ? tagKind(successors.tag[i]) : successors.tag[i];
    return `${successors.cost[i]} ${tag} ${successors.flags[i]} ${target.join()}`;
  });
  const { cuts, forcedCuts, errors, errorCost } = successors;
  return {
    predicates,
    steps: [...new Set(steps)].sort(),
    cuts: cuts > 0,
    forcedCuts: forcedCuts > 0,
    errors: [...new Set(errorCost.slice(0, errors))].sort(),
  };
}

function packed(machine: Machine, state: State, counter: number): Int32Array {
  const words = new Int32Array(machine.words);
  machine.encode(state, counter, words, 0);
  return words;
}

function same(where: string, reduced: Reported, full: Reported): void {
  const [left, right] = [reduced, full].map((one) => JSON.stringify(one));
  if (left !== right) throw new Error(`the machines differ at ${where}\n--- reduced\n${left}\n--- full\n${right}`);
}

/** Checks with and without dead values: the same but for the size of the search. Gives the states of both. */
export function checkReduced(
  model: Model,
  properties?: readonly string[],
  forget = true,
): { readonly full: CheckResult; readonly reduced: CheckResult } {
  const [full, reduced] = [false, true].map((reduce) =>
    checkModel(model, { ...(reduce ? { reduceFrom: 0, forget } : {}), properties, now: () => 0, blame: false }),
  );
  const [left, right] = [full, reduced].map(({ properties, bounds, exhaustive, neverRan, timeNeverPasses, error }) =>
    JSON.stringify({ properties, bounds, exhaustive, neverRan, timeNeverPasses, error }),
  );
  if (left !== right) throw new Error(`the checks differ:\n--- full\n${left}\n--- reduced\n${right}`);
  // What only a dead value distinguished may have been the deepest state.
  for (const what of ['states', 'transitions', 'depth', 'faults'] as const)
    if (reduced.size[what] > full.size[what]) throw new Error(`the reduced search has more ${what}`);
  return { full, reduced };
}
