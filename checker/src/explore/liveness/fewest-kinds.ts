/**
 * Which kinds of faults a loop takes at the least: of the fair components those that are left without any fault, else with one
 * kind of fault, and so on.
 */
import type { Components, FairComponent } from './components.ts';
import { ALL_KINDS } from './edge-faults.ts';
import type { Graph } from './graph.ts';

/** Nodes to be looked at, over all sets of kinds. Beyond that kinds are left out one at a time, so that none of what stays can be. */
const MOST_WORK = 20_000_000;
const MOST_KINDS = 12;

/** The fair components with as few kinds of faults as possible. Yields as a search for components does. */
export function* withFewestKinds(
  graph: Graph,
  components: Components,
  fair: readonly FairComponent[],
): Generator<number, readonly FairComponent[]> {
  if (!graph.cost.some((cost) => cost > 0)) return fair;
  const calm = yield* components.without(fair, ALL_KINDS);
  if (calm.length > 0) return calm;
  const whole = yield* components.without(fair, 0);
  const taken = whole.reduce((kinds, component) => kinds | components.kindsIn(component), 0);
  const count = bitsOf(taken).length;
  if (count < 2) return whole;
  const nodes = fair.reduce((sum, component) => sum + component.nodes.length, 0);
  if (count <= MOST_KINDS && 2 ** count * nodes <= MOST_WORK) {
    for (const kinds of setsOf(bitsOf(taken))) {
      const found = yield* components.without(fair, taken & ~kinds);
      if (found.length > 0) return found;
    }
  }
  let spared = 0;
  for (const kind of bitsOf(taken)) if ((yield* components.without(fair, spared | kind)).length > 0) spared |= kind;
  return yield* components.without(fair, spared);
}

function bitsOf(mask: number): number[] {
  return Array.from({ length: 31 }, (_, i) => 1 << i).filter((bit) => (mask & bit) !== 0);
}

/** Every set of these bits but the empty one and the whole, smaller ones first, then in their order. */
function setsOf(bits: readonly number[]): number[] {
  const sets = Array.from({ length: 2 ** bits.length }, (_, n) => bits.filter((_, i) => ((n >>> i) & 1) === 1));
  const bySize = sets.slice(1, -1).sort((a, b) => a.length - b.length);
  return bySize.map((set) => set.reduce((mask, bit) => mask | bit, 0));
}
