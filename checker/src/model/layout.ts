/**
 * How a state of a model is packed into 32-bit words: which bits hold what. Nothing is stored that the model cannot make
 * differ. Unused bits are zero, so that equal states have equal words.
 */

import { CRASH_MODES, comesBack } from './crash-modes.ts';
import { everyCut, mostCuts } from './cuts.ts';
import type { DeadValues } from './dead.ts';
import { Allocator, deadPlace, type Field, movePlace, type Place } from './fields.ts';
import type { Bound, Expr, Model, Role } from './ir.ts';
import { readsClock, readsMonotonic } from './read-clocks.ts';
import { type FromAnyone, findRoutes, type Routes } from './routes.ts';
import { bitsFor, Unsupported } from './shapes.ts';
import type { Cut } from './state.ts';
import { cardinality } from './values.ts';
import { does, roleStatements, statements } from './walk.ts';

export interface Layout {
  readonly words: number;
  readonly stable: Field;
  /** one for each instance; of no bits for those that no assumption makes Byzantine */
  readonly byzantine: readonly Field[];
  /** one for each cut that can be active at once: its index in `everyCut` + 1, ascending, then 0 where there are fewer */
  readonly cuts: readonly Field[];
  readonly everyCut: readonly Cut[];
  readonly used: readonly Field[];
  readonly time: Field;
  /** the deadline's counter + 1 */
  readonly counter: Field;
  readonly ghosts: readonly Place[];
  readonly nodes: readonly NodeLayout[];
  readonly calls: CallCodes;
  readonly bag: BagLayout;
}

export interface NodeLayout {
  readonly variables: readonly Place[];
  /** for each variable: cleared when the node stops */
  readonly deadOnceStopped: readonly boolean[];
  /** 0 up, 1 down, 2 stopped */
  readonly status: Field;
  /** for each declared timer, one for each key */
  readonly timers: readonly (readonly TimerLayout[])[];
  readonly suspended: SuspendedLayout | null;
  readonly lateness: Field;
  /** for each clock its floor; of no bits where the node never reads it */
  readonly clocks: readonly Field[];
  /** for each clock its offset o, as 2o where o >= 0 and -2o - 1 below, so that none is 0; of no bits where no step can set it */
  readonly offsets: readonly Field[];
  readonly origin: Field;
}

export interface TimerLayout {
  /** not stored; reads as off */
  readonly dead: boolean;
  /** every duration that it can be started for, ascending */
  readonly durations: readonly number[];
  /** some drift bound is in force at some time; some time none is */
  readonly exact: boolean;
  readonly loose: boolean;
  /** only exact, for one duration only: `value` is ticks left + 1, or 0 for off, and the rest is not stored */
  readonly compact: boolean;
  /** index of the duration + 1; 0 is off */
  readonly duration: Field;
  readonly isLoose: Field;
  readonly ripe: Field;
  /** exact: ticks left; loose: ticks until due + 1, or 0 */
  readonly value: Field;
  /** loose, where node code reads the timer: the last reading */
  readonly top: Field;
}

/** What is stored of a timer. */
export function timerFields({ duration, isLoose, ripe, value, top }: TimerLayout): readonly Field[] {
  return [duration, isLoose, ripe, value, top];
}

export interface SuspendedLayout {
  /** index into `points` + 1; 0 is not suspended */
  readonly point: Field;
  /** ids of the role's pause points */
  readonly points: readonly number[];
  /** for each of `points`, the places of its `saves`; frames of different points lie over one another */
  readonly frames: readonly (readonly Place[])[];
  readonly frame: readonly Field[];
  /** for each of `points` what is stored of the message being handled */
  readonly keeps: readonly { readonly sender: boolean; readonly corrupted: boolean }[];
  readonly hasContext: Field;
  readonly from: Field;
  readonly corrupted: Field;
  readonly call: Field;
}

/** 0 is no call; else 1 + 2 * (index of caller and name) + (1 if fresh). */
export interface CallCodes {
  readonly bits: number;
  /** for each instance and call its index */
  readonly index: readonly (readonly number[])[];
  readonly list: readonly { readonly caller: number; readonly call: number }[];
}

/** Messages in flight: `capacity` slots; used ones first; within a slot fields as in a state, 0 in the first word is empty. */
export interface BagLayout {
  readonly routes: Routes;
  readonly capacity: number;
  /** words of an unpacked slot */
  readonly slotWords: number;
  /** slots in a word (1 where a slot takes a word or more) and the bits of each */
  readonly perWord: number;
  readonly slotBits: number;
  /** first word in the state, and how many */
  readonly word: number;
  readonly words: number;
  readonly tag: Field;
  readonly call: Field;
  readonly corrupted: Field;
  readonly age: Field;
  /** for each message the places of its fields */
  readonly fields: readonly (readonly Place[])[];
}

