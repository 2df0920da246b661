/** States by number, and the steps from each: made by the interpreter when first asked for, and kept as long as there is room. */
import { boundNames } from '../explore/machine/bounds.ts';
import { OFF } from '../explore/machine/deadline.ts';
import { stateKey } from '../explore/machine/state-key.ts';
import { StateStore } from '../explore/states/store.ts';
import { createCodec } from '../model/codec.ts';
import { initialSteps, steps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import { layOut } from '../model/layout.ts';
import { Unsupported } from '../model/shapes.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Complete, LogEvent, Occurrence } from './event.ts';
import { fits, isSo, mustBeLogged, occurrencesAtStart, occurrencesOf } from './occurrences.ts';

/** A step into a state, as the search needs it. */
export interface Edge {
  /** among all steps of the state that it leaves, or among the initial steps */
  readonly index: number;
  readonly cost: number;
  readonly isTick: boolean;
  readonly occurrences: readonly Occurrence[];
  /** the same, each as a number that stands for all that a log can say of it */
  readonly numbers: readonly number[];
  /** for each occurrence: a log that has all of its kind has it */
  readonly required: readonly boolean[];
  readonly target: number;
}

/** Steps of so many states are kept, and so many states unpacked. */
const MOST_EXPANDED = 5_000;
const MOST_UNPACKED = 5_000;
/** So many answers about states and events are remembered. */
const MOST_KNOWN = 1_000_000;
/** About what the steps of a state take, in bytes. */
const EXPANDED_BYTES = 12_000;
const KNOWN_BYTES = 100;
const RECORD_BYTES = 400;

/** Of a step that need not be logged: the state that it leads to, its `stepNumber`, its cost. */
export const HIDDEN_WORDS = 3;

/** The number of a step among those of its state, with whether it is a tick. */
export function stepNumber(index: number, isTick: boolean): number {
  return (index << 1) | Number(isTick);
}

/** What is kept of every state, for good: in memory a small part of its steps. */
interface StateRecord {
  readonly hidden: Int32Array;
  /** numbers of all that happens in some step */
  readonly occurrences: Int32Array;
}

const NONE: readonly Edge[] = [];

export class StateSpace {
  readonly model: Model;
  /** names of the bounds of the search that some step passed */
  readonly bounds = new Set<string>();
  readonly #complete: readonly Complete[];
  readonly #table: StateTable;
  readonly #edges = new Map<number, readonly Edge[]>();
  readonly #unpacked = new Map<number, State>();
  readonly #records: (StateRecord | undefined)[] = [];
  readonly #occurrences: Occurrence[] = [];
  readonly #numbers = new Map<string, number>();
  /** by what an event says, then by occurrence */
  readonly #fitting: boolean[][] = [];
  /** by what an event says, then by state */
  readonly #so: Map<number, boolean>[] = [];
  #known = 0;
  #recordBytes = 0;

  constructor(model: Model, complete: readonly Complete[]) {
    this.model = model;
    this.#complete = complete;
    this.#table = tableFor(model);
  }

  get count(): number {
    return this.#table.count;
  }

  get bytes(): number {
    return this.#table.bytes + (this.#edges.size + this.#unpacked.size) * EXPANDED_BYTES + this.#known * KNOWN_BYTES + this.#recordBytes;
  }

  state(number: number): State {
    const known = this.#unpacked.get(number);
    if (known !== undefined) return known;
    const state = this.#table.state(number);
    this.#keep(number, state);
    return state;
  }

  /** One after the other: there may be many. */
  *starts(): Generator<Edge, void> {
    let index = 0;
    for (const step of initialSteps(this.model)) {
      const edge = this.#edge(index++, false, step, occurrencesAtStart(step));
      if (edge !== null) yield edge;
    }
  }

  from(number: number): readonly Edge[] {
    const known = this.#edges.get(number);
    if (known !== undefined) return known;
    const state = this.state(number);
    const edges: Edge[] = [];
    for (const [index, step] of steps(this.model, state).entries()) {
      const edge = this.#edge(index, step.label.kind === 'tick', step, occurrencesOf(state, step));
      if (edge !== null) edges.push(edge);
    }
    if (this.#edges.size >= MOST_EXPANDED) this.#edges.clear();
    this.#edges.set(number, edges);
    return edges;
  }

  #record(number: number): StateRecord {
    this.#records[number] ??= this.#newRecord(number);
    return this.#records[number];
  }

  #newRecord(number: number): StateRecord {
    const found = new Map<number, Edge>();
    const occurrences = new Set<number>();
    for (const edge of this.from(number)) {
      for (const one of edge.numbers) occurrences.add(one);
      // Time that passes is counted, even where nothing changes.
      if (edge.required.includes(true) || (edge.target === number && !edge.isTick)) continue;
      const key = edge.target * 2 + Number(edge.isTick);
      const before = found.get(key);
      if (before === undefined || edge.cost < before.cost) found.set(key, edge);
    }
    const hidden = [...found.values()].flatMap(({ target, index, isTick, cost }) => [target, stepNumber(index, isTick), cost]);
    this.#recordBytes += (hidden.length + occurrences.size) * 4 + RECORD_BYTES;
    return { hidden: Int32Array.from(hidden), occurrences: Int32Array.from(occurrences) };
  }

  #numberOf(occurrence: Occurrence): number {
    const key = JSON.stringify(
      'message' in occurrence ? { ...occurrence, message: { ...occurrence.message, age: 0, call: null } } : occurrence,
    );
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#occurrences.push(occurrence) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  /** Steps that need not be logged, one into each other state, of the least cost: `HIDDEN_WORDS` numbers each. */
  hiddenFrom(number: number): Int32Array {
    return this.#record(number).hidden;
  }

  /** The step of a state with this number. */
  edge(number: number, index: number): Edge {
    return this.from(number).find((edge) => edge.index === index)!;
  }

  /** Steps in which something happens that the event may be about. `content`: a number for what it says. */
  fittingFrom(number: number, { meant }: LogEvent, content: number): readonly Edge[] {
    const { occurrences } = this.#record(number);
    this.#fitting[content] ??= [];
    const fitting = this.#fitting[content];
    let some = false;
    for (const one of occurrences) {
      fitting[one] ??= fits(meant, this.#occurrences[one]);
      some ||= fitting[one];
    }
    return some ? this.from(number).filter((edge) => edge.numbers.some((one) => fitting[one])) : NONE;
  }

  /** What the event says of its node is so. `content`: a number for what it says. */
  isSo(number: number, { state }: LogEvent, content: number): boolean {
    this.#so[content] ??= new Map();
    const known = this.#so[content].get(number);
    if (known !== undefined) return known;
    const found = isSo(state, this.state(number));
    this.#so[content].set(number, found);
    this.#note();
    return found;
  }

  /** What is remembered of states is forgotten together. */
  #note(): void {
    if (++this.#known < MOST_KNOWN) return;
    this.#known = 0;
    this.#so.length = 0;
  }

  /** null where it does not lead to a state */
  #edge(index: number, isTick: boolean, { target, cost }: Step | InitialStep, occurrences: readonly Occurrence[]): Edge | null {
    if (target.kind === 'cut') this.bounds.add(target.bound);
    if (target.kind !== 'state') return null;
    const required = occurrences.map((one) => mustBeLogged(this.#complete, one));
    const number = this.#table.number(target.state);
    this.#keep(number, target.state);
    return { index, cost, isTick, occurrences, numbers: occurrences.map((one) => this.#numberOf(one)), required, target: number };
  }

  #keep(number: number, state: State): void {
    if (this.#unpacked.size >= MOST_UNPACKED) this.#unpacked.clear();
    this.#unpacked.set(number, state);
  }
}

/** In the order in which verdicts name them. */
export function boundsIn({ model, bounds }: StateSpace): string[] {
  return boundNames(model).filter((name) => bounds.has(name));
}

interface StateTable {
  readonly count: number;
  readonly bytes: number;
  number(state: State): number;
  state(number: number): State;
}

function tableFor(model: Model): StateTable {
  try {
    return new PackedTable(model);
  } catch (reason) {
    if (!(reason instanceof Unsupported)) throw reason;
    return new PlainTable();
  }
}

class PackedTable implements StateTable {
  readonly #codec: ReturnType<typeof createCodec>;
  readonly #store: StateStore;
  readonly #words: Int32Array;

  constructor(model: Model) {
    const layout = layOut(model, null, null);
    this.#codec = createCodec(model, layout);
    this.#store = new StateStore(layout.words);
    this.#words = new Int32Array(layout.words);
  }

  get count(): number {
    return this.#store.count;
  }

  get bytes(): number {
    return this.#store.bytes;
  }

  number(state: State): number {
    this.#codec.encode(state, OFF, this.#words, 0);
    this.#store.insert(this.#words, 1);
    const fresh = this.#store.fresh[0];
    return fresh < 0 ? -1 - fresh : fresh;
  }

  state(number: number): State {
    return this.#codec.decode(this.#store.segment(number), this.#store.offset(number));
  }
}

/** For models that cannot be packed. */
class PlainTable implements StateTable {
  readonly #numbers = new Map<string, number>();
  readonly #states: State[] = [];

  get count(): number {
    return this.#states.length;
  }

  get bytes(): number {
    return this.#states.length * EXPANDED_BYTES;
  }

  number(state: State): number {
    const key = stateKey(state);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#states.push(state) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  state(number: number): State {
    return this.#states[number];
  }
}
