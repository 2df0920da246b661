/** The whole graph of a search, with what a search observes of it. */
import { createCompiledMachine, type Machine, type Model } from '#checker';
import { StateStore } from '../../checker/src/explore/states/store.ts';
import type { Watch } from '../../checker/src/model/watch.ts';

/** What is done to the states: nothing, or all that a search from 20,000 states on does. */
export type Way = 'every state' | 'as today';

export interface Graph {
  readonly machine: Machine;
  readonly store: StateStore;
  /** for each state the number of what is observed of it: predicates, errors of the model, bounds, code that ran */
  readonly observed: Int32Array;
  /** the steps of state i are those from `first[i]` up to `first[i + 1]` */
  readonly first: Int32Array;
  readonly to: Int32Array;
  /** for each step the number of what is observed of it: its cost, and the step properties that it breaks */
  readonly label: Int32Array;
  /** labels of steps that cost nothing and break nothing */
  readonly silent: ReadonlySet<number>;
}

/** Null where there are more than `most` states. */
export function graphOf(model: Model, watch: Watch, way: Way, most: number): Graph | null {
  const reduced = way === 'as today';
  const machine = createCompiledMachine(model, watch, { dropDead: reduced, symmetry: reduced, forget: reduced });
  const { successors, words } = machine;
  const store = new StateStore(words);
  const observed: number[] = [];
  const first = [0];
  const [to, label] = [new Grown(), new Grown()];
  const observations = new Numbers();
  const labels = new Numbers();
  const current = new Int32Array(words);
  for (let more = true; more; ) {
    successors.clear();
    more = machine.initial(1000);
    store.insert(successors.words, successors.count, false);
  }
  for (let state = 0; state < store.count; state++) {
    if (store.count > most || successors.gaveUp) return null;
    current.set(store.segment(state).subarray(store.offset(state), store.offset(state) + words));
    successors.clear();
    successors.bounds.fill(0);
    machine.ran.fill(0);
    machine.expand(current, 0, 'all');
    const { count, errors, errorCost, cost, flags } = successors;
    const counter = watch.deadline !== null && machine.counter(current, 0) > watch.deadline.within;
    observed.push(
      observations.of(
        `${machine.evaluate(current, 0)} ${counter} ${[...new Set(errorCost.subarray(0, errors))].sort()} ${successors.bounds} ${successors.forcedCuts > 0} ${machine.ran}`,
      ),
    );
    store.insert(successors.words, count, false);
    for (let i = 0; i < count; i++) {
      to.push(store.find(successors.words, i * words));
      label.push(labels.of(`${cost[i]} ${flags[i]}`));
    }
    first.push(to.length);
  }
  const silent = new Set([labels.of('0 0')]);
  return { machine, store, observed: Int32Array.from(observed), first: Int32Array.from(first), to: to.array, label: label.array, silent };
}

class Grown {
  length = 0;
  #array = new Int32Array(1 << 16);

  push(n: number): void {
    if (this.length === this.#array.length) {
      const twice = new Int32Array(this.length * 2);
      twice.set(this.#array);
      this.#array = twice;
    }
    this.#array[this.length++] = n;
  }

  get array(): Int32Array {
    return this.#array.subarray(0, this.length);
  }
}

class Numbers {
  readonly #known = new Map<string, number>();

  of(key: string): number {
    const known = this.#known.get(key) ?? this.#known.size;
    this.#known.set(key, known);
    return known;
  }
}
