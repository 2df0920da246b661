/**
 * The simplest way to a goal. The search knows the least (faults, steps) of every state; of all the paths that reach the
 * goal that cheaply the one with the least sequence of steps is taken, in the interpreter's order, whatever order the
 * states were found in. Backward over the levels every state is marked that lies on a cheapest path (every beginning of a
 * cheapest path is a cheapest path to where it ends); forward the first step into a marked state is taken.
 *
 * The forward pass is the interpreter's, so every trace is replayed by it before anyone sees it: where it cannot follow
 * the search, one of the machines is wrong, and that is thrown.
 */
import type { InitialStep, State, Step } from '../../model/state.ts';
import type { Trace, TraceStep } from '../../verdict.ts';
import { stateKey } from '../machine/state-key.ts';
import { Bits } from '../states/bits.ts';
import { IntList } from '../states/int-list.ts';
import type { Level } from '../states/levels.ts';
import { StateFilter } from '../states/state-filter.ts';
import { beforeStart } from './before-start.ts';
import type { Goal } from './goal.ts';
import { type Marked, markedAmong } from './marked.ts';
import { somePath } from './path.ts';
import type { Replay } from './replay.ts';
import type { Search } from './search.ts';
import { MOST_AT_ONCE, SourceFilter } from './sources.ts';

/** Yields the number of states looked at since it last did. */
export function* traceTo(search: Search, replay: Replay, goal: Goal): Generator<number, Trace> {
  const trace = yield* traceUnless(() => false, search, replay, goal);
  return trace!;
}

/** Null where it is over before the trace is there. */
export function* traceUnless(over: () => boolean, search: Search, replay: Replay, goal: Goal): Generator<number, Trace | null> {
  const marking = marked(search, goal);
  for (;;) {
    if (over()) {
      search.machine.successors.clear();
      return null;
    }
    const { done, value } = marking.next();
    if (done) return yield* follow(search, replay, goal, value);
    yield value;
  }
}

/**
 * One of the simplest ways to the goal, which need not have the least sequence of steps: it takes a moment, since only a few states about
 * where each state was found are expanded again.
 */
export function* someTraceTo(search: Search, replay: Replay, goal: Goal): Generator<number, Trace> {
  return yield* follow(search, replay, goal, yield* somePath(search, goal));
}

/** The states on the cheapest paths. */
function* marked(search: Search, goal: Goal): Generator<number, Bits> {
  const marks = new Marks(search);
  yield* markGoals(search, goal, marks);
  for (let steps = goal.place.steps - 1; steps >= 0; steps--) {
    yield* marks.stepBack(statesAt(search, goal.place.faults, steps));
    yield* marks.ahead.lookAt(steps + 1);
    yield* markLevels(search, goal, marks, steps);
    if (marks.sources === null || !marks.isNoneHere) continue;
    // Some step led to each of those ahead: it changes what it was not known to change, so all steps are made again.
    marks.sources = null;
    yield* markLevels(search, goal, marks, steps);
  }
  return marks.states;
}

function* markLevels(search: Search, goal: Goal, marks: Marks, steps: number): Generator<number, void> {
  for (let faults = 0; faults <= goal.place.faults; faults++) {
    const level = search.levels.at(faults, steps);
    if (level !== null) yield* markLevel(search, goal, marks, level);
  }
}

/** The marked states: all of them, and quick answers about those one step ahead of the level that is looked at. */
class Marks {
  readonly states = new Bits();
  /** those one step ahead */
  readonly ahead: Marked;
  readonly #machine: Search['machine'];
  readonly #store: Search['store'];
  readonly #filter: StateFilter;
  /** undefined until it would pay */
  #known: SourceFilter | null | undefined;
  /** of the states from which steps lead to those; null where to ask takes as long as to make their steps */
  sources: SourceFilter | null = null;
  /** of the level that is looked at, and of the one ahead */
  readonly #marked = new IntList();
  /** the highest layer with a marked state in it, -1 where there is none; of the level looked at, and of the one ahead */
  #layerHere = -1;
  #layerAhead = -1;

  constructor(search: Search) {
    const { machine, store } = search;
    this.ahead = markedAmong(search, this.states);
    this.#machine = machine;
    this.#store = store;
    this.#filter = new StateFilter(machine.words);
  }

  add(state: number, faults: number): void {
    this.states.add(state);
    this.#marked.push(state);
    this.#layerHere = Math.max(this.#layerHere, faults);
  }

