/**
 * Liveness: a property is violated where some fair run satisfies what is provided and not the property. Such a run exists
 * just where the product of the state graph with an automaton for that has a reachable fair component.
 */
import { holdsIn } from '../../model/interpreter.ts';
import type { Expr, Temporal } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Known, Trace, TraceStep, Verdict } from '../../verdict.ts';
import { numberOf, type Truth } from '../knowledge/check.ts';
import type { KnownPredicate } from '../knowledge/query.ts';
import { boundsReached, noState, timeNeverPasses } from '../search/finished.ts';
import type { Replay } from '../search/replay.ts';
import type { Search } from '../search/search.ts';
import { promisesIn, toAutomaton } from './automaton.ts';
import { Components, type FairComponent, type Judge } from './components.ts';
import { Core } from './core.ts';
import { Fairness } from './fairness.ts';
import { withFewestKinds } from './fewest-kinds.ts';
import { type Graph, graphOf } from './graph.ts';
import { fairnessOf, holdsOnLasso } from './lasso.ts';
import { loopIn } from './loop.ts';
import type { Formula, Formulas } from './ltl.ts';
import { OrbitFairness } from './orbit-fairness.ts';
import { Product, STUTTER } from './product.ts';
import type { LivenessQuery } from './query.ts';
import { type Marked, nodesOf, reachable, someReached, withoutEnds } from './reach.ts';
import { Stems } from './stem.ts';
import type { Hop } from './ways.ts';
import { acceptedOn } from './word.ts';

/** What all liveness properties of one exhausted search share. */
export interface Ground {
  readonly search: Search;
  readonly replay: Replay;
  readonly graph: Graph;
  readonly fairness: Fairness;
  /** whether components are fair: of a search up to symmetry, at least those that are */
  readonly judge: Judge;
  readonly core: Core;
  /** properties that are asked about; 0 where only one is */
  readonly several: number;
  readonly letters: Int32Array;
  /** predicates that ask what nodes know */
  readonly truths: ReadonlyMap<Expr, Truth>;
}

/** Yields the number of states looked at since it last did. */
export function* groundOf(
  search: Search,
  replay: Replay,
  known: readonly KnownPredicate[],
  truths: ReadonlyMap<Expr, Truth>,
  asked: number,
): Generator<number, Ground> {
  const graph = yield* graphOf(search);
  const letters = lettersOf(search);
  for (const { bit, predicate } of known) {
    const { holds } = truths.get(predicate)!;
    for (let state = 0; state < letters.length; state++) if (holds[state] === 1) letters[state] |= 1 << bit;
  }
  const fairness = new Fairness(search, graph);
  const judge = search.machine.symmetric.length > 0 ? new OrbitFairness(search, graph, fairness) : fairness;
  const core = new Core(graph, fairness, judge, stutters(search));
  return { search, replay, graph, letters, truths, fairness, judge, core, several: asked > 1 ? asked : 0 };
}

/** Without time nothing need ever happen. */
function stutters({ machine }: Search): boolean {
  return !machine.model.timing.time;
}

/** For each state the predicates of the watch that are true in it, one bit each. */
function lettersOf({ edges, store }: Search): Int32Array {
  return edges!.letters.length < store.count ? new Int32Array(store.count) : edges!.letters.slice(0, store.count);
}

/** What a run that breaks the property is like. */
function brokenBy({ formulas, formula, provided }: LivenessQuery): Formula {
  return formulas.and(provided ?? formulas.true, formulas.not(formula));
}

/** Properties in the order in which they are decided: one that asks for much takes no time from the others. */
export function inTurn(queries: readonly LivenessQuery[]): LivenessQuery[] {
  return queries.toSorted((a, b) => promisesIn(brokenBy(a)) - promisesIn(brokenBy(b)));
}

/** The nodes that a product may have: so many bytes of marks. */
const MOST_NODES = 2 ** 31;

/** The automaton of a property is too large, for so many states of the system or at all. */
class TooLarge extends Error {}

export function* checkLiveness(ground: Ground, query: LivenessQuery): Generator<number, Verdict> {
  try {
    return yield* judged(ground, query);
  } catch (reason) {
    if (!(reason instanceof TooLarge)) throw reason;
    return { status: 'unknown', reason: 'it asks for too many things at once: make several properties of it', budget: false };
  }
}

function* judged(ground: Ground, query: LivenessQuery): Generator<number, Verdict> {
  if (ground.search.store.count === 0) return noState(boundsReached(ground.search));
  const found = yield* fairRuns(ground, query.formulas, brokenBy(query));
  if (found.fair.length > 0) {
    const trace = yield* lassoIn(ground, query, found);
    return { status: 'violated', trace, blame: null, ...knownOf(ground, query, trace) };
  }
  const bounds = boundsReached(ground.search);
  const open = bounds.length === 0 ? null : yield* cutOff(ground, query, found);
  if (open !== null) return { status: 'unknown', reason: `${open} (${bounds.join(', ')})`, budget: false };
  return { status: 'holds', bounds, vacuous: yield* vacuity(ground, query) };
}

