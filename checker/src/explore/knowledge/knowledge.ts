/**
 * What nodes know in the states of an exhausted search: `knows(n, P)` is true where P holds in every reachable state that
 * looks to n as this one does. It is memoryless, and a node that is down or Byzantine knows nothing.
 *
 * The states are grouped by what a node sees of them. For each `knows`, node and value of the names that P takes from
 * outside there is a table with an entry a group, made when it is first asked for; P may contain `knows` in turn.
 *
 * Where bounds cut the search there may be more states than were found, so a true `knows` is certain only within them; a
 * false one is certain as soon as one state that certainly speaks against P was found.
 *
 * Of a search up to symmetry the states that look the same are all images of those that were found (see orbits.ts).
 */
import { evaluate, holdsIn, type Knows, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr, Value } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Place } from '../search/findings.ts';
import type { Search } from '../search/search.ts';
import { Bits } from '../states/bits.ts';
import type { Level } from '../states/levels.ts';
import { asksFew, meetsFew, staysSo } from './guesses.ts';
import { freeLocals, type KnowsExpr, knowsIn } from './knows.ts';
import { type Entry, ERROR, NO, PERHAPS_NOT, type Reached, type Table, Tables, YES } from './tables.ts';
import { seeing, viewsOf } from './views.ts';

export interface Judged {
  readonly value: boolean | ModelErrorSignal;
  /** more reachable states than were found would not change it */
  readonly certain: boolean;
}

/** A `knows` that a predicate asked about in some state, and the answer. */
export interface Answered {
  readonly expr: KnowsExpr;
  readonly node: number;
  /** what the names stand for that are bound outside of it, by local */
  readonly locals: readonly Value[];
  /** in which it was asked */
  readonly state: Reached;
  readonly holds: boolean;
  readonly certain: boolean;
}

/** Reachable states of one place. */
export interface Found {
  readonly place: Place;
  readonly states: Bits;
}

/** Of a search up to symmetry which of the states are meant for which these stand. */
export interface FoundAmong extends Found {
  readonly among: ((state: State) => boolean) | null;
}

/** States looked at between two yields. */
const BATCH = 1000;

/** States looked at between two yields for what is worked out beforehand. */
const PATIENCE = 2000;

/** A state, or a step to another one. */
interface At {
  readonly state: Reached;
  readonly next: Reached | null;
}

/** Thrown to leave an evaluation that takes too long; what was worked out is kept, so that the next one goes on there. */
class Later extends Error {}

/** Thrown by a search up to symmetry where only one of every state gives just its answer: which of several errors is told, say. */
export class NeedsEveryState extends Error {}

export class Knowledge {
  readonly #search: Search;
  /** no bound of the search was reached: every answer is certain */
  readonly #whole: boolean;
  readonly #tables: Tables;
  /** of some value it was not found out whether it is certain, since too many answers are not, or this may be so in another order of nodes */
  isOpen = false;
  /** by state, of those that were asked for: how many it stands for */
  readonly #sizes: number[] = [];
  #patience = Infinity;

  constructor(search: Search, whole: boolean) {
    this.#search = search;
    this.#whole = whole;
    this.#tables = new Tables(search);
  }

  get bytes(): number {
    return this.#tables.bytes;
  }

  /** Sorts the states by what each node sees that the expressions can ask about. Yields the number of states looked at. */
  *prepare(expressions: readonly Expr[]): Generator<number, void> {
    yield* this.#tables.prepare(expressions);
  }

  holds(predicate: Expr, state: number): boolean | ModelErrorSignal {
    return this.judge(predicate, state).value;
  }

  judge(predicate: Expr, state: number): Judged {
    return this.#judge(predicate, { state, next: null }, []);
  }

  /** Of a step, where `next(...)` stands in the predicate. */
  judgeStep(predicate: Expr, state: number, next: number): Judged {
    return this.#judge(predicate, { state, next }, []);
  }