/** `within`: of the deadline, if there is one; `dead`: what is left out, if anything. */
export function layOut(model: Model, within: number | null, dead: DeadValues | null = null): Layout {
  if (model.instances.length > 30) throw new Unsupported(`${model.instances.length} nodes: at most 30 can be packed`);
  const calls = callCodes(model);
  const alloc = new Allocator();
  const crashes = model.crashes;
  const stable = alloc.field(model.stabilises ? 1 : 0);
  const byzantine = model.instances.map((i) =>
    alloc.field(crashes.some((c) => c.mode === 'byzantine' && c.instances.includes(i.index)) ? 1 : 0),
  );
  const possibleCuts = everyCut(model);
  const cuts = Array.from({ length: mostCuts(model) }, () => alloc.field(bitsFor(possibleCuts.length + 1)));
  const used = model.budgets.map((b) => alloc.field(bitsFor(b.limit + 1)));
  const time = alloc.field(model.clocks.length > 0 ? bitsFor(leastHorizon(model) + 1) : 0);
  const counter = alloc.field(within === null ? 0 : bitsFor(within + 3));
  const ghosts = model.ghosts.map(({ type }, g) => (dead?.ghosts[g] ? deadPlace(type) : alloc.place(type)));
  const nodeLayouts = model.instances.map((i) => nodeLayout(model, i.index, alloc, calls, dead));
  const bag = bagLayout(model, calls, alloc.used.length, dead?.fromAnyone ?? []);
  const words = Math.max(1, alloc.used.length + bag.words);
  return { words, stable, byzantine, cuts, everyCut: possibleCuts, used, time, counter, ghosts, nodes: nodeLayouts, calls, bag };
}

export function leastHorizon(model: Model): number {
  return Math.min(...model.clocks.map((c) => c.horizon));
}

function nodeLayout(model: Model, index: number, alloc: Allocator, calls: CallCodes, dead: DeadValues | null): NodeLayout {
  const role = model.roles[model.instances[index].role];
  const modes = model.crashes.filter((c) => c.instances.includes(index)).map((c) => c.mode);
  const stops = modes.some((mode) => CRASH_MODES[mode]?.leaves === 'stopped');
  const returns = modes.some(comesBack);
  const read = model.clocks.map((_, clock) => readsClock(model, index, clock));
  const steps = model.clockSteps !== null;
  return {
    status: alloc.field(stops ? 2 : returns ? 1 : 0),
    lateness: alloc.field(model.timing.time ? bitsFor(greatestLateness(model.timing.pause[index]) + 1) : 0),
    variables: role.variables.map(({ type }, v) => (dead?.variables[role.index][v] ? deadPlace(type) : alloc.place(type))),
    deadOnceStopped: role.variables.map((_, v) => dead?.onceStopped[role.index][v] ?? false),
    timers: role.timers.map((_, t) => timerLayouts(model, role, index, t, alloc, dead?.timers[role.index][t] ?? false)),
    suspended: suspendedLayout(model, role, alloc, calls, dead),
    clocks: model.clocks.map((c, i) => alloc.field(read[i] ? bitsFor(c.horizon + 1) : 0)),
    offsets: model.clocks.map((c, i) => alloc.field(read[i] && steps && !c.monotonic ? bitsFor(2 * c.horizon + 1) : 0)),
    origin: alloc.field(readsMonotonic(model, index) && returns ? bitsFor(leastHorizon(model) + 1) : 0),
  };
}

/** If no pause bound is in force, lateness is a flag. */
function greatestLateness(bound: Bound | null): number {
  if (bound === null) return 1;
  return bound.always ? bound.max : Math.max(1, bound.max);
}

function timerLayouts(model: Model, role: Role, index: number, timer: number, alloc: Allocator, dead: boolean): TimerLayout[] {
  const declared = role.timers[timer];
  const durations = timerDurations(role, timer);
  const drift = model.timing.drift[index];
  const exact = drift !== null;
  const loose = drift === null || !drift.always;
  const count = declared.key === null ? 1 : cardinality(declared.key);
  const longest = (durations.at(-1) ?? 0) + (drift?.max ?? 0);
  const compact = exact && !loose && durations.length <= 1;
  const valueBits = durations.length === 0 || drift === null ? 0 : bitsFor(longest + (compact || loose ? 2 : 1));
  const on = durations.length > 0;
  const field = (bits: number) => alloc.field(dead ? 0 : bits);
  return Array.from({ length: count }, () => ({
    dead,
    durations,
    exact,
    loose,
    compact,
    duration: field(compact ? 0 : bitsFor(durations.length + 1)),
    isLoose: field(on && exact && loose ? 1 : 0),
    ripe: field(on && loose ? 1 : 0),
    value: field(valueBits),
    top: field(on && loose && declared.isRead ? bitsFor(durations.at(-1)! + 1) : 0),
  }));
}

