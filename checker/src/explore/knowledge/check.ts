/** Properties that ask what nodes know, judged once every reachable state is known. */
import { ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Claim, Known, Trace, Verdict } from '../../verdict.ts';
import { OFF } from '../machine/deadline.ts';
import { boundsReached, noState, timeNeverPasses } from '../search/finished.ts';
import { statesGoal } from '../search/goal.ts';
import type { Replay } from '../search/replay.ts';
import type { Search } from '../search/search.ts';
import { traceTo } from '../search/trace.ts';
import { Bits } from '../states/bits.ts';
import { type Answered, type Found, type Judged, Knowledge, NeedsEveryState } from './knowledge.ts';
import { claimKey, freeLocals } from './knows.ts';
import type { KnowledgeQuery } from './query.ts';
import type { Reached } from './tables.ts';

/** What all properties of one exhausted search share that ask what nodes know. */
export interface KnownGround {
  readonly search: Search;
  readonly replay: Replay;
  readonly knowledge: Knowledge;
  /** bounds of the search that were reached */
  readonly bounds: readonly string[];
  /** work out what else a node may take a state for */
  readonly explain: boolean;
}

/** `predicates`: every one that is going to be asked about. Yields the number of states looked at since it last did. */
export function* knownIn(search: Search, replay: Replay, predicates: readonly Expr[], explain: boolean): Generator<number, KnownGround> {
  const bounds = boundsReached(search);
  const knowledge = new Knowledge(search, bounds.length === 0);
  yield* knowledge.prepare(predicates);
  return { search, replay, knowledge, bounds, explain };
}

/** The value of a predicate in every state. */
export interface Truth {
  readonly holds: Uint8Array;
  /** more reachable states than were found would not change it */
  readonly certain: Uint8Array;
  /** the simplest states in which it is a model error; null where there are none */
  readonly errors: Found | null;
}

/** States that are looked at to answer for one, before others get their turn. */
const PATIENCE = 2000;

export function* truthOf({ search, knowledge }: KnownGround, predicate: Expr): Generator<number, Truth> {
  const states = search.store.count;
  const truth = { holds: new Uint8Array(states), certain: new Uint8Array(states) };
  const errors = new Uint8Array(states);
  for (let state = 0; state < states; state++) {
    let judged: Judged | null = null;
    while (judged === null) {
      judged = knowledge.judgeSoon(predicate, state, PATIENCE);
      if (judged === null) yield PATIENCE;
    }
    if (judged.value instanceof ModelErrorSignal) errors[state] = 1;
    else if (judged.value) truth.holds[state] = 1;
    if (judged.certain) truth.certain[state] = 1;
    if ((state & 255) === 255) yield 256;
  }
  return { ...truth, errors: first(search, (state) => errors[state] === 1) };
}

/** The simplest states of those that fit. */
function first(search: Search, fits: (state: number) => boolean): Found | null {
  const { count } = search.store;
  let state = 0;
  while (state < count && !fits(state)) state++;
  if (state === count) return null;
  const level = search.levels.of(state);
  const states = new Bits();
  for (; state < level.end; state++) if (fits(state)) states.add(state);
  return { place: level, states };
}

export function* checkKnowledge(ground: KnownGround, { property }: KnowledgeQuery): Generator<number, Verdict> {
  const { search, bounds } = ground;
  if (search.store.count === 0) return noState(bounds);
  const truth = yield* truthOf(ground, property.predicate);
  if (truth.errors !== null) return yield* failure(ground, property.predicate, truth.errors);
  const wanted = property.kind === 'reachable' ? 1 : 0;
  const certain = first(search, (state) => truth.holds[state] === wanted && truth.certain[state] === 1);
  // A certain result wins over an uncertain one, however much simpler the latter is.
  const found = certain ?? first(search, (state) => truth.holds[state] === wanted);
  if (found !== null) {
    sureOfCertainty(ground, property.predicate, certain);
    const trace = yield* traceTo(search, ground.replay, statesGoal(found.place, found.states));
    const known: Known = { bounds: certain === null ? bounds : [], claims: yield* claimsAt(ground, property.predicate, trace) };
    sureOfCertainty(ground, property.predicate, certain);
    return property.kind === 'reachable' ? { status: 'reached', trace, known } : { status: 'violated', trace, blame: null, known };
  }
  if (property.kind === 'state') return { status: 'holds', bounds, vacuous: yield* vacuous(ground, property.antecedent) };
  if (bounds.length === 0) return { status: 'unreached' };
  return { status: 'unknown', reason: `not reached within bounds (${bounds.join(', ')})`, budget: false };
}

