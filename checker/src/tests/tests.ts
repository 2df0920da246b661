/**
 * Runs of a model for tests of an implementation: few and short, and together they come past everything that `goals.ts` lists. A generator
 * that its caller advances. Nothing is left to chance: the same model gives the same runs, unless time ends the search.
 */

import { thousands } from '../explore/check/budget.ts';
import { type RunningCheck, startCheck } from '../explore/check/check.ts';
import type { Model } from '../model/ir.ts';
import type { PropertyResult, Trace, Verdict } from '../verdict.ts';
import { pathOf, runAlong } from '../whatif/path.ts';
import type { GoalResult, TestRun, TestsAnswer } from './answer.ts';
import { covering, metBy } from './cover.ts';
import { goalsOf } from './goals.ts';
import { type GraphEdge, RunGraph } from './graph.ts';
import { type Run, Witnesses } from './witnesses.ts';

export interface TestsOptions {
  /** milliseconds on any monotonic clock */
  readonly now: () => number;
  /** milliseconds between two yields, about */
  readonly slice: number;
  /** why no more must be done, once that is so */
  readonly stop: () => string | null;
  /** states that are looked at */
  readonly maxStates: number;
  /** steps of a run, at most, unless the shortest to some goal has more */
  readonly steps: number;
  /** properties whose edges are goals; null: all */
  readonly properties: ReadonlySet<string> | null;
}

export type TestsEvent =
  /** goals that a run is known for */
  | { readonly kind: 'progress'; readonly states: number; readonly found: number; readonly goals: number; readonly covering: boolean }
  | { readonly kind: 'answer'; readonly answer: TestsAnswer };

/** States of a search between two looks at the clock. */
const STATES = 2000;

export function* testsOf(model: Model, options: TestsOptions): Generator<TestsEvent, void> {
  const goals = goalsOf(model, options.properties);
  const graph = new RunGraph(model, goals);
  const bySearch = new Set(goals.edges.flatMap(({ goal, test }) => (test.kind === 'search' ? [goal] : [])));
  const witnesses = new Witnesses(
    graph,
    goals.list.flatMap((_, goal) => (bySearch.has(goal) ? [] : [goal])),
  );
  const [stopped, searched] = yield* alternately(witnessed(witnesses, graph, options), searchedEdges(graph, witnesses, options));
  const searchedRuns = new Map([...searched.traces].map(([goal, trace]) => [goal, inGraph(graph, trace)]));
  const runs = new Map([...witnesses.runs, ...searchedRuns]);
  const extra = new Map([...searchedRuns].map(([goal, run]) => [run, goal]));
  const isOver = () => options.stop() !== null;
  const covered = yield* inSlices(covering(graph, runs, extra, options.steps, isOver), options, () => progress(graph, runs.size, true));
  const tests = covered.map((run) => testRun(graph, run, extra.get(run)));
  const fails = graph.fails || searched.fails;
  const isWhole = stopped === null && graph.bounds.length === 0 && !fails;
  const isSettled = (goal: number) => (bySearch.has(goal) ? searched.never.has(goal) : isWhole);
  const results = goals.list.map((goal, number): GoalResult => {
    const run = runs.get(number);
    const own = tests.flatMap(({ meets }, i) => (meets.includes(number) ? [i] : []));
    return {
      goal,
      // A run to another goal may go on to one that the search had not come to.
      status: run !== undefined || own.length > 0 ? 'met' : isSettled(number) ? 'unreachable' : 'open',
      shortest: run === undefined ? null : run.edges.length - 1,
      runs: own,
    };
  });
  const { system, assume } = model;
  const bounds = [...new Set([...graph.bounds, ...searched.bounds])];
  const answer = {
    ...{ system, assume, model, goals: results, runs: tests, bounds, stopped: stopped ?? searched.stopped },
    ...{ fails, states: graph.count },
  };
  yield { kind: 'answer', answer };
}

/** A slice of the one, then a slice of the other, so that neither takes all the time. */
function* alternately<A, B>(one: Generator<TestsEvent, A>, other: Generator<TestsEvent, B>): Generator<TestsEvent, [A, B]> {
  for (let [a, b] = [one.next(), other.next()]; ; ) {
    if (a.done && b.done) return [a.value, b.value];
    if (!a.done) {
      yield a.value;
      a = one.next();
    }
    if (!b.done) {
      yield b.value;
      b = other.next();
    }
  }
}

function progress(graph: RunGraph, found: number, isCovering: boolean): TestsEvent {
  return { kind: 'progress', states: graph.count, found, goals: graph.goals.list.length, covering: isCovering };
}

/** Yields once a slice of time is over. */
function* inSlices<T>(work: Generator<unknown, T>, { now, slice }: TestsOptions, told: () => TestsEvent): Generator<TestsEvent, T> {
  for (let begin = now(); ; ) {
    const { done, value } = work.next();
    if (done) return value as T;
    if (now() - begin < slice) continue;
    begin = now();
    yield told();
  }
}

