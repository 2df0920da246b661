/**
 * Whether a run that goes round in some part of the graph forever, through all of its states and edges, is fair; and if
 * not, what it starves. Weak fairness: what is enabled in every state is taken. Strong fairness: what is enabled again
 * and again is taken.
 */

import { CRASH_MODES } from '../../model/crash-modes.ts';
import { fairItems } from '../../model/fair-items.ts';
import type { Model } from '../../model/ir.ts';
import type { MessageState } from '../../model/state.ts';
import { tagKind, tagKinds, tagNumber } from '../../model/tags.ts';
import type { FairnessView } from '../machine/machine.ts';
import type { Search } from '../search/search.ts';
import { CutSends } from './cut-sends.ts';
import { EdgeFaults } from './edge-faults.ts';
import type { Graph } from './graph.ts';
import { STUTTER } from './product.ts';
import { unevenIn, usesRandom } from './random-outcomes.ts';
import { isCertain, Starving } from './starving.ts';
import { EdgeSteps } from './steps.ts';
import { NOTHING, type Part, type Unfairness } from './unfairness.ts';

/** Kinds of messages that leave on some edge of a part, are delivered, and are lost; and its edges, where these matter. */
interface Taken {
  readonly kinds: Set<number>;
  readonly delivered: Set<number>;
  readonly lost: Set<number>;
  readonly edges: Set<number>;
}

export class Fairness {
  readonly view: FairnessView;
  readonly steps: EdgeSteps;
  readonly faults: EdgeFaults;
  readonly starving: Starving;
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #model: Model;
  readonly #items: number;
  /** for each class its kind, and who receives it */
  readonly #kinds: number[] = [];
  readonly #receivers: number[] = [];
  #inView = -1;
  #inFlight = 0;
  readonly #kindNumbers = new Map<string, number>();
  /** 1 for each item that is enabled wherever it can be taken: an action whose guard reads nothing that could be otherwise */
  readonly #certain: Uint8Array;
  readonly #defers: boolean;
  readonly #mayVanish: boolean;
  readonly #random: boolean;
  readonly #words: Int32Array;
  readonly #missing: Int32Array;
  /** 0 not looked at, 1 quiet, 2 not */
  readonly #quiet: Uint8Array;
  readonly #cutSends: CutSends;

