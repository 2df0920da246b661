/** Plain breadth-first counting over a machine, without the search's store: the simplest possible reading of a graph. */
import { createCompiledMachine, createInterpretedMachine, type Machine, type Model } from '#checker';

const WATCH = { predicates: [], steps: [], deadline: null };

export interface Count {
  readonly states: number;
  readonly transitions: number;
  readonly cut: number;
  readonly errors: number;
  /** packed words of each state as a string, to its order of discovery */
  readonly keys: ReadonlyMap<string, number>;
  readonly machine: Machine;
  readonly words: readonly Int32Array[];
}

export function count(model: Model, kind: 'interpreted' | 'compiled', options: { fromUnstable?: boolean; max?: number } = {}): Count {
  const machine = kind === 'compiled' ? createCompiledMachine(model, WATCH) : createInterpretedMachine(model, WATCH);
  const keys = new Map<string, number>();
  const words: Int32Array[] = [];
  const add = (state: Int32Array) => {
    const key = state.join();
    if (keys.has(key)) return;
    keys.set(key, keys.size);
    words.push(state);
  };
  const { successors } = machine;
  const batch = () =>
    Array.from({ length: successors.count }, (_, i) => successors.words.slice(i * machine.words, (i + 1) * machine.words));
  successors.clear();
  machine.initial();
  for (const state of batch()) {
    if (!options.fromUnstable || !machine.decode(state, 0).stable) add(state);
  }
  let transitions = 0;
  let cut = 0;
  let errors = successors.errors;
  for (let i = 0; i < words.length && words.length <= (options.max ?? Infinity); i++) {
    successors.clear();
    machine.expand(words[i], 0, 'all');
    transitions += successors.count;
    cut += successors.cuts;
    errors += successors.errors;
    batch().forEach(add);
  }
  return { states: words.length, transitions, cut, errors, keys, machine, words };
}