  /** Whether the node knows it in a state; a model error inside is thrown. */
  asked(state: number, expr: KnowsExpr, node: number, locals: readonly Value[]): boolean {
    return this.#asked(state, expr, node, locals);
  }

  /**
   * Works out beforehand, of each `knows` that uses no name from outside, what every node that it may speak of knows. Yields the number of
   * states looked at.
   */
  *settle(expressions: readonly Expr[]): Generator<number, void> {
    for (const expr of knowsIn(expressions)) {
      const { type } = expr.node;
      if (type.kind !== 'node' || freeLocals(expr.of).length > 0) continue;
      for (const node of type.instances) {
        const table = this.#tables.tableFor(expr, node, []);
        for (let group = 0; group < table.groups.count; group++) {
          while (this.#within(PATIENCE, () => this.#settle({ table, group })) === null) yield PATIENCE;
          if (group % BATCH === BATCH - 1) yield BATCH;
        }
      }
    }
  }

  /** As `judge`, but null where more than `patience` states had to be looked at; asked again, it goes on from there. */
  judgeSoon(predicate: Expr, state: number, patience: number): Judged | null {
    return this.#within(patience, () => this.judge(predicate, state));
  }

  /** Every `knows` that decides the predicate in a state, or in a step, each once in each state, in the order in which they are asked. */
  claims(predicate: Expr, state: Reached, next: Reached | null = null): Answered[] {
    const claims = new Map<string, Answered>();
    const { decoded, target, reachedAt } = this.#decoded({ state, next });
    holdsIn(this.#search.machine.model, predicate, decoded, target, {
      locals: [],
      knows: (expr, node, locals, at) => {
        const asked = reachedAt(at);
        const table = this.#tables.tableFor(expr, node, locals);
        const [holds, certain] = this.#answered(asked, table);
        claims.set(`${asked === next} ${table.key}`, { expr, node, locals: table.locals, state: asked, holds, certain });
        return holds;
      },
    });
    return [...claims.values()];
  }

  /** How many reachable states look to the node as this one does. Yields the number of states looked at. */
  *indistinguishable(node: number, state: Reached): Generator<number, number> {
    const { orbits } = this.#tables;
    if (orbits === null) {
      const groups = this.#tables.groupsOf(node);
      const group = groups.of(state as number);
      return group < 0 ? 0 : groups.members(group).length;
    }
    const own = seeing(this.#tables.decode(state), node);
    if (own === null) return 0;
    // Of the images of a state as many look so to the node as look to another one in the way that takes the place of this one.
    let [ways, states] = [0, 0];
    for (const image of orbits.imagesOf({ node, own, locals: [] })) {
      ways++;
      const groups = this.#tables.groupsOf(image.node);
      const group = groups.find(image.view);
      for (const member of group < 0 ? [] : groups.members(group)) {
        const isNew = this.#sizes[member] === undefined;
        states += this.#sizes[member] ??= this.#imagesOf(member);
        yield isNew ? this.#search.machine.orders : 1;
      }
    }
    return states / ways;
  }

  /** How many states this one stands for, itself included: each is made of it by as many permutations as leave it as it is. */
  #imagesOf(state: number): number {
    const { machine, store } = this.#search;
    let first: Int32Array | null = null;
    let same = 0;
    machine.images(store.segment(state), store.offset(state), (words, offset) => {
      first ??= words.slice(offset, offset + machine.words);
      if (first.every((word, i) => words[offset + i] === word)) same++;
    });
    return machine.orders / same;
  }

