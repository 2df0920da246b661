/**
 * What nodes know in the states of an exhausted search: `knows(n, P)` is true where P holds in every reachable state that
 * looks to n as this one does. It is memoryless, and a node that is down or Byzantine knows nothing.
 *
 * The states are grouped by what a node sees of them. For each `knows`, node and value of the names that P takes from
 * outside there is a table with an entry a group, made when it is first asked for; P may contain `knows` in turn.
 *
 * Where bounds cut the search there may be more states than were found, so a true `knows` is certain only within them; a
 * false one is certain as soon as one state that certainly speaks against P was found.
 */
import { everyPath } from '../../model/interpreter/choices.ts';
import { holdsIn, type Knows, ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr, Value } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Place } from '../search/findings.ts';
import type { Search } from '../search/search.ts';
import { Bits } from '../states/bits.ts';
import { Groups } from './groups.ts';
import { freeLocals, type KnowsExpr, knowsIn } from './knows.ts';
import { viewsOf } from './views.ts';

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
  readonly state: number;
  readonly holds: boolean;
  readonly certain: boolean;
}

/** Reachable states of one place. */
export interface Found {
  readonly place: Place;
  readonly states: Bits;
}

/** Answers for a group, worst first: of several the least counts. */
const OPEN = 0;
const ERROR = 1;
const NO = 2;
/** as far as was searched: what speaks against P rests itself on a `knows` that is not certain */
const PERHAPS_NOT = 3;
const YES = 4;

interface Table {
  readonly of: Expr;
  readonly node: number;
  readonly locals: readonly Value[];
  readonly groups: Groups;
  /** by group */
  readonly answers: Uint8Array;
  /** groups that are not finished: which member is looked at next, and the answer so far */
  readonly begun: Map<number, { next: number; answer: number }>;
  /** by group, where the answer is an error: the simplest state's */
  readonly errors: Map<number, { readonly state: number; readonly signal: ModelErrorSignal }>;
}

/** Uncertain answers of one evaluation that are tried both ways, at most. */
const MOST_GUESSES = 5;

/** States decoded between two yields. */
const BATCH = 1000;

/** States looked at between two yields for what is worked out beforehand. */
const PATIENCE = 2000;

/** A state, or a step to another one. */
interface At {
  readonly state: number;
  readonly next: number | null;
}

/** Thrown to leave an evaluation that takes too long; what was worked out is kept, so that the next one goes on there. */
class Later extends Error {}

export class Knowledge {
  readonly #search: Search;
  /** no bound of the search was reached: every answer is certain */
  readonly #whole: boolean;
  readonly #groups = new Map<number, Groups>();
  readonly #tables = new Map<string, Table>();
  readonly #free = new Map<KnowsExpr, { readonly number: number; readonly locals: readonly number[] }>();
  #patience = Infinity;

  constructor(search: Search, whole: boolean) {
    this.#search = search;
    this.#whole = whole;
  }

