/** States to packed words and back, as the layout says. Encoding and decoding give the same state again. */

import { unhandled } from '#grammar';
import { STATUS_CODES } from './crash-modes.ts';
import { sameCut } from './cuts.ts';
import { type Field, type Place, putField, readField } from './fields.ts';
import type { Model, Value } from './ir.ts';
import type { BagLayout, Layout, NodeLayout, SuspendedLayout, TimerLayout } from './layout.ts';
import { fromCode, shape, toCode, unshape } from './shapes.ts';
import type { CallTag, Cut, MessageState, NodeState, State, Suspended, TimerState } from './state.ts';
import { compareMessages, rank, values } from './values.ts';

export interface Codec {
  decode(words: Int32Array, offset: number): State;
  /** `counter` is the deadline's, -1 if it is off */
  encode(state: State, counter: number, words: Int32Array, offset: number): void;
  counter(words: Int32Array, offset: number): number;
  /** the message in an unpacked slot */
  message(slot: Int32Array): MessageState;
}

export function createCodec(model: Model, layout: Layout): Codec {
  return {
    decode: (words, offset) => decodeState(model, layout, words, offset),
    encode(state, counter, words, offset) {
      words.fill(0, offset, offset + layout.words);
      encodeState(model, layout, state, words, offset);
      putField(words, offset, layout.counter, counter + 1);
    },
    counter: (words, offset) => readField(words, offset, layout.counter) - 1,
    message: (slot) => decodeSlot(layout, slot),
  };
}

// Values

function readPlace(words: ArrayLike<number>, offset: number, place: Place): Value {
  const field = (f: Field) => readField(words, offset, f);
  const part = (p: Place) => readPlace(words, offset, p);
  switch (place.kind) {
    case 'leaf':
      return unshape(place.type, fromCode(place.type, field(place.field)));
    case 'parts':
      return place.parts.map(part);
    case 'list':
      return place.parts.slice(0, field(place.length)).map(part);
    case 'optional':
      return field(place.present) === 0 ? null : part(place.part);
    case 'set':
      return values(place.type.of).filter((_, r) => (field(place.chunks[r >>> 5]) >>> (r & 31)) & 1);
    case 'dead':
      return part(place.as);
    default:
      return unhandled(place);
  }
}

function putPlace(words: Int32Array, offset: number, place: Place, value: Value): void {
  switch (place.kind) {
    case 'leaf':
      putField(words, offset, place.field, toCode(place.type, shape(place.type, value)));
      return;
    case 'list':
      putField(words, offset, place.length, (value as Value[]).length);
      putParts(words, offset, place.parts, value as Value[]);
      return;
    case 'parts':
      putParts(words, offset, place.parts, value as Value[]);
      return;
    case 'optional':
      if (value === null) return;
      putField(words, offset, place.present, 1);
      putPlace(words, offset, place.part, value);
      return;
    case 'set': {
      for (const v of value as Value[]) {
        const r = rank(place.type.of, v);
        const chunk = place.chunks[r >>> 5];
        putField(words, offset, { word: chunk.word, shift: chunk.shift + (r & 31), bits: 1 }, 1);
      }
      return;
    }
    case 'dead':
      return;
    default:
      unhandled(place);
  }
}

function putParts(words: Int32Array, offset: number, parts: readonly Place[], all: readonly Value[]): void {
  for (const [i, v] of all.entries()) putPlace(words, offset, parts[i], v);
}

// States

function decodeState(model: Model, layout: Layout, words: Int32Array, offset: number): State {
  const field = (f: Field) => readField(words, offset, f);
  return {
    nodes: layout.nodes.map((n) => decodeNode(n, layout, words, offset)),
    messages: decodeBag(model, layout, words, offset),
    stable: model.stabilises ? field(layout.stable) === 1 : true,
    cuts: decodeCuts(layout, words, offset),
    byzantine: layout.byzantine.map((f) => field(f) === 1),
    used: layout.used.map(field),
    time: field(layout.time),
    ghosts: layout.ghosts.map((p) => readPlace(words, offset, p)),
  };
}

function encodeState(model: Model, layout: Layout, state: State, words: Int32Array, offset: number): void {
  const put = (f: Field, value: number) => putField(words, offset, f, value);
  for (const [i, n] of state.nodes.entries()) encodeNode(layout.nodes[i], layout, n, words, offset);
  encodeBag(model, layout, state.messages, words, offset);
  if (model.stabilises) put(layout.stable, Number(state.stable));
  encodeCuts(layout, state.cuts, words, offset);
  for (const [i, b] of state.byzantine.entries()) put(layout.byzantine[i], Number(b));
  for (const [i, n] of state.used.entries()) put(layout.used[i], n);
  put(layout.time, state.time);
  for (const [i, v] of state.ghosts.entries()) putPlace(words, offset, layout.ghosts[i], v);
}

