/**
 * Random runs. Each run draws its own taste: how often a step of each kind is taken, how often a fault, and how much it prefers states
 * that were seldom visited (swarm verification: Holzmann, Joshi and Groce, 2008). At each state all steps are looked at, not only the
 * one that is taken, so a run of n steps examines n states together with all their neighbours.
 */
import type { Machine } from '../explore/machine/machine.ts';
import { tagKind, tagKinds } from '../model/tags.ts';
import type { Found, Seeker } from './findings.ts';
import { oneOf, type Random } from './random.ts';

/** A run as packed states; `end` is what it leads to: at its last state, or at a step from there that ends in an error. */
export interface Path {
  readonly states: readonly Int32Array[];
  /** of the first state, then of each step, the step that ends in an error included */
  readonly costs: readonly number[];
}

export interface Sighting {
  readonly found: Found;
  readonly path: Path;
}

/** A whole run, with what was found on its way. */
export interface Run {
  readonly sightings: readonly Sighting[];
  readonly path: Path;
  readonly faults: number;
  /** it chose without regard to the runs before it */
  readonly independent: boolean;
}

/** How a run chooses. */
interface Taste {
  /** by the kind of a step's tag */
  readonly kinds: readonly number[];
  readonly fault: number;
  /** a state that was visited n times counts (n + 1)^-novelty as much */
  readonly novelty: number;
  readonly steps: number;
}

const KINDS = Math.max(...Object.values(tagKinds)) + 1;
/** Places of the table of visits: states that share one count together. */
const VISITS = 2 ** 20;
const MOST_VISITS = 255;
const SHORTEST = 16;
/** Initial states among which the sample is taken. */
const MOST_LOOKED_AT = 1_000_000;

export class Walker {
  runs = 0;
  steps = 0;
  /** runs by their number of faults */
  readonly byFaults: number[] = [];
  depth = 0;
  readonly #machine: Machine;
  readonly #seeker: Seeker;
  #starts: Starts | null = null;
  readonly #mostStarts: number;
  readonly #visits = new Uint8Array(VISITS);
  #newStates = 0;

  constructor(machine: Machine, seeker: Seeker, mostStarts: number) {
    this.#machine = machine;
    this.#seeker = seeker;
    this.#mostStarts = mostStarts;
  }

  /** places of the table of visits in use: at most so many distinct states were seen, and mostly about as many */
  get distinct(): number {
    return this.#newStates;
  }

  /** There is no state to begin with. */
  get isEmpty(): boolean {
    return this.#starts !== null && this.#starts.states.length === 0 && this.#starts.error === null;
  }

  /** Finds the initial states: before the first run. */
  *begin(random: Random): Generator<number, void> {
    this.#starts = yield* startsOf(this.#machine, this.#mostStarts, random);
  }