/**
 * Of a search up to symmetry: that the property holds, or null where this remains open. Every fair run that breaks it is, up to
 * symmetry, a run of this graph, and what it does again and again lies in a component here: the predicates are the same in symmetric states,
 * and so each state of the automaton that fits one fits all. Components are judged to be fair that may be fair, so that
 * where none is found there is none; where one is, there may be no run. Nor is anything said where bounds cut runs, or of fair runs that
 * meet what is provided.
 */
export function* holdsUpToSymmetry(ground: Ground, query: LivenessQuery): Generator<number, Verdict | null> {
  const { formulas, formula, provided } = query;
  const { search } = ground;
  if (provided !== null || boundsReached(search).length > 0 || search.store.count === 0) return null;
  try {
    const { fair } = yield* fairRuns(ground, formulas, formulas.not(formula), 1);
    return fair.length > 0 ? null : { status: 'holds', bounds: [], vacuous: yield* vacuity(ground, query) };
  } catch (reason) {
    if (!(reason instanceof TooLarge)) throw reason;
    return null;
  }
}

/** A lasso that goes through a state in which it is not certain what a node knows is one only within bounds. */
function knownOf(ground: Ground, { property }: LivenessQuery, { first, steps }: Trace): { readonly known?: Known } {
  if (!property.usesKnowledge) return {};
  const truths = [...ground.truths].flatMap(([predicate, truth]) => (asks(property, predicate) ? [truth] : []));
  const numbers = [first, ...steps.map(({ state }) => state)].map((state) => numberOf(ground.search, state));
  const certain = truths.every((truth) => numbers.every((number) => truth.certain[number] === 1));
  return { known: { bounds: certain ? [] : boundsReached(ground.search), claims: [] } };
}

function asks({ formula, provided }: LivenessQuery['property'], predicate: Expr): boolean {
  const within = (f: Temporal): boolean => {
    if (f.op === 'state') return f.predicate === predicate;
    return 'of' in f ? within(f.of) : within(f.left) || within(f.right);
  };
  return within(formula) || (provided !== null && within(provided));
}

interface Runs {
  readonly product: Product;
  /** the places of the automaton where a run may stay and be accepting, with the nodes there that can be reached */
  readonly places: readonly number[];
  readonly among: Marked;
  /** of the product at these places */
  readonly components: Components;
  readonly fair: readonly FairComponent[];
}

/**
 * Where the fair runs end up that satisfy the formula. What lies over no fair component of the graph need not be looked among; to know
 * that takes a search over all states, which is worth it where the properties asked about would look at more together. `most`: no more
 * components are needed.
 */
function* fairRuns(ground: Ground, formulas: Formulas, formula: Formula, most?: number): Generator<number, Runs> {
  const { core, judge, graph, several } = ground;
  const { product, places, among } = yield* openFor(ground, formulas, formula);
  const inner = among.product;
  const left = yield* withoutEnds(among, judge);
  const inside = left > 0 && (core.isKnown || left * several > graph.states) ? yield* core.inside() : null;
  const nodes = nodesOf(among, left, inside);
  const components = new Components(inner, judge, nodes.length);
  return { product, places, among, components, fair: yield* components.fair(nodes, most) };
}

function* openFor(
  { search, graph, letters }: Ground,
  formulas: Formulas,
  formula: Formula,
): Generator<number, Pick<Runs, 'product' | 'places' | 'among'>> {
  const automaton = yield* toAutomaton(formulas, formula);
  if (automaton === null) throw new TooLarge();
  if (automaton.states.length * graph.states > MOST_NODES) throw new TooLarge();
  const product = new Product(graph, letters, automaton, stutters(search));
  return { product, places: product.acceptingPlaces(), among: yield* reachable(product) };
}

// Whether a property holds vacuously

/**
 * A state at which the formula is still open, and from which no fair run goes on: bounds of the search cut them all. Null
 * where there is none. What is provided does not settle the question: it might have come true beyond the bounds.
 */
function* cutOff(ground: Ground, { formulas, formula, provided }: LivenessQuery, found: Runs): Generator<number, string | null> {
  const { core } = ground;
  const { among } = provided === null ? found : yield* openFor(ground, formulas, formulas.not(formula));
  const isWaiting = (goesOn: Uint8Array) => someReached(among, (state) => goesOn[state] === 0);
  if (!isWaiting(yield* core.comesToRest()) || !isWaiting(yield* core.goesOn())) return null;
  return 'bounds of the search cut every fair way on from a state in which this is still open';
}

