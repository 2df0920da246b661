/** States by number, and the steps from each: made by the interpreter when first asked for, and kept as long as there is room. */
import { boundNames } from '../explore/machine/bounds.ts';
import { type StateTable, tableFor } from '../explore/machine/state-table.ts';
import { initialSteps, steps } from '../model/interpreter.ts';
import type { Model } from '../model/ir.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import { type Complete, type LogEvent, type Meant, nodeOfOccurrence, type Occurrence } from './event.ts';
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
/** So many answers about events and states, or what happens in steps, are remembered. */
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
  /** steps that pass a bound and are explained only together with an event */
  readonly cuts: readonly CutStep[];
}

/** A step that passes a bound of the search. Only what it does before it gets there is known. */
interface CutStep {
  readonly bound: string;
  readonly occurrences: readonly Occurrence[];
  /** as of an edge */
  readonly numbers: readonly number[];
}

interface Expanded {
  readonly edges: readonly Edge[];
  readonly cuts: readonly CutStep[];
}

const NONE: readonly Edge[] = [];
const NO_CUTS: readonly CutStep[] = [];

export class StateSpace {
  readonly model: Model;
  /** names of the bounds of the search that a step passes which may explain what comes next, or which need not be logged */
  readonly bounds = new Set<string>();
  readonly #complete: readonly Complete[];
  readonly #table: StateTable;
  readonly #expanded = new Map<number, Expanded>();
  readonly #unpacked = new Map<number, State>();
  readonly #records: (StateRecord | undefined)[] = [];
  readonly #occurrences: Occurrence[] = [];
  readonly #numbers = new Map<string, number>();
  /** by what an event says, then by occurrence */
  readonly #fitting: Map<number, boolean>[] = [];
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
    return this.#table.bytes + (this.#expanded.size + this.#unpacked.size) * EXPANDED_BYTES + this.#known * KNOWN_BYTES + this.#recordBytes;
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
      else if (step.target.kind === 'cut') this.bounds.add(step.target.bound);
    }
  }

  from(number: number): readonly Edge[] {
    return this.#expand(number).edges;
  }

  /** Some step of it passes a bound of the search. */
  isCut(number: number): boolean {
    return this.#expand(number).cuts.length > 0;
  }

  #expand(number: number): Expanded {
    const known = this.#expanded.get(number);
    if (known !== undefined) return known;
    const state = this.state(number);
    const edges: Edge[] = [];
    const cuts: CutStep[] = [];
    for (const [index, step] of steps(this.model, state).entries()) {
      const occurrences = occurrencesOf(state, step);
      const edge = this.#edge(index, step.label.kind === 'tick', step, occurrences);
      if (edge !== null) edges.push(edge);
      else if (step.target.kind === 'cut')
        cuts.push({ bound: step.target.bound, occurrences, numbers: occurrences.map((one) => this.#numberOf(one)) });
    }
    if (this.#expanded.size >= MOST_EXPANDED) this.#expanded.clear();
    const found = { edges, cuts: cuts.length === 0 ? NO_CUTS : cuts };
    this.#expanded.set(number, found);
    return found;
  }

  #record(number: number): StateRecord {
    this.#records[number] ??= this.#newRecord(number);
    return this.#records[number];
  }

  #newRecord(number: number): StateRecord {
    const found = new Map<number, Edge>();
    const occurrences = new Set<number>();
    const { edges, cuts } = this.#expand(number);
    const logged = cuts.filter((cut) => cut.occurrences.some((one) => mustBeLogged(this.#complete, one)));
    for (const cut of cuts) if (!logged.includes(cut)) this.bounds.add(cut.bound);
    for (const { numbers } of logged) for (const one of numbers) occurrences.add(one);
    for (const edge of edges) {
      for (const one of edge.numbers) occurrences.add(one);
      // Time that passes is counted, even where nothing changes.
      if (edge.required.includes(true) || (edge.target === number && !edge.isTick)) continue;
      const key = edge.target * 2 + Number(edge.isTick);
      const before = found.get(key);
      if (before === undefined || edge.cost < before.cost) found.set(key, edge);
    }
    const hidden = [...found.values()].flatMap(({ target, index, isTick, cost }) => [target, stepNumber(index, isTick), cost]);
    this.#recordBytes += (hidden.length + occurrences.size) * 4 + RECORD_BYTES;
    return { hidden: Int32Array.from(hidden), occurrences: Int32Array.from(occurrences), cuts: logged.length === 0 ? NO_CUTS : logged };
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
    const { occurrences, cuts } = this.#record(number);
    this.#fitting[content] ??= new Map();
    const fitting = this.#fitting[content];
    let some = false;
    for (const one of occurrences) {
      let found = fitting.get(one);
      if (found === undefined) {
        found = fits(meant, this.#occurrences[one]);
        fitting.set(one, found);
        this.#note();
      }
      some ||= found;
    }
    for (const { bound, numbers, occurrences: own } of cuts)
      if (numbers.some((one) => fitting.get(one)) || mayEnsue(meant, own)) this.bounds.add(bound);
    return some ? this.from(number).filter((edge) => edge.numbers.some((one) => fitting.get(one))) : NONE;
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

  /** What is remembered of events is forgotten together. */
  #note(): void {
    if (++this.#known < MOST_KNOWN) return;
    this.#known = 0;
    this.#so.length = 0;
    this.#fitting.length = 0;
  }

  /** null where it does not lead to a state */
  #edge(index: number, isTick: boolean, { target, cost }: Step | InitialStep, occurrences: readonly Occurrence[]): Edge | null {
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

/** What was cut off of a step in which this happens may be what is meant: its node sends, or reaches a pause. */
function mayEnsue(meant: Meant, before: readonly Occurrence[]): boolean {
  return (meant.kind === 'send' || meant.kind === 'pause') && before.some((one) => nodeOfOccurrence(one) === meant.node);
}

/** In the order in which verdicts name them. */
export function boundsIn({ model, bounds }: StateSpace): string[] {
  return boundNames(model).filter((name) => bounds.has(name));
}