  /**
   * The simplest states that the node cannot tell from this one and in which what it would have to know is false; null
   * where there are none. Yields the number of states looked at.
   */
  *twins({ expr, node, locals, state, certain }: Answered): Generator<number, FoundAmong | null> {
    const speaksAgainst = (other: Reached, names: readonly Value[]) => {
      const judged = this.#judge(expr.of, { state: other, next: null }, names);
      return judged.value === false && (judged.certain || !certain);
    };
    const table = this.#tables.tableFor(expr, node, locals);
    const found = yield* this.#firstAgainst(this.#tables.alike(table, state), speaksAgainst);
    if (found === null) return null;
    if (typeof state === 'number') return { ...found, among: null };
    const viewOf = viewsOf(this.#search.machine.model, node);
    const view = viewOf(state);
    return { ...found, among: (other) => viewOf(other) === view && speaksAgainst(other, locals) };
  }

  /** What it would have to know is false in this very state. */
  isFalseHere({ expr, locals, state }: Answered): boolean {
    return this.#judge(expr.of, { state, next: null }, locals).value === false;
  }

  // Evaluation

  #judge(predicate: Expr, where: At, locals: readonly Value[]): Judged {
    const { model } = this.#search.machine;
    const { decoded, target, reachedAt } = this.#decoded(where);
    if (this.#whole) {
      const knows: Knows = (expr, node, inside, at) => this.#asked(reachedAt(at), expr, node, inside);
      return { value: this.#noError(holdsIn(model, predicate, decoded, target, { locals, knows })), certain: true };
    }
    let isCertain = true;
    const answered = (otherwise: boolean) => {
      const knows: Knows = (expr, node, inside, at) => {
        const [known, certain] = this.#answered(reachedAt(at), this.#tables.tableFor(expr, node, inside));
        isCertain &&= certain;
        return known === (certain || !otherwise);
      };
      return holdsIn(model, predicate, decoded, target, { locals, knows });
    };
    const value = this.#noError(answered(false));
    if (isCertain || answered(true) !== value) return { value, certain: isCertain };
    const judge = (knows: Knows) => holdsIn(model, predicate, decoded, target, { locals, knows });
    const stays = staysSo(value, judge, (expr, node, inside, at) => {
      const table = this.#tables.tableFor(expr, node, inside);
      const reached = reachedAt(at);
      const [known, certain] = this.#answered(reached, table);
      return { known, certain, question: `${reached === where.state} ${table.key}` };
    });
    if (stays === null) this.isOpen = true;
    return { value, certain: stays === true };
  }

  /** Whether it may not be certain in a state that this one stands for what is certain here, since nodes are asked in another order there. */
  hangsOnOrder(predicate: Expr, state: number): boolean {
    const { model } = this.#search.machine;
    if (this.#whole || this.#tables.orbits === null) return false;
    const decoded = this.#tables.decode(state);
    const around = (locals: readonly Value[]) => ({
      locals,
      knows: ((e, node, inside) => this.#asked(state, e, node, inside)) satisfies Knows,
    });
    const isCertain = (expr: KnowsExpr, locals: readonly Value[]) => {
      const node = evaluate(model, expr.node, decoded, null, around(locals)) as number;
      return this.#answered(state, this.#tables.tableFor(expr, node, locals))[1];
    };
    try {
      return !meetsFew(model, predicate, isCertain);
    } catch (signal) {
      // Not everything is asked that could be.
      if (signal instanceof ModelErrorSignal) return true;
      throw signal;
    }
  }

  /** Of several errors one is told, and which ones are met hangs on the order in which nodes are asked. */
  #noError(value: boolean | ModelErrorSignal): boolean | ModelErrorSignal {
    if (this.#tables.orbits !== null && value instanceof ModelErrorSignal) throw new NeedsEveryState();
    return value;
  }

  #decoded({ state, next }: At) {
    const decoded = this.#tables.decode(state);
    const target = next === null ? null : this.#tables.decode(next);
    return { decoded, target, reachedAt: (at: State): Reached => (at === target ? next! : state) };
  }

  #asked(state: Reached, expr: KnowsExpr, node: number, locals: readonly Value[]): boolean {
    return this.#answered(state, this.#tables.tableFor(expr, node, locals))[0];
  }

  /** The answer, and whether it is certain; an error is thrown. */
  #answered(state: Reached, table: Table): readonly [known: boolean, certain: boolean] {
    const answer = this.#answer(this.#tables.entryOf(table, state));
    if (answer === ERROR) throw this.#errorFor(table, state as number);
    return [answer === YES, this.#whole || answer === NO];
  }

  #answer(entry: Entry): number {
    const { table, group } = entry;
    if (group < 0) return NO;
    return table.answers[group] || this.#settle(entry);
  }

