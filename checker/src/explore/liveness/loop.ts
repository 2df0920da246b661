/**
 * A fair loop inside a fair component, made short: it begins with nothing, takes in what it is found to starve, one thing at
 * a time and by the cheapest way, and is then cut down until no part of it can be left out (shorten.ts). The result is fair and
 * short; it is not claimed to be the shortest.
 */
import type { Components, FairComponent } from './components.ts';
import type { Fairness } from './fairness.ts';
import { type Product, STUTTER } from './product.ts';
import { randomOutcomes } from './random-outcomes.ts';
import { shortened } from './shorten.ts';
import { isFair, type Part, type Unfairness } from './unfairness.ts';
import { type Hop, Ways } from './ways.ts';

export function* loopIn(
  product: Product,
  fairness: Fairness,
  components: Components,
  component: FairComponent,
  start: number,
): Generator<number, readonly Hop[]> {
  const ways = new Ways(product, components, component);
  const staying = (hop: Hop) => product.stateOf(hop.to) === product.stateOf(start);
  let hops: Hop[] = [];
  for (let open: Hop[] = []; ; ) {
    const end = open.at(-1)?.to ?? start;
    const back = end === start ? [] : ways.to(end, (hop) => hop.to === start)!;
    hops = [...open, ...back];
    const wanted = missing(product, fairness, start, hops);
    if (wanted === null && hops.length > 0) break;
    // If nothing is missing yet, staying here is enough, provided that it is a step.
    const there = wanted === null ? (ways.to(end, staying) ?? ways.to(end, () => true)) : ways.to(end, wanted);
    if (there === null) throw new Error('internal error: a fair component lacks what its loops are said to need');
    open = [...open, ...there];
    yield open.length;
  }
  const fair = (candidate: readonly Hop[]) => candidate.length > 0 && missing(product, fairness, candidate[0].from, candidate) === null;
  return yield* shortened(hops, fair, ways);
}

/** The next thing that the loop lacks, as the hop that would provide it; null if it is fair and accepting. */
function missing(product: Product, fairness: Fairness, start: number, hops: readonly Hop[]): ((hop: Hop) => boolean) | null {
  const nodes = hops.length === 0 ? [start] : hops.map(({ from }) => from);
  const set = unmetSet(product, nodes);
  if (set !== null) return ({ to }) => product.automaton.states[product.placeOf(to)].accepting[set];
  const part: Part = {
    states: [...new Set(nodes.map((node) => product.stateOf(node)))],
    edges: (visit) => {
      for (const { from, edge } of [...hops].sort((a, b) => a.from - b.from)) visit(product.stateOf(from), edge);
    },
  };
  const unfair = fairness.assess(part);
  return isFair(unfair) ? null : remedy(product, fairness, unfair, hops);
}

function unmetSet(product: Product, nodes: readonly number[]): number | null {
  const { sets, states } = product.automaton;
  for (let i = 0; i < sets; i++) if (!nodes.some((node) => states[product.placeOf(node)].accepting[i])) return i;
  return null;
}

/** A hop that takes what is starved, or leads to where it is not enabled. */
function remedy(product: Product, fairness: Fairness, unfair: Unfairness, hops: readonly Hop[]): (hop: Hop) => boolean {
  const stateOf = (node: number) => product.stateOf(node);
  const leaves = ({ from, edge }: Hop, fits: (message: number) => boolean) =>
    edge !== STUTTER && fairness.leavingOn(stateOf(from), edge).classes.some(fits);
  if (unfair.noTick) return ({ edge }) => fairness.isTick(edge);
  const [item] = unfair.items;
  if (item !== undefined) return ({ edge, to }) => fairness.takes(edge, item) || !fairness.enabled(stateOf(to), item);
  const [message] = unfair.classes;
  if (message !== undefined) return (hop) => leaves(hop, (m) => m === message) || !fairness.isOpen(stateOf(hop.to), message);
  const [kind] = unfair.kinds;
  if (kind !== undefined) return (hop) => leaves(hop, (m) => fairness.kindOf(m) === kind);
  const [lost] = unfair.lost;
  if (lost !== undefined) return ({ from, edge }) => edge !== STUTTER && fairness.leavingOn(stateOf(from), edge).delivered.includes(lost);
  return otherOutcome(product, fairness, new Set(hops.map(({ edge }) => edge)));
}

/** An outcome of a `random` that the loop does not take yet. */
function otherOutcome(product: Product, fairness: Fairness, taken: ReadonlySet<number>): (hop: Hop) => boolean {
  const { first } = product.graph;
  return ({ from, edge }) => {
    if (edge === STUTTER || taken.has(edge)) return false;
    const state = product.stateOf(from);
    return randomOutcomes(fairness.steps.of(state)).some((group) => {
      const used = group.filter((edges) => edges.some((i) => taken.has(first[state] + i)));
      return used.length > 0 && group.some((edges) => !used.includes(edges) && edges.includes(edge - first[state]));
    });
  };
}
