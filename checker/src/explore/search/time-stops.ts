/**
 * Time stops in a state from which no tick, and no step that a bound of the search cuts, can be reached without a fault, a
 * lie, an optional action, the restart of a node that may stay down or a heal of a cut that may stay: two nodes that answer each other forever in no
 * time, for one. Such a model says nothing about what it can do later, so this is an error of the model.
 *
 * The search notes which states can tick at once, and for each other one some step that a run must take. Going along those
 * steps leads to a tick from nearly everywhere; only what is left is looked at with all its steps.
 */

import { fairItems, stepTag } from '../../model/fair-items.ts';
import { somethingDue, steps } from '../../model/interpreter.ts';
import type { Model } from '../../model/ir.ts';
import type { ModelError, State, Step } from '../../model/state.ts';
import { STEP_KINDS, STEP_ORDER } from '../../model/step-kinds.ts';
import { isForced, tagOf } from '../../model/tags.ts';
import { Bits } from '../states/bits.ts';
import { IntList } from '../states/int-list.ts';
import type { Place } from './findings.ts';
import type { Search } from './search.ts';

export interface TimeStop {
  readonly place: Place;
  /** every state in which time stops */
  readonly states: Bits;
}

/** Whether a state has a way out at once, else the states (by number) that its steps lead to. */
type WaysOn = (state: number) => 'out' | readonly number[];

/**
 * In a search that saw every state, or every one with at most `layers` faults: no step that must come costs a fault, but a tick at
 * which a pause begins, so it is reported for these states alone. Yields the number of states looked at since it last did.
 */
export function* findTimeStop(search: Search, layers = Infinity): Generator<number, TimeStop | null> {
  const candidates = yield* notOnTheWay(search);
  const stuck = yield* stuckAmong(candidates, forcedWays(search, layers));
  if (stuck.length === 0) return null;
  const states = new Bits();
  for (const state of stuck.values) states.add(state);
  return { place: search.levels.of(stuck.at(0)), states };
}

/** The states, in ascending order, from which the noted steps lead to no state that can tick at once. */
function* notOnTheWay({ store, time: { timely, onward } }: Search): Generator<number, IntList> {
  const free = new Bits();
  free.makeRoom(store.count);
  const isOut = (state: number) => timely.has(state) || free.has(state);
  // Steps mostly lead to states found later: going backward settles most of them at once.
  for (let state = store.count - 1; state >= 0; state--) {
    if ((state & SLICE) === 0) yield SLICE;
    const next = onward.get(state);
    if (!timely.has(state) && next > state && isOut(next)) free.add(state);
  }
  const met = new Bits();
  const way = new IntList();
  for (let state = store.count - 1; state >= 0; state--) {
    if ((state & SLICE) === 0) yield SLICE;
    if (isOut(state)) continue;
    let at = state;
    while (at >= 0 && !isOut(at) && !met.has(at)) {
      met.add(at);
      way.push(at);
      at = onward.get(at);
    }
    if (at >= 0 && isOut(at)) for (const passed of way.values) free.add(passed);
    way.length = 0;
  }
  const left = new IntList();
  for (let state = 0; state < store.count; state++) if (!isOut(state)) left.push(state);
  return left;
}

/** One bit fewer than a power of two: states between two yields. */
const SLICE = 2 ** 20 - 1;

/** States with the targets of their steps: those of state number i stand from `first[i]` up to `first[i + 1]`. */
class Waiting {
  readonly states = new IntList();
  readonly #first = new IntList();
  readonly #targets = new IntList();

  add(state: number, targets: readonly number[]): void {
    this.states.push(state);
    this.#first.push(this.#targets.length);
    for (const target of targets) this.#targets.push(target);
  }

