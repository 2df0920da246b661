/** What a run of tests really meets, told from its steps and states alone, and what any run of a small system can meet. */
import {
  type Expr,
  evaluate,
  type Goal,
  holdsIn,
  type Model,
  type Property,
  type State,
  type Step,
  shownAlong,
  type Trace,
} from '#checker';
import { sureLasso } from '../../checker/src/explore/check/recheck.ts';
import { stateKey } from '../../checker/src/explore/machine/state-key.ts';
import { faultsIn, faultsOf, kindOf } from '../../checker/src/explore/search/faults.ts';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import type { InitialStep } from '../../checker/src/model/state.ts';
import { equal } from '../../checker/src/model/values.ts';
import type { Graph } from './graph.ts';

/** What is wrong with it as a run of the model. */
export function wrongInRun(model: Model, { initial, first, steps: taken, loop, faults }: Trace): string | null {
  const same = (a: unknown, b: unknown) => JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
  const leads = (one: Step | InitialStep, state: State) => one.target.kind === 'state' && stateKey(one.target.state) === stateKey(state);
  if (![...initialSteps(model)].some((one) => leads(one, first) && same(one.choices, initial.choices))) return 'it begins otherwise';
  let [from, ticks, cost] = [first, 0, initial.cost];
  for (const [i, { step, state, time }] of taken.entries()) {
    if (!steps(model, from).some((one) => same(one.label, step.label) && same(one.choices, step.choices) && leads(one, state)))
      return `step ${i + 1} is none`;
    if (step.label.kind === 'tick') ticks++;
    if (time !== ticks) return `step ${i + 1} is at another time`;
    cost += step.cost;
    from = state;
  }
  if (cost !== faults) return 'it has another number of faults';
  if (loop === undefined) return null;
  return stateKey(loop === 0 ? first : taken[loop - 1].state) === stateKey(from) ? null : 'its loop does not close';
}

function sorted(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
}

/** Of a scenario, and of what nodes know, a run shows nothing by itself. */
export function isMet(model: Model, goal: Goal, trace: Trace): boolean | 'not known' {
  const { initial, first, steps: taken, loop } = trace;
  const faults = () => faultsIn(model, trace).map((source) => JSON.stringify(kindOf(model, source)));
  switch (goal.kind) {
    case 'handler':
      return handlersIn(model, initial).includes(goal.id) || taken.some(({ step }) => handlersIn(model, step).includes(goal.id));
    case 'resume':
      return taken.some(({ step }, i) => resumes(step, i === 0 ? first : taken[i - 1].state, goal.point));
    case 'fault':
      return faults().includes(JSON.stringify(goal.fault));
    case 'pair':
      return goal.faults.every((one) => faults().includes(JSON.stringify(one)));
    case 'edge': {
      const property = model.properties.find(({ name }) => name === goal.property)!;
      const all = [first, ...taken.map(({ state }) => state)];
      if (goal.edge === 'antecedent') return all.some((state) => holdsIn(model, antecedentOf(property), state) === true);
      if (goal.edge === 'changes') return all.some((state, i) => i > 0 && changes(model, property, all[i - 1], state));
      if (property.usesKnowledge || property.kind === 'scenario') return 'not known';
      if (property.kind !== 'liveness')
        return shownAlong(model, trace).some(({ findings }) =>
          findings.some((one) => one.property === property.name && one.kind === goal.edge),
        );
      // It throws where it does not.
      sureLasso(model, property, trace);
      return loop !== undefined;
    }
  }
}

function handlersIn({ instances, roles }: Model, step: Step | InitialStep): readonly number[] {
  if (!('label' in step)) return step.ran;
  const { label } = step;
  if (label.kind === 'act') return [roles[instances[label.node].role].actions[label.action].id];
  if (!('handler' in label) || label.handler === null) return [];
  return [roles[instances['message' in label ? label.message.to : label.node].role].handlers[label.handler].id];
}

function resumes({ label }: Step, from: State, point: number): boolean {
  return label.kind === 'resume' && from.nodes[label.node].suspended?.point === point;
}

function antecedentOf(property: Property): Expr {
  if (property.kind === 'state' && property.antecedent !== null) return property.antecedent;
  if (property.kind === 'deadline') return property.from;
  if (property.kind === 'liveness' && property.formula.op === 'leadsTo' && property.formula.left.op === 'state')
    return property.formula.left.predicate;
  throw new Error(`${property.name} has no condition`);
}

function changes(model: Model, property: Property, from: State, to: State): boolean {
  if (property.kind !== 'step') throw new Error(`${property.name} is about no steps`);
  return property.watched.some((one) => !equal(one.type, evaluate(model, one, from), evaluate(model, one, to)));
}

/** What a step meets by itself: no pairs of faults. */
interface Met {
  readonly to: number;
  readonly goals: readonly number[];
}