function timerDurations(role: Role, timer: number): number[] {
  const found = new Set<number>();
  for (const stmt of roleStatements(role)) {
    if (!does(stmt, 'starts a timer') || stmt.timer !== timer) continue;
    const [lo, hi] = durationRange(stmt.duration);
    if (hi - lo > 4096) throw new Unsupported(`a timer with more than 4096 durations (${lo}..${hi})`);
    for (let n = Math.max(1, lo); n <= hi; n++) found.add(n);
  }
  return [...found].sort((a, b) => a - b);
}

function durationRange(e: Expr): [number, number] {
  if (e.op === 'const') return [e.value as number, e.value as number];
  if (e.op === 'convert' && e.value.op === 'const') return durationRange(e.value);
  if (e.type.kind !== 'int') throw new Unsupported('a duration that is not a number');
  return [e.type.lo, e.type.hi];
}

function suspendedLayout(model: Model, role: Role, alloc: Allocator, calls: CallCodes, dead: DeadValues | null): SuspendedLayout | null {
  const points = [...new Set([...roleStatements(role)].flatMap((s) => (does(s, 'pauses') ? [s.point] : [])))].sort((a, b) => a - b);
  if (points.length === 0) return null;
  const within = (kind: 'message' | 'other') =>
    role.handlers.some((h) => (h.trigger.kind === 'message') === (kind === 'message') && hasPause(h.body)) ||
    (kind === 'other' && role.actions.some((a) => hasPause(a.body)));
  const keeps = points.map((id) => ({ sender: !dead?.pauses[id].sender, corrupted: !dead?.pauses[id].corrupted }));
  const handles = within('message');
  const answers = handles && keeps.some(({ sender }) => sender);
  const asks = handles && keeps.some(({ corrupted }) => corrupted);
  const relative = points.map((id) => {
    const own = new Allocator();
    const place = (local: number, i: number) => {
      const { type } = model.locals[local];
      return dead?.pauses[id].saves[i] ? deadPlace(type) : own.place(type);
    };
    return { places: model.pausePoints[id].saves.map(place), used: own.used };
  });
  const length = Math.max(0, ...relative.map((r) => r.used.length));
  const frame = Array.from({ length }, (_, w) => alloc.field(Math.max(...relative.map((r) => r.used[w] ?? 0))));
  const move = (f: Field): Field => (f.bits === 0 ? f : { word: frame[f.word].word, shift: frame[f.word].shift + f.shift, bits: f.bits });
  return {
    point: alloc.field(bitsFor(points.length + 1)),
    points,
    frames: relative.map((r) => r.places.map((p) => movePlace(p, move))),
    frame,
    keeps,
    hasContext: alloc.field(answers || asks ? 1 : 0),
    from: alloc.field(answers ? bitsFor(model.instances.length) : 0),
    corrupted: alloc.field(asks && model.network.corruption !== null ? 1 : 0),
    call: alloc.field(answers ? calls.bits : 0),
  };
}

function hasPause(block: Role['handlers'][number]['body']): boolean {
  return [...statements(block)].some((s) => does(s, 'pauses'));
}

function callCodes(model: Model): CallCodes {
  const list: { caller: number; call: number }[] = [];
  const index = model.instances.map((i) => model.roles[i.role].calls.map((_, call) => list.push({ caller: i.index, call }) - 1));
  return { list, index, bits: list.length === 0 ? 0 : bitsFor(1 + 2 * list.length) };
}

function bagLayout(model: Model, calls: CallCodes, word: number, fromAnyone: readonly FromAnyone[]): BagLayout {
  const routes = findRoutes(model, fromAnyone);
  const common = new Allocator();
  const tag = common.field(Math.max(1, bitsFor(routes.list.length + 1)));
  const age = common.field(model.timing.time ? bitsFor(Math.max(0, ...model.timing.delay.map((b) => b?.max ?? 0)) + 1) : 0);
  const corrupted = common.field(model.network.corruption === null ? 0 : 1);
  const call = common.field(routes.carriesCall.some((c) => c) ? calls.bits : 0);
  const unions = model.messages.map((m) => {
    const own = new Allocator(common.used);
    return { fields: m.fields.map((f) => own.place(f.type)), used: own.used };
  });
  const slotWords = Math.max(common.used.length, ...unions.map((u) => u.used.length));
  const slotBits = slotWords > 1 ? 32 : Math.max(common.used[0], ...unions.map((u) => u.used[0]));
  const perWord = Math.max(1, Math.floor(32 / slotBits));
  const capacity = routes.list.length === 0 ? 0 : model.network.capacity;
  const words = slotWords > 1 ? slotWords * capacity : Math.ceil(capacity / perWord);
  return {
    ...{ routes, capacity, slotWords, perWord, slotBits, word, words },
    ...{ tag, call, corrupted, age, fields: unions.map((u) => u.fields) },
  };
}
