/**
 * Makes a run that was found at random simpler: from each of its states a small search looks for a way of fewer faults, or of as many
 * and fewer steps, to a later one or to the end. The result is a run; it need not be the simplest.
 */
import type { Machine } from '../explore/machine/machine.ts';
import { decides, type Found } from './findings.ts';
import type { Path } from './walk.ts';

/** States that a small search looks at, and all of them together. */
const AROUND = 2000;
const ALL_AROUND = 200_000;

/** Yields the number of states looked at since it last did. */
export function* shortened(machine: Machine, found: Found, whole: Path): Generator<number, Path> {
  let path = whole;
  let looked = 0;
  for (let from = 0; from < path.states.length && looked < ALL_AROUND; ) {
    const way = shortcut(machine, found, path, from);
    looked += way.looked;
    yield way.looked;
    if (way.path === null) from++;
    else path = way.path;
  }
  return path;
}

interface Node {
  readonly state: Int32Array;
  readonly faults: number;
  readonly steps: number;
  readonly cost: number;
  readonly before: Node | null;
}

/** The better path that saves most from this state on; null where there is none nearby. */
function shortcut(machine: Machine, found: Found, path: Path, from: number): { readonly path: Path | null; readonly looked: number } {
  const later = new Map<string, number>();
  // The last visit of a state counts.
  for (let i = from; i < path.states.length; i++) later.set(key(path.states[i]), i);
  const costTo = costsFrom(path, from);
  const { successors, words } = machine;
  const first: Node = { state: path.states[from], faults: 0, steps: 0, cost: 0, before: null };
  /** with the fewest faults that each was reached with */
  const known = new Map([[key(first.state), 0]]);
  // Layers of faults, each in the order of steps.
  const layers: Node[][] = [[first]];
  let best: { saved: readonly [number, number]; path: Path } | null = null;
  const offer = (node: Node, end: number | null) => {
    const at = end ?? path.costs.length - 1;
    const saved = [costTo(at) - node.faults, at - from - node.steps] as const;
    const isSaving = saved[0] > 0 || (saved[0] === 0 && saved[1] > 0);
    if (!isSaving || (best !== null && (saved[0] < best.saved[0] || (saved[0] === best.saved[0] && saved[1] <= best.saved[1])))) return;
    best = { saved, path: joined(path, from, node, end) };
  };
  const again = later.get(key(first.state))!;
  if (again > from) offer(first, again);
  let looked = 0;
  for (let layer = 0; layer < layers.length; layer++) {
    for (let i = 0; i < (layers[layer]?.length ?? 0) && looked < AROUND; i++) {
      const node = layers[layer][i];
      looked++;
      successors.clear();
      machine.expand(node.state, 0, 'all');
      for (let e = 0; found === 'error' && e < successors.errors; e++) {
        const cost = successors.errorCost[e];
        offer({ state: new Int32Array(0), faults: node.faults + cost, steps: node.steps + 1, cost, before: node }, null);
      }
      for (let s = 0; s < successors.count; s++) {
        const state = successors.words.slice(s * words, (s + 1) * words);
        const cost = successors.cost[s];
        const next: Node = { state, faults: node.faults + cost, steps: node.steps + 1, cost, before: node };
        if (decides(machine, found, state, 0, successors.flags[s])) offer(next, null);
        const text = key(state);
        if ((known.get(text) ?? Infinity) <= next.faults) continue;
        known.set(text, next.faults);
        const end = later.get(text);
        if (end !== undefined && end > from) offer(next, end);
        while (layers.length <= next.faults) layers.push([]);
        layers[next.faults].push(next);
      }
    }
  }
  successors.clear();
  return { path: (best as { path: Path } | null)?.path ?? null, looked };
}

/** Faults of the steps from one state to another, or to the end. */
function costsFrom(path: Path, from: number): (to: number) => number {
  const sums = [0];
  for (let i = from + 1; i < path.costs.length; i++) sums.push(sums[sums.length - 1] + path.costs[i]);
  return (to) => sums[to - from];
}

/** `end`: the state of the path that the way leads to; null where it leads to what was found. */
function joined(path: Path, from: number, node: Node, end: number | null): Path {
  const way: Node[] = [];
  for (let at: Node = node; at.before !== null; at = at.before) way.unshift(at);
  const rest = end === null ? path.states.length : end + 1;
  return {
    states: [
      ...path.states.slice(0, from + 1),
      ...way.flatMap(({ state }) => (state.length === 0 ? [] : [state])),
      ...path.states.slice(rest),
    ],
    costs: [...path.costs.slice(0, from + 1), ...way.map(({ cost }) => cost), ...(end === null ? [] : path.costs.slice(end + 1))],
  };
}

function key(state: Int32Array): string {
  return state.join();
}
