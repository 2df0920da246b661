/**
 * Few and short runs that together meet every goal for which a run is known. To find the fewest is the problem of a least set cover, which is
 * hard (Karp, "Reducibility among combinatorial problems", 1972); this is the greedy way, which is never worse than the least by more than the
 * logarithm of the number of goals among the same candidates (Chvátal, "A greedy heuristic for the set-covering problem", 1979).
 *
 * Candidates are the shortest runs to each goal, each extended to what is near its end as long as that costs less than a run of its own.
 * Of those the one with the most new goals for what it costs is taken, and so on; then what turns out not to be needed is left out.
 */
import type { GraphEdge, RunGraph } from './graph.ts';
import type { Run } from './witnesses.ts';

/** To begin a run anew costs as much as so many steps: a system has to be set up for it. */
export const BEGIN = 10;
/** States that are looked at for the next goal behind the end of a run. */
const NEAR = 600;

/** What the runs together cost, in steps. */
export function costOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { edges }) => sum + BEGIN + edges.length - 1, 0);
}

/** The goals that a run meets, pairs of faults among them. */
export function metBy({ goals }: RunGraph, edges: readonly GraphEdge[]): Set<number> {
  const met = new Set<number>();
  const faults = new Set<number>();
  for (const { meets } of edges) meet(goals, met, faults, meets);
  return met;
}

function meet(goals: RunGraph['goals'], met: Set<number>, faults: Set<number>, meets: GraphEdge['meets']): void {
  for (const goal of meets.goals) met.add(goal);
  for (const fault of meets.faults) {
    if (faults.has(fault)) continue;
    for (const other of faults) met.add(goals.pair(fault, other));
    faults.add(fault);
  }
}

/**
 * `witnesses`: by goal; `extra`: goals that a run meets and that no step shows. `most`: steps of a run, at most, unless its shortest has more.
 * Once `isOver`, runs are taken as they are and not extended.
 */
export function* covering(
  graph: RunGraph,
  witnesses: ReadonlyMap<number, Run>,
  extra: ReadonlyMap<Run, number>,
  most: number,
  isOver: () => boolean,
): Generator<void, Run[]> {
  const chosen: Run[] = [];
  const met = (run: Run) => withExtra(metBy(graph, run.edges), extra.get(run));
  const open = new Set(witnesses.keys());
  const candidates = withoutBeginnings([...witnesses.values()], extra);
  while (open.size > 0) {
    let best: { readonly run: Run; readonly worth: number; readonly met: ReadonlySet<number> } | null = null;
    for (const candidate of candidates) {
      const own = met(candidate);
      if (![...own].some((goal) => open.has(goal))) continue;
      const run = extra.has(candidate) || isOver() ? candidate : extended(graph, candidate, witnesses, open, most, isOver);
      const all = run === candidate ? own : metBy(graph, run.edges);
      const worth = [...all].filter((goal) => open.has(goal)).length / costOf([run]);
      if (best === null || worth > best.worth) best = { run, worth, met: all };
      yield;
    }
    if (best === null) throw new Error('internal error: no run meets what a run was found for');
    chosen.push(best.run);
    for (const goal of best.met) open.delete(goal);
  }
  return withoutNeedless(graph, chosen, met, extra);
}

function withExtra(met: Set<number>, goal: number | undefined): Set<number> {
  return goal === undefined ? met : met.add(goal);
}

/** Runs that are no beginning of another one. */
function withoutBeginnings(runs: readonly Run[], extra: ReadonlyMap<Run, number>): Run[] {
  const longest = [...runs].sort((a, b) => b.edges.length - a.edges.length);
  /** numbers of beginnings, by the number of the one without its last step, and that step */
  const known = new Map<string, number>();
  return longest.filter((run) => {
    let [beginning, isNew] = [0, false];
    for (const { index } of run.edges) {
      const key = `${beginning} ${index}`;
      const next = known.get(key) ?? known.size + 1;
      isNew = !known.has(key);
      known.set(key, next);
      beginning = next;
    }
    return isNew || extra.has(run);
  });
}