function* vacuity(ground: Ground, { property, formulas, provided, left }: LivenessQuery): Generator<number, string | null> {
  const { search, letters } = ground;
  if (timeNeverPasses(search)) return 'time never passes';
  if (left !== null && !letters.some((letter) => ((letter >>> left) & 1) === 1)) return 'what it waits from is never true';
  if (boundsReached(search).length > 0 && !(yield* someFairRun(ground))) return 'there is no fair run at all within the bounds';
  if (provided !== null && (yield* fairRuns(ground, formulas, provided)).fair.length === 0) {
    return `no fair run meets what ${property.name} is provided with`;
  }
  return null;
}

function* someFairRun({ core }: Ground): Generator<number, boolean> {
  return (yield* core.comesToRest()).includes(1) || (yield* core.inside()).includes(1);
}

// The counterexample

/**
 * First a loop with as few kinds of faults as possible, near to the start of the run; then the cheapest stem to any place of this
 * loop from which it breaks the property.
 */
function* lassoIn(ground: Ground, { property }: LivenessQuery, runs: Runs): Generator<number, Trace> {
  const { search, replay, graph, fairness } = ground;
  const { product, components } = runs;
  const inner = runs.among.product;
  const fair = yield* withFewestKinds(graph, components, runs.fair);
  const byRegion = new Map(fair.map((component) => [component.region, component]));
  const entry = entryFrom(runs, (region) => byRegion.has(region));
  const stems = new Stems(search, replay, product);
  const near = yield* stems.to((node) => entry(node) !== null);
  const begins = entry(near.node)!;
  const hops = yield* loopIn(inner, fairness, components, byRegion.get(components.region[begins])!, begins);
  const accepted = acceptedOn(product, statesOf(inner, hops));
  const startAt = (node: number) =>
    hops.findIndex(({ from }, i) => inner.stateOf(from) === product.stateOf(node) && accepted[i][product.placeOf(node)]);
  const stem = yield* stems.to((node) => startAt(node) >= 0);
  const first = startAt(stem.node);
  const begin = stem.steps.at(-1);
  const round = walked(ground, inner, [...hops.slice(first), ...hops.slice(0, first)], begin?.time ?? 0);
  const loopStates = [begin?.state ?? stem.first, ...(round.length === 0 ? [] : round.slice(0, -1)).map(({ state }) => state)];
  const reasons = fairnessOf(search.machine.model, { states: loopStates, steps: round.map(({ step }) => step) });
  const path: State[] = [stem.first, ...stem.steps.map(({ state }) => state)].slice(0, -1);
  mustBreak(ground, property, path, loopStates);
  const { initial, faults } = stem;
  return { initial, first: stem.first, steps: [...stem.steps, ...round], faults, loop: stem.steps.length, fairness: reasons };
}

function statesOf(product: Product, hops: readonly Hop[]): number[] {
  return hops.map(({ from }) => product.stateOf(from));
}

function mustBreak({ search, truths }: Ground, { name, formula, provided }: LivenessQuery['property'], path: State[], loop: State[]): void {
  const holds = (predicate: Expr, state: State) => {
    const truth = truths.get(predicate);
    return truth === undefined ? holdsIn(search.machine.model, predicate, state) === true : truth.holds[numberOf(search, state)] === 1;
  };
  const isBroken = !holdsOnLasso(holds, formula, path, loop);
  const isProvided = provided === null || holdsOnLasso(holds, provided, path, loop);
  if (!isBroken || !isProvided) throw new Error(`internal error: the lasso found for ${name} does not break it`);
}

/**
 * For a node the one of a fair component that a run at it may go on as, of the product at places where it may stay: itself, or another at the
 * same state whose ways on are open to it too. Null where there is none.
 */
function entryFrom({ product, places, components, among }: Runs, isFair: (region: number) => boolean): (node: number) => number | null {
  const known = new Map<number, number[]>();
  const columnsOf = (place: number) => {
    const columns = known.get(place) ?? [place, ...product.coveredBy(place)].map((q) => places.indexOf(q)).filter((i) => i >= 0);
    known.set(place, columns);
    return columns;
  };
  return (node) => {
    const first = product.stateOf(node) * among.product.size;
    for (const column of columnsOf(product.placeOf(node))) if (isFair(components.region[first + column])) return first + column;
    return null;
  };
}

/** Hops as steps of the interpreter; stutters are no steps. */
function walked({ graph, fairness }: Ground, product: Product, hops: readonly Hop[], time: number): TraceStep[] {
  return hops.flatMap((hop): TraceStep[] => {
    if (hop.edge === STUTTER) return [];
    const number = product.stateOf(hop.from);
    const step = fairness.steps.of(number)[hop.edge - graph.first[number]];
    if (step.target.kind !== 'state') throw new Error('internal error: a loop goes through a step without a target');
    if (step.label.kind === 'tick') time++;
    return [{ step, state: step.target.state, time }];
  });
}