  /** The levels one step earlier, of so many states, are looked at next. */
  *stepBack(states: number): Generator<number, void> {
    const { values } = this.#marked;
    this.#filter.clear(values.length);
    const sources = this.#sourcesOf(values.length * this.#machine.orders, states);
    const add = (words: Int32Array, offset: number) => sources?.add(words, offset);
    const each = sources === null ? 1 : this.#machine.orders;
    let looked = 0;
    for (const state of values) {
      const [segment, offset] = [this.#store.segment(state), this.#store.offset(state)];
      this.#filter.add(segment, offset);
      if (sources !== null) this.#machine.images(segment, offset, add);
      looked += each;
      if (looked < MOST_AT_ONCE) continue;
      yield looked;
      looked = 0;
    }
    this.sources = sources;
    this.#marked.length = 0;
    this.#layerAhead = this.#layerHere;
    this.#layerHere = -1;
  }

  /** Empty, for so many images of states among which to look for so many; null where that would not pay. */
  #sourcesOf(images: number, states: number): SourceFilter | null {
    if (states < FILTERED_FROM || images > states / 2) return null;
    const { words } = this.#machine;
    if (this.#known === undefined) this.#known = SourceFilter.of(words, this.#machine.changes());
    return this.#known?.clear(images) === true ? this.#known : null;
  }

  /** No state of the levels looked at is marked. */
  get isNoneHere(): boolean {
    return this.#layerHere < 0;
  }

  /** A step from this layer can lead to a marked state. */
  areAhead(faults: number): boolean {
    return this.#layerAhead >= faults;
  }

  /** False where the packed state is certainly not a marked one of the levels ahead. */
  mayBeAhead(source: Int32Array, offset: number): boolean {
    return this.#filter.mayHave(source, offset);
  }
}

/** States that are worth code that is made for them. */
const FILTERED_FROM = 1024;

/** States of all layers up to `faults` at this number of steps. */
function statesAt(search: Search, faults: number, steps: number): number {
  let states = 0;
  for (let layer = 0; layer <= faults; layer++) {
    const level = search.levels.at(layer, steps);
    if (level !== null) states += level.end - level.start;
  }
  return states;
}

/** Marks the states of the goal's own level. */
function* markGoals(search: Search, goal: Goal, marks: Marks): Generator<number, void> {
  const { store } = search;
  const { faults, steps } = goal.place;
  const level = search.levels.at(faults, steps);
  if (level === null) return;
  for (let state = level.start; state < level.end; state++) {
    if (goal.state(store.segment(state), store.offset(state), state)) marks.add(state, faults);
    if ((state & 1023) === 1023) yield 1024;
  }
}

/** Marks the states of a level from which a step leads to a marked state, as cheaply as can be, or is itself the goal. */
function* markLevel(search: Search, goal: Goal, marks: Marks, level: Level): Generator<number, void> {
  const { machine, store } = search;
  const { successors } = machine;
  const takes = level.steps + 1 === goal.place.steps ? goal.step : null;
  if (takes === null && !marks.areAhead(level.faults)) return;
  const which = level.faults === goal.place.faults ? 'free' : 'all';
  const filter = takes === null ? marks.sources : null;
  const look = (state: number) => {
    successors.clear();
    machine.expand(store.segment(state), store.offset(state), which);
    if (takes?.(successors, goal.place.faults - level.faults) || leadsToMarked(search, marks, level)) marks.add(state, level.faults);
  };
  let looked = 0;
  for (let state = level.start, last = state; state < level.end; state = last) {
    last = Math.min(level.end, state + (filter === null ? 256 : Math.min(MOST_AT_ONCE, store.contiguous(state))));
    if (filter === null) for (let one = state; one < last; one++) look(one);
    else for (const i of filter.among(store.segment(state), store.offset(state), last - state)) look(state + i);
    looked += last - state;
    if (looked < 256 && last < level.end) continue;
    yield looked;
    looked = 0;
  }
  successors.clear();
}

function leadsToMarked(search: Search, marks: Marks, from: Level): boolean {
  const { successors, words } = search.machine;
  for (let i = 0; i < successors.count; i++) {
    if (!marks.mayBeAhead(successors.words, i * words)) continue;
    if (marks.ahead.has(successors.words, i * words, from.faults + successors.cost[i])) return true;
  }
  return false;
}

/** The position of the forward pass. */
interface Point {
  readonly state: State;
  readonly counter: number;
  readonly faults: number;
  readonly steps: number;
}

function* follow(search: Search, replay: Replay, goal: Goal, states: Bits): Generator<number, Trace> {
  const { faults } = goal.place;
  const marked = markedAmong(search, states);
  if (goal.among) return yield* followAmong(search, replay, goal, goal.among, marked);
  yield* marked.lookAt(0);
  const initial = firstFitting(search, replay, goal, marked, null, replay.initial());
  if (initial === null) throw disagreement(search, 'no initial state of the interpreter begins the path', null);
  if (initial.next === null) return { initial: initial.step, first: beforeStart(search.machine.model), steps: [], faults };
  const steps: TraceStep[] = [];
  let point = initial.next;
  let time = 0;
  while (point.steps < goal.place.steps) {
    yield* marked.lookAt(point.steps + 1);
    const found = firstFitting<Step>(search, replay, goal, marked, point, replay.steps(point.state));
    if (found === null) throw disagreement(search, 'no step of the interpreter goes on along the path', point);
    if (found.step.label.kind === 'tick') time++;
    steps.push({ step: found.step, state: found.next?.state ?? point.state, time });
    if (found.next === null) break;
    point = found.next;
  }
  return { initial: initial.step, first: initial.next.state, steps, faults };
}

/** A step, and where it leads. */
interface Taken<S> {
  readonly step: S;
  readonly next: Point;
}

/**
 * The same where not all states are meant that those of the goal stand for: what is marked up to symmetry may lead to others alone. So steps are tried
 * in their order, depth first, and a state from which none leads on is not tried again.
 */
function* followAmong(
  search: Search,
  replay: Replay,
  goal: Goal,
  among: (state: State) => boolean,
  marked: Marked,
): Generator<number, Trace> {
  const inVain = new Set<string>();
  const fits = (next: Point | null): next is Point => next !== null && isMarked(search, marked, next) && !inVain.has(stateKey(next.state));
  for (const initial of replay.initial()) {
    yield* marked.lookAt(0);
    const first = pointAfter(replay, initial, null, initial.cost, 0);
    if (!fits(first)) continue;
    const taken: Taken<Step>[] = [];
    const open: Iterator<Step>[] = [];
    for (let point = first; ; ) {
      if (point.steps < goal.place.steps) open.push(replay.steps(point.state)[Symbol.iterator]());
      else if (among(point.state)) return traceOf(initial, first, taken, goal.place.faults);
      else inVain.add(stateKey(point.state));
      let on: Taken<Step> | null = null;
      while (on === null && open.length > 0) {
        taken.length = open.length - 1;
        const from = taken.at(-1)?.next ?? first;
        yield* marked.lookAt(from.steps + 1);
        yield 1;
        on = nextOf(replay, from, open.at(-1)!, fits);
        if (on !== null) continue;
        open.pop();
        inVain.add(stateKey(from.state));
      }
      if (on === null) break;
      taken.push(on);
      point = on.next;
    }
  }
  throw disagreement(search, 'no path of the interpreter ends in a state that is meant', null);
}

/** The next step from there whose target fits. */
function nextOf(replay: Replay, from: Point, steps: Iterator<Step>, fits: (next: Point | null) => next is Point): Taken<Step> | null {
  for (let { done, value: step } = steps.next(); done !== true; { done, value: step } = steps.next()) {
    const next = pointAfter(replay, step, from, from.faults + step.cost, from.steps + 1);
    if (fits(next)) return { step, next };
  }
  return null;
}

function traceOf(initial: InitialStep, first: Point, taken: readonly Taken<Step>[], faults: number): Trace {
  let time = 0;
  const steps = taken.map(({ step, next }): TraceStep => {
    if (step.label.kind === 'tick') time++;
    return { step, state: next.state, time };
  });
  return { initial, first: first.state, steps, faults };
}

/** The first step that stays on a cheapest path, and where it leads: null where it ends in a model error. */
function firstFitting<S extends Step | InitialStep>(
  search: Search,
  replay: Replay,
  goal: Goal,
  marked: Marked,
  from: Point | null,
  steps: Iterable<S>,
): { readonly step: S; readonly next: Point | null } | null {
  for (const step of steps) {
    const faults = (from?.faults ?? 0) + step.cost;
    const at = from === null ? 0 : from.steps + 1;
    const next = pointAfter(replay, step, from, faults, at);
    const isLast = at === goal.place.steps && faults === goal.place.faults;
    if (isLast && goal.taken(replay, step, from?.state ?? null)) return { step, next };
    if (next !== null && isMarked(search, marked, next)) return { step, next };
  }
  return null;
}

function pointAfter(replay: Replay, step: Step | InitialStep, from: Point | null, faults: number, steps: number): Point | null {
  if (step.target.kind !== 'state') return null;
  const { state } = step.target;
  return { state, counter: replay.counter(from, step, state), faults, steps };
}

function isMarked(search: Search, marked: Marked, point: Point): boolean {
  const packed = new Int32Array(search.machine.words);
  search.machine.encode(point.state, point.counter, packed, 0);
  return marked.has(packed, 0, point.faults);
}

function disagreement(search: Search, what: string, point: Point | null): Error {
  const { machine, store } = search;
  if (point === null) return new Error(`internal error: ${what}`);
  const packed = new Int32Array(machine.words);
  machine.encode(point.state, point.counter, packed, 0);
  machine.successors.clear();
  machine.expand(packed, 0, 'all');
  const { successors } = machine;
  const targets = Array.from({ length: successors.count }, (_, i) => {
    const target = search.room.isOnDisk ? 'on disk' : store.find(successors.words, i * machine.words);
    return { target, cost: successors.cost[i], state: machine.decode(successors.words, i * machine.words) };
  });
  return new Error(
    `internal error: ${what}, after ${point.faults} faults and ${point.steps} steps.\n` +
      `The state: ${JSON.stringify(point.state)}, deadline counter ${point.counter}\nThe search goes from there to: ${JSON.stringify(targets)}`,
  );
}
