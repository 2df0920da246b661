/** The states of a model and the steps between them, made by the interpreter when first asked for, each step with the goals that it meets. */
import { boundNames } from '../explore/machine/bounds.ts';
import { type StateTable, tableFor } from '../explore/machine/state-table.ts';
import { brokenSteps } from '../explore/machine/step-watch.ts';
import { faultsOf, keyOf } from '../explore/search/faults.ts';
import { holdsIn, initialSteps, ModelErrorSignal, steps } from '../model/interpreter.ts';
import type { Expr, Model } from '../model/ir.ts';
import { begunBy } from '../model/ran.ts';
import type { InitialStep, State, Step } from '../model/state.ts';
import type { Watch } from '../model/watch.ts';
import type { Goals } from './goals.ts';

export interface GraphEdge {
  readonly target: number;
  /** among all steps of the state that it leaves, or among the initial steps */
  readonly index: number;
  readonly meets: Meets;
}

/** What a step meets: goals whatever came before it, and kinds of faults by their numbers. Both ascending. */
export interface Meets {
  readonly goals: readonly number[];
  readonly faults: readonly number[];
}

export class RunGraph {
  readonly model: Model;
  readonly goals: Goals;
  /** some step ends in an error of the model */
  fails = false;
  readonly #bounds = new Set<string>();
  readonly #table: StateTable;
  readonly #steps: readonly { readonly goal: number; readonly watch: Watch['steps'][number] }[];
  readonly #edges: (readonly GraphEdge[] | undefined)[] = [];
  readonly #ofState: (readonly number[] | undefined)[] = [];
  readonly #meets = new Map<string, Meets>();
  readonly #faultNumbers: ReadonlyMap<string, number>;

  constructor(model: Model, goals: Goals) {
    this.model = model;
    this.goals = goals;
    this.#table = tableFor(model);
    this.#faultNumbers = new Map(goals.faults.map((source, number) => [keyOf(source), number]));
    this.#steps = goals.edges.flatMap(({ test, goal }) => {
      if (test.kind !== 'step' && test.kind !== 'changes') return [];
      const { watched } = test;
      return [{ goal, watch: { watched, predicate: test.kind === 'step' ? test.predicate : never(watched[0]) } }];
    });
  }

  /** states met so far */
  get count(): number {
    return this.#table.count;
  }

  /** In the order in which verdicts name them. */
  get bounds(): readonly string[] {
    return boundNames(this.model).filter((name) => this.#bounds.has(name));
  }

  state(number: number): State {
    return this.#table.state(number);
  }

  number(state: State): number {
    return this.#table.number(state);
  }

  /** One after the other: there may be many. */
  *starts(): Generator<GraphEdge, void> {
    let index = 0;
    for (const step of initialSteps(this.model)) {
      const edge = this.#edge(index++, null, step);
      if (edge !== null) yield edge;
    }
  }

  from(number: number): readonly GraphEdge[] {
    const known = this.#edges[number];
    if (known !== undefined) return known;
    const state = this.state(number);
    const edges = steps(this.model, state).flatMap((step, index) => this.#edge(index, state, step) ?? []);
    this.#edges[number] = edges;
    return edges;
  }

  /** Null where it does not lead to a state. */
  #edge(index: number, from: State | null, step: Step | InitialStep): GraphEdge | null {
    const { target } = step;
    if (target.kind === 'error') this.fails = true;
    if (target.kind === 'cut') this.#bounds.add(target.bound);
    if (target.kind !== 'state') return null;
    const number = this.#table.number(target.state);
    const goals = new Set([...this.#ran(from, step), ...this.#inState(number, target.state), ...this.#inStep(from, target.state)]);
    const sources = 'label' in step && from !== null ? faultsOf(this.model, step, from) : this.#byzantine(target.state);
    const faults = [...new Set(sources.flatMap((source) => this.#faultNumbers.get(keyOf(source)) ?? []))].sort(ascending);
    for (const fault of faults) goals.add(this.goals.faultGoals[fault]);
    return { target: number, index, meets: this.#meetsOf([...goals].sort(ascending), faults) };
  }

  /** One object for all steps that meet the same. */
  #meetsOf(goals: readonly number[], faults: readonly number[]): Meets {
    const key = `${goals.join()} ${faults.join()}`;
    let meets = this.#meets.get(key);
    if (meets === undefined) {
      meets = { goals, faults };
      this.#meets.set(key, meets);
    }
    return meets;
  }

  #byzantine({ byzantine }: State) {
    return this.goals.faults.filter(
      (source) =>
        source.kind === 'crash' &&
        this.model.crashes[source.fault].mode === 'byzantine' &&
        this.model.crashes[source.fault].instances.some((one) => byzantine[one]),
    );
  }

  #ran(from: State | null, step: Step | InitialStep): readonly number[] {
    const { handlers, points } = this.goals;
    if (!('label' in step)) return step.ran.map((id) => handlers[id]);
    const { label } = step;
    if (label.kind === 'resume') {
      const suspended = from?.nodes[label.node].suspended ?? null;
      return suspended === null ? [] : [points[suspended.point]];
    }
    const id = begunBy(this.model, label);
    return id === null ? [] : [handlers[id]];
  }

  #inState(number: number, state: State): readonly number[] {
    const known = this.#ofState[number];
    if (known !== undefined) return known;
    const found = this.goals.edges.flatMap(({ test, goal }) => {
      if (test.kind !== 'state') return [];
      const holds = holdsIn(this.model, test.predicate, state);
      if (holds instanceof ModelErrorSignal) this.fails = true;
      return holds === test.value ? [goal] : [];
    });
    this.#ofState[number] = found;
    return found;
  }

  #inStep(from: State | null, to: State): readonly number[] {
    if (from === null || this.#steps.length === 0) return [];
    return this.#steps.flatMap(({ watch, goal }) => {
      const broken = brokenSteps(this.model, [watch], from, to);
      if (broken instanceof ModelErrorSignal) this.fails = true;
      return broken === 1 ? [goal] : [];
    });
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Every step that changes what is watched breaks it. */
function never({ span }: Expr): Expr {
  return { op: 'const', value: false, type: { kind: 'bool' }, span };
}
