/**
 * Fairness of a part of a graph up to symmetry: whether some run that stays in it forever can be fair.
 *
 * A run of the whole graph is one here, and what it calls `x` throughout has a name in each state here. Written as names of the root (see threads.ts),
 * what `x` is called never leaves the orbit that it begins in, whichever states and edges the run takes. So where every name of an orbit is
 * enabled in every state, and no edge takes one, the run starves an item; likewise a class of messages that lies in flight. Where no
 * edge takes a name of an orbit, a kind of messages that can be delivered under one of these names in a state which the run meets again and again can be delivered
 * again and again and never leaves, for such a state has finitely many names: the state is left out. And where none of an orbit is ever delivered, edges that lose one are.
 * So what is said not to be fair is not, and what is left out is in no fair run.
 *
 * The other way, a run that takes all of the part comes to each name of an orbit in each state, and takes each edge under each: the part of the whole graph over this one
 * is judged as if it had been looked at itself. But for three things, each of which only makes more parts fair: that a `random` has each of its outcomes and that what cuts
 * lose comes through in the end is not asked, and names that the automaton would tell apart are one.
 */
import { CRASH_MODES } from '../../model/crash-modes.ts';
import type { Model } from '../../model/ir.ts';
import { Permuting } from '../../model/symmetry/permutations.ts';
import { tagKind, tagKinds, tagNumber } from '../../model/tags.ts';
import type { FairnessView } from '../machine/machine.ts';
import type { Search } from '../search/search.ts';
import { IntList } from '../states/int-list.ts';
import type { Judge } from './components.ts';
import { EdgePermutations } from './edge-permutations.ts';
import type { Fairness } from './fairness.ts';
import type { Graph } from './graph.ts';
import { MessageNames } from './message-names.ts';
import { STUTTER } from './product.ts';
import { Group, type PartEdges, threadsOf } from './threads.ts';
import { NOTHING, type Part, type Unfairness } from './unfairness.ts';

/** A part with what its names are at the root. */
interface Threaded {
  readonly states: Int32Array;
  readonly edges: PartEdges;
  readonly toRoot: Uint16Array;
  readonly turns: readonly number[];
}

/** Names of classes of messages at the root, or of kinds. */
type Names = Set<number>;

export class OrbitFairness implements Judge {
  readonly faults: Fairness['faults'];
  readonly starving = null;
  readonly #search: Search;
  readonly #graph: Graph;
  readonly #model: Model;
  readonly #fairness: Fairness;
  readonly #view: FairnessView;
  readonly #permutations: EdgePermutations;
  readonly #group: Group;
  /** for each permutation what it makes of each item */
  readonly #items: readonly Int32Array[];
  readonly #classes: MessageNames;
  readonly #kinds: MessageNames;
  readonly #mayVanish: boolean;
  readonly #words: Int32Array;
  /** of the part that was assessed last, to which `deliverable` belongs; and for each of its states its place there and 1 more */
  #last: Threaded | null = null;
  readonly #places: Int32Array;

