/** Answers to the questions of nodes, by what they see: for each question a table with an entry for each group of states that look the same. */
import type { ModelErrorSignal } from '../../model/interpreter.ts';
import type { Expr, Value } from '../../model/ir.ts';
import type { State } from '../../model/state.ts';
import type { Search } from '../search/search.ts';
import { Groups } from './groups.ts';
import { freeLocals, type KnowsExpr, knowsIn } from './knows.ts';
import { Orbits } from './orbits.ts';
import { seeing, viewsOf } from './views.ts';

/**
 * A reachable state by its number. Of a search up to symmetry a number is one of a state that stands for others, and any of these is given itself.
 */
export type Reached = number | State;

/** Answers for a group, worst first: of several the least counts. */
export const OPEN = 0;
export const ERROR = 1;
export const NO = 2;
/** as far as was searched: what speaks against P rests itself on a `knows` that is not certain */
export const PERHAPS_NOT = 3;
export const YES = 4;

/** One question: what is asked, of whom, and what the names stand for that it uses from outside. */
export interface Table {
  /** one for each question */
  readonly key: string;
  readonly expr: KnowsExpr;
  readonly node: number;
  readonly locals: readonly Value[];
  readonly groups: Groups;
  /** by group */
  readonly answers: Uint8Array;
  /** groups that are not finished */
  readonly begun: Map<number, Progress>;
  /** by group, where the answer is an error: the simplest state's */
  readonly errors: Map<number, { readonly state: number; readonly signal: ModelErrorSignal }>;
}

/** A group in a table; -1 where the node sees nothing. */
export interface Entry {
  readonly table: Table;
  readonly group: number;
}

/** Entries that have one answer, which member of which is looked at next, and the answer so far. */
export interface Progress {
  readonly entries: readonly Entry[];
  entry: number;
  member: number;
  answer: number;
}

/** States decoded between two yields. */
const BATCH = 1000;

export class Tables {
  /** null where every state has a number of its own */
  readonly orbits: Orbits | null;
  readonly #search: Search;
  readonly #groups = new Map<number, Groups>();
  readonly #tables = new Map<string, Table>();
  readonly #free = new Map<KnowsExpr, { readonly number: number; readonly locals: readonly number[] }>();

  constructor(search: Search) {
    this.#search = search;
    const { model, symmetric } = search.machine;
    this.orbits = symmetric.length === 0 ? null : new Orbits(model, symmetric);
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

  tableFor(expr: KnowsExpr, node: number, locals: readonly Value[]): Table {
    let free = this.#free.get(expr);
    if (free === undefined) {
      free = { number: this.#free.size, locals: freeLocals(expr.of) };
      this.#free.set(expr, free);
    }
    const key = `${free.number} ${node} ${free.locals.length === 0 ? '' : JSON.stringify(free.locals.map((local) => locals[local]))}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      const groups = this.groupsOf(node);
      const kept: Value[] = [];
      for (const local of free.locals) kept[local] = locals[local];
      const answers = new Uint8Array(groups.count).fill(OPEN);
      table = { key, expr, node, locals: kept, groups, answers, begun: new Map(), errors: new Map() };
      this.#tables.set(key, table);
    }
    return table;
  }

  groupsOf(node: number): Groups {
    if (!this.#groups.has(node)) for (const _ of this.#sort([node]));
    return this.#groups.get(node)!;
  }

  /** Where the question of the table is answered for a state. */
  entryOf(table: Table, state: Reached): Entry {
    if (typeof state === 'number') return { table, group: table.groups.of(state) };
    const [entry = { table, group: -1 }] = this.#entriesFrom(table, state);
    return entry;
  }

  /** Where what looks to the node of the table as this state does is found: entries that have one answer. None where the node sees nothing. */
  alike(table: Table, state: Reached): readonly Entry[] {
    if (this.orbits !== null) return this.#entriesFrom(table, this.decode(state));
    const entry = this.entryOf(table, state);
    return entry.group < 0 ? [] : [entry];
  }

  decode(state: Reached): State {
    if (typeof state !== 'number') return state;
    const { machine, store } = this.#search;
    return machine.decode(store.segment(state), store.offset(state));
  }

  /** The images of a question, asked of this state, that some state of a search up to symmetry raises. */
  #entriesFrom(table: Table, state: State): Entry[] {
    const own = seeing(state, table.node);
    if (own === null) return [];
    const entries: Entry[] = [];
    for (const { node, view, locals } of this.orbits!.imagesOf({ node: table.node, own, locals: table.locals })) {
      const group = this.groupsOf(node).find(view);
      if (group >= 0) entries.push({ table: this.tableFor(table.expr, node, locals), group });
    }
    if (entries.length === 0) throw new Error('internal error: a node sees what it sees in no state of the search');
    return entries;
  }

  *#sort(nodes: readonly number[]): Generator<number, void> {
    if (nodes.length === 0) return;
    const { store, machine } = this.#search;
    const each = nodes.map((node) => ({ node, groups: new Groups(store.count), viewOf: viewsOf(machine.model, node) }));
    for (let state = 0; state < store.count; state++) {
      const decoded = this.decode(state);
      for (const { groups, viewOf } of each) groups.put(state, viewOf(decoded));
      if (state % BATCH === BATCH - 1) yield BATCH;
    }
    for (const { node, groups } of each) {
      groups.close();
      this.#groups.set(node, groups);
    }
  }
}
