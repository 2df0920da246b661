/**
 * Two machines walked side by side, state by state: each state of the reference interpreter is packed for the compiled
 * machine, and both must give the same steps from it. What is gathered on the way is the state graph, on which the
 * simplest counterexamples can be found by a search that shares nothing with the real one.
 */

import { type Context, createCompiledMachine, createInterpretedMachine, type Machine, type Model, type State, type Watch } from '#checker';
import { changesAsSaid } from '../support/changes.ts';
import { fairnessIn } from '../support/fairness.ts';

export interface Graph {
  /** every state was expanded */
  readonly complete: boolean;
  readonly states: readonly Vertex[];
  /** initial states first */
  readonly initial: readonly { readonly to: number; readonly cost: number }[];
  readonly transitions: number;
  readonly cuts: number;
  readonly errors: number;
  readonly bounds: readonly string[];
  readonly ran: readonly number[];
}

export interface Vertex {
  readonly state: State;
  readonly counter: number;
  /** a bit for each predicate watched; -1 is a model error */
  readonly predicates: number;
  readonly edges: readonly Edge[];
}

export interface Edge {
  readonly to: number;
  readonly cost: number;
  /** step properties broken */
  readonly flags: number;
}

/** Equal values have equal texts, whatever order their fields were made in. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The interpreter has one object for equal states, which many steps lead to. */
const texts = new WeakMap<State, string>();

/** A state as text: equal states have equal texts. */
export function stateText(state: State): string {
  const known = texts.get(state);
  if (known !== undefined) return known;
  const text = written(state);
  texts.set(state, text);
  return text;
}

function written(state: State): string {
  const nodes = state.nodes.map((node) => {
    const timers = node.timers.map((keys) =>
      keys.map((t) => (t.kind === 'off' ? 0 : t.kind === 'exact' ? [t.left, t.duration] : [t.ripe, t.until, t.duration, t.top])),
    );
    const held = node.suspended === null ? 0 : [node.suspended.point, node.suspended.values, contextText(node.suspended.context)];
    return [node.variables, node.status, timers, held, node.lateness, node.clocks, node.offsets, node.origin];
  });
  const messages = state.messages.map((m) => [m.from, m.to, m.message, m.fields, contextText(m), m.age]);
  const cuts = state.cuts.map((cut) => ('members' in cut ? [cut.kind, cut.members] : [cut.kind, cut.from, cut.to]));
  return JSON.stringify([nodes, messages, state.stable, cuts, state.byzantine, state.used, state.time, state.ghosts]);
}

function contextText(context: Context | null): unknown {
  if (context === null) return 0;
  const { from, corrupted, call } = context;
  return [from, corrupted, call === null ? 0 : [call.caller, call.call, call.fresh]];
}

/** What a model's properties ask for: one bit for each predicate, and the first deadline. */
export function watchOf(model: Model): Watch {
  const predicates = model.properties.flatMap((p) => (p.kind === 'state' || p.kind === 'reachable' ? [p.predicate] : []));
  const steps = model.properties.flatMap((p) => (p.kind === 'step' ? [{ predicate: p.predicate, watched: p.watched }] : []));
  const deadline = model.properties.find((p) => p.kind === 'deadline');
  return { predicates, steps, deadline: deadline?.kind === 'deadline' ? deadline : null };
}

/** Throws where the machines differ. */
export function lockstep(model: Model, max: number): Graph {
  const watch = watchOf(model);
  const walk = new Walk(createInterpretedMachine(model, watch), createCompiledMachine(model, watch));
  return walk.run(max);
}

interface Batch {
  readonly targets: readonly {
    /** all that is compared */
    readonly line: string;
    /** of the state alone */
    readonly text: string;
    readonly state: State;
    readonly counter: number;
    readonly cost: number;
    readonly flags: number;
  }[];
  readonly cuts: number;
  readonly forcedCuts: number;
  readonly errors: readonly number[];
}

class Walk {
  readonly #reference: Machine;
  readonly #compiled: Machine;
  readonly #numbers = new Map<string, number>();
  readonly #found: { readonly state: State; readonly text: string; readonly counter: number }[] = [];
  #transitions = 0;
  #cuts = 0;
  #errors = 0;

  constructor(reference: Machine, compiled: Machine) {
    this.#reference = reference;
    this.#compiled = compiled;
    same('names of bounds', compiled.bounds, reference.bounds);
  }