/** Why it ended before every state was seen; null where it did not. */
function* witnessed(witnesses: Witnesses, graph: RunGraph, options: TestsOptions): Generator<TestsEvent, string | null> {
  const over = () => (graph.count > options.maxStates ? `stopped after ${thousands(options.maxStates)} states` : options.stop());
  const search = witnesses.search();
  const { now, slice } = options;
  for (let [begin, reason] = [now(), over()]; ; ) {
    if (reason !== null) return reason;
    if (search.next().done === true) return null;
    if (graph.count > options.maxStates) reason = over();
    if (now() - begin < slice) continue;
    begin = now();
    yield progress(graph, witnesses.runs.size, false);
    reason = over();
  }
}

interface SearchedEdges {
  /** by goal */
  readonly traces: ReadonlyMap<number, Trace>;
  /** goals that no run meets */
  readonly never: ReadonlySet<number>;
  readonly bounds: readonly string[];
  /** why some goal is open, bounds apart; null where none is for another reason */
  readonly stopped: string | null;
  readonly fails: boolean;
}

/** What only a check decides: a deadline, a scenario, liveness, what nodes know. */
function* searchedEdges(graph: RunGraph, witnesses: Witnesses, options: TestsOptions): Generator<TestsEvent, SearchedEdges> {
  const edges = graph.goals.edges.filter(({ test }) => test.kind === 'search');
  if (edges.length === 0) return { traces: new Map(), never: new Set(), bounds: [], stopped: null, fails: false };
  const { now, maxStates } = options;
  const properties = edges.map(({ property }) => property.name);
  const goalOf = (name: string) => edges.find(({ property }) => property.name === name)!.goal;
  const check: RunningCheck = startCheck(graph.model, { now, properties, blame: false, budget: { maxStates } });
  for (let [begin, reason] = [now(), options.stop()]; ; ) {
    const step = reason === null ? check.step(STATES) : null;
    const result = step === null ? check.stop(reason!) : step.done ? step.result : null;
    if (result !== null) return foundEdges(result.properties, result.bounds, goalOf, reason);
    reason = options.stop();
    if (reason !== null || now() - begin < options.slice) continue;
    begin = now();
    yield progress(graph, witnesses.runs.size, false);
  }
}

function foundEdges(
  results: readonly PropertyResult[],
  bounds: readonly string[],
  goalOf: (property: string) => number,
  stopped: string | null,
): SearchedEdges {
  const traces = new Map<number, Trace>();
  const never = new Set<number>();
  const open: Verdict[] = [];
  for (const { property, verdict } of results) {
    const goal = goalOf(property);
    const trace = traceIn(verdict);
    if (trace !== null) traces.set(goal, trace);
    else if (isNever(verdict)) never.add(goal);
    else open.push(verdict);
  }
  const ended = open.find((verdict) => verdict.status === 'unknown' && verdict.budget);
  return {
    ...{ traces, never, bounds: open.length > 0 ? bounds : [] },
    stopped: ended?.status === 'unknown' ? ended.reason : stopped,
    fails: open.some(({ status }) => status === 'error'),
  };
}

function traceIn(verdict: Verdict): Trace | null {
  return verdict.status === 'violated' || verdict.status === 'reached' ? verdict.trace : null;
}

function isNever(verdict: Verdict): boolean {
  return verdict.status === 'unreached' || (verdict.status === 'holds' && verdict.bounds.length === 0);
}

/** The same run in the graph. */
function inGraph(graph: RunGraph, trace: Trace): Run {
  const path = pathOf(graph.model, trace, trace.steps.length);
  const edges = [edgeAt(graph.starts(), path.start)];
  for (const index of path.steps) edges.push(edgeAt(graph.from(edges[edges.length - 1].target), index));
  return { edges, loop: trace.loop ?? null };
}

function edgeAt(all: Iterable<GraphEdge>, index: number): GraphEdge {
  for (const edge of all) if (edge.index === index) return edge;
  throw new Error('internal error: a run of the search is none of the interpreter');
}

function testRun(graph: RunGraph, { edges, loop }: Run, extra: number | undefined): TestRun {
  const met = metBy(graph, edges);
  if (extra !== undefined) met.add(extra);
  return { trace: traceOf(graph, edges, loop), meets: [...met].sort((a, b) => a - b) };
}

/** Made again by the interpreter. */
function traceOf({ model }: RunGraph, [start, ...rest]: readonly GraphEdge[], loop: number | null): Trace {
  const trace = runAlong(model, { start: start.index, steps: rest.map(({ index }) => index) });
  if (trace === null) throw new Error('internal error: a run of the graph is none of the interpreter');
  return loop === null ? trace : { ...trace, loop };
}