  constructor(search: Search, graph: Graph) {
    this.#search = search;
    this.#graph = graph;
    this.#model = search.machine.model;
    this.view = search.machine.fairness();
    this.steps = new EdgeSteps(search, graph, search.machine.fairness());
    this.faults = new EdgeFaults(search, graph, this.steps);
    const { list } = fairItems(this.#model);
    this.#items = list.length;
    this.#certain = Uint8Array.from(list, (item) => Number(isCertain(this.#model, item)));
    this.#defers = this.#model.roles.some(({ defers }) => defers.length > 0);
    const { crashes, timing } = this.#model;
    this.#mayVanish = crashes.some(({ mode }) => CRASH_MODES[mode] !== null) && timing.delay.some((bound) => bound !== null);
    this.#random = usesRandom(this.#model);
    this.#words = new Int32Array(this.view.words);
    this.#missing = new Int32Array(this.view.words);
    this.#quiet = new Uint8Array(graph.states);
    this.#cutSends = new CutSends(search, graph, this.steps, (message) => this.#kindNumber(message));
    const mayLie = this.view.classes.length > 0 && !this.#mayVanish;
    const flight = mayLie ? (state: number) => this.flight(state) : null;
    this.starving = new Starving(graph, { certain: this.#certain, time: timing.time, view: this.view, flight });
  }

  assess(part: Part): Unfairness {
    const { noTick, items } = this.#starvedIn(part);
    if (noTick || items.length > 0) return { ...NOTHING, noTick, items };
    const classes = this.#leftLying(part);
    if (classes.length > 0) return { ...NOTHING, classes };
    const open = this.#openIn(part);
    const taken = this.#takenIn(part, open);
    const uneven = this.#random ? unevenIn(part.states, taken.edges, this.#graph, this.steps) : [];
    return { ...NOTHING, kinds: this.#owed(part, minus(open, taken.kinds)), lost: minus(taken.lost, taken.delivered), uneven };
  }

  /** The kind of message that a class belongs to: sender, receiver, name and payload. */
  kindOf(number: number): number {
    const known = this.#kinds[number];
    if (known !== undefined) return known;
    const message = this.view.classOf(number);
    this.#kinds[number] = this.#kindNumber(message);
    this.#receivers[number] = message.to;
    return this.#kinds[number];
  }

  #kindNumber({ from, to, message, fields }: MessageState): number {
    const key = JSON.stringify([from, to, message, fields]);
    const kind = this.#kindNumbers.get(key) ?? this.#kindNumbers.size;
    this.#kindNumbers.set(key, kind);
    return kind;
  }

  /** The kinds that are lost on this edge: in flight, by corruption, or at the send because of a cut. */
  lostOn(state: number, edge: number): number[] {
    const tag = this.#graph.tag[edge];
    const kind = tagKind(tag);
    const cut = this.#cutSends.on(state, edge);
    if (kind !== tagKinds.lose && kind !== tagKinds.corrupt) return cut;
    this.flight(state);
    const message = this.view.classes[tagNumber(tag)];
    const intact = !this.view.classOf(message).corrupted && this.view.open[tagNumber(tag)] === 1;
    return intact ? [...cut, this.kindOf(message)] : cut;
  }

  /** Kinds that leave on this edge; of those `delivered`, which came through as they were sent. */
  leavingOn(state: number, edge: number): { readonly classes: number[]; readonly delivered: number[] } {
    const tag = this.#graph.tag[edge];
    const kind = tagKind(tag);
    if (kind === tagKinds.tick) return this.#vanishing(state, edge);
    if (kind > tagKinds.duplicate) return { classes: [], delivered: [] };
    this.flight(state);
    const message = this.view.classes[tagNumber(tag)];
    const intact = !this.view.classOf(message).corrupted;
    return {
      classes: kind === tagKinds.duplicate ? [] : [message],
      delivered: kind !== tagKinds.lose && intact ? [this.kindOf(message)] : [],
    };
  }

  isTick(edge: number): boolean {
    return edge !== STUTTER && tagKind(this.#graph.tag[edge]) === tagKinds.tick;
  }

  takes(edge: number, item: number): boolean {
    if (edge === STUTTER) return false;
    const tag = this.#graph.tag[edge];
    return tagKind(tag) === tagKinds.item && tagNumber(tag) === item;
  }

  enabled(state: number, item: number): boolean {
    this.#enabledIn(state);
    return ((this.#words[item >> 5] >>> (item & 31)) & 1) === 1;
  }

  /** The kinds of undeferred messages in flight to nodes that are up and not suspended. */
  deliverable(state: number): number[] {
    this.#enabledIn(state);
    const count = this.flight(state);
    return Array.from({ length: count }, (_, k) => k)
      .filter((k) => this.view.open[k] === 1 && this.#isReady(this.view.classOf(this.view.classes[k]).to))
      .map((k) => this.kindOf(this.view.classes[k]));
  }

  #isReady(node: number): boolean {
    const bit = this.#items + node;
    return ((this.#words[bit >> 5] >>> (bit & 31)) & 1) === 1;
  }

  /** The messages in flight, in `view`. */
  flight(state: number): number {
    const { store } = this.#search;
    if (this.#inView !== state) {
      this.#inView = state;
      this.#inFlight = this.view.flight(store.segment(state), store.offset(state));
    }
    return this.#inFlight;
  }

  /** An undeferred message of this class is in flight. */
  isOpen(state: number, message: number): boolean {
    const count = this.flight(state);
    for (let k = 0; k < count; k++) if (this.view.classes[k] === message && this.view.open[k] === 1) return true;
    return false;
  }

  #enabledIn(state: number): void {
    const { store } = this.#search;
    this.view.enabled(store.segment(state), store.offset(state), this.#words);
  }

  /** Starved items other than messages. Mostly none is enabled throughout, which a few states show, and a few edges that time passes. */
  #starvedIn(part: Part): Pick<Unfairness, 'noTick' | 'items'> {
    const { tag } = this.#graph;
    let ticks = !this.#model.timing.time;
    const tick = (_: number, edge: number) => {
      if (this.isTick(edge)) ticks = true;
    };
    if (!ticks) part.edges(tick, () => ticks);
    if (!ticks) return { noTick: true, items: [] };
    const items = new Set(this.#enabledThroughout(part.states));
    const take = (_: number, edge: number) => {
      if (edge !== STUTTER && tagKind(tag[edge]) === tagKinds.item) items.delete(tagNumber(tag[edge]));
    };
    if (items.size > 0) part.edges(take, () => items.size === 0);
    return { noTick: false, items: [...items] };
  }

  /** The items that are enabled in every one of these states, in ascending order. */
  #enabledThroughout(states: ArrayLike<number>): number[] {
    const words = this.#words;
    const all = new Int32Array(words.length);
    for (let item = 0; item < this.#items; item++) all[item >> 5] |= 1 << (item & 31);
    for (let i = 0, some = true; i < states.length && some; i++) {
      if (this.#showsEnabled(states[i], all)) continue;
      this.#enabledIn(states[i]);
      some = false;
      for (let w = 0; w < all.length; w++) {
        all[w] &= words[w];
        if (all[w] !== 0) some = true;
      }
    }
    return Array.from({ length: this.#items }, (_, item) => item).filter((item) => ((all[item >> 5] >>> (item & 31)) & 1) === 1);
  }

  /** The steps that a state has show each of these items to be enabled in it: no guard need be evaluated for that. */
  #showsEnabled(state: number, items: Int32Array): boolean {
    const { first, tag } = this.#graph;
    const missing = this.#missing;
    missing.set(items);
    const end = first[state + 1];
    for (let edge = first[state]; edge < end; edge++) {
      if (tagKind(tag[edge]) !== tagKinds.item) continue;
      const item = tagNumber(tag[edge]);
      if (this.#certain[item] === 1) missing[item >> 5] &= ~(1 << (item & 31));
    }
    for (let w = 0; w < missing.length; w++) if (missing[w] !== 0) return false;
    return true;
  }

  /** The classes in flight undeferred in every state that leave on no edge. */
  #leftLying(part: Part): readonly number[] {
    const { states } = part;
    let classes = this.#openClasses(this.flight(states[0]));
    for (let i = 1; i < states.length && classes.length > 0; i++) classes = this.#stillOpen(classes, this.flight(states[i]));
    if (classes.length === 0) return classes;
    const left = new Set<number>();
    part.edges(
      (state, edge) => this.#leaves(state, edge, left),
      () => classes.every((message) => left.has(message)),
    );
    return classes.filter((message) => !left.has(message));
  }

  /** Adds the classes that leave on this edge. */
  #leaves(state: number, edge: number, left: Set<number>): void {
    if (edge === STUTTER) return;
    const tag = this.#graph.tag[edge];
    const kind = tagKind(tag);
    if (kind === tagKinds.deliver || kind === tagKinds.lose) {
      this.flight(state);
      left.add(this.view.classes[tagNumber(tag)]);
    } else if (kind === tagKinds.tick) for (const message of this.#vanishing(state, edge).classes) left.add(message);
  }

  /** The kinds in flight undeferred in some state. */
  #openIn({ states }: Part): Set<number> {
    const kinds = new Set<number>();
    if (this.view.classes.length === 0) return kinds;
    for (let i = 0; i < states.length; i++) {
      const count = this.flight(states[i]);
      for (let k = 0; k < count; k++) if (this.view.open[k] === 1) kinds.add(this.kindOf(this.view.classes[k]));
    }
    return kinds;
  }

  /**
   * Where only what is in flight can be lost, no more edges are looked at once each kind that is `open` in some state has left and
   * come through: then nothing is owed, and nothing that is lost is never delivered.
   */
  #takenIn(part: Part, open: ReadonlySet<number>): Taken {
    const taken: Taken = { kinds: new Set(), delivered: new Set(), lost: new Set(), edges: new Set() };
    const cuts = this.#model.network.cuts.length > 0;
    if (this.view.classes.length === 0 && !this.#random && !cuts) return taken;
    const waiting = [...open];
    const enough = () => {
      for (let kind = waiting.at(-1); kind !== undefined && taken.kinds.has(kind) && taken.delivered.has(kind); kind = waiting.at(-1))
        waiting.pop();
      return waiting.length === 0;
    };
    part.edges((state, edge) => this.#take(state, edge, taken, cuts), this.#random || cuts ? undefined : enough);
    return taken;
  }

  #take(state: number, edge: number, taken: Taken, cuts: boolean): void {
    if (edge === STUTTER) return;
    if (this.#random) taken.edges.add(edge);
    const tag = this.#graph.tag[edge];
    const kind = tagKind(tag);
    if (kind === tagKinds.deliver || kind === tagKinds.lose) {
      this.flight(state);
      const message = this.view.classes[tagNumber(tag)];
      taken.kinds.add(this.kindOf(message));
      if (kind === tagKinds.deliver && !this.view.classOf(message).corrupted) taken.delivered.add(this.kindOf(message));
    } else if (kind === tagKinds.duplicate || (kind === tagKinds.tick && this.#mayVanish)) {
      const { classes, delivered } = this.leavingOn(state, edge);
      for (const message of classes) taken.kinds.add(this.kindOf(message));
      for (const message of delivered) taken.delivered.add(message);
    }
    if (kind === tagKinds.lose || kind === tagKinds.corrupt || cuts) for (const lost of this.lostOn(state, edge)) taken.lost.add(lost);
  }

  /** Those of these kinds that are deliverable in some state. */
  #owed({ states }: Part, kinds: ReadonlySet<number>): ReadonlySet<number> {
    if (kinds.size === 0) return kinds;
    const owed = new Set<number>();
    for (let i = 0; i < states.length && owed.size < kinds.size; i++) {
      const count = this.flight(states[i]);
      let asked = false;
      for (let k = 0; k < count; k++) {
        if (this.view.open[k] === 0) continue;
        const message = this.view.classes[k];
        const kind = this.kindOf(message);
        if (!kinds.has(kind) || owed.has(kind)) continue;
        if (!asked) this.#enabledIn(states[i]);
        asked = true;
        if (this.#isReady(this.#receivers[message])) owed.add(kind);
      }
    }
    return owed;
  }

  #openClasses(count: number): number[] {
    const found = new Set<number>();
    for (let k = 0; k < count; k++) if (this.view.open[k] === 1) found.add(this.view.classes[k]);
    return [...found];
  }

  #stillOpen(classes: readonly number[], count: number): number[] {
    return classes.filter((message) => {
      for (let k = 0; k < count; k++) if (this.view.classes[k] === message && this.view.open[k] === 1) return true;
      return false;
    });
  }

  /** A run may stay here forever: nothing would have to happen but that time passes, and that changes nothing. */
  mayRest(state: number): boolean {
    if (!this.isQuiet(state)) return false;
    const { first, target } = this.#graph;
    if (!this.#model.timing.time) return true;
    for (let edge = first[state]; edge < first[state + 1]; edge++) if (target[edge] === state && this.isTick(edge)) return true;
    return false;
  }

  /** Nothing is enabled here, and nothing in flight could be delivered. */
  isQuiet(state: number): boolean {
    if (this.#quiet[state] === 0) this.#quiet[state] = this.#looksQuiet(state) ? 1 : 2;
    return this.#quiet[state] === 1;
  }

  #looksQuiet(state: number): boolean {
    if (this.#showsBusy(state)) return false;
    this.#enabledIn(state);
    for (let i = 0; i < this.#items; i += 32) {
      const mask = this.#items - i >= 32 ? -1 : (1 << (this.#items - i)) - 1;
      if ((this.#words[i >> 5] & mask) !== 0) return false;
    }
    const count = this.flight(state);
    for (let k = 0; k < count; k++) if (this.view.open[k] === 1) return false;
    return true;
  }

  /** A step that is taken here shows that something is enabled, or in flight undeferred. */
  #showsBusy(state: number): boolean {
    const { first, tag } = this.#graph;
    const end = first[state + 1];
    for (let edge = first[state]; edge < end; edge++) {
      const kind = tagKind(tag[edge]);
      if (kind === tagKinds.item ? this.#certain[tagNumber(tag[edge])] === 1 : kind < tagKinds.tick && !this.#defers) return true;
    }
    return false;
  }

  /** Messages that have arrived at nodes that are down vanish at a tick, which counts as a delivery. */
  #vanishing(state: number, edge: number): { classes: number[]; delivered: number[] } {
    if (!this.#mayVanish) return { classes: [], delivered: [] };
    const before = this.#counts(state);
    const after = this.#counts(this.#graph.target[edge]);
    const classes = [...before].filter(([message, n]) => (after.get(message) ?? 0) < n).map(([message]) => message);
    return { classes, delivered: classes.filter((m) => !this.view.classOf(m).corrupted).map((m) => this.kindOf(m)) };
  }

  #counts(state: number): Map<number, number> {
    const counts = new Map<number, number>();
    const count = this.flight(state);
    for (let k = 0; k < count; k++) counts.set(this.view.classes[k], (counts.get(this.view.classes[k]) ?? 0) + 1);
    return counts;
  }
}

function minus(a: ReadonlySet<number>, b: ReadonlySet<number>): Set<number> {
  return new Set([...a].filter((x) => !b.has(x)));
}