  run(max: number): Graph {
    const initial = this.#both(
      'initial states',
      (machine) => machine.initial(),
      () => null,
    );
    const starts = initial.map((target) => ({ to: this.#number(target), cost: target.cost }));
    this.#transitions = this.#cuts = 0;
    const states: Vertex[] = [];
    while (states.length < this.#found.length && states.length < max) states.push(this.#expand(states.length));
    const complete = states.length === this.#found.length;
    // Of a step that fails, the reference also counts the handlers that would have run after the one that failed.
    if (this.#errors === 0) same('handlers that ran', [...this.#compiled.ran], [...this.#reference.ran]);
    same('bounds reached', this.#bounds(this.#compiled), this.#bounds(this.#reference));
    return {
      complete,
      states,
      initial: starts,
      transitions: this.#transitions,
      cuts: this.#cuts,
      errors: this.#errors,
      bounds: this.#bounds(this.#reference),
      ran: [...this.#reference.ran],
    };
  }

  #expand(at: number): Vertex {
    const { state, text, counter } = this.#found[at];
    const packed = [this.#reference, this.#compiled].map((machine) => {
      const words = new Int32Array(machine.words);
      machine.encode(state, counter, words, 0);
      return words;
    });
    same('packing a state and unpacking it', stateText(this.#compiled.decode(packed[1], 0)), text);
    same('the deadline of a packed state', this.#compiled.counter(packed[1], 0), counter);
    const predicates = this.#reference.evaluate(packed[0], 0);
    same(`predicates in ${text}`, this.#compiled.evaluate(packed[1], 0), predicates);
    const where = `steps from ${text}`;
    const wordsOf = (machine: Machine) => (machine === this.#compiled ? packed[1] : packed[0]);
    const targets = this.#both(where, (machine) => machine.expand(wordsOf(machine), 0, 'all'), wordsOf);
    // Every third state is enough to tell the machines apart.
    const fair = [this.#reference, this.#compiled].map((machine) => fairnessIn(machine, wordsOf(machine), at % 3 === 0).text);
    same(`fairness in ${text}`, fair[1], fair[0]);
    this.#parts(packed[1], where);
    return {
      state,
      counter,
      predicates,
      edges: targets.map((t) => ({ to: this.#number(t), cost: t.cost, flags: t.flags })),
    };
  }

  /** `free` and `faults` together are `all`. */
  #parts(words: Int32Array, where: string): void {
    const counts = (['all', 'free', 'faults'] as const).map((which) => {
      this.#compiled.successors.clear();
      this.#compiled.expand(words, 0, which);
      const { count, cuts, forcedCuts, errors, cost } = this.#compiled.successors;
      if (which === 'all') changesAsSaid(this.#compiled, words, () => where);
      const costs = [...cost.slice(0, count)];
      if (which !== 'all')
        same(
          `${which} ${where}`,
          costs.every((one) => one > 0 === (which === 'faults')),
          true,
        );
      return { count, cuts, forcedCuts, errors };
    });
    const [all, free, faults] = counts;
    same(
      `free and faults, ${where}`,
      [free.count + faults.count, free.cuts + faults.cuts, free.forcedCuts + faults.forcedCuts, free.errors + faults.errors],
      [all.count, all.cuts, all.forcedCuts, all.errors],
    );
  }

  #both(what: string, ask: (machine: Machine) => void, source: (machine: Machine) => Int32Array | null): Batch['targets'] {
    const [reference, compiled] = [this.#reference, this.#compiled].map((machine) => batch(machine, ask, source(machine)));
    same(what, summary(compiled), summary(reference));
    this.#transitions += reference.targets.length;
    this.#cuts += reference.cuts;
    this.#errors += reference.errors.length;
    return reference.targets;
  }

  #number({ state, text, counter }: Batch['targets'][number]): number {
    const key = `${counter} ${text}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#found.length);
    this.#found.push({ state, text, counter });
    return this.#found.length - 1;
  }

  #bounds(machine: Machine): string[] {
    return machine.bounds.filter((_, i) => machine.successors.bounds[i] === 1);
  }
}

function batch(machine: Machine, ask: (machine: Machine) => void, source: Int32Array | null): Batch {
  const { successors } = machine;
  successors.clear();
  ask(machine);
  const { step } = fairnessIn(machine, source, false);
  const targets = Array.from({ length: successors.count }, (_, i) => {
    const offset = i * machine.words;
    const state = machine.decode(successors.words, offset);
    const counter = machine.counter(successors.words, offset);
    const cost = successors.cost[i];
    const flags = successors.flags[i];
    const text = stateText(state);
    return {
      line: `cost ${cost} flags ${flags} ${step(successors.tag[i])} counter ${counter} ${text}`,
      text,
      state,
      counter,
      cost,
      flags,
    };
  });
  return {
    targets,
    cuts: successors.cuts,
    forcedCuts: successors.forcedCuts,
    errors: [...successors.errorCost.slice(0, successors.errors)],
  };
}

function summary({ targets, cuts, forcedCuts, errors }: Batch): string {
  // equal lines are numbered, so that a difference in how often there is one shows
  const times = new Map<string, number>();
  const numbered = targets.map(({ line }) => {
    times.set(line, (times.get(line) ?? 0) + 1);
    return `${line} (${times.get(line)})`;
  });
  const lines = numbered.sort();
  return [`${lines.length} steps, ${cuts} cut (${forcedCuts} forced), errors of cost ${errors.toSorted().join(' ')}`, ...lines].join('\n');
}

function same(what: string, compiled: unknown, reference: unknown): void {
  const [left, right] = [compiled, reference].map((value) => (typeof value === 'string' ? value : canonical(value)));
  if (left === right) return;
  const [ofCompiled, ofReference] = [left.split('\n'), right.split('\n')];
  const only = (ours: string[], theirs: string[]) => ours.filter((line) => !theirs.includes(line)).slice(0, 10);
  const told = ['--- compiled only', ...only(ofCompiled, ofReference), '--- reference only', ...only(ofReference, ofCompiled)];
  throw new Error(`the machines differ: ${what}\n${told.join('\n')}`);
}

/** Fewest faults, then fewest steps, from the start to each state; steps to a bad thing count themselves. */
export function distances(graph: Graph): readonly { readonly faults: number; readonly steps: number }[] {
  const best = graph.states.map(() => ({ faults: Infinity, steps: Infinity }));
  let open: number[] = [];
  const reach = (to: number, faults: number, steps: number) => {
    const known = best[to];
    if (known === undefined || known.faults < faults || (known.faults === faults && known.steps <= steps)) return;
    best[to] = { faults, steps };
    open.push(to);
  };
  for (const { to, cost } of graph.initial) reach(to, cost, 0);
  while (open.length > 0) {
    const now = open;
    open = [];
    for (const at of now) for (const { to, cost } of graph.states[at].edges) reach(to, best[at].faults + cost, best[at].steps + 1);
  }
  return best;
}