  someTarget(i: number, fits: (target: number) => boolean): boolean {
    const end = i + 1 < this.#first.length ? this.#first.at(i + 1) : this.#targets.length;
    for (let at = this.#first.at(i); at < end; at++) if (fits(this.#targets.at(at))) return true;
    return false;
  }
}

/** Those of `candidates` (in ascending order) from which none but candidates can be reached, and no way out. */
function* stuckAmong(candidates: IntList, waysOn: WaysOn): Generator<number, IntList> {
  const open = new Bits();
  for (const state of candidates.values) open.add(state);
  const closed = new Bits();
  const isOut = (state: number) => !open.has(state) || closed.has(state);
  const waiting = new Waiting();
  // Steps mostly lead to states found later: going backward settles most of them at once.
  for (let i = candidates.length - 1; i >= 0; i--) {
    const state = candidates.at(i);
    const targets = waysOn(state);
    if (targets === 'out' || targets.some(isOut)) closed.add(state);
    else waiting.add(state, targets);
    if (i % 64 === 0) yield 64;
  }
  const { states } = waiting;
  // In turn from both ends, so that no chain of states takes a round for each.
  for (let settled = true, forward = true; settled; forward = !forward) {
    settled = false;
    for (let n = 0; n < states.length; n++) {
      const i = forward ? n : states.length - 1 - n;
      if (closed.has(states.at(i)) || !waiting.someTarget(i, isOut)) continue;
      closed.add(states.at(i));
      settled = true;
    }
    yield states.length;
  }
  const stuck = new IntList();
  for (let i = states.length - 1; i >= 0; i--) if (!closed.has(states.at(i))) stuck.push(states.at(i));
  return stuck;
}

/**
 * Where the steps lead that some run must take. A tick that begins a pause costs; the search has noted it, but for states with
 * `layers` faults, whose steps that cost were not looked at.
 */
function forcedWays(search: Search, layers: number): WaysOn {
  const { machine, store } = search;
  const { model, successors } = machine;
  const hasBounds = model.clocks.length + model.limits.length > 0;
  const last = search.levels.at(layers, 0)?.start ?? Infinity;
  return (state) => {
    successors.clear();
    const { ticks } = successors;
    machine.expand(store.segment(state), store.offset(state), hasBounds || state >= last ? 'all' : 'free');
    if (successors.forcedCuts > 0 || successors.ticks > ticks) return 'out';
    const targets: number[] = [];
    for (let i = 0; i < successors.count; i++) {
      if (isForced(successors.tag[i])) targets.push(known(search, i * machine.words));
    }
    return targets;
  };
}

/** The number of a successor, which an exhausted search must have found. */
function known(search: Search, offset: number): number {
  const { machine, store } = search;
  const { words } = machine.successors;
  const state = store.find(words, offset);
  if (state >= 0) return state;
  throw new Error(`internal error: an exhausted search has not found ${JSON.stringify(machine.decode(words, offset))}`);
}

/** Steps that some fair run without faults must take sooner or later, or that let time pass. */
function forcedSteps(model: Model, state: State): Step[] {
  const items = fairItems(model);
  return steps(model, state, FORCED_KINDS).filter(({ label }) => isForced(stepTag(items, label, () => 0)));
}

/** Not every `item` is one of the model: an optional action is none. */
const FORCED_KINDS = STEP_ORDER.filter((kind) => isForced(tagOf(STEP_KINDS[kind].tag)));

/** What is wrong in a state in which time stops: which nodes keep something due, there and from there on. */
export function timeStopError(model: Model, start: State): ModelError {
  const due = new Set<number>();
  let states = [start];
  // Far enough to meet every node of a short round; the sentence need not be complete in a long one.
  for (let round = 0; round < 20 && states.length > 0; round++) {
    for (const state of states) {
      for (const { index } of model.instances) if (somethingDue(model, state, index)) due.add(index);
    }
    states = states
      .flatMap((state) => forcedSteps(model, state).flatMap(({ target }) => (target.kind === 'state' ? [target.state] : [])))
      .slice(0, 20);
  }
  const nodes = model.instances.filter(({ index }) => due.has(index));
  const names = nodes.map((node) => node.name).join(' and ');
  const keep = nodes.length === 1 ? 'keeps' : 'keep';
  const why = nodes.length === 0 ? 'no step lets it pass' : `${names} ${keep} something due that cannot wait, whatever is done about it`;
  return { message: `time stops here: ${why}`, span: model.roles[(nodes[0] ?? model.instances[0]).role].span };
}