  constructor(search: Search, graph: Graph, fairness: Fairness) {
    this.#search = search;
    this.#graph = graph;
    this.#model = search.machine.model;
    this.#fairness = fairness;
    this.faults = fairness.faults;
    this.#view = fairness.view;
    this.#permutations = new EdgePermutations(search, graph);
    const { all } = this.#permutations;
    this.#group = new Group(all);
    const permuting = new Permuting(this.#model, search.machine.symmetric);
    this.#items = all.map((by) => permuting.items(by));
    this.#classes = new MessageNames(permuting, all, 'class');
    this.#kinds = new MessageNames(permuting, all, 'kind');
    const { crashes, timing } = this.#model;
    this.#mayVanish = crashes.some(({ mode }) => CRASH_MODES[mode] !== null) && timing.delay.some((bound) => bound !== null);
    this.#words = new Int32Array(this.#view.words);
    this.#places = new Int32Array(graph.states);
  }

  prepare(states: ArrayLike<number>): Generator<number, void> {
    return this.#permutations.prepare(states);
  }

  isQuiet(state: number): boolean {
    return this.#fairness.isQuiet(state);
  }

  /** Edges that lose what has to be delivered in the end are named one by one in `Unfairness.uneven`. */
  lostOn(): readonly number[] {
    return [];
  }

  assess(part: Part): Unfairness {
    if (this.#model.timing.time && !this.#passesTime(part)) return { ...NOTHING, noTick: true };
    const threaded = this.#threaded(part);
    const items = this.#starvedItems(threaded);
    if (items.length > 0) return { ...NOTHING, items };
    const classes = this.#leftLying(threaded);
    if (classes.length > 0) return { ...NOTHING, classes };
    const { kinds, delivered, lost } = this.#taken(threaded);
    const open = this.#openIn(threaded);
    const starved = this.#orbits(this.#kinds, threaded, open);
    for (const kind of this.#orbits(this.#kinds, threaded, kinds)) starved.delete(kind);
    const losing = this.#orbits(this.#kinds, threaded, new Set(lost.values()));
    for (const kind of this.#orbits(this.#kinds, threaded, delivered)) losing.delete(kind);
    const uneven = [...lost].flatMap(([edge, kind]) => (losing.has(kind) ? [edge] : []));
    return { ...NOTHING, kinds: this.#owed(threaded, starved), uneven };
  }

  /** The names at the root of the kinds that could be delivered in this state of the part that was assessed last. */
  deliverable(state: number): number[] {
    const root = this.#last!.toRoot[this.#places[state] - 1];
    this.#enabledIn(state);
    return this.#openClasses(state).flatMap((message) => {
      const bit = this.#items[0].length + this.#view.classOf(message).to;
      return this.#isSet(bit) ? [this.#kinds.moved(root, this.#kinds.numberOf(this.#view.classOf(message)))] : [];
    });
  }

  #passesTime(part: Part): boolean {
    let ticks = false;
    part.edges(
      (_, edge) => {
        if (this.#fairness.isTick(edge)) ticks = true;
      },
      () => ticks,
    );
    return ticks;
  }

  #threaded(part: Part): Threaded {
    const places = this.#places;
    for (const state of this.#last?.states ?? []) places[state] = 0;
    const list = new IntList();
    for (let i = 0; i < part.states.length; i++) {
      if (places[part.states[i]] !== 0) continue;
      list.push(part.states[i]);
      places[part.states[i]] = list.length;
    }
    const states = list.values;
    const edges = { edge: new IntList(), from: new IntList(), to: new IntList(), permutation: new IntList() };
    const { target } = this.#graph;
    part.edges((state, edge) => {
      if (edge === STUTTER) return;
      edges.edge.push(edge);
      edges.from.push(places[state] - 1);
      edges.to.push(places[target[edge]] - 1);
      edges.permutation.push(this.#permutations.of(edge));
    });
    this.#last = { states, edges, ...threadsOf(this.#group, states.length, edges) };
    return this.#last;
  }

  // Items

  #starvedItems(threaded: Threaded): number[] {
    const { states, edges, toRoot, turns } = threaded;
    const { tag } = this.#graph;
    let names = Array.from(this.#items[0], (_, item) => item);
    for (let place = 0; place < states.length && names.length > 0; place++) {
      this.#enabledIn(states[place]);
      const local = this.#items[this.#group.inverse[toRoot[place]]];
      names = names.filter((name) => this.#isSet(local[name]));
    }
    const starved = new Set(names);
    for (let i = 0; i < edges.edge.length && starved.size > 0; i++) {
      const what = tag[edges.edge.at(i)];
      if (tagKind(what) === tagKinds.item) starved.delete(this.#items[toRoot[edges.from.at(i)]][tagNumber(what)]);
    }
    return [...wholeOrbits(starved, turns, (turn, name) => this.#items[turn][name])];
  }

  #enabledIn(state: number): void {
    const { store } = this.#search;
    this.#view.enabled(store.segment(state), store.offset(state), this.#words);
  }

  #isSet(bit: number): boolean {
    return ((this.#words[bit >> 5] >>> (bit & 31)) & 1) === 1;
  }

  // Messages

  /** The classes in flight undeferred here, as the view numbers them. */
  #openClasses(state: number): number[] {
    const count = this.#fairness.flight(state);
    const found = new Set<number>();
    for (let k = 0; k < count; k++) if (this.#view.open[k] === 1) found.add(this.#view.classes[k]);
    return [...found];
  }

  /** The name at the root of a class that the view numbers so, where `root` leads there. */
  #classAt(root: number, message: number): number {
    return this.#classes.moved(root, this.#classes.numberOf(this.#view.classOf(message)));
  }

  #kindAt(root: number, message: number): number {
    return this.#kinds.moved(root, this.#kinds.numberOf(this.#view.classOf(message)));
  }

  /** The classes in flight undeferred in every state that leave on no edge. */
  #leftLying(threaded: Threaded): number[] {
    const { states, edges, toRoot, turns } = threaded;
    let names: Names | null = null;
    for (let place = 0; place < states.length && names?.size !== 0; place++) {
      const here = new Set(this.#openClasses(states[place]).map((message) => this.#classAt(toRoot[place], message)));
      names = new Set([...here].filter((name) => names === null || names.has(name)));
    }
    if (names === null || names.size === 0) return [];
    for (let i = 0; i < edges.edge.length; i++) {
      const root = toRoot[edges.from.at(i)];
      for (const message of this.#leaving(threaded, i)) names.delete(this.#classAt(root, message));
    }
    return [...wholeOrbits(names, turns, (turn, name) => this.#classes.moved(turn, name))];
  }

  /** Classes that leave on this edge, as the view numbers them. */
  #leaving({ states, edges }: Threaded, i: number): number[] {
    const state = states[edges.from.at(i)];
    const what = this.#graph.tag[edges.edge.at(i)];
    const kind = tagKind(what);
    if (kind === tagKinds.deliver || kind === tagKinds.lose) {
      this.#fairness.flight(state);
      return [this.#view.classes[tagNumber(what)]];
    }
    return kind === tagKinds.tick ? this.#vanishing(state, states[edges.to.at(i)], edges.permutation.at(i)) : [];
  }

  /** Messages that have arrived at nodes that are down vanish at a tick, which counts as a delivery. */
  #vanishing(from: number, to: number, permutation: number): number[] {
    if (!this.#mayVanish) return [];
    const after = this.#counts(to, 0);
    const classes = this.#openOrNot(from);
    const before = this.#counts(from, permutation);
    return classes.filter((message) => {
      const name = this.#classAt(permutation, message);
      return (after.get(name) ?? 0) < before.get(name)!;
    });
  }

  #openOrNot(state: number): number[] {
    const count = this.#fairness.flight(state);
    return [...new Set(this.#view.classes.subarray(0, count))];
  }

  /** How many messages of each class are in flight, by their names after the permutation. */
  #counts(state: number, permutation: number): Map<number, number> {
    const count = this.#fairness.flight(state);
    const counts = new Map<number, number>();
    for (let k = 0; k < count; k++) {
      const name = this.#classAt(permutation, this.#view.classes[k]);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }

  /** Names of the kinds that leave on some edge and are delivered; and for each edge that loses one of those in flight, which. */
  #taken(threaded: Threaded): { kinds: Names; delivered: Names; lost: Map<number, number> } {
    const taken = { kinds: new Set<number>(), delivered: new Set<number>(), lost: new Map<number, number>() };
    if (this.#view.classes.length === 0) return taken;
    const { states, edges, toRoot } = threaded;
    for (let i = 0; i < edges.edge.length; i++) {
      const what = this.#graph.tag[edges.edge.at(i)];
      const kind = tagKind(what);
      const root = toRoot[edges.from.at(i)];
      for (const message of this.#leaving(threaded, i)) {
        const name = this.#kindAt(root, message);
        taken.kinds.add(name);
        if (kind !== tagKinds.lose && !this.#view.classOf(message).corrupted) taken.delivered.add(name);
      }
      if (kind !== tagKinds.duplicate && kind !== tagKinds.lose && kind !== tagKinds.corrupt) continue;
      this.#fairness.flight(states[edges.from.at(i)]);
      const message = this.#view.classes[tagNumber(what)];
      if (this.#view.classOf(message).corrupted) continue;
      if (kind === tagKinds.duplicate) taken.delivered.add(this.#kindAt(root, message));
      else if (this.#view.open[tagNumber(what)] === 1) taken.lost.set(edges.edge.at(i), this.#kindAt(root, message));
    }
    return taken;
  }

  /** Names of the kinds in flight undeferred in some state. */
  #openIn({ states, toRoot }: Threaded): Names {
    const names: Names = new Set();
    for (const [place, state] of states.entries())
      for (const message of this.#openClasses(state)) names.add(this.#kindAt(toRoot[place], message));
    return names;
  }

  /** Those of these kinds that are deliverable in some state. */
  #owed({ states }: Threaded, kinds: Names): Names {
    const owed: Names = new Set();
    if (kinds.size === 0) return owed;
    for (const state of states) for (const kind of this.deliverable(state)) if (kinds.has(kind)) owed.add(kind);
    return owed;
  }

  /** Every name that turns make of these. */
  #orbits(messages: MessageNames, { turns }: Threaded, names: Names): Names {
    const all = new Set(names);
    // A set grows while it is gone through.
    for (const name of all) for (const turn of turns) all.add(messages.moved(turn, name));
    return all;
  }
}

/** Those whose whole orbit is among these. Turns are permutations: what they make of a name comes back to it. */
function wholeOrbits(names: Names, turns: readonly number[], moved: (turn: number, name: number) => number): Names {
  for (let changed = names.size > 0; changed; ) {
    changed = false;
    for (const name of names) {
      if (turns.every((turn) => names.has(moved(turn, name)))) continue;
      names.delete(name);
      changed = true;
    }
  }
  return names;
}
