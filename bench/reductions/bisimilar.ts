/**
 * The coarsest partition of a graph whose states can be made one: signatures are refined until nothing changes (Kanellakis and Smolka,
 * "CCS expressions, finite state processes, and three problems of equivalence", 1990; by signatures: Blom and Orzan,
 * "Distributed branching bisimulation reduction of state spaces", 2003).
 */
import type { Graph } from './graph.ts';

export interface Partition {
  readonly count: number;
  /** for each state the number of its class */
  readonly of: Int32Array;
}

/**
 * Two states are in one class where the same is observed of them, and each step of one is matched by a step of the other that looks the
 * same and leads to the same class. `idle`: steps within a class of which nothing is observed are not asked for; a shortest run to anything
 * has none of them, so that distances are still the same.
 */
export function bisimilar({ observed, first, to, label, silent }: Graph, idle = false): Partition {
  const states = observed.length;
  let now: Partition = classes(states, (state) => [observed[state]]);
  for (;;) {
    const { of, count } = now;
    const next = classes(states, (state) => {
      const own = of[state];
      const steps: number[] = [];
      for (let e = first[state]; e < first[state + 1]; e++)
        if (!(idle && of[to[e]] === own && silent.has(label[e]))) steps.push(label[e] * count + of[to[e]]);
      steps.sort((a, b) => a - b);
      const distinct = steps.filter((step, i) => i === 0 || step !== steps[i - 1]);
      distinct.push(own);
      return distinct;
    });
    if (next.count === count) return now;
    now = next;
  }
}

/** States with equal signatures are one class. */
function classes(states: number, signature: (state: number) => readonly number[]): Partition {
  const of = new Int32Array(states);
  const known = new Map<string, number>();
  for (let state = 0; state < states; state++) {
    const key = hash(signature(state));
    const found = known.get(key);
    if (found === undefined) known.set(key, known.size);
    of[state] = found ?? known.size - 1;
  }
  return { count: known.size, of };
}

/** 106 bits: too many for two different signatures to meet by chance. */
function hash(numbers: readonly number[]): string {
  let [a, b, c, d] = [numbers.length, 0x6789b, 0x51ed27, 0x3c6ef3];
  for (const n of numbers) {
    const [low, high] = [n | 0, (n / 2 ** 32) | 0];
    a = Math.imul(a ^ low, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ low ^ (a >>> 3), 0x85ebca6b);
    b ^= b >>> 13;
    c = Math.imul(c ^ high ^ b, 0xc2b2ae35);
    c ^= c >>> 16;
    d = Math.imul(d ^ low ^ c, 0x27d4eb2f);
    d ^= d >>> 15;
  }
  return String.fromCharCode(...[a, b, c, d].flatMap((part) => [part & 0xffff, part >>> 16]));
}