/** Starts of a small system and steps from each of its states, each with what it meets of `asked`, which no search of its own decides. */
export interface Meeting {
  readonly starts: readonly Met[];
  readonly edges: readonly (readonly Met[])[];
  /** the goals of `asked` that a run meets which has met these */
  readonly closed: (goals: ReadonlySet<number>) => ReadonlySet<number>;
}

export function meetingIn(model: Model, graph: Graph, list: readonly Goal[], asked: readonly number[]): Meeting {
  const alone = list.flatMap(({ kind }, goal) => (kind === 'fault' || (kind !== 'pair' && asked.includes(goal)) ? [goal] : []));
  const starts = graph.starts.map(({ step, state }) => {
    const trace = { initial: step, first: graph.states[state], steps: [], faults: step.cost };
    return { to: state, goals: alone.filter((goal) => isMet(model, list[goal], trace) === true) };
  });
  const edges = graph.edges.map((all, from) => {
    const initial: InitialStep = { choices: [], cost: 0, target: { kind: 'state', state: graph.states[from] }, events: [], ran: [] };
    const begin: Trace = { initial, first: graph.states[from], steps: [], faults: 0 };
    const before = alone.filter((goal) => list[goal].kind !== 'fault' && isMet(model, list[goal], begin) === true);
    return all.map(({ step, to }) => {
      const taken = faultsOf(model, step, graph.states[from]).map((source) => JSON.stringify(kindOf(model, source)));
      const trace = { ...begin, steps: [{ step, state: graph.states[to], time: 0 }] };
      const goals = alone.filter((goal) => {
        const one = list[goal];
        if (one.kind === 'fault') return taken.includes(JSON.stringify(one.fault));
        return !before.includes(goal) && isMet(model, one, trace) === true;
      });
      return { to, goals };
    });
  });
  const pairs = asked.flatMap((goal) => {
    const one = list[goal];
    if (one.kind !== 'pair') return [];
    const ends = one.faults.map((fault) =>
      list.findIndex((other) => other.kind === 'fault' && JSON.stringify(other.fault) === JSON.stringify(fault)),
    );
    return [{ goal, ends }];
  });
  const closed = (goals: ReadonlySet<number>) => {
    const all = new Set([...goals].filter((goal) => asked.includes(goal)));
    for (const { goal, ends } of pairs) if (ends.every((end) => goals.has(end))) all.add(goal);
    return all;
  };
  return { starts, edges, closed };
}

/** The steps of a shortest run to each goal of those that some run meets. */
export function shortestTo(list: readonly Goal[], { starts, edges, closed }: Meeting): Map<number, number> {
  const shortest = new Map<number, number>();
  const seen = new Set<string>();
  const waiting: { readonly state: number; readonly faults: ReadonlySet<number>; readonly steps: number }[] = [];
  const visit = ({ to, goals }: Met, before: ReadonlySet<number>, steps: number) => {
    const faults = new Set([...before, ...goals.filter((goal) => list[goal].kind === 'fault')]);
    for (const goal of closed(new Set([...faults, ...goals]))) if (!shortest.has(goal)) shortest.set(goal, steps);
    const key = `${to} ${[...faults].sort()}`;
    if (seen.has(key)) return;
    seen.add(key);
    waiting.push({ state: to, faults, steps });
  };
  for (const start of starts) visit(start, new Set(), 0);
  for (let at = 0; at < waiting.length; at++)
    for (const edge of edges[waiting[at].state]) visit(edge, waiting[at].faults, waiting[at].steps + 1);
  return shortest;
}

/**
 * The least that runs cost which together meet all of these goals: `begin` for each, and its steps. By the cost so far (Dijkstra 1959) through where the last run
 * stands, its faults, and what is met. Null where that is too much to look at.
 */
export function leastCost(
  list: readonly Goal[],
  { starts, edges, closed }: Meeting,
  wanted: ReadonlySet<number>,
  begin: number,
  most: number,
): number | null {
  interface Point {
    readonly state: number;
    readonly faults: readonly number[];
    readonly met: ReadonlySet<number>;
  }
  const byCost: Point[][] = [[{ state: -1, faults: [], met: new Set() }]];
  const settled = new Set<string>();
  for (let cost = 0; cost < byCost.length; cost++)
    for (const { state, faults, met } of byCost[cost] ?? []) {
      const key = `${state} ${faults} ${[...met].sort()}`;
      if (settled.has(key)) continue;
      settled.add(key);
      if (met.size === wanted.size) return cost;
      if (settled.size > most) return null;
      const go = (one: Met, before: readonly number[], then: number) => {
        const own = new Set([...before, ...one.goals.filter((goal) => list[goal].kind === 'fault')]);
        const fresh = [...closed(new Set([...own, ...one.goals]))].filter((goal) => wanted.has(goal));
        byCost[then] ??= [];
        byCost[then].push({ state: one.to, faults: [...own].sort(), met: new Set([...met, ...fresh]) });
      };
      for (const start of starts) go(start, [], cost + begin);
      if (state >= 0) for (const edge of edges[state]) go(edge, faults, cost + 1);
    }
  throw new Error('no runs meet what a run meets');
}