function decodeCuts(layout: Layout, words: Int32Array, offset: number): Cut[] {
  const numbers = layout.cuts.map((f) => readField(words, offset, f)).filter((number) => number !== 0);
  return numbers.map((number) => layout.everyCut[number - 1]);
}

function encodeCuts(layout: Layout, cuts: readonly Cut[], words: Int32Array, offset: number): void {
  for (const [i, cut] of cuts.entries()) {
    putField(words, offset, layout.cuts[i], layout.everyCut.findIndex((other) => sameCut(other, cut)) + 1);
  }
}

function decodeCall(layout: Layout, code: number): CallTag | null {
  if (code === 0) return null;
  const { caller, call } = layout.calls.list[(code - 1) >> 1];
  return { caller, call, fresh: ((code - 1) & 1) === 1 };
}

function encodeCall(layout: Layout, call: CallTag | null): number {
  return call === null ? 0 : 1 + 2 * layout.calls.index[call.caller][call.call] + Number(call.fresh);
}

// Nodes

const STATUS = Object.keys(STATUS_CODES) as NodeState['status'][];

function decodeNode(node: NodeLayout, layout: Layout, words: Int32Array, offset: number): NodeState {
  const field = (f: Field) => readField(words, offset, f);
  return {
    variables: node.variables.map((p) => readPlace(words, offset, p)),
    status: STATUS[field(node.status)],
    timers: node.timers.map((keys) => keys.map((t) => decodeTimer(t, words, offset))),
    suspended: node.suspended === null ? null : decodeSuspended(node.suspended, layout, words, offset),
    lateness: field(node.lateness),
    clocks: node.clocks.map(field),
    offsets: node.offsets.map((f) => (field(f) >>> 1) ^ -(field(f) & 1)),
    origin: field(node.origin),
  };
}

function encodeNode(node: NodeLayout, layout: Layout, state: NodeState, words: Int32Array, offset: number): void {
  const put = (f: Field, value: number) => putField(words, offset, f, value);
  for (const [i, v] of state.variables.entries()) {
    if (state.status !== 'stopped' || !node.deadOnceStopped[i]) putPlace(words, offset, node.variables[i], v);
  }
  put(node.status, STATUS_CODES[state.status]);
  for (const [t, keys] of state.timers.entries()) {
    for (const [k, timer] of keys.entries()) encodeTimer(node.timers[t][k], timer, words, offset);
  }
  if (state.suspended !== null) encodeSuspended(node.suspended!, layout, state.suspended, words, offset);
  put(node.lateness, state.lateness);
  for (const [c, floor] of state.clocks.entries()) put(node.clocks[c], floor);
  for (const [c, offset] of state.offsets.entries()) put(node.offsets[c], offset < 0 ? -2 * offset - 1 : 2 * offset);
  put(node.origin, state.origin);
}

function decodeTimer(t: TimerLayout, words: Int32Array, offset: number): TimerState {
  const value = readField(words, offset, t.value);
  if (t.compact) return value === 0 ? { kind: 'off' } : { kind: 'exact', left: value - 1, duration: t.durations[0] };
  const index = readField(words, offset, t.duration);
  if (index === 0) return { kind: 'off' };
  const duration = t.durations[index - 1];
  if (t.exact && readField(words, offset, t.isLoose) === 0) return { kind: 'exact', left: value, duration };
  const top = t.top.bits === 0 ? duration : readField(words, offset, t.top);
  return { kind: 'loose', ripe: readField(words, offset, t.ripe) === 1, until: value === 0 ? null : value - 1, duration, top };
}

function encodeTimer(t: TimerLayout, timer: TimerState, words: Int32Array, offset: number): void {
  if (timer.kind === 'off' || t.dead) return;
  const put = (f: Field, value: number) => putField(words, offset, f, value);
  const index = t.durations.indexOf(timer.duration) + 1;
  if (index === 0) throw new Error(`a timer that is never started for ${timer.duration} cannot be encoded`);
  if (!t.compact) put(t.duration, index);
  if (timer.kind === 'exact') {
    put(t.value, timer.left + (t.compact ? 1 : 0));
    return;
  }
  put(t.isLoose, t.exact ? 1 : 0);
  put(t.ripe, Number(timer.ripe));
  put(t.value, timer.until === null ? 0 : timer.until + 1);
  if (t.top.bits > 0) put(t.top, timer.top);
}

