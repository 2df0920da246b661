/**
 * Runs of a model for tests of an implementation: few and short, and together they come past everything that `goals.ts` lists. A generator
 * that its caller advances. Nothing is left to chance: the same model gives the same runs, unless time ends the search.
 */

import { thousands } from '../explore/check/budget.ts';
import { type RunningCheck, startCheck } from '../explore/check/check.ts';
import { initialSteps, steps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep, Step } from '../model/state.ts';
import type { Trace, TraceStep, Verdict } from '../verdict.ts';
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
  const searched = yield* searchedEdges(model, graph, options);
  const bySearch = new Set(goals.edges.flatMap(({ goal, test }) => (test.kind === 'search' ? [goal] : [])));
  const witnesses = new Witnesses(
    graph,
    goals.list.flatMap((_, goal) => (bySearch.has(goal) ? [] : [goal])),
  );
  const stopped = yield* witnessed(witnesses, graph, options);
  const runs = new Map([...witnesses.runs, ...searched.runs]);
  const extra = new Map([...searched.runs].map(([goal, run]) => [run, goal]));
  const covered = yield* inSlices(covering(graph, runs, extra, options.steps), options, () => progress(graph, runs.size, true));
  const bounds = new Set([...graph.bounds, ...searched.bounds]);
  const tests = covered.map((run) => testRun(graph, run, extra.get(run)));
  const isSettled = (goal: number) => (bySearch.has(goal) ? searched.never.has(goal) : stopped === null && graph.bounds.length === 0);
  const results = goals.list.map((goal, number): GoalResult => {
    const run = runs.get(number);
    return {
      goal,
      status: run !== undefined ? 'met' : isSettled(number) ? 'unreachable' : 'open',
      shortest: run === undefined ? null : run.edges.length - 1,
      runs: tests.flatMap(({ meets }, i) => (meets.includes(number) ? [i] : [])),
    };
  });
  const { system, assume } = model;
  const answer = {
    ...{ system, assume, model, goals: results, runs: tests, bounds: [...bounds], stopped: stopped ?? searched.stopped },
    ...{ fails: graph.fails, states: graph.count },
  };
  yield { kind: 'answer', answer };
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
  readonly runs: ReadonlyMap<number, Run>;
  /** goals that no run meets */
  readonly never: ReadonlySet<number>;
  readonly bounds: readonly string[];
  readonly stopped: string | null;
}

/** What only a check decides: a deadline, a scenario, liveness, what nodes know. */
function* searchedEdges(model: Model, graph: RunGraph, options: TestsOptions): Generator<TestsEvent, SearchedEdges> {
  const runs = new Map<number, Run>();
  const never = new Set<number>();
  const bounds = new Set<string>();
  const edges = graph.goals.edges.filter(({ test }) => test.kind === 'search');
  if (edges.length === 0) return { runs, never, bounds: [], stopped: null };
  const { now, maxStates } = options;
  const properties = edges.map(({ property }) => property.name);
  const check: RunningCheck = startCheck(model, { now, properties, blame: false, budget: { maxStates } });
  for (let begin = now(); ; ) {
    const step = check.step(STATES);
    const reason = step.done ? null : options.stop();
    const result = step.done ? step.result : reason === null ? null : check.stop(reason);
    if (result !== null) {
      for (const { property, verdict } of result.properties) {
        const { goal } = edges.find((one) => one.property.name === property)!;
        const trace = traceIn(verdict);
        if (trace !== null) runs.set(goal, runAlong(graph, trace));
        if (isNever(verdict)) never.add(goal);
        if (verdict.status === 'holds') for (const bound of verdict.bounds) bounds.add(bound);
      }
      return { runs, never, bounds: [...bounds], stopped: reason };
    }
    if (now() - begin < options.slice) continue;
    begin = now();
    yield progress(graph, 0, false);
  }
}

function traceIn(verdict: Verdict): Trace | null {
  return verdict.status === 'violated' || verdict.status === 'reached' ? verdict.trace : null;
}

function isNever(verdict: Verdict): boolean {
  return verdict.status === 'unreached' || (verdict.status === 'holds' && verdict.bounds.length === 0);
}

/** The same run in the graph. */
function runAlong(graph: RunGraph, { initial, first, steps: all, loop }: Trace): Run {
  const edges: GraphEdge[] = [];
  const add = (found: Iterable<GraphEdge>, fits: (edge: GraphEdge) => boolean) => {
    for (const edge of found) {
      if (!fits(edge)) continue;
      edges.push(edge);
      return;
    }
    throw new Error('internal error: a run of the search is none of the interpreter');
  };
  const begin = graph.number(first);
  const place = placeOf(initialSteps(graph.model), initial);
  add(graph.starts(), ({ target, index }) => target === begin && index === place);
  let [from, before] = [begin, first];
  for (const { step, state } of all) {
    const to = graph.number(state);
    const index = placeOf(steps(graph.model, before), step);
    add(graph.from(from), (edge) => edge.target === to && edge.index === index);
    [from, before] = [to, state];
  }
  return { edges, loop: loop ?? null };
}

/** Its number among these: the step that does the same with the same choices. */
function placeOf(all: Iterable<Step | InitialStep>, step: Step | InitialStep): number {
  const key = keyOfStep(step);
  let at = 0;
  for (const one of all) {
    if (keyOfStep(one) === key) return at;
    at++;
  }
  return -1;
}

/** Of objects the order of keys says nothing: states that a search has packed have another. */
function keyOfStep(step: Step | InitialStep): string {
  const sorted = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
  return JSON.stringify(
    ['label' in step ? step.label : null, step.choices, step.target.kind === 'state' ? step.target.state : null],
    sorted,
  );
}

function testRun(graph: RunGraph, { edges, loop }: Run, extra: number | undefined): TestRun {
  const met = metBy(graph, edges);
  if (extra !== undefined) met.add(extra);
  return { trace: traceOf(graph, edges, loop), meets: [...met].sort((a, b) => a - b) };
}

/** Made again by the interpreter. */
function traceOf({ model }: RunGraph, [start, ...rest]: readonly GraphEdge[], loop: number | null): Trace {
  const initial = initialAt(model, start.index);
  if (initial.target.kind !== 'state') throw new Error('internal error: a run begins in no state');
  const first = initial.target.state;
  let [state, time, faults] = [first, 0, initial.cost];
  const all: TraceStep[] = [];
  for (const { index } of rest) {
    const step = steps(model, state)[index];
    if (step.target.kind !== 'state') throw new Error('internal error: a run leads to no state');
    if (step.label.kind === 'tick') time++;
    faults += step.cost;
    state = step.target.state;
    all.push({ step, state, time });
  }
  return { initial, first, steps: all, faults, ...(loop === null ? {} : { loop }) };
}

function initialAt(model: Model, number: number): InitialStep {
  let at = 0;
  for (const step of initialSteps(model)) if (at++ === number) return step;
  throw new Error('internal error: a run begins with none of the initial steps');
}