/** Of a search up to symmetry: what is certain hangs on no order of nodes. */
function sureOfCertainty({ search, knowledge }: KnownGround, predicate: Expr, certain: Found | null): void {
  if (search.machine.symmetric.length === 0) return;
  const { start, end } = certain === null ? { start: 0, end: 0 } : search.levels.at(certain.place.faults, certain.place.steps)!;
  let isOpen = knowledge.isOpen;
  for (let state = start; state < end && !isOpen; state++) isOpen = certain!.states.has(state) && knowledge.hangsOnOrder(predicate, state);
  if (isOpen) throw new NeedsEveryState();
}

function* vacuous(ground: KnownGround, antecedent: Expr | null): Generator<number, string | null> {
  if (timeNeverPasses(ground.search)) return 'time never passes';
  if (antecedent === null) return null;
  const { holds } = yield* truthOf(ground, antecedent);
  return holds.includes(1) ? null : 'its condition is never true';
}

/** The predicate is a model error there. */
export function* failure(
  { search, replay, knowledge }: KnownGround,
  predicate: Expr,
  { place, states }: Found,
): Generator<number, Verdict & { readonly status: 'error' }> {
  const trace = yield* traceTo(search, replay, statesGoal(place, states));
  const signal = knowledge.holds(predicate, numberOf(search, lastOf(trace)));
  if (!(signal instanceof ModelErrorSignal)) throw new Error('internal error: a model error of what a node knows does not come again');
  return { status: 'error', error: signal.error, trace };
}

// What the verdict rests on

/** The number of claims for which a run to an indistinguishable state is made. */
const MOST_TWINS = 3;

/** Each `knows` that decides the predicate at the end of the trace. `step`: the predicate is one of its last step. */
export function* claimsAt(ground: KnownGround, predicate: Expr, trace: Trace, step = false): Generator<number, Claim[]> {
  const { search, knowledge, explain } = ground;
  const last = reachedIn(search, lastOf(trace));
  const [state, next] = step ? [reachedIn(search, beforeLast(trace)), last] : [last, null];
  const claims: Claim[] = [];
  for (const answered of knowledge.claims(predicate, state, next)) {
    const { expr, node, locals, holds } = answered;
    const names = freeLocals(expr.of).map((local) => ({ local, value: locals[local] }));
    const wanted = explain && claims.filter(({ twin }) => twin !== null).length < MOST_TWINS;
    claims.push({
      key: claimKey(expr, node, locals),
      node,
      holds,
      what: expr.of.span,
      names,
      before: step && answered.state !== last,
      indistinguishable: yield* knowledge.indistinguishable(node, answered.state),
      twin: wanted && !holds ? yield* twinOf(ground, answered) : null,
    });
  }
  return claims;
}

function* twinOf({ search, replay, knowledge }: KnownGround, answered: Answered): Generator<number, Trace | null> {
  if (knowledge.isFalseHere(answered)) return null;
  const found = yield* knowledge.twins(answered);
  return found === null ? null : yield* traceTo(search, replay, statesGoal(found.place, found.states, found.among));
}

function beforeLast({ first: start, steps }: Trace): State {
  return steps.at(-2)?.state ?? start;
}

function lastOf({ first: start, steps }: Trace): State {
  return steps.at(-1)?.state ?? start;
}

function reachedIn(search: Search, state: State): Reached {
  return search.machine.symmetric.length > 0 ? state : numberOf(search, state);
}

/** The number under which the search has found a state, or of a search up to symmetry the one that stands for it. */
export function numberOf({ machine, store }: Search, state: State): number {
  const packed = new Int32Array(machine.words);
  machine.encode(state, OFF, packed, 0);
  return store.find(packed, 0);
}