  /** Looks at every state of a group, and of those that have one answer with it. */
  #settle({ table, group }: Entry): number {
    const progress = table.begun.get(group) ?? {
      entries: this.#tables.alike(table, table.groups.members(group)[0]),
      entry: 0,
      member: 0,
      answer: YES,
    };
    if (!this.#whole && !asksFew(this.#search.machine.model, table.expr.of)) this.isOpen = true;
    // An inner `knows` may run out of patience as well: then this group goes on at the same state.
    table.begun.set(group, progress);
    for (; progress.entry < progress.entries.length; progress.entry++, progress.member = 0) {
      const { table: one, group: among } = progress.entries[progress.entry];
      const members = one.groups.members(among);
      for (; progress.member < members.length; progress.member++) {
        if (this.#patience-- <= 0) throw new Later();
        const state = members[progress.member];
        const { value, certain } = this.#judge(one.expr.of, { state, next: null }, one.locals);
        if (value instanceof ModelErrorSignal) this.#noteError(table, group, state, value);
        const answer = value === true ? YES : value === false ? (certain ? NO : PERHAPS_NOT) : ERROR;
        progress.answer = Math.min(progress.answer, answer);
      }
    }
    table.begun.delete(group);
    for (const entry of progress.entries) entry.table.answers[entry.group] = progress.answer;
    return progress.answer;
  }

  #within<T>(patience: number, ask: () => T): T | null {
    this.#patience = patience;
    try {
      return ask();
    } catch (signal) {
      if (signal instanceof Later) return null;
      throw signal;
    } finally {
      this.#patience = Infinity;
    }
  }

  // Errors

  /** Of the errors at the least place the one whose words stand first, whatever order the states were found in. */
  #noteError(table: Table, group: number, state: number, signal: ModelErrorSignal): void {
    const known = table.errors.get(group);
    if (known !== undefined && !this.#comesFirst(state, signal, known)) return;
    table.errors.set(group, { state, signal });
  }

  #comesFirst(state: number, { error }: ModelErrorSignal, known: { readonly state: number; readonly signal: ModelErrorSignal }): boolean {
    const { levels } = this.#search;
    const [here, there] = [levels.of(state), levels.of(known.state)];
    if (here !== there) return before(here, there);
    return error.message < known.signal.error.message;
  }

  #errorFor(table: Table, state: number): ModelErrorSignal {
    const here = this.#judge(table.expr.of, { state, next: null }, table.locals).value;
    if (here instanceof ModelErrorSignal) return here;
    const { signal } = table.errors.get(table.groups.of(state))!;
    const { name } = this.#search.machine.model.instances[table.node];
    const message = `${signal.error.message}, in a state that ${name} cannot tell from this one`;
    return new ModelErrorSignal({ message, span: signal.error.span });
  }

  // Explanations

  /** The simplest of the states that fit, and all others of their place. */
  *#firstAgainst(entries: readonly Entry[], fits: (state: number, names: readonly Value[]) => boolean): Generator<number, Found | null> {
    const { levels } = this.#search;
    let place: Level | null = null;
    let states = new Bits();
    for (const { table, group } of entries) {
      const members = table.groups.members(group);
      for (let i = 0; i < members.length && (place === null || members[i] < place.end); i++) {
        if (i % BATCH === BATCH - 1) yield BATCH;
        if (!fits(members[i], table.locals)) continue;
        const here = levels.of(members[i]);
        if (here !== place) states = new Bits();
        place = here;
        states.add(members[i]);
      }
    }
    return place && { place, states };
  }
}

function before(a: Place, b: Place): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.steps < b.steps);
}