  get bytes(): number {
    const groups = [...this.#groups.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    return [...this.#tables.values()].reduce((sum, { answers }) => sum + answers.byteLength, groups);
  }

  /** Sorts the states by what each node sees that the expressions can ask about. Yields the number of states looked at. */
  *prepare(expressions: readonly Expr[]): Generator<number, void> {
    const nodes = new Set(knowsIn(expressions).flatMap(({ node: { type } }) => (type.kind === 'node' ? type.instances : [])));
    yield* this.#sort([...nodes].filter((node) => !this.#groups.has(node)));
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
        const { table } = this.#tableFor(expr, node, []);
        for (let group = 0; group < table.groups.count; group++) {
          while (this.#within(PATIENCE, () => this.#settle(table, group)) === null) yield PATIENCE;
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
  claims(predicate: Expr, state: number, next: number | null = null): Answered[] {
    const claims = new Map<string, Answered>();
    const { decoded, target, numberOf } = this.#decoded({ state, next });
    holdsIn(this.#search.machine.model, predicate, decoded, target, {
      locals: [],
      knows: (expr, node, locals, at) => {
        const number = numberOf(at);
        const holds = this.#asked(number, expr, node, locals);
        const { key, table } = this.#tableFor(expr, node, locals);
        const certain = this.#isCertain(this.#answer(table, number));
        claims.set(`${number} ${key}`, { expr, node, locals: table.locals, state: number, holds, certain });
        return holds;
      },
    });
    return [...claims.values()];
  }

  /** How many reachable states look to the node as this one does. */
  indistinguishable(node: number, state: number): number {
    return this.#membersWith(node, state).length;
  }

  /**
   * The simplest states that the node cannot tell from this one and in which what it would have to know is false; null
   * where there are none. Yields the number of states looked at.
   */
  *twins({ expr, node, locals, state, certain }: Answered): Generator<number, Found | null> {
    return yield* this.#firstAgainst(this.#membersWith(node, state), (member) => {
      const judged = this.#judge(expr.of, { state: member, next: null }, locals);
      return judged.value === false && (judged.certain || !certain);
    });
  }

  /** What it would have to know is false in this very state. */
  isFalseHere({ expr, locals, state }: Answered): boolean {
    return this.#judge(expr.of, { state, next: null }, locals).value === false;
  }

  // Evaluation

  #judge(predicate: Expr, where: At, locals: readonly Value[]): Judged {
    const { model } = this.#search.machine;
    const { decoded, target, numberOf } = this.#decoded(where);
    if (this.#whole) {
      const knows: Knows = (expr, node, inside, at) => this.#asked(numberOf(at), expr, node, inside);
      return { value: holdsIn(model, predicate, decoded, target, { locals, knows }), certain: true };
    }
    let certain = true;
    const [first, ...others] = everyPath((choices) => {
      const guesses = new Map<Table, Map<number, boolean>>();
      let guessed = 0;
      const knows: Knows = (expr, node, inside, at) => {
        const state = numberOf(at);
        const known = this.#asked(state, expr, node, inside);
        const { table } = this.#tableFor(expr, node, inside);
        if (this.#isCertain(this.#answer(table, state))) return known;
        const here = guesses.get(table) ?? new Map<number, boolean>();
        guesses.set(table, here);
        let guess = here.get(state);
        if (guess === undefined) {
          if (guessed === MOST_GUESSES) certain = false;
          guess = guessed < MOST_GUESSES ? (choices.choose('choose', '', [known, !known]) as boolean) : known;
          if (guessed < MOST_GUESSES) guessed++;
          here.set(state, guess);
        }
        return guess;
      };
      return holdsIn(model, predicate, decoded, target, { locals, knows });
    });
    return { value: first.result, certain: certain && others.every(({ result }) => result === first.result) };
  }

  #decoded({ state, next }: At) {
    const decoded = this.#decode(state);
    const target = next === null ? null : this.#decode(next);
    return { decoded, target, numberOf: (at: State) => (at === target ? next! : state) };
  }

