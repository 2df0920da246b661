/** Verdicts of both machines compared, every trace replayed by the reference interpreter, and held against the state graph. */
import {
  type CheckResult,
  checkModel,
  evaluate,
  type InitialStep,
  type Model,
  type Property,
  type Step,
  type Trace,
  type Verdict,
} from '#checker';
import { initialSteps, steps } from '../../checker/src/model/interpreter.ts';
import { canonical, distances, type Graph } from './lockstep.ts';
import { vacuityByHand } from './vacuity.ts';

export function checkBoth(model: Model): CheckResult {
  const [compiled, interpreted] = (['compiled', 'interpreted'] as const).map((machine) =>
    checkModel(model, { machine, now: () => 0, blame: false }),
  );
  const [left, right] = [compiled, interpreted].map((result) => canonical(summary(result)));
  if (left !== right) throw new Error(`the checks differ:\n--- compiled\n${left}\n--- interpreted\n${right}`);
  for (const { property, verdict } of compiled.properties) {
    if ('trace' in verdict) replay(model, property, verdict);
  }
  return compiled;
}

function summary(result: CheckResult): unknown {
  const { properties, size, bounds, exhaustive, neverRan, timeNeverPasses } = result;
  const reported = properties.map(({ property, verdict }) => {
    if ('trace' in verdict) return { property, status: verdict.status, trace: verdict.trace };
    return { property, ...verdict };
  });
  return {
    reported,
    size: { ...size, bytes: 0, compressed: false, interpretedBecause: null, milliseconds: 0 },
    bounds,
    exhaustive,
    neverRan,
    timeNeverPasses,
  };
}

/** Every step of a trace is one that the interpreter offers, and leads where the trace says. */
function replay(model: Model, property: string, { status, trace }: Extract<Verdict, { readonly trace: Trace }>): void {
  const fail = (what: string) => {
    throw new Error(`the trace of ${property} cannot be replayed: ${what}\n${canonical(trace)}`);
  };
  const same = (a: Step | InitialStep, b: Step | InitialStep) => canonical({ ...a, events: [] }) === canonical({ ...b, events: [] });
  if (![...initialSteps(model)].some((initial) => same(initial, trace.initial))) fail('its start is none');
  let state = trace.first;
  let faults = trace.initial.cost;
  for (const [i, { step, state: after }] of trace.steps.entries()) {
    if (!steps(model, state).some((offered) => same(offered, step))) fail(`step ${i + 1} is none`);
    if (step.target.kind === 'state' && canonical(step.target.state) !== canonical(after)) fail(`step ${i + 1} leads elsewhere`);
    faults += step.cost;
    state = after;
  }
  if (faults !== trace.faults) fail(`its faults are ${faults}`);
  const declared = model.properties.find((p) => p.name === property);
  const isOfStates = declared?.kind === 'state' && !declared.usesKnowledge;
  if (status === 'violated' && isOfStates && evaluate(model, declared.predicate, state) !== false) fail('it breaks nothing');
}

/** The verdicts against the state graph. Nothing is said where the model has an error: that comes first. */
export function checkAgainstGraph(model: Model, result: CheckResult, graph: Graph): void {
  if (!graph.complete || graph.errors > 0 || graph.states.some((vertex) => vertex.predicates === -1)) return;
  const best = distances(graph);
  const deadlines = model.properties.filter((p) => p.kind === 'deadline');
  for (const { property, verdict } of result.properties) {
    const declared = model.properties.find((p) => p.name === property);
    if (declared === undefined || declared.usesKnowledge) continue;
    if (declared.kind === 'deadline' && declared !== deadlines[0]) continue;
    const expected = simplest(model, declared, graph, best);
    if (expected !== null) compare(declared, verdict, expected, graph);
    if (verdict.status === 'holds') compareVacuity(model, declared, verdict, graph);
  }
  const isOpen = ({ status }: Verdict) => status === 'holds' || status === 'unreached' || (status === 'unknown' && graph.bounds.length > 0);
  const wholeGraph = result.exhaustive || result.properties.every(({ verdict }) => isOpen(verdict));
  if (wholeGraph && deadlines.length === 0) {
    const reported = { states: result.size.states, transitions: result.size.transitions, cut: result.size.cut, bounds: result.bounds };
    const counted = { states: graph.states.length, transitions: graph.transitions, cut: graph.cuts, bounds: graph.bounds };
    if (canonical(reported) !== canonical(counted))
      throw new Error(`the size differs: ${canonical(reported)}, counted ${canonical(counted)}`);
  }
}

interface Least {
  readonly faults: number;
  readonly steps: number;
}

const NEVER: Least = { faults: Infinity, steps: Infinity };

function less(a: Least, b: Least): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.steps < b.steps);
}

/** The least way to a violation (or to where a reachable property wants to be). */
function simplest(model: Model, property: Property, graph: Graph, best: readonly Least[]): Least | null {
  const all = graph.states.map((_, i) => i);
  const least = (found: readonly Least[]) => found.reduce((a, b) => (less(b, a) ? b : a), NEVER);
  const watched = model.properties.filter((p) => p.kind === 'state' || p.kind === 'reachable');
  const watchedSteps = model.properties.filter((p) => p.kind === 'step');
  switch (property.kind) {
    case 'state':
    case 'reachable': {
      const bit = 1 << watched.indexOf(property);
      const wanted = property.kind === 'reachable' ? bit : 0;
      return least(all.filter((i) => (graph.states[i].predicates & bit) === wanted).map((i) => best[i]));
    }
    case 'step': {
      const bit = 1 << watchedSteps.indexOf(property);
      const broken = (i: number) => graph.states[i].edges.filter((edge) => (edge.flags & bit) !== 0);
      return least(all.flatMap((i) => broken(i).map((edge) => ({ faults: best[i].faults + edge.cost, steps: best[i].steps + 1 }))));
    }
    case 'deadline':
      return least(all.filter((i) => graph.states[i].counter === property.within + 1).map((i) => best[i]));
    default:
      return null;
  }
}

function compareVacuity(model: Model, property: Property, verdict: Verdict & { readonly status: 'holds' }, graph: Graph): void {
  const expected = vacuityByHand(model, property, graph);
  if (expected !== undefined && expected !== verdict.vacuous)
    throw new Error(`${property.text}: vacuous ${verdict.vacuous}, where the graph says ${expected}`);
  if (canonical(verdict.bounds) !== canonical(graph.bounds))
    throw new Error(`${property.text}: within ${canonical(verdict.bounds)}, where the graph says ${canonical(graph.bounds)}`);
}

function compare(property: Property, verdict: Verdict, expected: Least, graph: Graph): void {
  // An error of the whole graph, which no single step shows; of states and steps nothing is said by it.
  if (property.kind === 'deadline' && verdict.status === 'error' && verdict.error.message.startsWith('time stops')) return;
  const bad = expected.faults !== Infinity;
  const positive = property.kind === 'reachable';
  const held = positive ? (graph.bounds.length > 0 ? 'unknown' : 'unreached') : graph.states.length === 0 ? 'unknown' : 'holds';
  const words = bad ? [positive ? 'reached' : 'violated'] : [held];
  const reported = 'trace' in verdict ? { faults: verdict.trace.faults, steps: verdict.trace.steps.length } : NEVER;
  const agrees = words.includes(verdict.status) && reported.faults === expected.faults && reported.steps === expected.steps;
  if (!agrees)
    throw new Error(
      `${property.name}: ${verdict.status} ${canonical(reported)}, where the graph says ${words.join()} ${canonical(expected)}`,
    );
}
