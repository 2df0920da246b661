/**
 * A fair loop inside a fair component, made short: it begins with nothing, takes in what it is found to starve, one thing at
 * a time and by the shortest way, and is then cut down until no part of it can be left out. The result is fair and short; it
 * is not claimed to be the shortest.
 */
import { append } from '#grammar';
import type { Components, FairComponent } from './components.ts';
import type { Fairness } from './fairness.ts';
import { type Product, STUTTER } from './product.ts';
import { randomOutcomes } from './random-outcomes.ts';
import { isFair, type Part, type Unfairness } from './unfairness.ts';

/** One edge of the product. */
export interface Hop {
  readonly from: number;
  readonly edge: number;
  readonly to: number;
}

export interface Loop {
  /** from where the stem ends to where the loop begins */
  readonly approach: readonly Hop[];
  readonly hops: readonly Hop[];
}

/** Loops longer than this are not shortened by other ways; nor are those of components that are too large for it. */
const MOST_HOPS = 60;
const MOST_WORK = 3_000_000;

export function* loopIn(
  product: Product,
  fairness: Fairness,
  components: Components,
  component: FairComponent,
  start: number,
): Generator<number, Loop> {
  const way = wayIn(product, components, component);
  const staying = (hop: Hop) => product.stateOf(hop.to) === product.stateOf(start);
  let hops: Hop[] = [];
  for (let open: Hop[] = []; ; ) {
    const end = open.at(-1)?.to ?? start;
    const back = end === start ? [] : way(end, (hop) => hop.to === start)!;
    hops = [...open, ...back];
    const wanted = missing(product, fairness, start, hops);
    if (wanted === null && hops.length > 0) break;
    // If nothing is missing yet, staying here is enough, provided that it is a step.
    const there = wanted === null ? (way(end, staying) ?? way(end, () => true)) : way(end, wanted);
    if (there === null) throw new Error('internal error: a fair component lacks what its loops are said to need');
    open = [...open, ...there];
    yield open.length;
  }
  const fair = (candidate: readonly Hop[]) => candidate.length > 0 && missing(product, fairness, candidate[0].from, candidate) === null;
  const detours = component.nodes.length * hops.length ** 2 <= MOST_WORK;
  return shortened(hops, fair, detours ? way : null);
}

type Way = (from: number, wanted: (hop: Hop) => boolean) => Hop[] | null;

/** The shortest way inside the component, of one hop or more, whose last hop is wanted. */
function wayIn(product: Product, components: Components, component: FairComponent): Way {
  return (from, wanted) => {
    const came = new Map<number, Hop>();
    let open = [from];
    while (open.length > 0) {
      const now = open;
      open = [];
      for (const node of now) {
        let last: Hop | null = null;
        product.someNext(node, (to, edge) => {
          if (components.region[to] !== component.region || !components.keeps(component, node, edge)) return false;
          const hop = { from: node, edge, to };
          if (wanted(hop)) {
            last = hop;
            return true;
          }
          if (to !== from && !came.has(to)) {
            came.set(to, hop);
            open.push(to);
          }
          return false;
        });
        if (last !== null) return backFrom(last, from, came);
      }
    }
    return null;
  };
}

function backFrom(last: Hop, from: number, came: ReadonlyMap<number, Hop>): Hop[] {
  const hops = [last];
  for (let node = (last as Hop).from; node !== from; ) {
    const hop = came.get(node)!;
    hops.push(hop);
    node = hop.from;
  }
  return hops.reverse();
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

/** Leaves out every part between two visits of a node, and takes every shorter way, as long as the loop stays fair. */
function shortened(whole: readonly Hop[], fair: (hops: readonly Hop[]) => boolean, way: Way | null): Loop {
  let hops = whole;
  const approach: Hop[] = [];
  for (;;) {
    const shorter = withoutRound(hops, fair) ?? (way === null ? null : withShortcut(hops, fair, way));
    if (shorter === null) return { approach, hops };
    const isIn = (node: number) => shorter.some(({ from }) => from === node);
    // The loop may no longer come by where it was entered: the way to it is then part of the approach.
    const enters = hops.findIndex(({ from }) => isIn(from));
    append(approach, hops.slice(0, enters));
    hops = turned(shorter, hops[enters].from);
  }
}

function turned(hops: readonly Hop[], first: number): Hop[] {
  const at = hops.findIndex(({ from }) => from === first);
  return [...hops.slice(at), ...hops.slice(0, at)];
}

function withoutRound(hops: readonly Hop[], fair: (hops: readonly Hop[]) => boolean): readonly Hop[] | null {
  for (let length = hops.length - 1; length > 0; length--) {
    for (let i = 0; i + length <= hops.length; i++) {
      const after = (i + length) % hops.length;
      if (hops[i].from !== hops[after].from) continue;
      const rest = [...hops.slice(0, i), ...hops.slice(i + length)];
      if (rest.length > 0 && fair(rest)) return rest;
    }
  }
  return null;
}

function withShortcut(hops: readonly Hop[], fair: (hops: readonly Hop[]) => boolean, way: Way): readonly Hop[] | null {
  if (hops.length > MOST_HOPS) return null;
  for (let i = 0; i < hops.length; i++) {
    for (let length = hops.length - 1; length > 1; length--) {
      const end = hops[(i + length - 1) % hops.length].to;
      if (hops[i].from === end || i + length > hops.length) continue;
      const shorter = way(hops[i].from, (hop) => hop.to === end);
      if (shorter === null || shorter.length >= length) continue;
      const candidate = [...hops.slice(0, i), ...shorter, ...hops.slice(i + length)];
      if (fair(candidate)) return candidate;
    }
  }
  return null;
}
