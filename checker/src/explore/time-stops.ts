/**
 * Time stops in a state from which no tick, and no step that a bound of the search cuts, can be reached without a fault, a
 * lie, an optional action or the restart of a node that may stay down: two nodes that answer each other for ever in no
 * time, for one. Such a model says nothing about what it can do later, so this is an error of the model.
 *
 * After an exhaustive search only the states that cannot tick at once are looked at again.
 */

import { actSteps, deliverSteps, fireSteps, resumeSteps } from '../model/interpreter/node-steps.ts';
import { cutSteps, restartSteps, stabiliseSteps, tickSteps } from '../model/interpreter/world-steps.ts';
import { somethingDue } from '../model/interpreter.ts';
import type { Action, Expr, Model } from '../model/ir.ts';
import type { ModelError, State, Step } from '../model/state.ts';
import { Bits } from './bits.ts';
import type { Machine } from './machine.ts';
import type { Replay } from './replay.ts';
import type { Place, Search } from './search.ts';

export interface TimeStop {
  readonly place: Place;
  /** every state in which time stops */
  readonly states: Bits;
}

/** Whether a state has a way out at once, else the states (by number) that its steps lead to. */
type WaysOn = (state: number) => 'out' | readonly number[];

/**
 * Yields the number of states looked at since it last did. `calm` is a machine whose free steps are just those that count
 * here (see `calmModel`), where there is one: it settles most states fast, and the interpreter judges what is left.
 */
export function* findTimeStop(search: Search, replay: Replay, calm: Machine | null): Generator<number, TimeStop | null> {
  let stuck: number[] = [];
  for (let state = 0; state < search.store.count; state++) if (!search.ticking.has(state)) stuck.push(state);
  if (calm !== null) stuck = yield* stuckAmong(stuck, machineWays(search, calm));
  stuck = yield* stuckAmong(stuck, interpreterWays(search, replay));
  if (stuck.length === 0) return null;
  const states = new Bits();
  for (const state of stuck) states.add(state);
  return { place: search.levels.of(stuck[0]), states };
}

/**
 * The model without steps that no run is forced to take, or null where they cannot be taken out of it: lies, and restarts
 * of nodes that may stay down.
 */
export function calmModel(model: Model): Model | null {
  if (model.crashes.some((fault) => fault.mode === 'byzantine' || fault.mayStayDown)) return null;
  if (model.roles.every((role) => role.actions.every((action) => !action.optional))) return model;
  // They stay in the text with a guard that never holds: what they have sent, and where they have paused, must still be known.
  const calmed = (action: Action): Action => {
    const guard: Expr = { op: 'const', value: false, type: { kind: 'bool' }, span: action.span };
    return action.optional ? { ...action, guard } : action;
  };
  return { ...model, roles: model.roles.map((role) => ({ ...role, actions: role.actions.map(calmed) })) };
}

/** Those of `candidates` (in ascending order) from which none but candidates can be reached, and no way out. */
function* stuckAmong(candidates: readonly number[], waysOn: WaysOn): Generator<number, number[]> {
  const open = new Bits();
  for (const state of candidates) open.add(state);
  const closed = new Bits();
  const isOut = (state: number) => !open.has(state) || closed.has(state);
  let waiting: { readonly state: number; readonly targets: readonly number[] }[] = [];
  // Steps mostly lead to states found later: going backward settles most of them at once.
  for (let i = candidates.length - 1; i >= 0; i--) {
    const state = candidates[i];
    const targets = waysOn(state);
    if (targets === 'out' || targets.some(isOut)) closed.add(state);
    else waiting.push({ state, targets });
    if (i % 64 === 0) yield 64;
  }
  for (let settled = true; settled; ) {
    const still = waiting.filter(({ state, targets }) => {
      if (!targets.some(isOut)) return true;
      closed.add(state);
      return false;
    });
    settled = still.length < waiting.length;
    // In turn from both ends, so that no chain of states takes a round for each.
    waiting = still.reverse();
  }
  return waiting.map(({ state }) => state).sort((a, b) => a - b);
}

/** The number of a state that an exhausted search must have found. */
function known(search: Search, words: Int32Array, offset: number): number {
  const state = search.store.find(words, offset);
  if (state >= 0) return state;
  throw new Error(`internal error: an exhausted search has not found ${JSON.stringify(search.machine.decode(words, offset))}`);
}

function machineWays(search: Search, calm: Machine): WaysOn {
  const { machine, store } = search;
  const { successors } = calm;
  const translate = calm === machine ? null : { into: new Int32Array(calm.words), back: new Int32Array(machine.words) };
  const numberOf = (index: number) => {
    if (translate === null) return known(search, successors.words, index * machine.words);
    const at = index * calm.words;
    machine.encode(calm.decode(successors.words, at), calm.counter(successors.words, at), translate.back, 0);
    return known(search, translate.back, 0);
  };
  return (state) => {
    const [segment, offset] = [store.segment(state), store.offset(state)];
    successors.clear();
    if (translate === null) calm.expand(segment, offset, 'free');
    else {
      calm.encode(machine.decode(segment, offset), machine.counter(segment, offset), translate.into, 0);
      calm.expand(translate.into, 0, 'free');
    }
    const targets = Array.from({ length: successors.count }, (_, i) => numberOf(i));
    return successors.cuts > 0 ? 'out' : targets;
  };
}

function interpreterWays(search: Search, replay: Replay): WaysOn {
  const { machine, store } = search;
  const packed = new Int32Array(machine.words);
  return (number) => {
    const state = machine.decode(store.segment(number), store.offset(number));
    const counter = machine.counter(store.segment(number), store.offset(number));
    const targets: number[] = [];
    for (const step of forcedSteps(machine.model, state)) {
      if (step.target.kind === 'cut') return 'out';
      if (step.target.kind === 'error') continue;
      machine.encode(step.target.state, replay.counter(counter, false, step.target.state), packed, 0);
      targets.push(known(search, packed, 0));
    }
    return targets;
  };
}

/** Steps that some fair run without faults must take sooner or later, or that let time pass. */
function forcedSteps(model: Model, state: State): Step[] {
  const each = (of: (model: Model, state: State, node: number) => Step[]) => state.nodes.flatMap((_, node) => of(model, state, node));
  return [
    ...deliverSteps(model, state),
    ...each(fireSteps),
    ...each(resumeSteps),
    ...each(actSteps).filter(({ label }) => label.kind === 'act' && !isOptional(model, label.node, label.action)),
    ...tickSteps(model, state),
    ...stabiliseSteps(model, state),
    ...each((m, s, node) => (mayStayDown(m, node) ? [] : restartSteps(m, s, node))),
    ...(state.cut === null ? [] : cutSteps(model, state)),
  ];
}

function isOptional(model: Model, node: number, action: number): boolean {
  return model.roles[model.instances[node].role].actions[action].optional;
}

function mayStayDown(model: Model, node: number): boolean {
  return model.crashes.some((fault) => fault.mayStayDown && fault.instances.includes(node));
}

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