function decodeSuspended(s: SuspendedLayout, layout: Layout, words: Int32Array, offset: number): Suspended | null {
  const field = (f: Field) => readField(words, offset, f);
  const at = field(s.point) - 1;
  if (at < 0) return null;
  const context =
    field(s.hasContext) === 0
      ? null
      : { from: field(s.from), corrupted: field(s.corrupted) === 1, call: decodeCall(layout, field(s.call)) };
  return { point: s.points[at], values: s.frames[at].map((p) => readPlace(words, offset, p)), context };
}

function encodeSuspended(s: SuspendedLayout, layout: Layout, state: Suspended, words: Int32Array, offset: number): void {
  const put = (f: Field, value: number) => putField(words, offset, f, value);
  const at = s.points.indexOf(state.point);
  put(s.point, at + 1);
  for (const [i, v] of state.values.entries()) putPlace(words, offset, s.frames[at][i], v);
  const keeps = s.keeps[at];
  if (state.context === null || !(keeps.sender || keeps.corrupted)) return;
  put(s.hasContext, 1);
  if (keeps.corrupted) put(s.corrupted, Number(state.context.corrupted));
  if (!keeps.sender) return;
  put(s.from, state.context.from);
  put(s.call, encodeCall(layout, state.context.call));
}

// Messages in flight

function decodeBag(model: Model, layout: Layout, words: Int32Array, offset: number): MessageState[] {
  const bag = layout.bag;
  const messages: MessageState[] = [];
  for (let i = 0; i < bag.capacity; i++) {
    const slot = readSlot(bag, i, words, offset);
    if (slot[0] === 0) break;
    messages.push(decodeSlot(layout, slot));
  }
  return model.network.fifo ? messages : messages.sort((a, b) => compareMessages(model, a, b));
}

function readSlot(bag: BagLayout, i: number, words: Int32Array, offset: number): Int32Array {
  const at = offset + bag.word;
  if (bag.perWord === 1) return words.slice(at + i * bag.slotWords, at + (i + 1) * bag.slotWords);
  const shift = (i % bag.perWord) * bag.slotBits;
  return Int32Array.of((words[at + Math.floor(i / bag.perWord)] >>> shift) & (2 ** bag.slotBits - 1));
}

function decodeSlot(layout: Layout, slot: Int32Array): MessageState {
  const bag = layout.bag;
  const route = bag.routes.list[readField(slot, 0, bag.tag) - 1];
  const { from, to, message } = route;
  return {
    ...{ from, to, message },
    fields: bag.fields[route.message].map((p) => readPlace(slot, 0, p)),
    corrupted: readField(slot, 0, bag.corrupted) === 1,
    call: decodeCall(layout, readField(slot, 0, bag.call)),
    age: readField(slot, 0, bag.age),
  };
}

function encodeBag(model: Model, layout: Layout, messages: readonly MessageState[], words: Int32Array, offset: number): void {
  const bag = layout.bag;
  const slots = messages.map((m) => encodeSlot(layout, m));
  if (!model.network.fifo) slots.sort(descending);
  for (const [i, slot] of slots.entries()) {
    const at = offset + bag.word;
    if (bag.perWord === 1) words.set(slot, at + i * bag.slotWords);
    else words[at + Math.floor(i / bag.perWord)] |= slot[0] << ((i % bag.perWord) * bag.slotBits);
  }
}

function encodeSlot(layout: Layout, m: MessageState): Int32Array {
  const bag = layout.bag;
  const slot = new Int32Array(bag.slotWords);
  const tag = bag.routes.tag(m.from, m.to, m.message);
  if (tag === 0) throw new Error('a message that nobody sends cannot be encoded');
  putField(slot, 0, bag.tag, tag);
  for (const [i, p] of bag.fields[m.message].entries()) putPlace(slot, 0, p, m.fields[i]);
  putField(slot, 0, bag.corrupted, Number(m.corrupted));
  putField(slot, 0, bag.call, encodeCall(layout, m.call));
  putField(slot, 0, bag.age, m.age);
  return slot;
}

/** The order of slots in packed words: any order will do as long as it is the only one; it is that of signed words. */
function descending(a: Int32Array, b: Int32Array): number {
  for (let w = 0; w < a.length; w++) if (a[w] !== b[w]) return b[w] - a[w];
  return 0;
}