/** Goes on to the nearest goal that is open, and so on, as long as a run of its own would cost more. */
function extended(
  graph: RunGraph,
  run: Run,
  witnesses: ReadonlyMap<number, Run>,
  open: ReadonlySet<number>,
  most: number,
  isOver: () => boolean,
): Run {
  let { edges } = run;
  for (;;) {
    const met = metBy(graph, edges);
    const way = nearest(graph, edges, (goal) => open.has(goal) && !met.has(goal), most - (edges.length - 1), isOver);
    if (way === null) return edges === run.edges ? run : { edges, loop: null };
    const longer = [...edges, ...way];
    const fresh = [...metBy(graph, longer)].filter((goal) => open.has(goal) && !met.has(goal));
    const alone = Math.max(...fresh.map((goal) => costOf([witnesses.get(goal)!])));
    if (way.length >= alone) return edges === run.edges ? run : { edges, loop: null };
    edges = longer;
  }
}

/** The shortest way from the end of a run to a step that meets something wanted, among so many states and steps; null where there is none. */
function nearest(
  graph: RunGraph,
  run: readonly GraphEdge[],
  isWanted: (goal: number) => boolean,
  most: number,
  isOver: () => boolean,
): readonly GraphEdge[] | null {
  const faults = new Set(run.flatMap(({ meets }) => meets.faults));
  const meetsWanted = ({ meets }: GraphEdge) =>
    meets.goals.some(isWanted) ||
    meets.faults.some((fault) => [...faults, ...meets.faults].some((other) => other !== fault && isWanted(graph.goals.pair(fault, other))));
  const end = run[run.length - 1].target;
  const ways: { readonly state: number; readonly before: number; readonly edge: GraphEdge | null; readonly length: number }[] = [
    { state: end, before: -1, edge: null, length: 0 },
  ];
  const seen = new Set([end]);
  for (let at = 0; at < ways.length && at < NEAR; at++) {
    const { state, length } = ways[at];
    if (length >= most || isOver()) return null;
    for (const edge of graph.from(state)) {
      if (meetsWanted(edge)) {
        const way = [edge];
        for (let back = at; ways[back].edge !== null; back = ways[back].before) way.push(ways[back].edge!);
        return way.reverse();
      }
      if (seen.has(edge.target)) continue;
      seen.add(edge.target);
      ways.push({ state: edge.target, before: at, edge, length: length + 1 });
    }
  }
  return null;
}

/** Each run up to the last step that meets something which no other run meets; without those that are not needed at all. */
function withoutNeedless(
  graph: RunGraph,
  chosen: readonly Run[],
  met: (run: Run) => ReadonlySet<number>,
  extra: ReadonlyMap<Run, number>,
): Run[] {
  const runs = [...chosen];
  // The last ones were taken for the least.
  for (let i = runs.length - 1; i >= 0; i--) {
    const others = new Set(runs.flatMap((run, j) => (j === i ? [] : [...met(run)])));
    const run = runs[i];
    const needed = [...met(run)].filter((goal) => !others.has(goal));
    if (needed.length === 0) runs.splice(i, 1);
    else if (!extra.has(run)) runs[i] = { edges: upTo(graph, run.edges, new Set(needed)), loop: null };
  }
  return runs;
}

function upTo(graph: RunGraph, edges: readonly GraphEdge[], needed: ReadonlySet<number>): readonly GraphEdge[] {
  const met = new Set<number>();
  const faults = new Set<number>();
  const open = new Set(needed);
  for (const [i, { meets }] of edges.entries()) {
    meet(graph.goals, met, faults, meets);
    for (const goal of met) open.delete(goal);
    if (open.size === 0) return edges.slice(0, i + 1);
  }
  return edges;
}