  #asked(state: number, expr: KnowsExpr, node: number, locals: readonly Value[]): boolean {
    const { table } = this.#tableFor(expr, node, locals);
    const answer = this.#answer(table, state);
    if (answer === ERROR) throw this.#errorFor(table, state);
    return answer === YES;
  }

  #isCertain(answer: number): boolean {
    return this.#whole || answer === NO;
  }

  #answer(table: Table, state: number): number {
    const group = table.groups.of(state);
    if (group < 0) return NO;
    return table.answers[group] || this.#settle(table, group);
  }

  /** Looks at every state of a group. */
  #settle(table: Table, group: number): number {
    const members = table.groups.members(group);
    const progress = table.begun.get(group) ?? { next: 0, answer: YES };
    // An inner `knows` may run out of patience as well: then this group goes on at the same state.
    table.begun.set(group, progress);
    for (; progress.next < members.length; progress.next++) {
      if (this.#patience-- <= 0) throw new Later();
      const state = members[progress.next];
      const { value, certain } = this.#judge(table.of, { state, next: null }, table.locals);
      if (value instanceof ModelErrorSignal) this.#noteError(table, group, state, value);
      const answer = value === true ? YES : value === false ? (certain ? NO : PERHAPS_NOT) : ERROR;
      progress.answer = Math.min(progress.answer, answer);
    }
    table.begun.delete(group);
    table.answers[group] = progress.answer;
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
    const here = this.#judge(table.of, { state, next: null }, table.locals).value;
    if (here instanceof ModelErrorSignal) return here;
    const { signal } = table.errors.get(table.groups.of(state))!;
    const { name } = this.#search.machine.model.instances[table.node];
    const message = `${signal.error.message}, in a state that ${name} cannot tell from this one`;
    return new ModelErrorSignal({ message, span: signal.error.span });
  }

  // Tables and groups

  #tableFor(expr: KnowsExpr, node: number, locals: readonly Value[]): { readonly key: string; readonly table: Table } {
    let free = this.#free.get(expr);
    if (free === undefined) {
      free = { number: this.#free.size, locals: freeLocals(expr.of) };
      this.#free.set(expr, free);
    }
    const key = `${free.number} ${node} ${free.locals.length === 0 ? '' : JSON.stringify(free.locals.map((local) => locals[local]))}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      const groups = this.#groupsOf(node);
      const kept: Value[] = [];
      for (const local of free.locals) kept[local] = locals[local];
      const answers = new Uint8Array(groups.count).fill(OPEN);
      table = { of: expr.of, node, locals: kept, groups, answers, begun: new Map(), errors: new Map() };
      this.#tables.set(key, table);
    }
    return { key, table };
  }

  #groupsOf(node: number): Groups {
    if (!this.#groups.has(node)) for (const _ of this.#sort([node]));
    return this.#groups.get(node)!;
  }

  *#sort(nodes: readonly number[]): Generator<number, void> {
    if (nodes.length === 0) return;
    const { store, machine } = this.#search;
    const each = nodes.map((node) => ({ node, groups: new Groups(store.count), viewOf: viewsOf(machine.model, node) }));
    for (let state = 0; state < store.count; state++) {
      const decoded = this.#decode(state);
      for (const { groups, viewOf } of each) groups.put(state, viewOf(decoded));
      if (state % BATCH === BATCH - 1) yield BATCH;
    }
    for (const { node, groups } of each) {
      groups.close();
      this.#groups.set(node, groups);
    }
  }

  /** The states that look to the node as this one does; none where it sees nothing. */
  #membersWith(node: number, state: number): Int32Array {
    const groups = this.#groupsOf(node);
    const group = groups.of(state);
    return group < 0 ? new Int32Array(0) : groups.members(group);
  }

  /** The first of the states that fits, and all others of its place. */
  *#firstAgainst(members: Int32Array, fits: (state: number) => boolean): Generator<number, Found | null> {
    const list: number[] = [];
    let end = Infinity;
    for (let i = 0; i < members.length && members[i] < end; i++) {
      if (i % BATCH === BATCH - 1) yield BATCH;
      if (!fits(members[i])) continue;
      if (list.length === 0) ({ end } = this.#search.levels.of(members[i]));
      list.push(members[i]);
    }
    if (list.length === 0) return null;
    const states = new Bits();
    for (const state of list) states.add(state);
    return { place: this.#search.levels.of(list[0]), states };
  }

  #decode(state: number): State {
    const { machine, store } = this.#search;
    return machine.decode(store.segment(state), store.offset(state));
  }
}

function before(a: Place, b: Place): boolean {
  return a.faults < b.faults || (a.faults === b.faults && a.steps < b.steps);
}