  /** One run of at most so many steps, and what is first found of each query on its way. Yields now and then. */
  *run(random: Random, most: number, isWanted: (found: Found, faults: number) => boolean): Generator<number, Run> {
    const machine = this.#machine;
    const { successors, words } = machine;
    const taste = tasteOf(random, most);
    const { states: initial, error } = this.#starts!;
    if (error !== null) {
      const path = { states: [], costs: [error] };
      return { sightings: [{ found: 'error', path }], path, faults: error, independent: true };
    }
    const start = oneOf(random, initial);
    const states = [start.state];
    const costs = [start.cost];
    const sightings: Sighting[] = [];
    const note = (found: Found, faults: number, path: () => Path) => {
      if (!isWanted(found, faults)) return;
      if (found !== 'error') this.#seeker.close(found);
      sightings.push({ found, path: path() });
    };
    let faults = start.cost;
    for (const found of this.#seeker.at(start.state, 0, 0)) note(found, faults, () => ({ states: [start.state], costs: [start.cost] }));
    for (let step = 0; step < taste.steps && !sightings.some(({ found }) => found === 'error'); step++) {
      const state = states[states.length - 1];
      successors.clear();
      machine.expand(state, 0, 'all');
      this.steps++;
      for (let i = 0; i < successors.errors; i++) {
        const cost = successors.errorCost[i];
        note('error', faults + cost, () => ({ states: [...states], costs: [...costs, cost] }));
      }
      for (let i = 0; i < successors.count; i++) {
        const offset = i * words;
        for (const found of this.#seeker.at(successors.words, offset, successors.flags[i])) {
          const cost = successors.cost[i];
          note(found, faults + cost, () => ({
            states: [...states, successors.words.slice(offset, offset + words)],
            costs: [...costs, cost],
          }));
        }
      }
      const chosen = this.#choose(random, taste);
      if (chosen === null) break;
      states.push(successors.words.slice(chosen * words, (chosen + 1) * words));
      costs.push(successors.cost[chosen]);
      faults += successors.cost[chosen];
      if ((step & 63) === 63) yield 64;
    }
    this.runs++;
    this.depth = Math.max(this.depth, states.length - 1);
    this.byFaults[faults] = (this.byFaults[faults] ?? 0) + 1;
    successors.clear();
    return { sightings, path: { states, costs }, faults, independent: taste.novelty === 0 };
  }

  #choose(random: Random, taste: Taste): number | null {
    const { successors, words } = this.#machine;
    const { count, tag, cost } = successors;
    let total = 0;
    const weights = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const visits = this.#visits[place(successors.words, i * words, words)];
      const weight = taste.kinds[tagKind(tag[i])] * (cost[i] > 0 ? taste.fault : 1) * (visits + 1) ** -taste.novelty;
      total += weights[i] = weight;
    }
    if (total === 0) return null;
    let at = random.fraction() * total;
    let chosen = count - 1;
    for (let i = 0; i < count; i++) {
      at -= weights[i];
      if (at < 0) {
        chosen = i;
        break;
      }
    }
    const visited = place(successors.words, chosen * words, words);
    if (this.#visits[visited] === 0) this.#newStates++;
    if (this.#visits[visited] < MOST_VISITS) this.#visits[visited]++;
    return chosen;
  }
}

function tasteOf(random: Random, most: number): Taste {
  const lengths = Math.max(0, Math.floor(Math.log2(most / SHORTEST)));
  return {
    kinds: Array.from({ length: KINDS }, () => oneOf(random, [0.2, 1, 1, 5])),
    fault: oneOf(random, [0.01, 0.05, 0.2, 1]),
    novelty: oneOf(random, [0, 0.5, 1, 2]),
    steps: Math.max(1, Math.min(most, SHORTEST * 2 ** random.below(lengths + 2))),
  };
}

interface Starts {
  readonly states: { readonly state: Int32Array; readonly cost: number }[];
  /** the cost of an initial step that ends in an error of the model; null where there is none */
  error: number | null;
}

/** All initial states; of more a sample of `most`, in which each of those looked at is as likely (reservoir sampling: Vitter, 1985). */
function* startsOf(machine: Machine, most: number, random: Random): Generator<number, Starts> {
  const { successors, words } = machine;
  const starts: Starts = { states: [], error: null };
  let seen = 0;
  successors.clear();
  for (let more = true; more && seen < MOST_LOOKED_AT; ) {
    more = machine.initial(most);
    for (let i = 0; i < successors.count; i++, seen++) {
      const place = seen < most ? seen : random.below(seen + 1);
      if (place < most) starts.states[place] = { state: successors.words.slice(i * words, (i + 1) * words), cost: successors.cost[i] };
    }
    if (successors.errors > 0) starts.error ??= successors.errorCost[0];
    yield successors.count;
    successors.clear();
  }
  return starts;
}

/** FNV-1a over the words. */
function place(source: Int32Array, offset: number, words: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words; i++) {
    hash = Math.imul(hash ^ source[offset + i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) % VISITS;
}
